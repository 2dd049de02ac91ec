"""What somebody finds whom a platform sends to look Kindling up."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.server import InHand, web_application
from adapters.settings import load_settings
from adapters.wiring import build


async def test_it_says_what_is_kept_and_on_what_terms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with build(load_settings(None), local=False) as application:
        site = web_application(application, InHand())
        async with TestClient(TestServer(site, host="127.0.0.1")) as client:
            answer = await client.get("/about")
            page = await answer.text()
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert 'id="privacy"' in page
    assert 'id="terms"' in page
    assert "and their thanks, but no messages." in page
    assert "default-src" in answer.headers["Content-Security-Policy"]
