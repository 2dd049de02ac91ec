"""Where a gift goes, and who is told in which way: once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import teams
from bot.actions import OpenKudos
from bot.cards import Card, Form, Link, Mention
from bot.codec import fill
from bot.models import Conversation, ConversationKind, GiftPlace, ThanksWay
from bot.ports import Person, Transaction
from tests.bot.kudos.thanking import REASON, change, give, latest, member, owed
from tests.world import World, text_of


async def add_phones(world: World, *people: str) -> None:
    await world.add_team("phones", "Phones", people, managers=())


def mentioned(card: Card) -> list[str]:
    lines = [getattr(part, "line", ()) for part in card.parts]
    return [inline.platform_id for line in lines for inline in line if isinstance(inline, Mention)]


def links(card: Card) -> list[str]:
    lines = [getattr(part, "line", ()) for part in card.parts]
    return [inline.url for line in lines for inline in line if isinstance(inline, Link)]


async def give_from(world: World, giver: str, receiver: str, place: str, link: str = "") -> str:
    """From a message in a place, and what the giver is answered."""
    opened = OpenKudos((receiver,), conversation=place, message="77", link=link)
    form = await world.act(giver, opened, where=place)
    assert isinstance(form, Form)
    values = {"people": [receiver], "reason": REASON, "where": "team"}
    return text_of(await world.act(giver, fill(form.submit, values), where=place))


async def test_only_to_them(desk: World) -> None:
    reply = await give(desk, "marta", "jonas", "li", where="only")
    assert text_of(reply).startswith("Sent to Jonas and Li only.")
    assert desk.said() == []
    for one in ("@jonas", "@li"):
        (said,) = desk.said(one)
        assert said.startswith(f"Marta thanks you\n\n“{REASON}”\n\nOnly you and Marta see this.")


async def test_who_is_mentioned_in_their_channel_is_told_nowhere_else(desk: World) -> None:
    await give(desk, "marta", "jonas", "li")
    assert mentioned(desk.chat.posts[0].card) == ["jonas", "li"]
    assert len(desk.chat.posts) == 1


@pytest.mark.parametrize("why", ["private", "stopped"])
async def test_one_who_keeps_thanks_private_keeps_it_so_for_all(desk: World, why: str) -> None:
    if why == "private":
        await change(desk, "li", thanks_private=True)
    else:
        await change(desk, "li", stopped_at=desk.clock.now())
    reply = await give(desk, "marta", "jonas", "li")
    assert text_of(reply).splitlines()[0] == "Sent to Jonas and Li directly."
    assert "private" not in text_of(reply)
    assert desk.said() == []
    assert len(desk.said("@jonas")) == 1
    assert len(desk.said("@li")) == (1 if why == "private" else 0)
    assert "Li " not in desk.said("@jonas")[0].replace("Like", "")


async def test_thanks_to_who_has_stopped_wait_in_their_home(desk: World) -> None:
    await change(desk, "li", stopped_at=desk.clock.now())
    await give(desk, "marta", "li")
    await desk.advance(desk.clock.now() + timedelta(days=3))
    assert desk.said("@li") == []
    assert REASON in text_of(await desk.say("li", "mine"))


async def test_who_is_in_no_team_is_thanked_directly(desk: World) -> None:
    now = desk.clock.now()
    await desk.decide(lambda tx: teams.know_person(tx, "local", Person("zoe", "Zoe"), now))
    reply = await give(desk, "marta", "zoe")
    assert text_of(reply).splitlines()[:3] == ["Sent to Zoe directly.", "", "Zoe is in no team here."]
    assert len(desk.said("@zoe")) == 1
    assert (await latest(desk)).place is GiftPlace.NO_TEAM


async def test_two_teams_the_givers_if_a_receiver_is_in_it(desk: World) -> None:
    await add_phones(desk, "rui", "eva")
    reply = await give(desk, "marta", "rui", "jonas", at=None)
    assert text_of(reply).splitlines()[:3] == [
        "Sent to #front-desk, for Rui and Jonas.",
        "",
        "Rui is not in #front-desk and hears it directly.",
    ]
    assert desk.said("phones") == []
    assert mentioned(desk.chat.posts[0].card) == ["jonas"]
    assert "Marta thanks Rui and Jonas" in desk.said()[0]
    (direct,) = desk.said("@rui")
    assert "With the team, in #front-desk." in direct
    assert desk.said("@jonas") == []


async def test_two_teams_else_the_first_receivers(desk: World) -> None:
    await add_phones(desk, "rui", "eva")
    await desk.add_team("returns", "Returns", ("tom",), managers=())
    reply = await give(desk, "marta", "tom", "rui", at=None)
    assert text_of(reply).startswith("Sent to #returns, for Tom and Rui.")
    assert len(desk.said("returns")) == 1
    assert len(desk.said("@rui")) == 1


async def test_of_the_givers_teams_the_one_with_most_receivers(desk: World) -> None:
    await add_phones(desk, "marta", "rui", "eva")
    assert "Sent to #phones" in text_of(await give(desk, "marta", "jonas", "rui", "eva", at=None))
    assert "Sent to #front-desk" in text_of(await give(desk, "marta", "jonas", "rui", at=None))


async def test_a_team_of_the_channel_it_is_given_in(desk: World) -> None:
    await add_phones(desk, "marta", "jonas")
    assert "Sent to #front-desk" in text_of(await give(desk, "marta", "jonas", at=None))
    assert "Sent to #phones" in text_of(await give(desk, "marta", "jonas", at="phones"))
    assert "Sent to #front-desk" in text_of(await give(desk, "marta", "li", at="phones"))


async def test_a_manager_outside_the_channel_is_told_directly(desk: World) -> None:
    await desk.add_team("phones", "Phones", ("rui", "eva"), managers=())
    eva = await member(desk, "eva")

    def lead_front_desk_from_outside(tx: Transaction) -> None:
        team = tx.teams.get(1)
        assert team is not None
        teams.set_manager(tx, team, eva, desk.clock.now(), manages=True)
        teams.leave(tx, next(one for found, one in tx.teams.of_member(eva.id) if found.id != 1), eva_left)

    eva_left = desk.clock.now()
    await desk.decide(lead_front_desk_from_outside)
    assert "Sent to #front-desk" in text_of(await give(desk, "marta", "eva", at=None))
    assert len(desk.said("@eva")) == 1


async def test_from_a_message_in_the_channel_it_goes_under_that_message(desk: World) -> None:
    said = await give_from(desk, "marta", "jonas", "front-desk", "https://chat.example/77")
    assert said.startswith("Sent to #front-desk, under that message, for Jonas.")
    (post,) = desk.chat.posts
    assert post.thread == "77"
    assert links(post.card) == []


@pytest.mark.parametrize("public", [True, False])
async def test_from_elsewhere_it_links_only_to_a_public_place(desk: World, public: bool) -> None:
    room = Conversation(0, "local", "lobby", ConversationKind.CHANNEL, "lobby", public=public)
    await desk.decide(lambda tx: tx.conversations.put(room))
    said = await give_from(desk, "marta", "jonas", "lobby", "https://chat.example/77")
    assert said.startswith("Sent to #front-desk, for Jonas.")
    (post,) = desk.chat.posts
    assert post.thread is None
    assert links(post.card) == (["https://chat.example/77"] if public else [])


async def test_what_is_no_web_address_is_not_linked_to(desk: World) -> None:
    room = Conversation(0, "local", "lobby", ConversationKind.CHANNEL, "lobby")
    await desk.decide(lambda tx: tx.conversations.put(room))
    await give_from(desk, "marta", "jonas", "lobby", "javascript:alert(1)")
    assert links(desk.chat.posts[0].card) == []


async def test_a_place_that_is_not_known_is_not_linked_to(desk: World) -> None:
    await give_from(desk, "marta", "jonas", "unheard-of", "https://chat.example/77")
    assert links(desk.chat.posts[0].card) == []


async def test_from_a_message_in_a_receivers_channel_it_stays_there(desk: World) -> None:
    await add_phones(desk, "jonas", "rui")
    said = await give_from(desk, "marta", "jonas", "phones")
    assert said.startswith("Sent to #phones, under that message")


async def test_who_is_away_is_named_and_told_on_return(desk: World) -> None:
    await change(desk, "li", away_until_on=date(2026, 11, 30))
    reply = await give(desk, "marta", "li", "jonas")
    notes = text_of(reply).split("\n\n")
    assert notes[1] == "Li is away until Monday 30 November; it will be there when Li is back."
    assert mentioned(desk.chat.posts[0].card) == ["jonas"]
    assert "Marta thanks Li and Jonas" in desk.said()[0]
    await desk.advance(datetime(2026, 11, 30, 8, 59, tzinfo=UTC))
    assert desk.said("@li") == []
    await change(desk, "li", away_until_on=None)
    await desk.advance(datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert [said.splitlines()[0] for said in desk.said("@li")] == ["Marta thanks you"]
    assert desk.said("@jonas") == []


async def test_days_that_are_near_are_called_by_their_name(desk: World) -> None:
    await change(desk, "li", away_until_on=date(2026, 11, 27))
    assert "Li is away until Friday; it will" in text_of(await give(desk, "marta", "li", where="only"))
    await change(desk, "li", away_until_on=date(2026, 11, 23))
    assert "away" not in text_of(await give(desk, "marta", "li", where="only"))


async def test_a_longer_absence_than_was_said_is_waited_for(desk: World) -> None:
    await change(desk, "li", away_until_on=date(2026, 11, 25))
    await give(desk, "marta", "li", where="only")
    await change(desk, "li", away_until_on=date(2026, 12, 2))
    await desk.advance(datetime(2026, 12, 2, 8, 59, tzinfo=UTC))
    assert desk.said("@li") == []
    await desk.advance(datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert len(desk.said("@li")) == 1


async def test_a_pause_is_waited_for_and_told_to_nobody(desk: World) -> None:
    await change(desk, "li", paused_until_on=date(2026, 11, 25))
    reply = await give(desk, "marta", "li")
    assert text_of(reply).split("\n\n")[0] == "Sent to #front-desk, for Li."
    assert "pause" not in text_of(reply)
    assert "until Wednesday" not in text_of(reply)
    assert mentioned(desk.chat.posts[0].card) == []
    await desk.advance(datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert len(desk.said("@li")) == 1


async def test_an_announcement_is_posted_at_once_and_directly_one_is_told_in_working_hours(
    desk: World,
) -> None:
    desk.clock.at = datetime(2026, 11, 23, 22, tzinfo=UTC)
    await give(desk, "marta", "jonas")
    assert len(desk.said()) == 1
    await give(desk, "marta", "li", where="only")
    assert desk.said("@li") == []
    await desk.advance(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert len(desk.said("@li")) == 1


async def test_ones_own_zone_decides_when_one_is_told(desk: World) -> None:
    await change(desk, "li", zone="Asia/Tokyo")
    desk.clock.at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    await give(desk, "marta", "li", where="only")
    assert desk.said("@li") == []
    await desk.advance(datetime(2026, 11, 24, 0, tzinfo=UTC))
    assert len(desk.said("@li")) == 1


async def test_the_fourth_of_a_day_keeps_for_the_round_up(desk: World) -> None:
    for _ in range(3):
        await give(desk, "marta", "jonas")
    reply = await give(desk, "ana", "jonas", "li")
    assert text_of(reply).split("\n\n")[:2] == [
        "It will be in next week's round-up in #front-desk, for Jonas and Li.",
        "Three thanks went there today already, so this one keeps until then.",
    ]
    assert len(desk.said()) == 3
    assert desk.said("@jonas") == desk.said("@li") == []
    desk.clock.at += timedelta(days=1)
    assert "Sent to #front-desk" in text_of(await give(desk, "ana", "jonas"))


async def test_the_day_of_a_channel_is_its_teams(desk: World) -> None:
    team = await desk.team()
    tokyo = replace(team, timetable=replace(team.timetable, zone="Asia/Tokyo"))
    await desk.decide(lambda tx: tx.teams.save(tokyo))
    desk.clock.at = datetime(2026, 11, 24, 14, 59, tzinfo=UTC)
    for _ in range(3):
        await give(desk, "marta", "jonas")
    assert "round-up" in text_of(await give(desk, "ana", "jonas"))
    desk.clock.at = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert "Sent to" in text_of(await give(desk, "ana", "jonas"))


async def test_what_was_taken_back_leaves_room_for_another(desk: World) -> None:
    for _ in range(3):
        await give(desk, "marta", "jonas")
    await desk.say("marta", "undo")
    assert "Sent to #front-desk" in text_of(await give(desk, "ana", "jonas"))


async def test_a_team_with_thanks_weekly_gathers_all(desk: World) -> None:
    team = await desk.team()
    await desk.decide(lambda tx: tx.teams.save(replace(team, thanks=ThanksWay.WEEKLY)))
    reply = await give(desk, "marta", "jonas")
    assert text_of(reply).split("\n\n")[:2] == [
        "It will be in next week's round-up in #front-desk, for Jonas.",
        "Front desk hears its thanks once a week.",
    ]
    assert desk.said() == []
    assert "round-up" in await give_from(desk, "marta", "jonas", "front-desk")


async def test_a_channel_that_is_lost_is_said_and_each_is_told(desk: World) -> None:
    await desk.decide(lambda tx: tx.conversations.end(1, "archived"))
    reply = await give(desk, "marta", "jonas")
    assert text_of(reply).startswith(
        "I could not post in #front-desk: it was archived. Sent to Jonas directly"
    )
    assert len(desk.said("@jonas")) == 1
    assert set(await owed(desk)) == {"kudos/1/2"}


async def test_a_team_whose_channel_is_open_comes_before_one_whose_is_lost(desk: World) -> None:
    await add_phones(desk, "jonas", "rui")
    await desk.decide(lambda tx: tx.conversations.end(1, "archived"))
    assert "Sent to #phones" in text_of(await give(desk, "marta", "jonas", at=None))
