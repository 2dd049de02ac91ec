"""Questions, the programme's end and late thanks come at a decent time, whatever was changed in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot import teams
from bot.errors import Unavailable
from bot.models import DeliveryWay, Timetable
from bot.ports import Transaction
from tests.world import MONDAY, World

FRIDAYS = Timetable(weekday=4, zone="Europe/Lisbon")
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


async def change(world: World, **values: Any) -> None:
    """Keeps other settings for the team of the world; `timetable` has those of its timetable."""

    def apply(tx: Transaction) -> None:
        team = tx.teams.get(world.team_id)
        assert team is not None
        timetable = replace(team.timetable, **values.pop("timetable", {}))
        changed = replace(team, timetable=timetable, **values)
        teams.change_team(tx, world.coach.library, team, changed, world.clock.now())

    await world.decide(apply)


def heard(world: World, kind: str) -> list[datetime]:
    return [post.at for post in world.chat.posts if post.key.startswith(f"{kind}/")]


async def test_with_the_idea_means_each_ones_own_idea(tmp_path: Path) -> None:
    world = await World.make(tmp_path, timetable=Timetable(zone="America/New_York", quiz_after=0))

    def move(tx: Transaction) -> None:
        marta = tx.members.find("local", "marta")
        assert marta is not None
        tx.members.save(replace(marta, zone="Asia/Tokyo"))

    await world.decide(move)
    await change(world, delivery=DeliveryWay.DIRECT)
    await world.advance(MONDAY + timedelta(days=3))
    hers = {post.key.split("/")[0]: post.at for post in world.chat.posts if post.place == "@marta"}
    tip_at, question_at = hers["tip"], hers["quiz"]
    assert tip_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert question_at - tip_at <= timedelta(minutes=5)
    await world.close()


async def test_a_late_question_and_a_new_timetable_make_one_question_a_week(tmp_path: Path) -> None:
    world = await World.make(tmp_path, timetable=FRIDAYS)
    await world.advance(datetime(2026, 11, 28, tzinfo=UTC))
    await change(world, timetable={"weekday": 1})
    await world.advance(datetime(2026, 12, 7, tzinfo=UTC))
    assert heard(world, "tip") == [
        datetime(2026, 11, 27, 10, tzinfo=UTC),
        datetime(2026, 12, 1, 10, tzinfo=UTC),
    ]
    assert heard(world, "quiz") == [datetime(2026, 11, 30, 10, tzinfo=UTC)]
    await world.advance(datetime(2026, 12, 14, tzinfo=UTC))
    assert heard(world, "quiz")[1:] == [datetime(2026, 12, 10, 10, tzinfo=UTC)]
    await world.close()


async def test_a_question_in_a_new_zone_waits_until_people_work_there(tmp_path: Path) -> None:
    world = await World.make(tmp_path, timetable=Timetable(zone="America/New_York", quiz_after=1))
    await world.advance(datetime(2026, 11, 25, 14, 30, tzinfo=UTC))
    assert len(heard(world, "tip")) == 1

    def owed(tx: Transaction) -> list[datetime]:
        return [one.due_at for one in tx.deliveries.find() if one.key.startswith("quiz/")]

    def plan_early(tx: Transaction) -> None:
        last = tx.lessons.last(world.team_id)
        assert last is not None
        tx.lessons.put([replace(last, quiz_at=world.clock.now())])
        team = tx.teams.get(world.team_id)
        assert team is not None
        teams.refresh(tx, team, world.clock.now())

    await world.decide(plan_early)
    await world.tick()
    assert await world.read(owed) == [datetime(2026, 11, 25, 15, tzinfo=UTC)]
    await change(world, timetable={"zone": "Asia/Tokyo"})
    await world.advance(datetime(2026, 11, 27, tzinfo=UTC))
    assert heard(world, "quiz") == [datetime(2026, 11, 26, 0, tzinfo=UTC)]
    await world.close()


async def ends_the_programme(world: World) -> datetime:
    """Lives until the last idea of a programme of three is about to come; answers when that is."""
    last_at = TUESDAY + timedelta(weeks=2)
    await world.advance(last_at - timedelta(hours=1))
    return last_at


async def test_the_programmes_end_is_asked_when_people_work(tmp_path: Path) -> None:
    evening = Timetable(zone="Europe/Lisbon", at=time(20))
    world = await World.make(tmp_path, timetable=evening, series=("look-up",))
    last_at = TUESDAY.replace(hour=20) + timedelta(weeks=2)
    await world.advance(last_at)
    assert heard(world, "programme-end") == []
    await change(world, timetable={"work_from": time(11)})
    await world.advance(last_at + timedelta(days=1))
    assert heard(world, "programme-end") == [datetime(2026, 12, 9, 11, tzinfo=UTC)]
    await world.close()


async def test_the_programmes_end_is_not_asked_of_who_is_away_or_leads_no_more(tmp_path: Path) -> None:
    world = await World.make(tmp_path, series=("look-up",), managers=("priya", "sam", "marta"))
    last_at = await ends_the_programme(world)

    def go(tx: Transaction) -> None:
        priya, sam = tx.members.find("local", "priya"), tx.members.find("local", "sam")
        team = tx.teams.get(world.team_id)
        assert priya is not None
        assert sam is not None
        assert team is not None
        tx.members.save(replace(priya, away_until_on=date(2026, 12, 24)))
        teams.set_manager(tx, team, sam, world.clock.now(), manages=False)

    await world.decide(go)
    await world.advance(last_at + timedelta(days=1))
    assert [post.place for post in world.chat.posts if "programme-end" in post.key] == ["@marta"]
    await world.close()


async def test_thanks_that_could_not_go_in_the_evening_wait_for_the_morning(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY.replace(hour=21)
    world.chat.faults.append(Unavailable())
    await world.say("marta", "kudos @jonas for the umbrella", where="front-desk")
    assert heard(world, "kudos") == []
    at = TUESDAY.replace(hour=23, minute=30)
    world.clock.at = at
    world.outbox.lane("local").flow.paused_until = None
    await world.tick()
    assert heard(world, "kudos") == []
    await world.advance(at + timedelta(hours=12))
    assert heard(world, "kudos") == [datetime(2026, 11, 25, 9, tzinfo=UTC)]
    await world.close()
