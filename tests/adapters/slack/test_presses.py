"""Buttons and forms, by HTTP, through the whole application: where each answer goes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.views import submit_of
from bot import teams
from bot.actions import GiveKudos, OpenHome, OpenKudos, OpenSettings, ShowHelp
from bot.codec import pack
from bot.models import Team, Timetable
from bot.ports import Transaction
from tests.adapters.slack.front_desk import (
    DESK,
    HOTEL,
    JONAS,
    LI,
    MARTA,
    TUESDAY,
    FrontDesk,
    buttons,
    text_of,
)
from tests.adapters.slack.recorded import Json, recorded
from tests.fake_platform.rules import Fault


async def coached(desk: FrontDesk) -> Json:
    """A team on the day of its question: the question as it stands in the channel."""
    application = desk.application
    desk.move(TUESDAY - timedelta(days=1))

    def set_up(tx: Transaction) -> Team:
        room = tx.conversations.find(HOTEL, DESK)
        assert room is not None
        plan = teams.TeamPlan("Front desk", Timetable(), ("look-up", "customer-for-life"))
        return teams.add_team(tx, application.library, room, plan, application.clock.now())

    await application.store.decide(set_up)
    await application.follow_channel(HOTEL, DESK)
    for days in (0, 2):
        desk.move(TUESDAY + timedelta(days=days))
        await application.make_pass()
    return desk.said(DESK)[-1]


async def links(desk: FrontDesk, ts: str) -> list[str]:
    """The addresses that a message of the channel leads to."""
    [message] = [one for one in desk.said(DESK) if one["ts"] == ts]
    return re.findall(r"<(http[^|>]+)\|[^>]+>", text_of(message))


async def test_the_question_leads_to_its_tip_while_it_is_open_and_after(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    tip = desk.said(DESK)[-2]
    address = f"{desk.slack.address}/archives/{DESK}/p{tip['ts'].replace('.', '')}"
    assert await links(desk, quiz["ts"]) == [address]
    desk.move(TUESDAY + timedelta(days=6))
    await desk.application.make_pass()
    assert await links(desk, quiz["ts"]) == [address]
    assert "closed" in text_of(next(one for one in desk.said(DESK) if one["ts"] == quiz["ts"]))


async def test_a_question_whose_workspace_has_no_known_address_stands_without_a_link(desk: FrontDesk) -> None:
    await desk.application.store.decide(_forget_address)
    quiz = await coached(desk)
    assert await links(desk, quiz["ts"]) == []
    assert "Question of the week" in text_of(quiz)


def _forget_address(tx: Transaction) -> None:
    workspace = tx.workspaces.get(HOTEL)
    assert workspace is not None
    tx.workspaces.put(replace(workspace, post_address=""))


async def test_an_answer_opens_where_the_finger_is_and_is_kept(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    told = await desk.press(buttons(quiz)["A"], ts=quiz["ts"])
    assert told is None
    assert "You chose A" in text_of(desk.modal())
    answer = await desk.application.store.read(lambda tx: tx.quizzes.answer(1, member_id(tx, MARTA)))
    assert answer is not None


async def test_pressed_again_it_shows_the_same(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    await desk.press(buttons(quiz)["A"])
    first = text_of(desk.modal())
    await desk.press(buttons(quiz)["B"])
    again = text_of(desk.modal())
    assert "You chose A" in first
    assert "You chose A" in again


async def test_a_replayed_press_changes_nothing_and_shows_it_by_another_way(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    about = desk.slack.press(HOTEL, MARTA, DESK)
    payload = recorded("press", **about)
    payload["actions"] = [{**payload["actions"][0], **buttons(quiz)["A"]}]
    await desk.hear(payload)
    await desk.hear(payload, **{"X-Slack-Retry-Num": "1"})
    assert "You chose A" in text_of(desk.modal())
    [told] = desk.seen()["ephemerals"]
    assert "You chose A" in text_of(told)


@pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.ERROR_BEFORE, Fault.DROP_BEFORE])
async def test_without_a_modal_the_answer_comes_by_the_requests_address(
    desk: FrontDesk, fault: Fault
) -> None:
    quiz = await coached(desk)
    desk.slack.script(HOTEL, "views.open", [fault])
    await desk.press(buttons(quiz)["A"])
    [told] = desk.seen()["ephemerals"]
    assert "You chose A" in text_of(told)


async def test_without_either_it_comes_directly(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    await desk.press(buttons(quiz)["A"], lasts=0.0, response_url="https://hooks.slack.com/actions/gone/1/x")
    [told] = desk.said(f"D{MARTA}")
    assert "You chose A" in text_of(told)


async def test_a_press_in_a_modal_changes_that_modal(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    await desk.press(buttons(quiz)["A"])
    view = desk.modal()
    await desk.press(buttons(view)["Another question"], name="press_in_view", view=view)
    assert len(desk.seen()["modals"]) == 1
    assert desk.modal()["id"] == view["id"]
    assert text_of(desk.modal()) != text_of(view)


async def test_a_modal_closed_meanwhile_needs_no_answer(desk: FrontDesk) -> None:
    await desk.say("settings")
    view = desk.modal()
    desk.slack.close_modal(HOTEL, MARTA, everything=True)
    await desk.press({"value": pack(ShowHelp())}, name="press_in_view", view=view)
    assert desk.seen()["modals"] == []
    assert desk.said(f"D{MARTA}") == []


async def test_an_answer_in_the_direct_chat_takes_its_place(desk: FrontDesk) -> None:
    await desk.write("help")
    [first] = desk.said(f"D{MARTA}")
    await press_in(desk, first, {"value": pack(OpenHome())})
    [second] = desk.said(f"D{MARTA}")
    assert "Good to see you, Marta" in text_of(second)
    await press_in(desk, second, buttons(second)["Give kudos"])
    assert desk.said(f"D{MARTA}") == [second]
    assert desk.modal()["title"]["text"] == "Give kudos"


async def press_in(desk: FrontDesk, message: Json, button: Json, who: str = MARTA) -> None:
    """In a message of the direct conversation with Kindling."""
    place = {"container.channel_id": f"D{who}", "container.message_ts": message["ts"]}
    await desk.press(button, who, name="press_in_answer", ts=message["ts"], message=message, **place)


async def test_what_was_delivered_directly_stays_as_it_is(desk: FrontDesk) -> None:
    """An idea that came directly is not lost to the answer of its own button."""
    await coached(desk)
    delivered = {**recorded("press")["message"], "ts": desk.slack.say(HOTEL, f"D{MARTA}", MARTA, "x")["ts"]}
    place = {"container.channel_id": f"D{MARTA}", "container.message_ts": delivered["ts"]}
    await desk.press({"value": pack(ShowHelp())}, name="press", message=delivered, **place)
    assert desk.modal()["title"]["text"] == "Kindling, for Marta"


async def test_a_press_in_an_ephemeral_takes_its_place(desk: FrontDesk) -> None:
    await coached(desk)
    thanks = pack(OpenSettings())
    await desk.press({"value": pack(ShowHelp())}, name="press_in_ephemeral", ts="1.000001")
    [told] = desk.seen()["ephemerals"]
    assert "Kindling, for Marta" in text_of(told)
    await desk.press({"value": thanks}, name="press_in_ephemeral", ts=told["ts"])
    assert desk.modal()["title"]["text"] == "My settings"


async def test_a_fold_opens_without_asking_anybody(desk: FrontDesk) -> None:
    tip = (await coached_tip(desk))["Words to try"]
    await desk.press(tip)
    assert desk.modal()["title"]["text"] == "Words to try"
    await desk.press(tip, name="press_in_view", view=desk.modal())
    assert len(desk.seen()["modals"]) == 2


async def coached_tip(desk: FrontDesk) -> dict[str, Json]:
    await coached(desk)
    return buttons(desk.said(DESK)[0])


async def test_a_torn_fold_is_told_kindly(desk: FrontDesk) -> None:
    await desk.press({"action_id": "fold/0", "value": "torn"})
    assert "came back broken" in text_of(desk.modal())


async def test_a_torn_button_is_told_kindly(desk: FrontDesk) -> None:
    await desk.press({"value": '[1,"answer"]'})
    assert "came back broken" in text_of(desk.modal())


async def test_a_button_of_a_team_that_is_gone(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    now = desk.application.clock.now()
    await desk.application.store.decide(lambda tx: teams.stop_team(tx, tx.teams.all()[0], now))
    await desk.press(buttons(quiz)["A"])
    assert "can't find that any more" in text_of(desk.modal())


async def test_a_form_that_is_right_becomes_its_confirmation(desk: FrontDesk) -> None:
    await coached(desk)
    told = await give(desk, {"selected_users": [JONAS, LI]}, "Stayed until the room was ready.")
    assert told["response_action"] == "update"
    assert "Undo" in buttons(told["view"])


async def give(desk: FrontDesk, people: Json, reason: str, who: str = MARTA) -> Json:
    await desk.press({"value": pack(OpenKudos())}, who)
    values = {
        "people": {"type": "multi_users_select", **people},
        "reason": {"type": "plain_text_input", "value": reason},
        "where": {"type": "radio_buttons", "selected_option": {"value": "team"}},
    }
    told: Json = await desk.submit(desk.modal(who), values, who)
    return told


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(desk: FrontDesk) -> None:
    told = await give(desk, {"selected_users": [MARTA]}, "ok")
    assert told["response_action"] == "errors"
    assert set(told["errors"]) == {"people", "reason"}


async def test_a_form_sent_twice_gives_once(desk: FrontDesk) -> None:
    await desk.press({"value": pack(OpenKudos())})
    values = {
        "people": {"type": "multi_users_select", "selected_users": [JONAS]},
        "reason": {"type": "plain_text_input", "value": "Stayed late."},
        "where": {"type": "radio_buttons", "selected_option": {"value": "team"}},
    }
    view = desk.modal()
    first = await desk.submit(view, values)
    again = await desk.submit(view, values)
    assert again == first
    gifts = await desk.application.store.read(lambda tx: tx.gifts.given(member_id(tx, MARTA), 5))
    assert len(gifts) == 1


async def test_a_form_sent_by_somebody_else_is_theirs(desk: FrontDesk) -> None:
    """Who gives is who sends: never what a form says."""
    await desk.press({"value": pack(OpenKudos())})
    values = {
        "people": {"type": "multi_users_select", "selected_users": [JONAS]},
        "reason": {"type": "plain_text_input", "value": "Stayed late."},
    }
    await desk.submit(desk.modal(), values, who=LI)
    given = await desk.application.store.read(lambda tx: tx.gifts.given(member_id(tx, LI), 5))
    assert len(given) == 1


async def test_a_form_torn_on_the_way_is_told_kindly(desk: FrontDesk) -> None:
    payload = recorded("form", **{"view.private_metadata": "torn", **desk.slack.press(HOTEL, MARTA)})
    told = await desk.hear(payload)
    assert "came back broken" in text_of(told["view"])


async def test_kudos_for_a_message_go_into_its_thread(desk: FrontDesk) -> None:
    await coached(desk)
    message = desk.slack.say(HOTEL, DESK, JONAS, f"Found the bear, with <@{LI}>")
    about = desk.slack.press(HOTEL, MARTA, DESK)
    said = {"message.ts": message["ts"], "message.text": message["text"]}
    await desk.hear(recorded("message_shortcut", **said, **about))
    view = desk.modal()
    [people] = [block for block in view["blocks"] if block.get("block_id") == "people"]
    assert people["element"]["initial_users"] == [JONAS]
    assert "Li" in text_of(view)
    values = {
        "people": {"type": "multi_users_select", "selected_users": [JONAS]},
        "reason": {"type": "plain_text_input", "value": "Found the bear."},
        "where": {"type": "radio_buttons", "selected_option": {"value": "team"}},
    }
    await desk.submit(view, values)
    await desk.application.make_pass()
    [thanks] = [one for one in desk.said(DESK) if one.get("thread_ts") == message["ts"]]
    assert "Found the bear." in text_of(thanks)


@pytest.mark.parametrize(("room", "kept", "link"), [("C0BACK", True, False), ("D0OTHER", False, False)])
async def test_a_place_that_is_not_public_is_not_told_elsewhere(
    desk: FrontDesk, room: str, kept: bool, link: bool
) -> None:
    about = desk.slack.press(HOTEL, MARTA, room)
    await desk.hear(recorded("message_shortcut", **{"channel.id": room}, **about))
    nonce = nonce_of(desk.modal())
    origin = await desk.application.store.read(lambda tx: tx.gifts.origin(member_id(tx, MARTA), nonce))
    assert (origin is not None) == kept
    assert bool(origin and origin.link) == link


def nonce_of(view: Json) -> str:
    action = submit_of(view)
    assert isinstance(action, GiveKudos)
    return action.nonce


async def test_the_global_shortcut_opens_the_form(desk: FrontDesk) -> None:
    await desk.hear(recorded("shortcut", trigger_id=desk.slack.press(HOTEL, MARTA)["trigger_id"]))
    assert desk.modal()["title"]["text"] == "Give kudos"


async def test_somebody_of_another_workspace_is_no_member(desk: FrontDesk) -> None:
    quiz = await coached(desk)
    await desk.press(buttons(quiz)["A"], "U0GUEST", **{"user.team_id": "T0AGENCY"})
    stranger = await desk.application.store.read(lambda tx: tx.members.find(HOTEL, "U0GUEST"))
    assert stranger is not None
    assert stranger.is_stranger
    answers = await desk.application.store.read(lambda tx: tx.quizzes.answers(1))
    assert answers == []


def member_id(tx: Transaction, person: str) -> int:
    member = tx.members.find(HOTEL, person)
    assert member is not None
    return member.id
