"""The week as it happens: planned when due, looked at again when sent, skipped for a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import teams
from bot.errors import Refused, Unavailable
from bot.models import DeliveryKind, DeliveryWay, LessonState, Platform, Team, Timetable, Week
from bot.ports import Transaction
from tests.world import MONDAY, World, press, text_of

W48 = Week(2026, 48)
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)


async def weeks_of(world: World) -> list[tuple[str, str | None]]:
    lessons = await world.read(lambda tx: tx.lessons.of_team(world.team_id))
    return [
        (str(one.week), one.tip_id if one.state is LessonState.PLANNED else one.reason) for one in lessons
    ]


async def change(world: World, **values: Any) -> Team:
    def apply(tx: Transaction) -> Team:
        team = tx.teams.get(world.team_id)
        assert team is not None
        timetable = {name: value for name, value in values.items() if hasattr(team.timetable, name)}
        others = {name: value for name, value in values.items() if name not in timetable}
        changed = replace(team, timetable=replace(team.timetable, **timetable), **others)
        return teams.change_team(tx, world.coach.library, team, changed, world.clock.now())

    return await world.decide(apply)


async def test_tip_on_tuesday_question_on_thursday_closed_on_sunday_night(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.advance(MONDAY + timedelta(days=7))
    posts = [post for post in world.chat.posts if post.place == "front-desk"]
    assert [post.key for post in posts] == ["tip/2026-W48/team-1", "quiz/2026-W48/team-1"]
    assert [post.at for post in posts] == [TUESDAY, THURSDAY]
    assert world.chat.posts[1].edited
    assert "Right: " in world.said()[1]
    await world.close()


@pytest.mark.parametrize("platform", Platform)
async def test_the_question_stands_under_its_tip_but_in_slack(tmp_path: Path, platform: Platform) -> None:
    world = await World.make(tmp_path)
    await world.advance(THURSDAY + timedelta(hours=1))
    workspace = await world.read(lambda tx: tx.workspaces.get("local"))
    assert workspace is not None
    await world.decide(lambda tx: tx.workspaces.put(replace(workspace, platform=platform)))
    tip, quiz = world.chat.posts
    owed = await world.read(lambda tx: tx.deliveries.get(quiz.key))
    assert owed is not None
    under = await world.read(lambda tx: world.coach.thread_of(tx, owed))
    assert under == (None if platform is Platform.SLACK else tip.id)
    await world.close()


async def test_two_ticks_at_once_and_a_restart_plan_one_tip(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY
    for _ in range(3):
        await world.tick()
    assert [post.key for post in world.chat.posts] == ["tip/2026-W48/team-1"]
    await world.close()


@pytest.mark.parametrize(
    ("down_until", "sent_at"),
    [
        (TUESDAY + timedelta(hours=1), TUESDAY + timedelta(hours=1)),
        (TUESDAY + timedelta(hours=2), TUESDAY + timedelta(hours=2)),
        (TUESDAY + timedelta(hours=3), TUESDAY + timedelta(hours=3)),
        (TUESDAY + timedelta(hours=9), datetime(2026, 11, 25, 9, tzinfo=UTC)),
        (TUESDAY + timedelta(days=3), TUESDAY + timedelta(days=3)),
        (TUESDAY + timedelta(days=4), None),
        (TUESDAY + timedelta(days=21), TUESDAY + timedelta(days=21)),
    ],
)
async def test_down_over_the_slot(tmp_path: Path, down_until: datetime, sent_at: datetime | None) -> None:
    world = await World.make(tmp_path)
    world.clock.at = down_until
    await world.tick()
    if sent_at is not None:
        await world.advance(max(sent_at, down_until))
    tips = [post for post in world.chat.posts if post.key.startswith("tip/")]
    assert [post.at for post in tips] == ([sent_at] if sent_at is not None else [])
    await world.close()


async def test_a_late_slot_outside_working_hours_goes_at_once_within_two_hours(tmp_path: Path) -> None:
    evening = Timetable(at=time(20), zone="Europe/Lisbon")
    world = await World.make(tmp_path, timetable=evening)
    world.clock.at = datetime(2026, 11, 24, 21, 59, tzinfo=UTC)
    await world.tick()
    assert [post.at for post in world.chat.posts] == [world.clock.at]
    await world.close()


async def test_a_tip_that_slips_a_day_takes_its_question_with_it(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = datetime(2026, 11, 24, 18, tzinfo=UTC)
    await world.advance(MONDAY + timedelta(days=5))
    assert [post.at for post in world.chat.posts] == [
        datetime(2026, 11, 25, 9, tzinfo=UTC),
        datetime(2026, 11, 27, 10, tzinfo=UTC),
    ]
    await world.close()


async def test_a_platform_that_is_down_over_the_slot_delays_tip_and_question(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY
    world.chat.faults = [Unavailable()]
    await world.tick()
    assert world.chat.posts == []
    world.outbox.lane("local").flow.paused_until = None
    world.clock.at = TUESDAY + timedelta(days=1, hours=3)
    await world.advance(MONDAY + timedelta(days=5))
    assert [post.at for post in world.chat.posts] == [
        TUESDAY + timedelta(days=1, hours=3),
        datetime(2026, 11, 27, 10, tzinfo=UTC),
    ]
    await world.close()


async def test_a_change_that_moves_the_slot_into_the_past_costs_the_week(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = MONDAY + timedelta(hours=2)
    await change(world, weekday=0)
    await world.advance(MONDAY + timedelta(days=8))
    assert [post.at for post in world.chat.posts] == [datetime(2026, 11, 30, 10, tzinfo=UTC)]
    await world.close()


async def test_a_change_after_the_tip_gives_no_second_tip_that_week(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.advance(TUESDAY + timedelta(hours=1))
    await change(world, weekday=4)
    await world.advance(MONDAY + timedelta(days=11, hours=8))
    tips = [post for post in world.chat.posts if post.key.startswith("tip/")]
    assert [post.at for post in tips] == [TUESDAY, datetime(2026, 12, 4, 10, tzinfo=UTC)]
    await world.close()


async def test_another_zone_never_gives_two_tips_on_one_day(tmp_path: Path) -> None:
    late_sunday = Timetable(weekday=6, at=time(23), zone="Pacific/Apia", working_days=tuple(range(7)))
    world = await World.make(tmp_path, timetable=late_sunday)
    await world.advance(datetime(2026, 11, 29, 10, tzinfo=UTC))
    assert len(world.chat.posts) == 1
    await change(world, weekday=0, at=time(0), zone="Pacific/Pago_Pago")
    await world.advance(datetime(2026, 12, 1, 12, tzinfo=UTC))
    days = [(post.at - timedelta(hours=11)).date() for post in world.chat.posts if "tip" in post.key]
    assert len(set(days)) == len(days)
    await world.close()


async def test_a_paused_week_keeps_its_tip(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    team = await world.team()
    await world.decide(lambda tx: teams.pause_team(tx, team, date(2026, 11, 30), world.clock.now()))
    await world.advance(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert await weeks_of(world) == [("2026-W48", "paused"), ("2026-W49", "look-up/look-up-or-look-out")]
    await world.close()


async def test_paused_between_planning_and_sending_nothing_goes_and_the_tip_is_not_used_up(
    tmp_path: Path,
) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY
    await world.decide(lambda tx: world.coach.tick(tx, TUESDAY))
    team = await world.team()
    await world.decide(lambda tx: teams.pause_team(tx, team, date(2026, 11, 30), TUESDAY))
    await world.advance(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert await weeks_of(world) == [("2026-W48", "paused"), ("2026-W49", "look-up/look-up-or-look-out")]
    assert [post.key for post in world.chat.posts] == ["tip/2026-W49/team-1"]
    await world.close()


async def test_a_day_to_skip_costs_the_tip_but_only_moves_the_question(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await change(world, skip_on=(date(2026, 11, 26), date(2026, 12, 1)))
    await world.advance(datetime(2026, 12, 5, tzinfo=UTC))
    posts = [post for post in world.chat.posts if post.place == "front-desk"]
    assert [post.at for post in posts] == [TUESDAY, datetime(2026, 11, 27, 9, tzinfo=UTC)]
    assert (await weeks_of(world))[1] == ("2026-W49", "day-to-skip")
    await world.close()


async def test_a_tip_that_is_refused_for_good_comes_again_next_week(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY
    world.chat.faults = [Refused("bad_card")] * 5
    await world.advance(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert await weeks_of(world) == [("2026-W48", "not-sent"), ("2026-W49", "look-up/look-up-or-look-out")]
    keys = [(post.place, post.key) for post in world.chat.posts]
    assert keys == [("@sam", "undelivered/local/2026-11-24"), ("front-desk", "tip/2026-W49/team-1")]
    await world.close()


async def test_directly_each_at_their_own_time_with_one_tip_from_the_first_team(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    other = await world.add_team("returns", "Returns", ("marta", "li"), series=("customer-for-life",))

    def prefer(tx: Transaction) -> None:
        for name, zone in (("marta", "Asia/Tokyo"), ("li", "America/New_York")):
            member = tx.members.find("local", name)
            assert member is not None
            tx.members.save(replace(member, zone=zone, direct=True))
        for team_id in (world.team_id, other.id):
            team = tx.teams.get(team_id)
            assert team is not None
            teams.refresh(tx, team, world.clock.now())

    await world.decide(prefer)
    await world.advance(datetime(2026, 11, 28, tzinfo=UTC))
    direct = {(post.place, post.key.split("/")[0]): post.at for post in world.chat.posts if "@" in post.place}
    assert direct == {
        ("@marta", "tip"): datetime(2026, 11, 24, 1, tzinfo=UTC),
        ("@li", "tip"): datetime(2026, 11, 24, 15, tzinfo=UTC),
        ("@marta", "quiz"): datetime(2026, 11, 26, 1, tzinfo=UTC),
        ("@li", "quiz"): datetime(2026, 11, 26, 15, tzinfo=UTC),
    }
    assert all("Look up, or look out" in world.said(place)[0] for place in ("@marta", "@li"))
    assert {post.at for post in world.chat.posts if post.place == "front-desk"} == {TUESDAY, THURSDAY}
    await world.close()


async def test_who_is_away_paused_stopped_or_gone_gets_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await change(world, delivery=DeliveryWay.DIRECT)

    def go(tx: Transaction) -> None:
        later = date(2026, 12, 24)
        absences: tuple[tuple[str, dict[str, Any]], ...] = (
            ("marta", {"away_until_on": later}),
            ("li", {"paused_until_on": later}),
            ("ana", {"stopped_at": TUESDAY}),
            ("omar", {"deactivated_at": TUESDAY}),
        )
        for name, gone in absences:
            member = tx.members.find("local", name)
            assert member is not None
            tx.members.save(replace(member, **gone))

    world.clock.at = TUESDAY
    await world.decide(lambda tx: world.coach.tick(tx, TUESDAY))
    await world.decide(go)
    await world.tick()
    assert {post.place for post in world.chat.posts} == {"@jonas", "@tunde", "@ines", "@sam", "@priya"}
    await world.close()


async def test_the_programmes_end_asks_the_manager_and_begins_again_if_nobody_says(tmp_path: Path) -> None:
    world = await World.make(tmp_path, series=("look-up",))
    await world.advance(MONDAY + timedelta(weeks=5))
    weeks = await weeks_of(world)
    assert [tip for _, tip in weeks] == [
        "look-up/look-up-or-look-out",
        "look-up/use-the-name-you-asked-for",
        "look-up/what-stands-between-you",
        "look-up/look-up-or-look-out",
        "look-up/use-the-name-you-asked-for",
    ]
    asked = [post for post in world.chat.posts if post.key.startswith("programme-end/")]
    assert [(post.place, post.at) for post in asked] == [("@priya", TUESDAY + timedelta(weeks=2))]
    await world.close()


@pytest.mark.parametrize(("label", "sentence"), [("Start again", "starts again"), ("Stop here", "is paused")])
async def test_the_manager_decides_what_comes_next(tmp_path: Path, label: str, sentence: str) -> None:
    world = await World.make(tmp_path, series=("look-up",))
    await world.advance(TUESDAY + timedelta(weeks=2, hours=1))
    asked = next(post for post in world.chat.posts if post.key.startswith("programme-end/"))
    first = await world.act("priya", press(asked, label), identity="same")
    again = await world.act("priya", press(asked, label), identity="same")
    assert sentence in text_of(first)
    assert first == again
    refused = await world.act("marta", press(asked, label))
    assert "Only a manager" in text_of(refused)
    await world.close()


async def test_a_question_never_goes_without_its_tip(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY
    await world.decide(lambda tx: world.coach.tick(tx, TUESDAY))
    tip = await world.read(lambda tx: tx.deliveries.get("tip/2026-W48/team-1"))
    assert tip is not None
    await world.decide(lambda tx: tx.deliveries.save([replace(tip, due_at=TUESDAY + timedelta(days=300))]))
    await world.advance(MONDAY + timedelta(days=6))
    assert world.chat.posts == []
    quizzes = await world.read(lambda tx: tx.deliveries.of_week(world.team_id, W48, DeliveryKind.QUIZ))
    assert [one.state for one in quizzes] == ["pending"]
    await world.close()
