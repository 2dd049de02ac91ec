"""A summary's figures against a notebook: a year of a team, counted once more in plain Python."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.models import Week
from bot.ports import Transaction
from bot.summaries.figures import Summary, summary_of
from bot.summaries.periods import Period, PeriodKind
from bot.summaries.table import summary_data, summary_rows
from bot.summaries.week_figures import gather
from tests.bot.summaries.a_year import MANAGER, GiftNote, Ledger, QuestionNote, WeekNote, Year, at, renamed
from tests.world import PEOPLE, World, lessons

FIRST, WEEKS = Week(2026, 40), 53
RANK = {"few": 7, "fewer": 28, "half": 50, "most": 72, "nearly-all": 93}


def in_words(count: int, of: int, fine: int) -> str:
    """The rule as the documentation tells it: three words, five from 14, tens from 20."""
    share = 100 * count / of
    if fine >= 14 and share >= 85:
        return "nearly-all"
    if fine >= 14 and share <= 15:
        return "few"
    if fine >= 20:
        return f"{int(share / 10 + 0.5) * 10}%"
    return "most" if share >= 60 else "fewer" if share <= 40 else "half"


def part(people: int, roster: int) -> str | None:
    return None if roster < 5 else in_words(people, roster, roster)


def level(word: str) -> int:
    return int(word[:-1]) if word.endswith("%") else RANK[word]


def typical(words: Iterable[str | None]) -> str | None:
    known = sorted((word for word in words if word is not None), key=level)
    return known[(len(known) - 1) // 2] if known else None


class Notebook:
    """What the figures should be, from the ledger alone."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def counted(self, question: QuestionNote) -> list[bool]:
        """The answers in time of who was there all along, right or not."""
        closes_at = at(question.week.plus(1), 0, 0)
        answers = question.answers.items()
        return [right for name, (when, right) in answers if name in question.roster and when < closes_at]

    def took_part(self, question: QuestionNote) -> str | None:
        return part(len(self.counted(question)), len(question.roster))

    def right_first(self, question: QuestionNote) -> str | None:
        answers, roster = self.counted(question), len(question.roster)
        if roster < 8 or len(answers) < 5:
            return None
        return in_words(sum(answers), len(answers), min(len(answers), roster - 2))

    def weeks(self, period: Period) -> list[WeekNote]:
        inside = set(period.weeks())
        return [one for one in self.ledger.weeks if one.week in inside]

    def questions(self, period: Period) -> list[QuestionNote]:
        inside = set(period.weeks())
        return [one for one in self.ledger.questions if one.week in inside]

    def thanks(self, from_at: datetime, to_at: datetime) -> list[GiftNote]:
        return [
            one
            for one in self.ledger.thanks
            if from_at <= one.at < to_at
            and not one.undone
            and not one.removed
            and set(one.receivers) - one.hidden_by
        ]

    def small(self, from_at: datetime, to_at: datetime) -> int:
        return sum(one.counts and from_at <= one.at < to_at for one in self.ledger.small)

    def thanks_in(self, period: Period) -> list[GiftNote]:
        return self.thanks(at(period.first, 0, 0), at(period.last.plus(1), 0, 0))

    def expected(self, period: Period) -> dict[str, object]:
        weeks, questions = self.weeks(period), self.questions(period)
        taught = [one for one in weeks if one.tip is not None]
        roster = weeks[-1].roster
        by_question = [self._question(one) for one in questions]
        missed = [one for one in by_question if one["right_first"] is not None and not _easy(one)]
        return {
            "team": "Front desk",
            "period": str(period),
            "from": period.first.day(0).isoformat(),
            "to": (period.last.plus(1).day(0) - timedelta(days=1)).isoformat(),
            "roster": len(roster) if len(roster) >= 5 else None,
            "taught": [one.tip for one in taught],
            "reached": typical(part(len(one.present), len(one.present)) for one in taught),
            "tried": typical(part(len(one.tried), len(one.present)) for one in taught),
            "took_part": typical(map(self.took_part, questions)),
            "right_first": typical(map(self.right_first, questions)),
            "by_series": self._by_series(questions),
            "by_question": by_question,
            "most_missed": min(missed, key=lambda one: level(one["right_first"] or ""), default=None),
            "thanks": self._thanks(period, taught, roster),
            "trend": [self._point(period.plus(-back)) for back in range(11, -1, -1)],
        }

    def _question(self, one: QuestionNote) -> dict[str, str | None]:
        right = self.right_first(one)
        return {"week": str(one.week), "tip": one.tip, "question": one.question, "right_first": right}

    def _by_series(self, questions: list[QuestionNote]) -> dict[str, str | None]:
        asked = {one.tip.partition("/")[0] for one in questions}
        return {
            series.id: typical(self.right_first(one) for one in questions if one.tip.startswith(series.id))
            for series in lessons().series
            if series.id in asked
        }

    def _thanks(self, period: Period, taught: list[WeekNote], roster: frozenset[str]) -> dict[str, object]:
        thanks = self.thanks_in(period)
        ends_at = at(period.last.plus(1), 0, 0)
        lately = self.thanks(ends_at - timedelta(weeks=8), ends_at)
        thanked = roster & {name for one in lately for name in set(one.receivers) - one.hidden_by}
        named = Counter(one.behaviour for one in thanks if one.behaviour)
        of_tips = {lessons().tip(one.tip).behaviour for one in taught if one.tip is not None}
        return {
            "gifts": len(thanks),
            "givers": at_least_five({one.giver for one in thanks}),
            "receivers": at_least_five({n for one in thanks for n in set(one.receivers) - one.hidden_by}),
            "coverage": part(len(thanked), len(roster)),
            "by_behaviour": {one: many if many >= 5 else None for one, many in named.items()},
            "seen": sum(one.behaviour in of_tips for one in thanks),
            "small": self.small(at(period.first, 0, 0), ends_at),
        }

    def _point(self, period: Period) -> dict[str, object]:
        questions = self.questions(period)
        return {
            "period": str(period),
            "took_part": typical(map(self.took_part, questions)),
            "right_first": typical(map(self.right_first, questions)),
            "gifts": len(self.thanks_in(period)),
        }


def at_least_five(people: set[str]) -> int | None:
    return len(people) if len(people) >= 5 else None


def _easy(one: dict[str, str | None]) -> bool:
    word = one["right_first"] or ""
    return level(word) >= 60


async def summary(world: World, period: Period) -> Summary:
    def made(tx: Transaction) -> Summary:
        team = tx.teams.get(world.team_id)
        assert team is not None
        return summary_of(period, gather(tx, team, period, world.clock.now()), world.coach.library)

    return await world.decide(made)


def every_period(last: Week) -> list[Period]:
    weeks = [FIRST.plus(number) for number in range(WEEKS)]
    found = {Period.of(week, kind) for week in weeks for kind in PeriodKind}
    return [one for one in sorted(found, key=str) if one.first >= FIRST and one.last <= last]


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "size"), [(1, 7), (2, 13), (3, 26)])
async def test_a_year_adds_up(tmp_path: Path, seed: int, size: int) -> None:
    members = renamed([name for name in PEOPLE if name != MANAGER], size)
    world = await World.make(tmp_path, people=[*members, MANAGER], at=at(FIRST, 0, 8))
    year = Year(world, random.Random(seed))
    await year.begin([*members, MANAGER], [f"newcomer{number}" for number in range(6)])
    for number in range(WEEKS):
        await year.live(FIRST.plus(number))
    last = FIRST.plus(WEEKS - 1)
    await world.advance(at(last.plus(1), 0, 10))
    notebook = Notebook(year.ledger)
    for period in every_period(last):
        assert summary_data("Front desk", await summary(world, period)) == notebook.expected(period), period
    await world.close()
    assert_lively(notebook, size)


def assert_lively(notebook: Notebook, size: int) -> None:
    """A year in which nothing happens would prove nothing."""
    questions = notebook.ledger.questions
    assert len(questions) > 30
    assert len({len(one.roster) for one in questions}) > 3
    shown = {notebook.took_part(one) for one in questions} | {notebook.right_first(one) for one in questions}
    assert {"most", "fewer"} <= shown or any("%" in str(one) for one in shown)
    assert sum(one.undone for one in notebook.ledger.thanks) > 2
    assert any(len(one.answers) > len(notebook.counted(one)) + 1 for one in questions)
    small = notebook.ledger.small
    assert sum(one.counts for one in small) > 20
    assert sum(one.is_thanks and not one.counts for one in small) > 10
    assert any(one.in_words is not None and one.counts for one in small)
    assert size < 20 or any("%" in str(one) for one in shown)


async def test_the_table_has_the_same_figures(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=at(FIRST, 0, 8))
    year = Year(world, random.Random(12))
    await year.begin(list(PEOPLE), [])
    for number in range(3):
        await year.live(FIRST.plus(number))
    await world.advance(at(FIRST.plus(3), 0, 10))
    made = await summary(world, Period.of(FIRST.plus(2)))
    page = io.StringIO()
    csv.writer(page).writerows(summary_rows(made))
    lines = list(csv.reader(io.StringIO(page.getvalue())))
    values = {(figure, of): value for label, figure, of, value in lines if label == str(made.period)}
    data = summary_data("Front desk", made)
    for figure in ("took_part", "right_first", "reached", "tried", "roster"):
        assert values[figure, ""] == ("" if data[figure] is None else str(data[figure]))
    assert values["gifts", ""] == str(made.thanks.gifts)
    assert values["small_thanks", ""] == str(made.thanks.small)
    assert made.thanks.small > 0
    assert len([line for line in lines if line[1] == "trend_gifts"]) == 12
    await world.close()
