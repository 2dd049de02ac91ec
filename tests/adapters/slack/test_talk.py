"""Words to Kindling alone, behind a mention of it, and reactions: by HTTP, through the whole application."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import teams
from bot.models import Team, Timetable
from bot.ports import Transaction
from tests.adapters.slack.front_desk import DESK, HOTEL, JONAS, MARTA, FrontDesk, buttons, text_of
from tests.adapters.slack.recorded import recorded
from tests.fake_platform.rules import Fault


async def test_words_are_answered_where_they_are_said(desk: FrontDesk) -> None:
    await desk.write("help")
    [answer] = desk.said(f"D{MARTA}")
    assert "Kindling, for Marta" in text_of(answer)


async def test_in_a_thread_it_is_answered_in_the_thread(desk: FrontDesk) -> None:
    asked = desk.slack.say(HOTEL, f"D{MARTA}", MARTA, "hello")
    await desk.write("help", **{"event.thread_ts": asked["ts"]})
    assert desk.said(f"D{MARTA}")[-1]["thread_ts"] == asked["ts"]


async def test_a_form_comes_as_a_button_since_words_open_no_modal(desk: FrontDesk) -> None:
    await desk.write("settings")
    [answer] = desk.said(f"D{MARTA}")
    assert list(buttons(answer)) == ["My settings"]


async def test_the_same_event_again_is_answered_once_and_changes_nothing(desk: FrontDesk) -> None:
    event = recorded("event_message", **{"event.text": f"kudos <@{JONAS}> for staying late"})
    event["event"]["channel"] = f"D{MARTA}"
    await desk.hear(event)
    await desk.hear(event, **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    assert len(desk.said(f"D{MARTA}")) == 1
    gifts = await desk.application.store.read(lambda tx: tx.gifts.count_on(_id(tx, MARTA), today(desk)))
    assert gifts == 1


def today(desk: FrontDesk) -> date:
    return desk.application.clock.now().date()


async def test_a_letter_answers_in_the_direct_conversation(desk: FrontDesk) -> None:
    await desk.write("b")
    [answer] = desk.said(f"D{MARTA}")
    assert "no question for you just now" in text_of(answer)


async def test_a_call_in_a_channel_is_answered_to_who_called_alone(desk: FrontDesk) -> None:
    mention = {"event.text": "<@UKINDLING> help", "authorizations.0.user_id": "UKINDLING"}
    await desk.tell("event_app_mention", **mention)
    [answer] = desk.seen()["ephemerals"]
    assert answer["channel"] == DESK
    assert "Kindling, for Marta" in text_of(answer)
    assert desk.said(DESK) == []


async def test_where_that_can_t_be_the_answer_comes_directly(desk: FrontDesk) -> None:
    desk.slack.script(HOTEL, "chat.postEphemeral", [Fault.ERROR_BEFORE])
    mention = {"event.text": "<@UKINDLING> help", "authorizations.0.user_id": "UKINDLING"}
    await desk.tell("event_app_mention", **mention)
    [answer] = desk.said(f"D{MARTA}")
    assert "Kindling, for Marta" in text_of(answer)


async def test_the_direct_conversations_address_is_kept(desk: FrontDesk) -> None:
    await desk.write("help")
    address = await desk.application.store.read(_address)
    assert address == f"D{MARTA}"


def _address(tx: Transaction) -> str | None:
    place = tx.conversations.find(HOTEL, f"@{MARTA}")
    reference = tx.references.get(place.id) if place is not None else None
    return reference.address if reference is not None else None


async def with_sunflower(desk: FrontDesk) -> Team:
    def decide(tx: Transaction) -> Team:
        place = tx.conversations.find(HOTEL, DESK)
        assert place is not None
        plan = teams.TeamPlan("Front desk", Timetable(), ("look-up",))
        now = desk.application.clock.now()
        team = replace(
            teams.add_team(tx, desk.application.library, place, plan, now), kudos_emoji="sunflower"
        )
        tx.teams.save(team)
        return team

    team = await desk.application.store.decide(decide)
    await desk.application.follow_channel(HOTEL, DESK)
    return team


async def test_a_reaction_is_small_thanks_and_only_the_reactor_hears(desk: FrontDesk) -> None:
    await with_sunflower(desk)
    await desk.tell("event_reaction_added", event_id="Ev1")
    [asked] = desk.seen()["ephemerals"]
    assert "That counts as kudos to Jonas." in text_of(asked)
    assert desk.said(DESK) == []
    assert desk.seen(JONAS)["ephemerals"] == []
    await desk.tell("event_reaction_added", event_id="Ev1")
    assert len(desk.seen()["ephemerals"]) == 1


async def test_a_reaction_taken_back_is_taken_back_quietly(desk: FrontDesk) -> None:
    team = await with_sunflower(desk)
    await desk.tell("event_reaction_added")
    await desk.tell("event_reaction_removed")
    assert len(desk.seen()["ephemerals"]) == 1
    assert team.id


@pytest.mark.parametrize("changed", [{"event.reaction": "thumbsup"}, {"event.item.channel": "C0PHONES"}])
async def test_any_other_reaction_is_no_concern(desk: FrontDesk, changed: dict[str, str]) -> None:
    await with_sunflower(desk)
    await desk.tell("event_reaction_added", **changed)
    assert desk.seen()["ephemerals"] == []


async def test_somebody_from_elsewhere_in_a_shared_channel_is_answered_and_no_member(desk: FrontDesk) -> None:
    await desk.hear(recorded("event_in_shared_channel"))
    stranger = await desk.application.store.read(lambda tx: tx.members.find(HOTEL, "U0GUEST"))
    assert stranger is not None
    assert stranger.is_stranger


def _id(tx: Transaction, person: str) -> int:
    member = tx.members.find(HOTEL, person)
    assert member is not None
    return member.id
