"""`python -m tests.fake_platform`: serves on a free port of loopback and prints its address."""

from __future__ import annotations

import asyncio

from tests.fake_platform.server import application
from tests.fake_platform.serving import serve

asyncio.run(serve(application()))
