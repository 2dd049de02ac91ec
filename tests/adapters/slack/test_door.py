"""What comes to /slack/events and is not Slack's, or not what it says: a 4xx, nothing kept, nothing told."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from adapters.logs import set_up_logs
from adapters.slack.door import NotTaken, read_payload, unquoted
from tests.adapters.slack.front_desk import (
    FORM,
    HOTEL,
    JSON,
    FrontDesk,
    front_desk,
    open_hotel,
    signed,
    text_of,
    written,
)
from tests.adapters.slack.recorded import NAMES, Json, recorded
from tests.fake_slack import FakeSlack, bot_token

TYPED = "marzipan"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(one_slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FrontDesk]:
    """One application for all that is refused: it leaves nothing."""
    one_slack.put_token(HOTEL, bot_token(HOTEL))
    open_hotel(one_slack)
    async with front_desk(one_slack, tmp_path_factory.mktemp("door")) as desk:
        yield desk


whole_module = pytest.mark.asyncio(loop_scope="module")


async def refused(desk: FrontDesk, body: bytes, headers: dict[str, str]) -> int:
    response = await desk.client.post("/slack/events", data=body, headers=headers)
    assert "Traceback" not in await response.text()
    await desk.settle()
    later = desk.application.clock.now() + timedelta(days=1)
    assert await desk.application.store.decide(lambda tx: tx.identities.forget(later)) == 0
    return response.status


@whole_module
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": str(int(time.time()))},
        {"X-Slack-Signature": "v0=ü", "X-Slack-Request-Timestamp": str(int(time.time()))},
        {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "١٢٣"},
        {"X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": str(int(time.time()))},
    ],
)
async def test_what_is_not_signed_is_not_let_in(door: FrontDesk, headers: dict[str, str]) -> None:
    body, kind = written(recorded("command", text=TYPED))
    assert await refused(door, body, {**kind, **headers}) == 401


@whole_module
@pytest.mark.parametrize("late", [-310, 310])
async def test_an_old_signature_is_not_let_in(door: FrontDesk, late: float) -> None:
    body, kind = written(recorded("command"))
    assert await refused(door, body, {**kind, **signed(body, at=time.time() + late)}) == 401


@whole_module
async def test_another_ones_signature_is_not_let_in(door: FrontDesk) -> None:
    body, kind = written(recorded("command"))
    assert await refused(door, body, {**kind, **signed(body, secret="another")}) == 401


@whole_module
async def test_a_body_changed_on_the_way_is_not_let_in(door: FrontDesk) -> None:
    body, kind = written(recorded("command"))
    assert await refused(door, body[:-1], {**kind, **signed(body)}) == 401
    assert await refused(door, body + b" ", {**kind, **signed(body)}) == 401


BROKEN: list[tuple[bytes, dict[str, str], int]] = [
    (b"", JSON, 400),
    (b"{", JSON, 400),
    (b'"text"', JSON, 400),
    (b"[]", JSON, 400),
    (b"null", JSON, 400),
    (b"\xff\xfe", JSON, 400),
    (b"[" * 100_000, JSON, 400),
    (b"command=%2Fkindling", JSON, 400),
    (b"", FORM, 400),
    (b"\xff", FORM, 400),
    (b"payload=", FORM, 400),
    (b"payload=%5B%5D", FORM, 400),
    (b"payload=%7B", FORM, 400),
    (b'{"type":"event_callback"}', FORM, 400),
    (b"nothing=known", FORM, 400),
    (b"a=1&" * 200 + b"command=x", FORM, 400),
    (b"command=/kindling", {"Content-Type": "text/plain"}, 415),
    (b"command=/kindling", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
    (b"{}", {"Content-Type": "application/xml"}, 415),
    (b'{"type":"event_callback"}', JSON, 400),
    (b'{"type":"event_callback","event":[],"event_id":7}', JSON, 400),
    (b'{"type":"event_callback","authorizations":"x"}', JSON, 400),
    (b'{"type":"block_actions","actions":[{"action_id":"act/0","value":"x"}],"user":7}', JSON, 400),
    (b'{"type":"view_submission","view":[]}', JSON, 400),
    (b"command=%2Fkindling&text=x", FORM, 400),
]


@whole_module
@pytest.mark.parametrize(("body", "kind", "status"), BROKEN)
async def test_a_signed_body_that_is_not_what_it_says(
    door: FrontDesk, body: bytes, kind: dict[str, str], status: int
) -> None:
    assert await refused(door, body, {**kind, **signed(body)}) == status


@whole_module
async def test_more_than_a_megabyte_is_not_read(door: FrontDesk) -> None:
    body = b"payload=" + b"x" * (1024 * 1024)
    response = await door.client.post("/slack/events", data=in_pieces(body), headers={**FORM, **signed(body)})
    assert response.status == 413


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 65_536):
        yield body[at : at + 65_536]


@whole_module
@pytest.mark.parametrize("name", [name for name in NAMES if name != "url_verification"])
async def test_every_payload_torn_anywhere_is_answered(door: FrontDesk, name: str) -> None:
    """Whichever part of it is missing or of another kind: an answer, and no defect."""
    payload = recorded(name)
    for torn in torn_copies(payload):
        body, kind = written(torn)
        response = await door.client.post("/slack/events", data=body, headers={**kind, **signed(body)})
        assert response.status in {200, 400}, torn
    await door.settle()


def torn_copies(payload: Json) -> Iterator[Json]:
    """Each without one of its fields, or with another kind of thing in it."""
    for name in payload:
        if name in {"type", "command"}:
            continue
        yield {key: value for key, value in payload.items() if key != name}
        others: tuple[object, ...] = (None, 7, [{"id": []}], {"id": {}})
        if "command" not in payload:
            for other in others:
                yield {**payload, name: other}


async def test_slacks_own_questions_are_answered(desk: FrontDesk) -> None:
    asked = recorded("url_verification")
    assert await desk.hear(asked) == {"challenge": asked["challenge"]}
    body = b"ssl_check=1&token=x"
    response = await desk.client.post("/slack/events", data=body, headers={**FORM, **signed(body)})
    assert response.status == 200


@whole_module
async def test_only_what_the_settings_ask_for_is_there(door: FrontDesk) -> None:
    for path in ("/slack/install", "/slack/oauth_redirect"):
        assert (await door.client.get(path)).status == 404
    assert (await door.client.get("/slack/events")).status == 405


async def test_nothing_typed_reaches_the_log(desk: FrontDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    root, kept, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    set_up_logs("debug")
    try:
        await say_everything(desk)
    finally:
        root.handlers[:] = kept
        root.setLevel(level)
    assert TYPED not in log.getvalue()
    assert "xoxb-" not in log.getvalue()


async def say_everything(desk: FrontDesk) -> None:
    """Understood and not, signed and not, kept and not."""
    assert TYPED in text_of(await desk.say(TYPED))
    await desk.say(f"<@U0JONAS> for {TYPED}", command="/kudos")
    await desk.write(f"kudos jonas for {TYPED}")
    body, kind = written(recorded("command", text=TYPED))
    await desk.client.post("/slack/events", data=body, headers={**kind, **signed(body, secret="another")})
    await desk.client.post("/slack/events", data=body, headers={**kind, **signed(body[:-1])})
    payload = recorded("press", **{"user.id": 7})
    payload["actions"][0]["value"] = TYPED
    await desk.client.post("/slack/events", data=json.dumps(payload), headers=JSON)
    await desk.press({"value": TYPED})
    await desk.press({"action_id": "fold/0", "value": TYPED}, lasts=0.0)
    await desk.application.make_pass()


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_body_can_be_read_or_is_told_why_not(content_type: str) -> None:
    with pytest.raises(NotTaken) as fault:
        read_payload(content_type, b"\x00")
    assert fault.value.says.endswith(".")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_forms_value_is_read_as_it_was_written(text: str) -> None:
    assert unquoted(urlencode({"payload": text}).encode().removeprefix(b"payload=")).decode() == text
