"""The summary as it is sent to each manager, and what they have posted once more in the channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot import schedule, teams
from bot.cards import Card, Part
from bot.messages import summary as words
from bot.messages import summary_replies, translator
from bot.models import Conversation, Delivery, Gift, Member, Team, Week
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.quizzes import shuffled
from bot.summaries import guard, rosters
from bot.summaries.figures import Rows, summary_of
from bot.summaries.periods import Period, PeriodKind, last_ended
from bot.summaries.suggestions import Facts, Moment, best_moment, fell, suggestion
from bot.summaries.week_figures import gather
from bot.tips import Behaviour, Library, UnknownId
from bot.week import weekly
from bot.week.reviews import PAST_USE, Later, Moot

UNOPENED_BEFORE_ASKING = 4
_LATELY = timedelta(weeks=4)
_WEEKS_OF_ANSWERS = 12
_DAY = timedelta(days=1)


def compose_summary(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """The summary that a manager is owed, unless the rules of sending say otherwise by now."""
    team = tx.teams.get(delivery.team_id or 0)
    member = tx.members.get(delivery.member_id or 0)
    if team is None or member is None or delivery.week is None:
        return Moot("team-gone")
    if (found := _kept_back(tx, team, member, delivery.week, now)) is not None:
        return found
    reader = tx.figures.reader(team.id, member.id)
    asks = not reader.monthly and reader.asked_at is None and reader.unopened >= UNOPENED_BEFORE_ASKING
    period = Period.parse(str(delivery.about.get("period", delivery.week)))
    card = composed_summary(tx, library, team, member, period, now, asks=asks)
    return Outgoing(delivery, conversation, card)


def _kept_back(tx: Transaction, team: Team, member: Member, week: Week, now: datetime) -> Later | Moot | None:
    zone = team.timetable.zone
    if team.ended_at is not None:
        return Moot("team-ended")
    if all(manager.id != member.id for manager in teams.managers(tx, team)):
        return Moot("not-manager")
    if member.stopped_at is not None:
        return Moot("not-wanted")
    day = schedule.local(now, zone).date()
    if any(until is not None and day < until for until in (member.paused_until_on, member.away_until_on)):
        return Moot("away")
    if (reason := weekly.hindrance(team, day)) == weekly.Skipped.PAUSED:
        return Moot(reason)
    at = now if reason is None else schedule.to_utc(day + _DAY, team.timetable.work_from, zone)
    at = schedule.next_working(team.timetable, at)
    if at >= schedule.week_ends_at(week.plus(1), zone):
        return Moot(PAST_USE)
    return Later(at) if at > now else None


def summary_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Counts it as unopened until its manager presses something on it."""
    if delivery.team_id is None or delivery.member_id is None:
        return
    reader = tx.figures.reader(delivery.team_id, delivery.member_id)
    asked = not reader.monthly and reader.asked_at is None and reader.unopened >= UNOPENED_BEFORE_ASKING
    tx.figures.put_reader(
        replace(reader, unopened=reader.unopened + 1, asked_at=now if asked else reader.asked_at)
    )


def composed_summary(
    tx: Transaction,
    library: Library,
    team: Team,
    member: Member,
    period: Period,
    now: datetime,
    *,
    asks: bool,
) -> Card:
    """The summary of an ended period for one of the team's managers."""
    t = translator(team.language)
    rows = gather(tx, team, period, now)
    summary = summary_of(period, rows, library)
    reading = _reading(tx, team, member, period, rows, asks=asks)
    if summary.is_small:
        reasons = [gift.reason for gift in _given_in(rows, period)]
        return words.small_summary_card(t, reading, summary, reasons)
    facts = facts_of(tx, library, team, member, period, rows)
    return words.summary_card(t, reading, summary, suggestion(facts))


def last_week_parts(
    tx: Transaction, library: Library, team: Team, member: Member, now: datetime
) -> tuple[Part, ...]:
    """The last week in short, for a manager's home. Nothing where there is nothing to tell."""
    period = last_ended(PeriodKind.WEEK, now, team.timetable.zone)
    rows = gather(tx, team, period, now)
    summary = summary_of(period, rows, library)
    if not summary.is_worth_telling:
        return ()
    one_thing = suggestion(facts_of(tx, library, team, member, period, rows))
    reading = _reading(tx, team, member, period, rows, asks=False)
    return words.week_parts(translator(team.language), reading, summary, one_thing)


def _reading(
    tx: Transaction, team: Team, member: Member, period: Period, rows: Rows, *, asks: bool
) -> words.Reading:
    place = tx.conversations.get(team.conversation_id)
    return words.Reading(
        team,
        place.name if place is not None else team.name,
        sum(gift.giver_id == member.id for gift in _given_in(rows, period)),
        monthly=tx.figures.reader(team.id, member.id).monthly,
        asks=asks,
    )


def _given_in(rows: Rows, period: Period) -> list[Gift]:
    starts_at, ends_at = period.starts_at(rows.zone), period.ends_at(rows.zone)
    return [gift for gift in rows.gifts if starts_at <= gift.given_at < ends_at]


def facts_of(
    tx: Transaction, library: Library, team: Team, member: Member, period: Period, rows: Rows
) -> Facts:
    """What the suggestion hangs on: always the last week of the period."""
    week = Period.of(period.last)
    ends_at = week.ends_at(rows.zone)
    lately = [gift for gift in rows.gifts if ends_at - _LATELY <= gift.given_at < ends_at]
    had = tx.lessons.had(team.id, team.round)
    coming = weekly.next_tip(team, team.round, had, library)
    summary = summary_of(week, rows, library)
    return Facts(
        summary,
        team.timetable,
        _moment(tx, team, week, rows) if fell(summary) else None,
        _taught_lately(rows, week, library),
        frozenset(gift.behaviour for gift in lately if gift.behaviour is not None),
        sum(gift.giver_id == member.id for gift in lately),
        coming.tip if coming is not None else None,
    )


def _moment(tx: Transaction, team: Team, week: Period, rows: Rows) -> Moment | None:
    since = week.plus(1 - _WEEKS_OF_ANSWERS).first
    quiz_ids = [
        quiz.id
        for quiz in rows.quizzes
        if quiz.result is not None
        and since <= quiz.result.closed_in <= week.last
        and guard.shown_accuracy(quiz.result) is not None
    ]
    roster = rosters.counted_ids(tx, team.id, week.ends_at(rows.zone))
    answers = [one for one in tx.figures.answered_at(quiz_ids) if one[0] in roster]
    return best_moment(answers, len(roster), team.timetable)


def _taught_lately(rows: Rows, week: Period, library: Library) -> list[Behaviour]:
    """What the last four weeks taught, latest first."""
    since = week.plus(-3).first
    found: list[Behaviour] = []
    for one in reversed(rows.weeks):
        if since <= one.week <= week.last and one.tip_id is not None:
            try:
                found.append(library.behaviour(library.tip(one.tip_id).behaviour))
            except UnknownId:
                continue
    return found


def compose_question_again(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """What a manager chose to post once more. Past use after a day."""
    team = tx.teams.get(delivery.team_id or 0)
    if team is None or team.ended_at is not None:
        return Moot("team-gone")
    if now - delivery.slot_at > _DAY:
        return Moot(PAST_USE)
    t = translator(team.language)
    try:
        if "talk" in delivery.about:
            card = summary_replies.talk_card(t, library.tip(str(delivery.about["talk"])))
            return Outgoing(delivery, conversation, card)
        quiz = tx.quizzes.get(int(delivery.about.get("quiz", 0)))
        if quiz is None:
            return Moot("no-quiz")
        tip = library.tip(quiz.tip_id)
        question = tip.question(quiz.question_id)
    except UnknownId:
        return Moot("tip-gone")
    nonce = delivery.key
    order = shuffled(question, nonce)
    card = summary_replies.question_again_card(t, quiz, tip, question, order, nonce)
    return Outgoing(delivery, conversation, card)
