""" "Give kudos" from the compose box and from a message's menu, in the dialog that Teams opens for it."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.teams.extension import opening_of
from adapters.teams.parse import spot_of
from bot.actions import OpenKudos
from tests.adapters.teams.talk import (
    CHANNEL,
    LI,
    MARTA,
    SAM,
    TENANT,
    Answer,
    Talk,
    gifts_of,
    payload,
    pressed,
)


def dialog(answer: Answer) -> Any:
    """The card in it."""
    assert answer.status == 200
    task = answer.body["task"]
    assert task["type"] == "continue", task
    assert task["value"]["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
    return task["value"]["card"]["content"]


def told(answer: Answer) -> str:
    """What came of it: a sentence, or a card that can still be acted on."""
    task = answer.body["task"]
    return str(task["value"]) if task["type"] == "message" else str(dialog(answer))


def submit(card: Any) -> dict[str, Any]:
    """The data of the one button that sends it."""
    [button] = [one for one in _each(card) if one.get("type") == "Action.Submit"]
    return dict(button["data"])


def _each(found: Any) -> list[Any]:
    if isinstance(found, dict):
        return [found, *(one for value in found.values() for one in _each(value))]
    return [one for value in found for one in _each(value)] if isinstance(found, list) else []


def inputs(card: Any) -> dict[str, Any]:
    return {one["id"]: one for one in _each(card) if str(one.get("type", "")).startswith("Input.")}


@pytest.mark.parametrize("name", ["fetch_compose", "fetch_elsewhere"])
async def test_from_the_compose_box_it_opens_empty_wherever_that_is(there: Talk, name: str) -> None:
    card = dialog(await there.tell(payload(name)))
    assert "Give kudos" in str(card)
    assert not any(one.get("type") == "Action.Execute" for one in _each(card))
    assert inputs(card)["people.several"].get("value", "") == ""


async def test_from_a_message_its_author_is_filled_in(there: Talk) -> None:
    card = dialog(await there.tell(payload("fetch_message")))
    assert inputs(card)["people.several"]["value"] == LI
    choices = [one["value"] for one in inputs(card)["people.several"]["choices"]]
    assert {LI, SAM} <= set(choices)


async def test_what_is_given_from_a_message_stands_in_its_thread(there: Talk) -> None:
    card = dialog(await there.tell(payload("fetch_message")))
    data = submit(card) | {"people.several": LI, "reason": "Told the guest early.", "where": "team"}
    answer = await there.tell(payload("submit_extension", value__data=data))
    assert "Desk" in told(answer)
    assert "Undo" in told(answer)
    await there.settled()
    [post] = there.posts(CHANNEL)
    assert post["thread"] == "1732614000000"
    assert await there.read(lambda tx: gifts_of(tx, MARTA)) == [[LI]]


async def test_where_kindling_is_not_it_works_too_and_says_where_it_went(there: Talk) -> None:
    data = submit(dialog(await there.tell(payload("fetch_elsewhere"))))
    data |= {"people.several": LI, "reason": "Told the guest early.", "where": "only"}
    activity = payload("submit_extension", value__data=data)
    activity["conversation"] = payload("fetch_elsewhere")["conversation"]
    activity["channelData"] = payload("fetch_elsewhere")["channelData"]
    assert "Li Wei" in told(await there.tell(activity))
    await there.settled()
    assert [post["channel"] for post in there.posts()] == [f"a:29:{LI}"]


async def test_what_is_wrong_comes_back_at_its_field_with_what_was_typed(there: Talk) -> None:
    data = submit(dialog(await there.tell(payload("fetch_compose"))))
    wrong = {**data, "people.several": MARTA, "reason": "ok", "where": "team"}
    card = dialog(await there.tell(payload("submit_extension", value__data=wrong)))
    assert "Choose somebody other than yourself." in str(card)
    assert inputs(card)["reason"]["value"] == "ok"
    again = submit(card) | {"people.several": LI, "reason": "Stayed late.", "where": "team"}
    assert "Li Wei" in told(await there.tell(payload("submit_extension", value__data=again)))
    assert await there.read(lambda tx: gifts_of(tx, MARTA)) == [[LI]]


async def test_sent_twice_it_is_one_gift_and_the_same_answer(there: Talk) -> None:
    data = submit(dialog(await there.tell(payload("fetch_compose"))))
    data |= {"people.several": LI, "reason": "Stayed late.", "where": "team"}
    sent = [payload("submit_extension", value__data=data, id=one) for one in ("f:1", "f:1", "f:2")]
    answers = [await there.tell(one) for one in sent]
    assert answers[0] == answers[1] == answers[2]
    assert await there.read(lambda tx: gifts_of(tx, MARTA)) == [[LI]]


async def test_opened_twice_it_is_two_gifts(there: Talk) -> None:
    for number in ("1", "2"):
        data = submit(dialog(await there.tell(payload("fetch_compose", id=f"f:open{number}"))))
        data |= {"people.several": LI, "reason": "Stayed late.", "where": "team"}
        await there.tell(payload("submit_extension", value__data=data, id=f"f:send{number}"))
    assert len(await there.read(lambda tx: gifts_of(tx, MARTA))) == 2


async def test_somebody_of_no_directory_is_told_so(there: Talk) -> None:
    for name in ("fetch_compose", "submit_extension"):
        assert "can't tell who you are" in told(await there.tell(payload(name, sender={"id": "29:x"})))


@pytest.mark.parametrize(
    "changes",
    [
        {"value": None},
        {"value__data": None},
        {"value__data": []},
        {"value__data": {"k": 1}},
        {"value__data": pressed(OpenKudos()) | {"k": "nonsense"}},
    ],
)
async def test_a_form_that_is_none(there: Talk, changes: Any) -> None:
    assert told(await there.tell(payload("submit_extension", **changes)))


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/l/message/1",
        "http://teams.microsoft.com/l/message/1",
        "https://teams.microsoft.com@example.com/l/message/1",
        "https://teams.microsoft.com/l/message/1 <b>",
        "javascript:alert(1)",
        "",
        None,
        5,
    ],
)
def test_a_link_that_is_not_to_a_message_is_left_out(link: Any) -> None:
    activity = payload("fetch_message", value__messagePayload__linkToMessage=link)
    assert opening_of(activity, spot_of(activity, TENANT)).link == ""


def test_whom_a_message_mentions_is_offered_and_apps_are_not() -> None:
    activity = payload("fetch_message")
    opening = opening_of(activity, spot_of(activity, TENANT))
    assert (opening.people, opening.offered) == ((LI,), (SAM,))
    assert (opening.conversation, opening.message) == (CHANNEL, "1732614000000")
    activity["value"]["messagePayload"]["from"] = {"user": None, "application": {"id": "app"}}
    assert opening_of(activity, spot_of(activity, TENANT)).people == ()


async def test_what_came_of_it_can_be_undone_in_the_dialog(there: Talk) -> None:
    data = submit(dialog(await there.tell(payload("fetch_compose"))))
    data |= {"people.several": LI, "reason": "Stayed late.", "where": "team"}
    card = dialog(await there.tell(payload("submit_extension", value__data=data)))
    [undo] = [one for one in _each(card) if one.get("type") == "Action.Submit" and one["title"] == "Undo"]
    answer = await there.tell(payload("submit_extension", value__data=undo["data"], id="f:undo"))
    assert "Taken back" in told(answer)
