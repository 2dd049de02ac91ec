"""`python -m tests.fake_teams`: serves on a free port of loopback and prints its address."""

from __future__ import annotations

import asyncio

from tests.fake_platform.serving import serve
from tests.fake_teams.server import application

asyncio.run(serve(application()))
