"""Ideas that come directly: the first one, one after being away, and to somebody who never presses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from adapters.wiring import IDENTITIES_KEPT
from bot import teams
from bot.actions import AnswerUseful, AwayMe, OpenHome, ResumeMe, SaveSettings, SendFirstIdea
from bot.cards import plain_text
from bot.models import DeliveryWay, Member, Week
from bot.people.still_useful import LAST_WEEK
from bot.ports import Person, Transaction
from tests.world import MONDAY, Post, World, press, text_of

FIRST = "One idea a week, and a question you can skip."
ASKED = "Are these ideas still useful to you?"
RARER = "I now write every other week."
FAREWELL = "I stop writing to you"


def tuesday(week: int, year: int = 2026) -> datetime:
    return datetime.combine(Week(year, week).day(1), datetime.min.time(), UTC).replace(hour=10)


async def direct_world(tmp_path: Path) -> World:
    """The front desk, with its ideas sent to each person."""
    world = await World.make(tmp_path)

    def change(tx: Transaction) -> None:
        team = tx.teams.get(world.team_id)
        assert team is not None
        changed = replace(team, delivery=DeliveryWay.DIRECT)
        teams.change_team(tx, world.coach.library, team, changed, world.clock.now())

    await world.decide(change)
    return world


def to(world: World, who: str) -> list[Post]:
    return [post for post in world.chat.posts if post.place == f"@{who}"]


def weeks_of_tips(world: World, who: str) -> list[str]:
    keys = [post.key.split("/") for post in to(world, who)]
    return [week for kind, week, _ in keys if kind == "tip"]


async def marta(world: World) -> Member:
    found = await world.read(lambda tx: tx.members.find("local", "marta"))
    assert found is not None
    return found


async def test_the_first_idea_says_who_set_it_up_and_how_to_stop(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(49) + timedelta(hours=1))
    tips = [plain_text(post.card) for post in to(world, "marta") if post.key.startswith("tip")]
    assert [FIRST in tip for tip in tips] == [True, False]
    assert tips[0].startswith("This is Kindling, set up for Front desk.")
    await world.close()


async def test_everybody_gets_one_and_the_channel_none(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(MONDAY + timedelta(days=6))
    assert {post.place for post in world.chat.posts if post.key.startswith("tip")} == {
        f"@{one}" for one in ("marta", "jonas", "li", "ana", "tunde", "ines", "omar", "sam", "priya")
    }
    await world.close()


async def test_back_from_being_away_once_and_what_was_missed(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(48) + timedelta(hours=1))
    await world.act("marta", AwayMe(date(2026, 12, 14)))
    await world.advance(tuesday(52) + timedelta(hours=1))
    assert weeks_of_tips(world, "marta") == ["2026-W48", "2026-W51", "2026-W52"]
    back, after = [post for post in to(world, "marta") if post.key.startswith("tip")][1:]
    assert "While you were away: 2 ideas." in plain_text(back.card)
    assert "While you were away" not in plain_text(after.card)
    missed = text_of(await world.act("marta", press(back, "Catch up")))
    assert missed.index("Use the name you asked for") < missed.index("What stands between you")
    assert "Look up, or look out" not in missed
    await world.close()


async def test_one_idea_missed_is_said_in_the_singular(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(48) + timedelta(hours=1))
    await world.act("marta", AwayMe(date(2026, 12, 7)))
    await world.advance(tuesday(50) + timedelta(hours=1))
    assert "While you were away: 1 idea." in plain_text(to(world, "marta")[-1].card)
    await world.close()


async def test_six_silent_weeks_then_asked_then_rarer_then_stopped(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(20, 2027))
    tips = {post.key.split("/")[1]: post for post in to(world, "marta") if post.key.startswith("tip")}
    asked = [week for week, post in tips.items() if ASKED in plain_text(post.card)]
    rarer = [week for week, post in tips.items() if RARER in plain_text(post.card)]
    assert (asked, rarer) == (["2027-W01"], ["2027-W03"])
    assert list(tips)[-4:] == ["2027-W02", "2027-W03", "2027-W05", "2027-W07"]
    last = to(world, "marta")[-1]
    assert last.at == tuesday(9, 2027)
    assert FAREWELL in plain_text(last.card)
    assert (await marta(world)).stopped_at == tuesday(9, 2027)
    await world.act("marta", press(last, "Bring it back"))
    assert (await marta(world)).stopped_at is None
    await world.close()


async def test_keeping_them_is_an_answer_for_good(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(1, 2027) + timedelta(hours=1))
    asked = to(world, "marta")[-1]
    assert "as usual" in text_of(await world.act("marta", press(asked, "Keep them")))
    await world.advance(tuesday(20, 2027))
    tips = [plain_text(post.card) for post in to(world, "marta")]
    assert sum(ASKED in tip for tip in tips) == 1
    assert not any(RARER in tip or FAREWELL in tip for tip in tips)
    await world.close()


async def test_the_answer_delivered_again_changes_nothing(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(1, 2027) + timedelta(hours=1))
    stop = press(to(world, "marta")[-1], "Stop")
    await world.act("marta", stop, "press-1")
    await world.act("marta", ResumeMe())
    await world.act("marta", stop, "press-1")
    assert (await marta(world)).stopped_at is None
    await world.close()


def test_acts_are_known_for_as_long_as_they_are_asked_for() -> None:
    assert timedelta(weeks=LAST_WEEK) + timedelta(days=3) < IDENTITIES_KEPT


async def test_the_first_idea_now_goes_to_each_in_their_own_working_hours(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    far = Person("jonas", "Jonas", "America/New_York")
    await world.decide(lambda tx: teams.know_person(tx, "local", far, world.clock.now()))
    await world.act("sam", SendFirstIdea(1))
    assert weeks_of_tips(world, "marta") == ["2026-W48"]
    assert weeks_of_tips(world, "jonas") == []
    await world.advance(MONDAY + timedelta(days=6))
    assert to(world, "jonas")[0].at == MONDAY.replace(hour=14)
    assert weeks_of_tips(world, "jonas") == weeks_of_tips(world, "marta") == ["2026-W48"]
    await world.close()


async def test_every_other_week_as_chosen(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.act("marta", SaveSettings("rarely", None, "channel"))
    await world.advance(tuesday(53) + timedelta(days=6))
    assert weeks_of_tips(world, "marta") == ["2026-W48", "2026-W50", "2026-W52"]
    questions = [post.key.split("/")[1] for post in to(world, "marta") if post.key.startswith("quiz")]
    assert questions == ["2026-W48", "2026-W50", "2026-W52"]
    await world.close()


async def test_any_act_in_six_weeks_is_no_silence(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    for _ in range(6):
        await world.advance(world.clock.now() + timedelta(weeks=5))
        await world.act("marta", OpenHome())
    assert not any(ASKED in plain_text(post.card) for post in to(world, "marta"))
    await world.close()


async def test_an_act_after_being_asked_keeps_every_week(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(1, 2027) + timedelta(hours=1))
    assert ASKED in plain_text(to(world, "marta")[-1].card)
    await world.act("marta", OpenHome())
    await world.advance(tuesday(9, 2027) + timedelta(hours=1))
    assert not (await marta(world)).every_other_week
    assert len(weeks_of_tips(world, "marta")) == 15
    await world.close()


async def test_where_the_channel_has_the_ideas_only_the_direct_ones_stop(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", SaveSettings("direct", None, "channel"))
    await world.advance(tuesday(20, 2027))
    last = to(world, "marta")[-1]
    assert "The ideas are still in your team's channel." in plain_text(last.card)
    stays = await marta(world)
    assert (stays.stopped_at, stays.direct) == (None, False)
    await world.close()


async def test_an_answer_to_what_was_not_asked_is_refused(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(48) + timedelta(hours=1))
    said = text_of(await world.act("marta", AnswerUseful(1, Week(2026, 48), "stop")))
    assert said.startswith("I can't find that any more.")
    assert (await marta(world)).stopped_at is None
    await world.close()


async def test_a_direct_person_never_gets_more_than_two_messages_a_week(tmp_path: Path) -> None:
    world = await direct_world(tmp_path)
    await world.advance(tuesday(20, 2027))
    for who in ("marta", "jonas", "sam"):
        weeks = [Week.of(post.at.date()) for post in to(world, who)]
        assert max(weeks.count(week) for week in weeks) <= 2
    await world.close()
