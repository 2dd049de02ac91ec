"""Setting a team up from Slack, by HTTP, through the whole application."""

from __future__ import annotations

import pytest

from bot import teams
from bot.actions import OpenSetup
from bot.codec import pack
from tests.adapters.slack.front_desk import DESK, HOTEL, MARTA, SAM, FrontDesk, buttons, text_of
from tests.adapters.slack.recorded import Json
from tests.fake_platform.rules import Fault


async def asked(desk: FrontDesk, channel: str = DESK) -> Json:
    """The form, opened by an admin in a channel."""
    await desk.press({"value": pack(OpenSetup(channel))}, SAM)
    return desk.modal(SAM)


def entered(view: Json, channel: str) -> Json:
    """What the form says when it is sent as it came, for that channel."""
    values = {
        block["block_id"]: _state(block["element"]) for block in view["blocks"] if block["type"] == "input"
    }
    return values | {"channel": {"type": "conversations_select", "selected_conversation": channel}}


def _state(element: Json) -> Json:
    kind = element["type"]
    names = {
        "plain_text_input": ("value", "initial_value"),
        "static_select": ("selected_option", "initial_option"),
        "radio_buttons": ("selected_option", "initial_option"),
        "timepicker": ("selected_time", "initial_time"),
        "checkboxes": ("selected_options", "initial_options"),
        "multi_users_select": ("selected_users", "initial_users"),
        "conversations_select": ("selected_conversation", "initial_conversation"),
    }
    name, initial = names[kind]
    empty: object = [] if kind in {"checkboxes", "multi_users_select"} else None
    return {"type": kind, name: element.get(initial, empty)}


async def set_up(desk: FrontDesk, channel: str = DESK) -> Json:
    view = await asked(desk, channel)
    told: Json = await desk.submit(view, entered(view, channel), SAM)
    return told


async def test_the_form_comes_filled_in(desk: FrontDesk) -> None:
    values = entered(await asked(desk), DESK)
    assert values["managers"]["selected_users"] == [SAM]
    assert values["at"]["selected_time"] == "10:00"
    assert values["zone"]["selected_option"]["value"] == "Europe/Lisbon"


async def test_sent_it_is_set_up_with_everybody_in_the_channel(desk: FrontDesk) -> None:
    told = await set_up(desk)
    assert told["response_action"] == "update"
    assert "Front desk is set up: 9 people, 1 manager." in text_of(told["view"])
    assert {"Say hello now", "Send the first idea now"} <= set(buttons(told["view"]))
    await desk.application.make_pass()
    assert desk.slack.record().posts == []


async def test_the_hello_goes_out_when_it_is_asked_for(desk: FrontDesk) -> None:
    view = {**(await set_up(desk))["view"], "id": "V0SETUP"}
    await desk.press(buttons(view)["See it first"], SAM, name="press_in_view", view=view)
    await desk.press(buttons(view)["Say hello now"], SAM, name="press_in_view", view=view)
    await desk.application.make_pass()
    [hello] = desk.said(DESK)
    assert "Hello, Front desk" in text_of(hello)


async def test_a_public_channel_is_joined_before_the_form_is_taken(desk: FrontDesk) -> None:
    told = await set_up(desk, "C0PHONES")
    assert "Phones is set up: 2 people" in text_of(told["view"])
    assert [call["arguments"]["channel"] for call in desk.slack.calls("conversations.join")] == ["C0PHONES"]


async def test_a_private_channel_without_kindling_is_explained_at_its_field(desk: FrontDesk) -> None:
    told = await set_up(desk, "C0SECRET")
    assert told["response_action"] == "errors"
    assert "Invite me there" in told["errors"]["channel"]
    assert await desk.application.store.read(lambda tx: tx.teams.all(HOTEL)) == []


@pytest.mark.parametrize("method", ["conversations.join", "conversations.info"])
@pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.STALL, Fault.ERROR_BEFORE])
async def test_slack_that_does_not_let_it_in_in_time_is_told_and_nothing_is_lost(
    desk: FrontDesk, method: str, fault: Fault
) -> None:
    view = await asked(desk, "C0PHONES")
    desk.slack.script(HOTEL, method, [fault, fault, fault])
    told = await desk.submit(view, entered(view, "C0PHONES"), SAM)
    assert told["response_action"] == "errors"
    assert "again in a moment" in told["errors"]["channel"]
    again = await desk.submit(view, entered(view, "C0PHONES"), SAM)
    assert again["response_action"] in {"update", "errors"}


async def test_a_channel_with_a_team_is_said_to_have_one(desk: FrontDesk) -> None:
    await set_up(desk)
    told = await set_up(desk)
    assert "has a team already" in told["errors"]["channel"]


async def test_who_may_not_is_told_kindly(desk: FrontDesk) -> None:
    told = await desk.say("setup", MARTA)
    assert "Only an admin" in text_of(told)


async def test_a_form_for_a_team_that_is_gone(desk: FrontDesk) -> None:
    await set_up(desk)
    await desk.say("change team", SAM)
    view = desk.modal(SAM)
    now = desk.application.clock.now()
    await desk.application.store.decide(lambda tx: teams.stop_team(tx, tx.teams.all()[0], now))
    told = await desk.submit(view, entered(view, DESK), SAM)
    assert "can't find that any more" in text_of(told["view"])
