"""Settings, pausing, being away, stopping and coming back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.actions import (
    AnswerQuiz,
    AwayMe,
    OpenHome,
    OpenPause,
    OpenSettings,
    PauseMe,
    PauseTeam,
    ResumeMe,
    SaveSettings,
    SayWords,
    ShowMe,
    StopMe,
    TryQuestion,
    UndoStop,
)
from bot.cards import Card, Form, Reply
from bot.models import Member, Week
from bot.quizzes import is_counted
from tests.world import MONDAY, World, press, text_of

W48 = Week(2026, 48)
FRIDAY = date(2026, 11, 27)
STOPPED = "Done. I won't write to you, count you or announce thanks to you."


def labels(reply: Reply) -> list[str]:
    assert isinstance(reply, Card)
    return [button.label for button in reply.buttons()]


async def member(world: World, who: str) -> Member:
    found = await world.read(lambda tx: tx.members.find("local", who))
    assert found is not None
    return found


async def counted(world: World) -> set[str]:
    people = await world.read(lambda tx: tx.teams.people(world.team_id))
    return {one.platform_id for membership, one in people if is_counted(membership, one)}


async def direct_posts(world: World, who: str) -> list[str]:
    return [post.key for post in world.chat.posts if post.place == f"@{who}"]


async def test_stop_says_what_it_does_and_what_remains(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    said = text_of(await world.say("marta", "stop"))
    assert said.startswith(STOPPED)
    assert "#front-desk still gets its weekly post" in said
    assert "Nobody is told." in said
    assert "marta" not in await counted(world)
    assert world.chat.posts == []
    await world.close()


async def test_stop_is_undone_as_it_was(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", AwayMe(FRIDAY))
    stopped = await world.act("marta", StopMe())
    assert press(stopped, "Only pause me until…") == OpenPause()
    undone = await world.act("marta", press(stopped, "Undo"))
    assert "You are away until Friday 27 November." in text_of(undone)
    assert "marta" in await counted(world)
    assert (await member(world, "marta")).away_until_on == FRIDAY
    await world.close()


async def test_pausing_from_the_stop_takes_the_stop_back(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", StopMe())
    said = text_of(await world.act("marta", PauseMe(FRIDAY)))
    assert said.startswith("Paused. I won't write to you before Friday 27 November.")
    assert (await member(world, "marta")).stopped_at is None
    await world.close()


async def test_a_stop_delivered_again_after_coming_back_stops_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", StopMe(), "press-1")
    await world.act("marta", ResumeMe(), "press-2")
    for identity, action in (("press-1", StopMe()), ("press-2", ResumeMe())):
        assert "as usual" in text_of(await world.act("marta", action, identity))
    assert (await member(world, "marta")).stopped_at is None
    await world.close()


async def test_typed_words_delivered_again_do_nothing_again(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", SayWords("pause until friday"), "event-1", where=None)
    await world.act("marta", ResumeMe())
    world.clock.at += timedelta(days=7)
    await world.act("marta", SayWords("pause until friday"), "event-1", where=None)
    assert (await member(world, "marta")).paused_until_on is None
    await world.close()


async def test_resume_ends_stop_pause_and_being_away(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    for words in ("away until friday", "pause until friday", "stop", "resume"):
        await world.say("marta", words)
    back = await member(world, "marta")
    assert (back.stopped_at, back.paused_until_on, back.away_until_on) == (None, None, None)
    await world.close()


@pytest.mark.parametrize("day", [None, date(2026, 11, 23), date(2026, 11, 20), date(2027, 11, 25)])
async def test_a_day_that_cannot_be_waited_for_comes_back_at_its_field(
    tmp_path: Path, day: date | None
) -> None:
    world = await World.make(tmp_path)
    for action in (PauseMe(day), AwayMe(day)):
        reply = await world.act("marta", action)
        assert isinstance(reply, Form)
        assert reply.errors == {"until_on": "Choose a day from tomorrow on, within a year."}
    kept = await member(world, "marta")
    assert (kept.paused_until_on, kept.away_until_on) == (None, None)
    await world.close()


async def test_a_pause_is_over_on_its_day_in_the_members_zone(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", PauseMe(FRIDAY))
    world.clock.at = MONDAY.replace(day=26, hour=23, minute=59)
    assert "Paused" in text_of(await world.act("marta", ShowMe()))
    world.clock.at = MONDAY.replace(day=27, hour=0, minute=0)
    assert "as usual" in text_of(await world.act("marta", ShowMe()))
    await world.close()


async def test_settings_show_what_holds_and_keep_what_is_chosen(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    form = await world.act("marta", OpenSettings())
    assert isinstance(form, Form)
    assert form.values == {"ideas": "channel", "away_until": None, "thanks": "channel"}
    await world.act("marta", SaveSettings("rarely", FRIDAY, "private"))
    form = await world.act("marta", OpenSettings())
    assert isinstance(form, Form)
    assert form.values == {"ideas": "rarely", "away_until": FRIDAY, "thanks": "private"}
    kept = await member(world, "marta")
    assert (kept.direct, kept.every_other_week, kept.thanks_private) == (True, True, True)
    await world.close()


async def test_settings_stop_and_bring_back(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    assert text_of(await world.act("marta", SaveSettings("stopped", None, "channel"))).startswith(STOPPED)
    assert "marta" not in await counted(world)
    assert "as usual" in text_of(await world.act("marta", SaveSettings("channel", None, "channel")))
    assert "marta" in await counted(world)
    await world.close()


async def test_a_day_gone_by_in_the_settings_keeps_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    reply = await world.act("marta", SaveSettings("stopped", date(2026, 11, 1), "private"))
    assert isinstance(reply, Form)
    assert set(reply.errors) == {"away_until"}
    kept = await member(world, "marta")
    assert (kept.stopped_at, kept.thanks_private) == (None, False)
    await world.close()


async def test_who_chose_so_gets_the_idea_directly_too(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", SaveSettings("direct", None, "channel"))
    await world.advance(MONDAY + timedelta(days=4))
    marta = (await member(world, "marta")).id
    assert await direct_posts(world, "marta") == [f"tip/2026-W48/{marta}", f"quiz/2026-W48/{marta}"]
    assert len([post for post in world.chat.posts if post.place == "front-desk"]) == 2
    await world.close()


async def test_stopping_counts_for_what_is_already_owed(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("marta", SaveSettings("direct", None, "channel"))
    await world.advance(MONDAY + timedelta(days=2))
    assert len(await direct_posts(world, "marta")) == 1
    await world.act("marta", StopMe())
    await world.advance(MONDAY + timedelta(days=11))
    assert len(await direct_posts(world, "marta")) == 1
    await world.close()


async def test_a_manager_who_stops_hears_that_summaries_stop_too(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    assert "The summary doesn't come to you either" in text_of(await world.say("priya", "stop"))
    await world.close()


async def test_who_is_in_no_team_can_stop_all_the_same(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    said = text_of(await world.say("zoe", "unsubscribe"))
    assert said.startswith(STOPPED)
    assert "weekly post" not in said
    await world.close()


async def test_a_question_to_try_before_and_after_there_is_one(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    before = text_of(await world.act("marta", TryQuestion(1)))
    assert before.startswith("There is no question yet. The first one comes on Thursday 26 November.")
    await world.advance(MONDAY + timedelta(days=4))
    assert "Only you see your answer." in text_of(await world.act("marta", TryQuestion(1)))
    await world.close()


async def test_a_letter_delivered_again_answers_no_later_question(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.advance(MONDAY + timedelta(days=4))
    first = text_of(await world.act("marta", SayWords("b"), "event-1", where=None))
    await world.advance(MONDAY + timedelta(days=11))
    again = text_of(await world.act("marta", SayWords("b"), "event-1", where=None))
    assert first.splitlines()[2] in again
    second = await world.read(lambda tx: tx.quizzes.of_lesson(1, W48.plus(1)))
    assert second is not None
    assert await world.read(lambda tx: tx.quizzes.answers(second.id)) == []
    await world.close()


async def test_home_leads_to_what_is_mine(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.advance(MONDAY + timedelta(days=4))
    home = await world.act("marta", OpenHome())
    assert isinstance(home, Card)
    assert "This week: Look up, or look out" in text_of(home)
    assert labels(home) == [
        "Read it",
        "Answer the question",
        "Give kudos",
        "Read your thanks",
        "Change my settings",
    ]
    await world.act("marta", AnswerQuiz(1, ("face-him",)))
    assert "See your answer" in labels(await world.act("marta", OpenHome()))
    assert {"Read the summary", "Change", "Pause the team"} <= set(
        labels(await world.act("priya", OpenHome()))
    )
    assert {"Set up a team", "Audit log"} <= set(labels(await world.act("sam", OpenHome())))
    await world.close()


async def test_home_of_who_is_in_no_team(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    said = text_of(await world.say("zoe", "home"))
    assert "You are not in a team yet. Ask an owner of your team to add Kindling to it." in said
    assert "next idea" not in said
    await world.close()


async def test_home_of_who_has_stopped_promises_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    assert "Front desk · next idea Tuesday 10:00" in text_of(await world.act("marta", OpenHome()))
    await world.act("marta", StopMe())
    text = text_of(await world.act("marta", OpenHome()))
    assert "Front desk · stopped: I write nothing to you" in text
    assert "next idea" not in text
    assert "Ideas and questions: stopped\nThanks to me: kept here for me" in text
    await world.close()


async def test_home_of_a_paused_team(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", PauseTeam(1))
    assert "Front desk · paused just now" in text_of(await world.act("marta", OpenHome()))
    assert "Resume the team" in labels(await world.act("priya", OpenHome()))
    await world.close()


async def test_undoing_what_was_not_stopped_changes_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    before = await member(world, "marta")
    await world.act("marta", UndoStop())
    assert await member(world, "marta") == before
    await world.close()
