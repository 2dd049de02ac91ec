"""`python -m tests.fake_slack`: serves on a free port of loopback and prints its address."""

from __future__ import annotations

from adapters.collector import collect_seldom
from adapters.loop import run_long
from tests.fake_platform.serving import serve
from tests.fake_slack.server import application

collect_seldom()
run_long(serve(application()))
