"""A demo's weeks, played through the real core."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.cli.front_desk import PLAYING, set_up_front_desk
from adapters.demo.playing import Player
from adapters.local.people import FIRST_CHANNEL, WORKSPACE_ID
from adapters.local.platform import LocalPlatform
from adapters.settings import Settings
from adapters.wiring import Application, build
from bot import schedule
from bot.models import Member, Quiz, Team
from bot.ports import Transaction
from bot.summaries import rosters
from bot.talk import last_posted


@asynccontextmanager
async def opened(folder: Path, name: str = "demo") -> AsyncIterator[Application]:
    async with build(Settings(database_url=SecretStr(str(folder / f"{name}.db"))), local=True) as application:
        yield application


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo that has its weeks behind it, for tests to copy."""
    folder = tmp_path_factory.mktemp("played")

    async def play() -> None:
        async with opened(folder) as application:
            assert await set_up_front_desk(application, 6)

    asyncio.run(play())
    return folder


@pytest.fixture
async def demo(played: Path, tmp_path: Path) -> AsyncIterator[Application]:
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    async with opened(tmp_path) as application:
        assert not await set_up_front_desk(application, 6)
        yield application


def local(application: Application) -> LocalPlatform:
    assert application.local is not None
    return application.local


def told(application: Application, place: str = FIRST_CHANNEL) -> list[tuple[str, str]]:
    return [(one.sender, one.push) for one in local(application).chat.messages(place)]


def front_desk(tx: Transaction) -> Team:
    [team] = tx.teams.all()
    return team


def member(tx: Transaction, name: str) -> Member:
    found = tx.members.find(WORKSPACE_ID, name)
    assert found is not None
    return found


def question(tx: Transaction) -> Quiz:
    quiz = last_posted(tx, front_desk(tx))
    assert quiz is not None
    return quiz


async def test_it_opens_on_a_thursday_with_the_question_just_posted(demo: Application) -> None:
    now = schedule.local(demo.clock.now(), "Europe/Lisbon")
    assert (now.weekday(), now.hour, now.minute) == (3, 10, 12)
    assert told(demo)[-1][1].startswith("Question of the week")
    ideas = [push for _, push in told(demo) if "This week's idea" in push]
    assert len(ideas) == 7
    assert local(demo).chat.demo_opened_at is not None


async def test_four_of_the_five_needed_answers_are_in_and_not_unanimous(demo: Application) -> None:
    def look(tx: Transaction) -> tuple[list[bool], int, bool]:
        quiz, team = question(tx), front_desk(tx)
        answers = [answer.right for answer in tx.quizzes.answers(quiz.id)]
        roster = rosters.counted_ids(tx, team.id, demo.clock.now(), since=quiz.posted_at)
        return sorted(answers), len(roster), tx.quizzes.answer(quiz.id, member(tx, "marta").id) is None

    assert await demo.store.read(look) == ([False, False, True, True], 8, True)


async def test_the_weeks_have_left_what_a_teams_weeks_leave(demo: Application) -> None:
    def look(tx: Transaction) -> tuple[int, bool, list[int]]:
        results = [quiz.result.answered for quiz in tx.quizzes.of_team(front_desk(tx).id) if quiz.result]
        given = [tx.gifts.given(one.id, 50) for one in tx.members.all(WORKSPACE_ID)]
        seconded = any(tx.gifts.seconders(gift.id) for gifts in given for gift in gifts)
        return sum(map(len, given)), seconded, results

    gifts, seconded, results = await demo.store.read(look)
    assert gifts > 12
    assert seconded
    assert len(results) == 6
    assert len(set(results)) > 1
    assert sum("took part" in push for _, push in told(demo, "@priya")) == 6
    assert any("Priya thanks you" in push for _, push in told(demo, "@marta"))
    assert any(sender != "kindling" for sender, _ in told(demo))


async def test_started_again_it_goes_on(demo: Application, tmp_path: Path) -> None:
    before = told(demo)
    async with opened(tmp_path) as again:
        assert not await set_up_front_desk(again, 30)
        assert told(again) == before


async def test_weeks_that_were_broken_off_are_played_to_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, "whole") as whole:
        await set_up_front_desk(whole, 3)
        expected = told(whole)
    do = Player._do
    count = 0

    async def do_a_few(*arguments: object) -> None:
        nonlocal count
        count += 1
        if count == 40:
            raise KeyboardInterrupt
        await do(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Player, "_do", do_a_few)
    with pytest.raises(KeyboardInterrupt):
        async with opened(tmp_path, "broken") as broken:
            await set_up_front_desk(broken, 3)
    monkeypatch.undo()
    async with opened(tmp_path, "broken") as again:
        assert local(again).chat.setting(PLAYING)
        assert await set_up_front_desk(again, 6)
        assert told(again) == expected


@pytest.mark.slow
async def test_a_year_is_ready_within_a_minute(tmp_path: Path) -> None:
    async with opened(tmp_path) as application:
        began = time.monotonic()
        await set_up_front_desk(application, 52)
        assert time.monotonic() - began < 60
        assert sum("This week's idea" in push for _, push in told(application)) > 30  # of the newest 200
