"""`kindling plan` and `kindling tick`: what will come, and one pass of the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from adapters.cli.opening import find_team, with_application
from adapters.cli.values import AS_JSON, INSTANT, print_json
from adapters.wiring import Application, MachineClock
from bot import schedule
from bot.errors import SetupFault
from bot.models import Team
from bot.ports import Clock, DueTeam, Transaction
from bot.week.weekly import PlannedWeek, Skipped, plan_weeks

FARTHEST = timedelta(days=2 * 366)

REASONS = {
    Skipped.PAUSED: "no tip: the team is paused",
    Skipped.DAY: "no tip: it is one of the team's days to skip",
    Skipped.TOO_LATE: "no tip: its time passed, and the week is over before the next working hour",
    Skipped.NO_TIPS: "no tip: the programme has none",
    Skipped.NOT_SENT: "no tip: it could not be sent",
}


class InstantTooFar(SetupFault):
    """What a pass decides stays: after one in a far year, no tip would come before that year."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"--at: {at:%Y-%m-%d} is more than two years away, and what is decided then stays decided. "
            "Write an instant that is nearer."
        )


@click.command(short_help="Show what a team's next weeks will bring.")
@click.argument("team")
@click.option("--weeks", type=click.IntRange(1, 520), default=12, show_default=True, help="How far ahead.")
@AS_JSON
def plan(team: str, weeks: int, as_json: bool) -> None:
    """Show what TEAM's next weeks will bring, when, and why a week is left out. Nothing is changed."""

    async def look(application: Application) -> tuple[Team, list[PlannedWeek]]:
        now = application.clock.now()

        def ahead(tx: Transaction) -> tuple[Team, list[PlannedWeek]]:
            found = find_team(tx, team)
            due = DueTeam(found, tx.lessons.last(found.id), tx.lessons.had(found.id, found.round))
            return found, list(plan_weeks(due, application.library, now, weeks))

        return await application.store.read(ahead)

    found, planned = with_application(look)
    if as_json:
        print_json({"team": found.name, "tz": found.timetable.zone, "weeks": [_json(one) for one in planned]})
        return
    click.echo(f"{found.name}, the next {len(planned)} weeks (times in {found.timetable.zone})\n")
    for one in planned:
        click.echo(_line(one, found.timetable.zone))


def _line(one: PlannedWeek, zone: str) -> str:
    if one.tip is None or one.tip_at is None:
        return f"{one.week}  {_wall(one.slot_at, zone)}  {REASONS.get(one.reason or '', 'no tip')}"
    notes = [f"question {_wall(one.quiz_at, zone)}"] if one.quiz_at is not None else ["no question"]
    if one.begins_again:
        notes.append("the programme begins again")
    if one.ends:
        notes.append("the last of the programme: its managers are asked what comes next")
    return f"{one.week}  {_wall(one.tip_at, zone)}  {one.tip.title:<44}  {'; '.join(notes)}"


def _wall(at: datetime, zone: str) -> str:
    return f"{schedule.local(at, zone):%a %d %b %Y %H:%M}"


def _json(one: PlannedWeek) -> dict[str, object]:
    return {
        "week": str(one.week),
        "slot_at": one.slot_at.isoformat(),
        "tip": one.tip.id if one.tip is not None else None,
        "title": one.tip.title if one.tip is not None else None,
        "tip_at": one.tip_at.isoformat() if one.tip_at is not None else None,
        "quiz_at": one.quiz_at.isoformat() if one.quiz_at is not None else None,
        "reason": one.reason,
        "begins_again": one.begins_again,
        "ends": one.ends,
    }


@click.command(short_help="Make one pass of the clock, send what is due, and end.")
@click.option("--at", type=INSTANT, help="As if it were this instant, for example 2026-11-24T10:00:00+00:00.")
@AS_JSON
def tick(at: datetime | None, as_json: bool) -> None:
    """Make one pass of the clock, send what is due, and end: for cron, or to try an instant."""

    async def once(application: Application) -> tuple[datetime, int]:
        _check_near(application, at)
        await application.settle()
        return application.clock.now(), await application.make_pass()

    now, sent = with_application(once, at=at)
    if as_json:
        print_json({"at": now.isoformat(), "sent": sent})
    else:
        click.echo(f"As of {now:%Y-%m-%d %H:%M} UTC: {sent or 'nothing'} sent.")


def _check_near(application: Application, at: datetime | None) -> None:
    """Raises InstantTooFar, as seen from the clock that flows on."""
    flowing: Clock = application.local.clock if application.local is not None else MachineClock()
    if at is not None and abs(at - flowing.now()) > FARTHEST:
        raise InstantTooFar(at)
