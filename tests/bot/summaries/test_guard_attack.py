"""A search that attacks what is shown: can somebody work out another person's answer?

The attacker sees every output, knows who is in the team and who came, left or stopped, and knows one
answer: their own, or that they gave none; a manager knows none. For each thing that may be seen, all hidden
worlds that lead to it are collected. The people besides the attacker are alike to them, so a world is how
many of these answered and how many of those were right. Somebody's secret is out if all worlds agree on it.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import product

import pytest

from bot.cards import plain_text
from bot.messages import translator
from bot.messages.figures import figures_card
from bot.messages.quiz import closed_card
from bot.messages.summary import Reading, small_summary_card, summary_card
from bot.models import Quiz, QuizResult, Team, Timetable, Week, WeekFigures
from bot.summaries.figures import Rows, Summary, summary_of
from bot.summaries.guard import Share, shown_accuracy, shown_part
from bot.summaries.periods import Period, PeriodKind
from bot.summaries.suggestions import Facts, best_moment, suggestion
from bot.summaries.table import summary_data, summary_rows
from tests.world import lessons

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
WEEKS = (Week(2026, 47), Week(2026, 48))
TIPS = ("look-up/look-up-or-look-out", "customer-for-life/before-it-goes-stale")
SMALLEST, LARGEST = 5, 40

Counts = tuple[int, int]
"""How many answered, and how many of them were right."""


@dataclass(frozen=True)
class Own:
    """What the attacker adds to the counts; a manager adds nobody."""

    people: int
    answered: int
    right: int


MANAGER = Own(0, 0, 0)
OWNS = (MANAGER, Own(1, 0, 0), Own(1, 1, 0), Own(1, 1, 1))


def worlds(others: int) -> Iterator[Counts]:
    return ((answered, right) for answered in range(others + 1) for right in range(answered + 1))


def result(roster: int, counts: Counts, own: Own = MANAGER, week: Week = WEEKS[0]) -> QuizResult:
    answered, right = counts
    return QuizResult(week, roster, answered + own.answered, right + own.right)


def secrets_out(possible: Iterable[Counts], others: int) -> set[str]:
    """What all these worlds agree on about each of the others. That somebody answered is not assumed."""
    worlds_left = list(possible)
    found = {
        "all answered": all(answered == others for answered, _ in worlds_left),
        "nobody answered": all(answered == 0 for answered, _ in worlds_left),
        "nobody who answered was right": all(right == 0 for _, right in worlds_left),
        "everybody who answered was right": all(right == answered for answered, right in worlds_left),
    }
    return {secret for secret, is_out in found.items() if is_out}


Guard = Callable[[QuizResult], Hashable]


def what_is_out(guard: Guard, roster: int) -> dict[str, list[tuple[Own, Hashable]]]:
    """Each secret that the outputs of one question give away, with who learns it and from what."""
    out: dict[str, list[tuple[Own, Hashable]]] = defaultdict(list)
    for own in OWNS:
        others = roster - own.people
        seen: dict[Hashable, list[Counts]] = defaultdict(list)
        for counts in worlds(others):
            seen[guard(result(roster, counts, own))].append(counts)
        for output, possible in seen.items():
            for secret in secrets_out(possible, others):
                out[secret].append((own, output))
    return dict(out)


@cache
def every_figure(one: QuizResult) -> Hashable:
    """Took part, first-try accuracy to the manager, and the same in the channel."""
    return (
        shown_part(one.answered, one.roster),
        shown_accuracy(one),
        shown_accuracy(one, in_channel=True),
    )


@pytest.mark.parametrize("roster", range(SMALLEST, 61))
def test_one_question_gives_nobody_away(roster: int) -> None:
    assert what_is_out(every_figure, roster) == {}


@pytest.mark.parametrize("roster", range(SMALLEST, LARGEST + 1))
def test_not_even_to_who_knows_exactly_who_answered(roster: int) -> None:
    def and_who_answered(one: QuizResult) -> Hashable:
        return one.answered, every_figure(one)

    out = what_is_out(and_who_answered, roster)
    # With nobody or one having answered there is nothing, or only what the attacker saw for themselves.
    for secret in ("nobody who answered was right", "everybody who answered was right"):
        learnt = [own for own, output in out.get(secret, []) if shown_something(output) and own.answered]
        assert learnt == []


def shown_something(output: Hashable) -> bool:
    assert isinstance(output, tuple)
    return output[1][1] is not None or output[1][2] is not None


@pytest.mark.parametrize("roster", range(1, SMALLEST))
def test_fewer_than_five_show_nothing(roster: int) -> None:
    for counts in worlds(roster):
        assert every_figure(result(roster, counts)) == (None, None, None)


@pytest.mark.parametrize("roster", range(SMALLEST, 61))
def test_tried_reached_and_answered_give_nobody_away(roster: int) -> None:
    for own, others in ((0, roster), (0, roster - 1), (1, roster - 1)):
        seen: dict[Hashable, set[int]] = defaultdict(set)
        for count in range(others + 1):
            seen[shown_part(count + own, roster)].add(count)
        assert {0} not in seen.values()
        assert {others} not in seen.values()


def first_rule(one: QuizResult) -> Hashable:
    """The rule as it was first written: five words from five people on, and six answers in the channel."""

    def word(count: int, of: int) -> str:
        steps = ((85, "nearly all"), (60, "most"), (40, "half"), (15, "fewer"))
        return next((name for percent, name in steps if count * 100 >= percent * of), "few")

    took_part = word(one.answered, one.roster) if one.roster >= 5 else None
    right = word(one.right, one.answered) if one.answered >= 5 else None
    return took_part, right, right if one.answered >= 6 else None


def test_the_search_finds_what_the_first_rule_gave_away() -> None:
    found = {roster: set(what_is_out(first_rule, roster)) for roster in range(SMALLEST, LARGEST + 1)}
    assert {"all answered", "nobody answered"} <= found[5] & found[6] & found[7]
    assert "everybody who answered was right" in found[8]
    assert max(roster for roster, secrets in found.items() if secrets) >= 12


# Longer periods


def quiz(number: int, one: QuizResult, tip_id: str) -> Quiz:
    question = lessons().tip(tip_id).first_question
    order = tuple(choice.id for choice in question.choices)
    return Quiz(number, 1, one.closed_in, tip_id, question.id, order, AT, AT, AT, one)


def figures(one: QuizResult, tip_id: str, tried: int = 0) -> WeekFigures:
    return WeekFigures(1, one.closed_in, one.roster, 0, one.roster, one.roster, tried, AT, tip_id)


def rows(results: Iterable[QuizResult], tried: int = 0) -> Rows:
    pairs = list(zip(results, TIPS, strict=False))
    weeks = {one.closed_in: figures(one, tip_id, tried) for one, tip_id in pairs}
    quizzes = [quiz(n, one, tip_id) for n, (one, tip_id) in enumerate(pairs, 1)]
    return Rows(list(weeks.values()), quizzes, [], "UTC")


TEAM = Team(1, "local", 1, "Front desk", Timetable(), ("look-up",), AT, AT)


def periods() -> list[Period]:
    weeks = [Period.of(week) for week in WEEKS]
    return weeks + [Period.of(WEEKS[0], kind) for kind in PeriodKind if kind is not PeriodKind.WEEK]


def every_output(made_from: Rows) -> str:
    """All that anybody can see of these rows: cards, closed questions, JSON and CSV of every period."""
    seen = [outputs_of(summary_of(period, made_from, lessons())) for period in periods()]
    return "\n".join([*map(json.dumps, seen), *map(closed_question, made_from.quizzes)])


@cache
def closed_question(one: Quiz) -> str:
    """What its channel reads once it has closed."""
    assert one.result is not None
    share = shown_accuracy(one.result, in_channel=True)
    return plain_text(closed_card(translator("en"), one, lessons().tip(one.tip_id), share))


@cache
def outputs_of(summary: Summary) -> list[str]:
    t, reading = translator("en"), Reading(TEAM, "front-desk")
    page = io.StringIO()
    csv.writer(page).writerows(summary_rows(summary))
    taught = [lessons().behaviour(tip.behaviour) for tip in summary.taught]
    facts = Facts(summary, TEAM.timetable, None, taught, frozenset(), 0, None)
    if summary.is_small:
        card = small_summary_card(t, reading, summary, [])
    else:
        card = summary_card(t, reading, summary, suggestion(facts))
    whole = figures_card(t, TEAM, summary)
    return [
        plain_text(card),
        card.push,
        plain_text(whole),
        json.dumps(summary_data("Front desk", summary)),
        page.getvalue(),
    ]


def test_what_is_seen_of_a_question_hangs_on_its_own_figures_alone() -> None:
    """So longer periods, trends, series, the most missed and suggestions add nothing to single weeks."""
    chance = random.Random(48)
    for _ in range(150):
        rosters = [chance.randint(3, LARGEST) for _ in WEEKS]
        first = [some_result(chance, roster, week) for roster, week in zip(rosters, WEEKS, strict=True)]
        second = [alike(chance, one) for one in first]
        assert every_output(rows(first)) == every_output(rows(second))


def some_result(chance: random.Random, roster: int, week: Week) -> QuizResult:
    answered = chance.randint(0, roster)
    return QuizResult(week, roster, answered, chance.randint(0, answered))


def alike(chance: random.Random, one: QuizResult) -> QuizResult:
    """Another result that shows the same figures."""
    same = [
        QuizResult(one.closed_in, one.roster, *counts)
        for counts in worlds(one.roster)
        if every_figure(result(one.roster, counts)) == every_figure(one)
    ]
    return chance.choice(same)


@cache
def seen_of_both(roster: int, later: int, first: Counts, second: Counts) -> str:
    """As a text's hash, for two weeks whose rosters may differ: somebody came, left or stopped."""
    one, two = result(roster, first), result(later, second, week=WEEKS[1])
    return str(hash(every_output(rows([one, two]))))


@pytest.mark.parametrize(("roster", "later"), [(5, 5), (5, 4), (6, 5), (8, 8), (8, 7)])
def test_weeks_against_months_quarters_and_years(roster: int, later: int) -> None:
    """Every pair of worlds of two weeks, with each attacker who may be in both."""
    for mine in product(OWNS, repeat=2):
        if (mine[0] is MANAGER) != (mine[1] is MANAGER):
            continue
        others = roster - mine[0].people, later - mine[1].people
        seen: dict[str, list[tuple[Counts, Counts]]] = defaultdict(list)
        for pair in product(worlds(others[0]), worlds(others[1])):
            totals = [(a + own.answered, r + own.right) for (a, r), own in zip(pair, mine, strict=True)]
            seen[seen_of_both(roster, later, totals[0], totals[1])].append(pair)
        for possible in seen.values():
            assert secrets_out([first for first, _ in possible], others[0]) == set()
            assert secrets_out([second for _, second in possible], others[1]) == set()


def test_the_search_finds_what_adding_weeks_up_gives_away() -> None:
    """A month that added its weeks' counts up, shown as finely: the middle of its weeks does not do that."""
    roster, own = 14, (OWNS[3], OWNS[2])
    seen: dict[Hashable, list[Counts]] = defaultdict(list)
    for first, second in product(worlds(roster - 1), repeat=2):
        one, two = result(roster, first, own[0]), result(roster, second, own[1])
        both = QuizResult(WEEKS[1], 2 * roster, one.answered + two.answered, one.right + two.right)
        output = (every_figure(one), every_figure(two), every_figure(both))
        seen[output].append(second)
    assert any(secrets_out(possible, roster - 1) for possible in seen.values())


def test_two_questions_in_one_week_show_the_lower_of_the_two() -> None:
    strong = result(9, (9, 9), week=WEEKS[0])
    weak = result(9, (6, 1), week=WEEKS[0])
    summary = summary_of(Period.of(WEEKS[0]), rows([strong, weak]), lessons())
    assert summary.right == shown_accuracy(weak)
    assert [one.right for one in summary.by_question] == [shown_accuracy(strong), shown_accuracy(weak)]
    assert summary.most_missed is not None
    assert summary.most_missed.quiz_id == 2


def test_nothing_of_an_open_period_is_in_a_summary() -> None:
    both = rows([result(9, (9, 9)), result(9, (9, 0), week=WEEKS[1])])
    first = summary_of(Period.of(WEEKS[0]), both, lessons())
    assert first == summary_of(Period.of(WEEKS[0]), rows([result(9, (9, 9))]), lessons())


# When people answer


@cache
def moment_shown(roster: int, at_ten: int, at_two: int) -> Hashable:
    """Took part, and the hour in which the most answered, of one question."""
    ten, two = datetime(2026, 11, 26, 10, 5, tzinfo=UTC), datetime(2026, 11, 26, 14, 5, tzinfo=UTC)
    answers = [(n, ten) for n in range(at_ten)] + [(100 + n, two) for n in range(at_two)]
    one = QuizResult(WEEKS[0], roster, at_ten + at_two, 0)
    counted = answers if shown_accuracy(one) is not None else []
    return shown_part(one.answered, roster), best_moment(counted, roster, Timetable())


@pytest.mark.parametrize("roster", range(SMALLEST, LARGEST + 1))
def test_the_hour_of_most_answers_gives_nobody_away(roster: int) -> None:
    """Neither whether somebody answered, nor that they did so in that hour."""
    for people, ten, two in ((0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 0, 1)):
        others = roster - people
        seen: dict[Hashable, list[Counts]] = defaultdict(list)
        for at_ten, at_two in product(range(others + 1), repeat=2):
            if at_ten + at_two <= others:
                seen[moment_shown(roster, at_ten + ten, at_two + two)].append((at_ten, at_two))
        for possible in seen.values():
            assert not all(at_ten == others for at_ten, _ in possible)
            assert not all(at_ten + at_two == others for at_ten, at_two in possible)
            assert not all(at_ten + at_two == 0 for at_ten, at_two in possible)


def test_an_hour_is_named_only_where_five_of_eight_answered() -> None:
    assert moment_shown(8, 5, 0) != moment_shown(8, 4, 1)
    assert best_moment([(n, AT) for n in range(5)], 8, Timetable()) is not None
    assert best_moment([(n, AT) for n in range(4)], 8, Timetable()) is None
    assert best_moment([(1, AT)] * 9, 8, Timetable()) is None
    assert best_moment([(n, AT) for n in range(7)], 7, Timetable()) is None
    sunday = datetime.combine(date(2026, 11, 22), AT.timetz())
    assert best_moment([(n, sunday) for n in range(8)], 8, Timetable()) is None


def test_words_say_no_more_than_they_may() -> None:
    shown = {shown_part(count, roster) for roster in range(5, 14) for count in range(roster + 1)}
    assert {one.word for one in shown if one is not None} == {Share.MOST, Share.HALF, Share.FEWER}
    tens = {one.percent for count in range(21) if (one := shown_part(count, 20)) is not None}
    assert tens == {None, 20, 30, 40, 50, 60, 70, 80}
