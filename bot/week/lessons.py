"""What becomes of a lesson when its tip or its question was sent, or was not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import schedule, teams
from bot.models import Delivery, Lesson, LessonState, Team
from bot.ports import Transaction
from bot.week import weekly


def tip_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """A tip that went on another day than planned takes its question with it."""
    if delivery.team_id is None or delivery.week is None or delivery.member_id is not None:
        return
    team, lesson = tx.teams.get(delivery.team_id), tx.lessons.get(delivery.team_id, delivery.week)
    if team is None or lesson is None:
        return
    moved = with_tip_at(team, lesson, now)
    if moved != lesson:
        tx.lessons.put([moved])
        teams.refresh(tx, team, now)


def with_tip_at(team: Team, lesson: Lesson, now: datetime) -> Lesson:
    """The lesson as it is if its tip goes out now: a question not owed yet is counted from that day."""
    sent_on = schedule.local(now, team.timetable.zone).date()
    if lesson.tip_at is None or sent_on == lesson.tip_on or lesson.quiz_planned:
        return lesson
    moved = replace(lesson, tip_on=sent_on, tip_at=now)
    return replace(moved, quiz_at=weekly.first_quiz_at(team, moved))


def tip_lost(tx: Transaction, delivery: Delivery, reason: str) -> None:
    """The channel's tip never went out: the week is skipped, and its tip comes again."""
    if delivery.team_id is None or delivery.week is None or delivery.member_id is not None:
        return
    lesson = tx.lessons.get(delivery.team_id, delivery.week)
    if lesson is None or lesson.state is LessonState.SKIPPED:
        return
    kept = reason if reason in {weekly.Skipped.PAUSED, weekly.Skipped.DAY} else weekly.Skipped.NOT_SENT
    tx.lessons.put([replace(lesson, state=LessonState.SKIPPED, quiz_at=None, reason=kept)])


def quiz_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """The first post of a quiz opens it."""
    if delivery.team_id is None or delivery.week is None:
        return
    quiz = tx.quizzes.of_lesson(delivery.team_id, delivery.week)
    team = tx.teams.get(delivery.team_id)
    if quiz is not None and quiz.posted_at is None and team is not None:
        closes_at = schedule.quiz_closes_at(now, team.timetable.zone)
        tx.quizzes.set_posted(quiz.id, now, closes_at)
