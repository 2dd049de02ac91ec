"""The first working hour of the new week: who gets a summary, when, and who does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import teams
from bot.actions import AnswerQuiz, GiveKudos, ShowFigures, StopMe, TryTip
from bot.models import DeliveryKind, DeliveryWay, Member, SummaryReader, Team, Timetable, Week, WeekFigures
from bot.ports import Person, Transaction
from tests.world import MONDAY, PEOPLE, Post, World, lessons, text_of

W47, W48, W49 = Week(2026, 47), Week(2026, 48), Week(2026, 49)
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 20, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(days=7)
HOUR = timedelta(hours=1)
RIGHT = "face-him"
MEMBERS = [name for name in PEOPLE if name != "priya"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World.make(tmp_path)
    yield made
    await made.close()


def summaries(world: World) -> list[Post]:
    return [post for post in world.chat.posts if post.key.startswith("summary/")]


async def lived_week(world: World, answered: int = 7) -> None:
    """To Sunday evening of the first week."""
    await world.advance(THURSDAY)
    for name in MEMBERS[:answered]:
        await world.act(name, AnswerQuiz(1, (RIGHT,)))
    await world.advance(SUNDAY)


async def change_team(world: World, **values: object) -> None:
    def apply(tx: Transaction) -> None:
        team = tx.teams.get(world.team_id)
        assert team is not None
        tx.teams.save(replace(team, **values))  # type: ignore[arg-type]

    await world.decide(apply)


async def member(world: World, name: str) -> Member:
    found = await world.read(lambda tx: tx.members.find("local", name))
    assert found is not None
    return found


async def test_the_summary_comes_directly_in_the_first_working_hour(world: World) -> None:
    await lived_week(world)
    assert summaries(world) == []
    await world.advance(NEXT_MONDAY - timedelta(minutes=1))
    assert summaries(world) == []
    await world.advance(NEXT_MONDAY + HOUR)
    (post,) = summaries(world)
    assert (post.at, post.place) == (NEXT_MONDAY, "@priya")
    text = world.said("@priya")[0]
    assert text.startswith("Front desk, 23 to 29 November")
    assert "Taught: Look up, or look out" in text
    assert "Took part: most" in text
    assert "Question: most had it first time" in text
    assert post.card.push == "Front desk: most took part. One thing to do is inside."


async def test_each_manager_gets_one_and_only_once(world: World) -> None:
    omar = await member(world, "omar")
    now = world.clock.now()
    await world.decide(lambda tx: teams.set_manager(tx, team_of(tx, world), omar, now, manages=True))
    await lived_week(world, 6)
    await world.advance(NEXT_MONDAY + HOUR)
    for _ in range(3):
        await world.tick()
    assert sorted(post.place for post in summaries(world)) == ["@omar", "@priya"]


def team_of(tx: Transaction, world: World) -> Team:
    team = tx.teams.get(world.team_id)
    assert team is not None
    return team


@pytest.mark.parametrize(
    "values",
    [
        {"paused_at": TUESDAY, "paused_until_on": None},
        {"ended_at": SUNDAY},
    ],
)
async def test_a_paused_or_ended_team_gets_none(world: World, values: dict[str, object]) -> None:
    await lived_week(world)
    await change_team(world, **values)
    await world.advance(NEXT_MONDAY + timedelta(days=2))
    assert summaries(world) == []


async def test_a_pause_that_comes_before_sending_is_seen(world: World) -> None:
    await lived_week(world)
    world.clock.at = NEXT_MONDAY
    await world.decide(lambda tx: world.coach.tick(tx, world.clock.now()))
    await change_team(world, paused_at=NEXT_MONDAY)
    await world.tick()
    assert summaries(world) == []


async def test_nothing_worth_a_message_is_no_message(world: World) -> None:
    await change_team(world, skip_on=(date(2026, 11, 24),))
    await world.advance(NEXT_MONDAY + HOUR)
    assert summaries(world) == []


async def test_thanks_alone_are_worth_a_message(world: World) -> None:
    await change_team(world, skip_on=(date(2026, 11, 24),))
    await world.act("marta", GiveKudos(people=("jonas",), reason="stayed late for a guest", where="team"))
    await world.advance(NEXT_MONDAY + HOUR)
    (text,) = world.said("@priya")
    assert "Thanks: 1" in text
    assert "Took part" not in text


@pytest.mark.parametrize(
    ("wakes_at", "sent_at"),
    [
        (NEXT_MONDAY + timedelta(hours=3), NEXT_MONDAY + timedelta(hours=3)),
        (NEXT_MONDAY + timedelta(hours=12), NEXT_MONDAY + timedelta(days=1)),
        (NEXT_MONDAY + timedelta(days=4), NEXT_MONDAY + timedelta(days=4)),
        (NEXT_MONDAY + timedelta(days=5), None),
        (NEXT_MONDAY + timedelta(days=6, hours=14), None),
    ],
)
async def test_late_it_waits_for_working_hours_of_the_same_week(
    world: World, wakes_at: datetime, sent_at: datetime | None
) -> None:
    await lived_week(world)
    world.clock.at = wakes_at
    await world.advance(wakes_at + timedelta(days=1))
    about = [post.at for post in summaries(world) if "/2026-W48/" in post.key]
    assert about == ([sent_at] if sent_at is not None else [])


async def test_more_than_a_week_late_it_is_skipped(world: World) -> None:
    await lived_week(world)
    world.clock.at = NEXT_MONDAY + timedelta(days=9)
    await world.advance(NEXT_MONDAY + timedelta(days=16))
    assert [post.key for post in summaries(world) if "/2026-W48/" in post.key] == []


async def test_a_day_to_skip_moves_it_to_the_next_working_day(world: World) -> None:
    await lived_week(world)
    await change_team(world, skip_on=(NEXT_MONDAY.date(),))
    await world.advance(NEXT_MONDAY + timedelta(days=2))
    assert [post.at for post in summaries(world)] == [NEXT_MONDAY + timedelta(days=1)]


@pytest.mark.parametrize("day", [0, 1])
async def test_not_to_a_manager_who_is_away(world: World, day: int) -> None:
    await lived_week(world)
    priya = await member(world, "priya")
    until_on = NEXT_MONDAY.date() + timedelta(days=day)
    await world.decide(lambda tx: tx.members.save(replace(priya, away_until_on=until_on)))
    await world.advance(NEXT_MONDAY + HOUR)
    assert len(summaries(world)) == (day == 0)


async def test_not_to_a_manager_who_stopped_or_leads_no_more(world: World) -> None:
    await lived_week(world)
    await world.act("priya", StopMe())
    await world.advance(NEXT_MONDAY + HOUR)
    assert summaries(world) == []


async def test_not_to_who_stopped_managing_before_it_left(world: World) -> None:
    await lived_week(world)
    world.clock.at = NEXT_MONDAY
    await world.decide(lambda tx: world.coach.tick(tx, world.clock.now()))
    priya, now = await member(world, "priya"), world.clock.now()
    await world.decide(lambda tx: teams.set_manager(tx, team_of(tx, world), priya, now, manages=False))
    await world.tick()
    assert summaries(world) == []


async def test_a_week_of_other_days_and_hours(tmp_path: Path) -> None:
    timetable = Timetable(weekday=3, zone="Asia/Tokyo", working_days=(2, 3, 4, 5, 6))
    world = await World.make(tmp_path, timetable=timetable)
    await world.advance(NEXT_MONDAY + timedelta(days=3))
    assert [post.at for post in summaries(world)] == [datetime(2026, 12, 2, 0, tzinfo=UTC)]
    await world.close()


async def test_a_small_team_gets_thanks_and_something_to_talk_about(tmp_path: Path) -> None:
    world = await World.make(tmp_path, people=("marta", "jonas", "li", "priya"))
    await world.advance(THURSDAY)
    for name in ("marta", "jonas", "li"):
        await world.act(name, AnswerQuiz(1, (RIGHT,)))
    await world.act("marta", GiveKudos(people=("jonas",), reason="stayed late for a guest", where="team"))
    await world.advance(NEXT_MONDAY + HOUR)
    (text,) = world.said("@priya")
    assert "Thanks: 1 in public" in text
    assert "“stayed late for a guest”" in text
    assert "In a team this small I show no answers" in text
    assert f"To talk about on Tuesday: {lessons().tip('look-up/look-up-or-look-out').talk}" in text
    assert "Took part" not in text
    assert "first time" not in text
    await world.close()


# Counting


async def figures(world: World, week: Week) -> WeekFigures:
    found = await world.read(lambda tx: tx.figures.get(world.team_id, week))
    assert found is not None
    return found


async def test_who_came_after_the_tip_is_in_the_roster_and_in_no_share(world: World) -> None:
    await world.advance(TUESDAY + HOUR)
    for name in ("marta", "priya"):
        await world.act(name, TryTip(world.team_id, W48))
    await join(world, "nils")
    await world.act("nils", TryTip(world.team_id, W48))
    await world.advance(NEXT_MONDAY)
    counted = await figures(world, W48)
    assert (counted.roster, counted.present, counted.reached, counted.tried) == (9, 8, 8, 1)


async def join(world: World, name: str) -> None:
    now = world.clock.now()

    def come(tx: Transaction) -> None:
        teams.know_person(tx, "local", Person(name, name.capitalize(), "Europe/Lisbon"), now)
        teams.follow_channel(tx, team_of(tx, world), [*PEOPLE, name], now)

    await world.decide(come)


async def test_who_came_after_the_question_is_not_in_its_result(world: World) -> None:
    await world.advance(THURSDAY + HOUR)
    await join(world, "nils")
    for name in ("marta", "nils", "priya"):
        await world.act(name, AnswerQuiz(1, (RIGHT,)))
    await world.advance(NEXT_MONDAY)
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    assert quiz.result is not None
    assert (quiz.result.roster, quiz.result.answered) == (8, 1)


async def test_who_went_after_the_end_is_counted_however_late_the_clock(world: World) -> None:
    await lived_week(world, 7)
    world.clock.at = NEXT_MONDAY - timedelta(hours=4)
    now = world.clock.now()
    await world.decide(
        lambda tx: teams.follow_channel(tx, team_of(tx, world), [n for n in PEOPLE if n != "marta"], now)
    )
    await world.act("jonas", StopMe())
    await world.act("sam", TryTip(world.team_id, W48))
    await world.advance(NEXT_MONDAY)
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    assert quiz.result is not None
    assert (quiz.result.roster, quiz.result.answered) == (8, 7)
    counted = await figures(world, W48)
    assert (counted.roster, counted.tried) == (8, 0)


async def test_a_frozen_week_stays_whatever_comes(world: World) -> None:
    await lived_week(world)
    await world.advance(NEXT_MONDAY)
    before = await figures(world, W48)
    for name in MEMBERS[:4]:
        await world.act(name, StopMe())
    await world.act("omar", AnswerQuiz(1, ("carry-on",)))
    await world.act("sam", TryTip(world.team_id, W48))
    await world.advance(NEXT_MONDAY + timedelta(days=2))
    assert await figures(world, W48) == before


async def test_before_a_team_was_there_nothing_is_counted(world: World) -> None:
    await world.advance(NEXT_MONDAY)
    assert await world.read(lambda tx: tx.figures.get(world.team_id, W47)) is None


async def test_ideas_that_come_directly_reach_who_got_them(world: World) -> None:
    await world.decide(lambda tx: make_direct(tx, world))
    await world.advance(NEXT_MONDAY)
    sent = await world.read(lambda tx: tx.deliveries.of_week(world.team_id, W48, DeliveryKind.TIP))
    counted = await figures(world, W48)
    assert len([one for one in sent if one.sent_at is not None]) == 8
    assert (counted.present, counted.reached) == (8, 7)


def make_direct(tx: Transaction, world: World) -> None:
    """One of them is away all week."""
    team = team_of(tx, world)
    changed = replace(team, delivery=DeliveryWay.DIRECT)
    teams.change_team(tx, lessons(), team, changed, world.clock.now())
    ines = tx.members.find("local", "ines")
    assert ines is not None
    tx.members.save(replace(ines, away_until_on=date(2026, 12, 1)))


# Less often


async def test_after_four_unopened_it_asks_once_whether_monthly_is_enough(world: World) -> None:
    await world.advance(MONDAY + timedelta(weeks=8))
    asked = ["Shall I send this once a month instead?" in text_of(post.card) for post in summaries(world)]
    assert asked == [False] * 4 + [True] + [False] * (len(asked) - 5)
    assert len(asked) == 8


async def test_who_opens_one_is_not_asked(world: World) -> None:
    for week in range(1, 9):
        await world.advance(MONDAY + timedelta(weeks=week, hours=1))
        if week % 4 == 0:
            await world.act("priya", ShowFigures(world.team_id, str(W47.plus(week))))
    assert not any("once a month" in text_of(post.card) for post in summaries(world))


async def test_monthly_comes_after_the_months_last_week(world: World) -> None:
    priya = await member(world, "priya")
    monthly = SummaryReader(world.team_id, priya.id, monthly=True)
    await world.decide(lambda tx: tx.figures.put_reader(monthly))
    await world.advance(datetime(2027, 1, 5, tzinfo=UTC))
    assert [(post.key.split("/")[2], post.at) for post in summaries(world)] == [
        ("2026-11", NEXT_MONDAY),
        ("2026-12", datetime(2027, 1, 4, 9, tzinfo=UTC)),
    ]
    assert "Ask me less often" not in text_of(summaries(world)[0].card)
