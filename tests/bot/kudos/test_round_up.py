"""The week's round-up: what gathered, told once, in the first working hour of the new week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import teams
from bot.actions import HideKudos, RemoveKudos
from bot.cards import Mention
from bot.kudos.round_up import round_up
from bot.models import DeliveryKind, DeliveryState, GiftPlace, Team, ThanksWay, Week
from bot.ports import Transaction
from tests.bot.kudos.thanking import change, give, latest, member, owed, settle
from tests.world import Post, World, text_of

WEEK = Week(2026, 48)
NEXT_MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
KEY = "round-up/1/2026-W48"


async def gather(world: World) -> None:
    """The front desk hears its thanks once a week from now on."""
    team = await world.team()
    await world.decide(lambda tx: tx.teams.save(replace(team, thanks=ThanksWay.WEEKLY)))


def round_ups(world: World) -> list[Post]:
    return [post for post in world.chat.posts if post.key.startswith("round-up")]


def directly(world: World, who: str) -> list[str]:
    """The thanks that somebody was told of directly."""
    return [
        post.card.push
        for post in world.chat.posts
        if post.place == f"@{who}" and post.key.startswith("kudos/")
    ]


def mentioned(post: Post) -> list[str]:
    lines: list[Sequence[object]] = [getattr(part, "line", ()) for part in post.card.parts]
    return [inline.platform_id for line in lines for inline in line if isinstance(inline, Mention)]


async def test_what_gathered_goes_in_the_first_working_hour(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas", "li", reason="Stayed with the family", behaviour="looked-up")
    await give(desk, "ana", "marta", reason="Told the guest before he found out")
    await desk.advance(NEXT_MONDAY - timedelta(seconds=1))
    assert round_ups(desk) == []
    await desk.advance(NEXT_MONDAY)
    (post,) = round_ups(desk)
    assert post.at == NEXT_MONDAY
    assert post.place == "front-desk"
    assert post.card.push == "Last week's thanks in Front desk: 2 real moments."
    assert "\n\n".join(desk.said()[-1].split("\n\n")) == (
        "Thanks in Front desk, last week\n\n"
        "Marta to Jonas and Li: “Stayed with the family” Saw: gave full attention\n\n"
        "Ana to Marta: “Told the guest before he found out”\n\n"
        "[Give kudos]"
    )
    assert post.card.announces
    assert mentioned(post) == ["jonas", "li", "marta"]
    assert directly(desk, "jonas") == directly(desk, "marta") == []


async def test_only_what_came_after_the_third_of_a_day_gathers(desk: World) -> None:
    for number in range(5):
        await give(desk, "marta", "jonas", reason=f"moment {number}")
    await desk.advance(NEXT_MONDAY)
    (post,) = round_ups(desk)
    said = text_of(post.card)
    assert [f"moment {number}" in said for number in range(5)] == [False, False, False, True, True]


async def test_without_anything_gathered_there_is_none(desk: World) -> None:
    await give(desk, "marta", "jonas")
    team = await desk.team()
    assert await desk.decide(lambda tx: round_up(tx, team, WEEK)) is None
    await desk.advance(NEXT_MONDAY + timedelta(days=1))
    assert round_ups(desk) == []


async def test_it_is_one_delivery_of_the_week(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas")
    team = await desk.team()

    def both(tx: Transaction) -> None:
        for _ in range(2):
            post = round_up(tx, team, WEEK)
            assert post is not None
            assert (post.key, post.kind, post.slot_at) == (KEY, DeliveryKind.ROUND_UP, NEXT_MONDAY)
            tx.deliveries.owe([post])

    await desk.decide(both)
    await desk.advance(NEXT_MONDAY + timedelta(days=7))
    assert len(round_ups(desk)) == 1


async def test_a_week_is_the_teams(desk: World) -> None:
    await gather(desk)
    team = await desk.team()
    tokyo = replace(team, timetable=replace(team.timetable, zone="Asia/Tokyo"))
    await desk.decide(lambda tx: tx.teams.save(tokyo))
    desk.clock.at = datetime(2026, 11, 29, 14, 59, tzinfo=UTC)
    await give(desk, "marta", "jonas")
    desk.clock.at = datetime(2026, 11, 29, 15, tzinfo=UTC)
    await give(desk, "marta", "li")

    def ended(tx: Transaction) -> list[int]:
        posts = ([round_up(tx, tokyo, WEEK.plus(weeks))] for weeks in range(3))
        return [tx.deliveries.owe(filter(None, post)) for post in posts]

    assert await desk.decide(ended) == [1, 1, 0]


async def test_a_team_that_moves_to_another_zone_hears_each_thanks_once(desk: World) -> None:
    """Sunday evening in New York is Monday in Tokyo: by the calendar it is in both weeks, or in none."""
    await gather(desk)

    async def move(zone: str) -> Team:
        team = await desk.team()
        moved = replace(team, timetable=replace(team.timetable, zone=zone))
        await desk.decide(lambda tx: tx.teams.save(moved))
        return moved

    async def end(team: Team, week: Week) -> None:
        await desk.decide(lambda tx: tx.deliveries.owe(filter(None, [round_up(tx, team, week)])))

    desk.clock.at = datetime(2026, 11, 29, 20, tzinfo=UTC)
    await give(desk, "marta", "jonas")
    await end(await move("America/New_York"), WEEK)
    await end(await move("Asia/Tokyo"), WEEK.plus(1))
    desk.clock.at = datetime(2026, 12, 6, 20, tzinfo=UTC)
    await give(desk, "marta", "li")
    await end(await move("America/New_York"), WEEK.plus(2))
    owed = await desk.read(lambda tx: [one.key for one in tx.deliveries.find() if one.kind == "round-up"])
    assert owed == [f"round-up/1/{WEEK}", f"round-up/1/{WEEK.plus(2)}"]


async def test_ten_are_named_and_the_others_told_directly(desk: World) -> None:
    await gather(desk)
    for number in range(12):
        giver = ("marta", "ana")[number % 2]
        await give(desk, giver, "jonas" if number < 10 else "li", reason=f"moment {number}")
    await desk.advance(NEXT_MONDAY)
    (post,) = round_ups(desk)
    assert text_of(post.card).count("“moment") == 10
    assert "And 2 more, told to each directly." in text_of(post.card)
    assert directly(desk, "jonas") == []
    assert directly(desk, "li") == ["Marta thanks you: moment 10", "Ana thanks you: moment 11"]


async def test_who_goes_private_or_stops_before_is_not_named(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas", reason="moment one")
    await give(desk, "marta", "li", reason="moment two")
    await give(desk, "marta", "ana", reason="moment three")
    await change(desk, "jonas", thanks_private=True)
    await change(desk, "li", stopped_at=desk.clock.now())
    await desk.advance(NEXT_MONDAY)
    (post,) = round_ups(desk)
    assert ["moment one" in text_of(post.card), "moment two" in text_of(post.card)] == [False, False]
    assert "moment three" in text_of(post.card)
    assert "more" not in text_of(post.card)
    assert directly(desk, "jonas") == ["Marta thanks you: moment one"]
    assert directly(desk, "li") == []
    jonas = await desk.read(lambda tx: tx.gifts.get(1))
    assert jonas is not None
    assert jonas.place is GiftPlace.DIRECTLY


async def test_who_is_away_is_named_and_told_on_return(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas", "li")
    await change(desk, "li", away_until_on=date(2026, 12, 3))
    await desk.advance(NEXT_MONDAY)
    (post,) = round_ups(desk)
    assert "Marta to Jonas and Li" in text_of(post.card)
    assert mentioned(post) == ["jonas"]
    assert directly(desk, "li") == []
    await desk.advance(datetime(2026, 12, 3, 9, tzinfo=UTC))
    assert len(directly(desk, "li")) == 1


async def test_what_was_taken_back_hidden_or_removed_is_not_in_it(desk: World) -> None:
    await gather(desk)
    for receiver in ("jonas", "li", "ana"):
        await give(desk, "marta", receiver, reason=f"for {receiver}")
    await desk.say("marta", "undo")
    await desk.act("jonas", HideKudos(1, sure=True))
    await desk.act("priya", RemoveKudos(2, sure=True))
    await desk.advance(NEXT_MONDAY + timedelta(days=2))
    assert round_ups(desk) == []
    assert directly(desk, "jonas") == directly(desk, "li") == directly(desk, "ana") == []


@pytest.mark.parametrize("how", ["removed", "hidden"])
async def test_what_goes_later_leaves_the_round_up_too(desk: World, how: str) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas", reason="moment one")
    await give(desk, "marta", "li", reason="moment two")
    await desk.advance(NEXT_MONDAY)
    if how == "removed":
        await desk.act("priya", RemoveKudos(1, sure=True))
    else:
        await desk.act("jonas", HideKudos(1, sure=True))
    await settle(desk)
    (post,) = round_ups(desk)
    assert post.edited
    assert "moment one" not in text_of(post.card)
    assert "moment two" in text_of(post.card)
    await desk.act("priya", RemoveKudos(2, sure=True))
    await settle(desk)
    assert "These thanks were taken back." in text_of(round_ups(desk)[0].card)


async def test_in_a_pause_each_is_told_directly(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas")
    team = await desk.team()
    await desk.decide(lambda tx: teams.pause_team(tx, team, None, desk.clock.now()))
    await desk.advance(NEXT_MONDAY + timedelta(hours=1))
    assert round_ups(desk) == []
    assert len(directly(desk, "jonas")) == 1
    assert (await latest(desk)).place is GiftPlace.ROUND_UP


async def test_a_day_to_skip_puts_it_off(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas")
    team = await desk.team()
    skipping = replace(team, skip_on=(date(2026, 11, 30), date(2026, 12, 1)))
    await desk.decide(lambda tx: tx.teams.save(skipping))
    await desk.advance(NEXT_MONDAY + timedelta(days=4))
    (post,) = round_ups(desk)
    assert post.at == datetime(2026, 12, 2, 9, tzinfo=UTC)


async def test_a_week_late_is_too_late(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas")
    team = await desk.team()

    def owe(tx: Transaction) -> None:
        post = round_up(tx, team, WEEK)
        assert post is not None
        tx.deliveries.owe([post])

    await desk.decide(owe)
    desk.clock.at = datetime(2026, 12, 7, 9, tzinfo=UTC)
    await desk.tick()
    await desk.tick()
    assert (await owed(desk))[KEY] is DeliveryState.DEAD
    assert round_ups(desk) == []
    assert len(directly(desk, "jonas")) == 1


async def test_gathered_thanks_count_in_the_figures(desk: World) -> None:
    await gather(desk)
    await give(desk, "marta", "jonas")
    (gift,) = await desk.read(
        lambda tx: tx.gifts.of_team(1, desk.clock.now(), desk.clock.now() + timedelta(seconds=1))
    )
    assert gift.shown_ids == ((await member(desk, "jonas")).id,)
