"""Loopback only: who is let in, and what a request has to look like."""

from __future__ import annotations

import sqlite3

import pytest
from aiohttp.test_utils import make_mocked_request

from adapters.local.faults import NotFromHere
from adapters.local.gate import MOST_BYTES, let_in
from tests.adapters.local.conftest import LocalChat

JSON = {"Content-Type": "application/json"}
SAID = b'{"as": "li", "conversation": "front-desk", "text": "hello"}'


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""])
async def test_another_host_name_is_refused(local: LocalChat, host: str) -> None:
    for path in ("/", "/api/local/people", "/local/page.js", "/api/local/stream?as=li"):
        response = await local.client.get(path, headers={"Host": host})
        assert response.status == 403
        assert "this computer only" in (await response.json())["error"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "[::1]"])
async def test_this_computers_names_are_taken(local: LocalChat, host: str) -> None:
    response = await local.client.get("/api/local/people", headers={"Host": host})
    assert response.status == 200


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
async def test_what_came_through_a_proxy_is_refused(local: LocalChat, header: str) -> None:
    response = await local.client.get("/api/local/people", headers={header: "127.0.0.1"})
    assert response.status == 403


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "", None])
async def test_another_computer_is_refused_whatever_it_says(peer: str | None) -> None:
    request = make_mocked_request("GET", "/", headers={"Host": "127.0.0.1:8080"}).clone(remote=peer or "")
    with pytest.raises(NotFromHere):
        let_in(request)


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1"])
async def test_this_computer_is_let_in(peer: str) -> None:
    let_in(make_mocked_request("GET", "/", headers={"Host": "127.0.0.1:8080"}).clone(remote=peer))


async def test_another_page_cannot_change_anything(local: LocalChat) -> None:
    own = f"http://{local.client.host}:{local.client.port}"
    for origin, status in (("https://evil.example", 403), ("null", 403), (own, 200)):
        response = await local.client.post(
            "/api/local/messages", data=SAID, headers={**JSON, "Origin": origin}
        )
        assert response.status == status
    assert await local.texts("li", "front-desk") == ["hello"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_form_of_another_page_is_no_json(local: LocalChat, kind: str) -> None:
    response = await local.client.post("/api/local/messages", data=SAID, headers={"Content-Type": kind})
    assert response.status == 415
    assert await local.texts("li", "front-desk") == []


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"", 400, "not JSON"),
        (b"{", 400, "not JSON"),
        (b"[]", 400, "not JSON"),
        (b"\xff\xfe", 400, "not JSON"),
        (b"[" * 60_000, 400, "not JSON"),
        (b" " * (MOST_BYTES + 1), 413, "Send less."),
    ],
)
async def test_a_body_that_is_no_object_gets_a_sentence(
    local: LocalChat, body: bytes, status: int, sentence: str
) -> None:
    for path in ("messages", "actions", "clock"):
        response = await local.client.post(f"/api/local/{path}", data=body, headers=JSON)
        assert response.status == status
        assert sentence in (await response.json())["error"]


async def test_a_full_disk_is_said_in_a_sentence(local: LocalChat, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_post: object, **_more: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(local.chat, "post", fill)
    response = await local.client.post("/api/local/messages", data=SAID, headers=JSON)
    assert response.status == 503
    assert "could not be kept" in (await response.json())["error"]


async def test_every_answer_says_what_a_browser_may_do_with_it(local: LocalChat) -> None:
    for path in ("/", "/local/page.js", "/api/local/people", "/local/nothing.js"):
        headers = (await local.client.get(path)).headers
        assert "default-src 'none'; script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["nothing.js", "..%2fchat.py", "%2e%2e%2fchat.py", "page.html", ".js"])
async def test_only_the_pages_own_files_are_served(local: LocalChat, name: str) -> None:
    response = await local.client.get(f"/local/{name}")
    assert response.status == 404
