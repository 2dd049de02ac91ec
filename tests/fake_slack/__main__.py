"""`python -m tests.fake_slack`: serves on a free port of loopback and prints its address."""

from __future__ import annotations

import asyncio

from tests.fake_platform.serving import serve
from tests.fake_slack.server import application

asyncio.run(serve(application()))
