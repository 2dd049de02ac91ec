"""The demo's steps, as far as what is stored tells that they were taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.local.people import WORKSPACE_ID
from bot import schedule
from bot.ports import Transaction


@dataclass(frozen=True, slots=True)
class Steps:
    answered: bool = False
    thanked: bool = False
    moved_on: bool = False


def steps_taken(tx: Transaction, person_id: str, since: datetime, now: datetime) -> Steps:
    """Whether somebody has answered or thanked anybody since then, and whether that week is over."""
    member = tx.members.find(WORKSPACE_ID, person_id)
    teams = tx.teams.of_member(member.id) if member is not None else []
    if member is None or not teams:
        return Steps()
    team = teams[0][0]
    answers = (tx.quizzes.answer(quiz.id, member.id) for quiz in tx.quizzes.of_team(team.id))
    latest = tx.gifts.latest(member.id)
    zone = team.timetable.zone
    return Steps(
        any(answer is not None and answer.answered_at >= since for answer in answers),
        latest is not None and latest.given_at >= since,
        schedule.week_of(now, zone) > schedule.week_of(since, zone),
    )
