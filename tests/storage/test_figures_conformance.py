"""Frozen weeks, closed quizzes and readers of the summary: the same on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.models import (
    Answer,
    Conversation,
    ConversationKind,
    Member,
    Platform,
    Quiz,
    QuizResult,
    SummaryReader,
    Team,
    Timetable,
    Week,
    WeekFigures,
    Workspace,
)
from bot.ports import Store, Transaction
from tests.storage.records import AT, HOUR

W47, W48, W49 = Week(2026, 47), Week(2026, 48), Week(2026, 49)


def add_team(tx: Transaction, name: str) -> Team:
    tx.workspaces.put(Workspace("W", Platform.LOCAL, "Local", AT))
    place = tx.conversations.put(Conversation(0, "W", name, ConversationKind.CHANNEL, name))
    return tx.teams.add(Team(0, "W", place.id, name, Timetable(), ("look-up",), AT, AT))


def add_closed(tx: Transaction, team: Team, week: Week, closed_in: Week | None) -> int:
    quiz = Quiz(0, team.id, week, "look-up/smile", "desk", ("a", "b"), AT)
    (quiz_id,) = tx.quizzes.add([quiz])
    tx.quizzes.set_posted(quiz_id, AT, AT + 72 * HOUR)
    if closed_in is not None:
        tx.quizzes.close(quiz_id, QuizResult(closed_in, 9, 7, 5))
    return quiz_id


async def test_a_frozen_week_never_changes(store: Store) -> None:
    def freeze(tx: Transaction) -> WeekFigures:
        team = add_team(tx, "front")
        first = WeekFigures(team.id, W48, 9, 5, 8, 7, 6, AT, "look-up/smile")
        tx.figures.freeze(first)
        tx.figures.freeze(replace(first, roster=1, thanked=1, present=1, reached=1, tried=1, tip_id=None))
        return first

    first = await store.decide(freeze)
    assert await store.read(lambda tx: tx.figures.get(first.team_id, W48)) == first
    assert await store.read(lambda tx: tx.figures.get(first.team_id, W47)) is None
    assert await store.read(lambda tx: tx.figures.get(first.team_id + 1, W48)) is None


async def test_weeks_are_found_from_first_to_last(store: Store) -> None:
    def freeze(tx: Transaction) -> int:
        team, other = add_team(tx, "front"), add_team(tx, "back")
        for week in (W49, W47, W48):
            tx.figures.freeze(WeekFigures(team.id, week, 9, 0, 0, 0, 0, AT))
        tx.figures.freeze(WeekFigures(other.id, W48, 5, 0, 0, 0, 0, AT))
        return team.id

    team_id = await store.decide(freeze)
    found = await store.read(lambda tx: tx.figures.between(team_id, W47, W48))
    assert [(one.team_id, one.week) for one in found] == [(team_id, W47), (team_id, W48)]


async def test_quizzes_are_found_by_the_week_they_closed_in(store: Store) -> None:
    def close(tx: Transaction) -> tuple[int, list[int]]:
        team, other = add_team(tx, "front"), add_team(tx, "back")
        ids = [
            add_closed(tx, team, W47, W48),
            add_closed(tx, team, W48, W48),
            add_closed(tx, team, W49, None),
        ]
        add_closed(tx, other, W48, W48)
        return team.id, ids

    team_id, ids = await store.decide(close)
    assert [one.id for one in await store.read(lambda tx: tx.figures.closed(team_id, W48, W48))] == ids[:2]
    assert await store.read(lambda tx: tx.figures.closed(team_id, W47, W47)) == []
    assert len(await store.read(lambda tx: tx.figures.closed(team_id, W47, W49))) == 2


async def test_only_answers_before_closing_have_a_time(store: Store) -> None:
    def answer(tx: Transaction) -> tuple[int, int, int]:
        team = add_team(tx, "front")
        quiz_id = add_closed(tx, team, W48, W48)
        early = tx.members.add(Member(0, "W", "U1", "Ana"))
        late = tx.members.add(Member(0, "W", "U2", "Li"))
        tx.quizzes.add_answer(Answer(quiz_id, early.id, ("a",), True, AT + HOUR))
        tx.quizzes.add_answer(Answer(quiz_id, late.id, ("a",), True, AT + 72 * HOUR))
        return quiz_id, early.id, late.id

    quiz_id, early_id, _ = await store.decide(answer)
    assert await store.read(lambda tx: tx.figures.answered_at([quiz_id])) == [(early_id, AT + HOUR)]
    assert await store.read(lambda tx: tx.figures.answered_at([])) == []


async def test_teams_are_due_at_their_week_s_end(store: Store) -> None:
    def plan(tx: Transaction) -> list[int]:
        teams = [add_team(tx, name) for name in ("a", "b", "c", "d")]
        tx.figures.set_due([(teams[0].id, AT + 2 * HOUR), (teams[1].id, AT), (teams[2].id, AT + HOUR)])
        tx.teams.save(replace(teams[3], summary_due_at=AT, ended_at=AT))
        return [team.id for team in teams]

    ids = await store.decide(plan)
    at = AT + HOUR
    assert [one.id for one in await store.read(lambda tx: tx.figures.teams_due(at, 9))] == [ids[1], ids[2]]
    assert [one.id for one in await store.read(lambda tx: tx.figures.teams_due(at, 1))] == [ids[1]]
    assert await store.read(lambda tx: tx.figures.teams_due(AT - timedelta(microseconds=1), 9)) == []
    await store.decide(lambda tx: tx.figures.set_due([(ids[1], None)]))
    assert [one.id for one in await store.read(lambda tx: tx.figures.teams_due(at, 9))] == [ids[2]]


async def test_a_reader_begins_weekly_and_keeps_what_they_chose(store: Store) -> None:
    def choose(tx: Transaction) -> SummaryReader:
        team = add_team(tx, "front")
        member = tx.members.add(Member(0, "W", "U1", "Priya"))
        assert tx.figures.reader(team.id, member.id) == SummaryReader(team.id, member.id)
        tx.figures.put_reader(SummaryReader(team.id, member.id, monthly=False, unopened=3))
        chosen = SummaryReader(team.id, member.id, monthly=True, unopened=4, asked_at=AT)
        tx.figures.put_reader(chosen)
        return chosen

    chosen = await store.decide(choose)
    kept = await store.read(lambda tx: tx.figures.reader(chosen.team_id, chosen.member_id))
    assert kept == chosen
