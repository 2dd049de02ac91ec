"""`kindling deliveries`: what is owed, what was given up, and trying one again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

import click

from adapters.cli.opening import with_application
from adapters.cli.values import AS_JSON, print_json
from adapters.wiring import Application
from bot.models import Delivery, DeliveryState
from bot.outbox.redrive import ALL, redrive
from bot.ports import Transaction

UNFINISHED: list[DeliveryState] = [state for state in DeliveryState if state is not DeliveryState.SENT]
COLUMNS = ("KEY", "KIND", "TEAM", "STATE", "TRIES", "DUE (UTC)", "REASON")


class Listed(NamedTuple):
    """A delivery with its team's name, "" where it has none."""

    delivery: Delivery
    team: str


@click.command()
@click.option("--status", type=click.Choice([state.value for state in DeliveryState]), help="Only these.")
@click.option("--redrive", "key", metavar="KEY", help="Try this dead or held one again.")
@click.option("--limit", type=click.IntRange(1, ALL), default=200, show_default=True, help="How many.")
@AS_JSON
def deliveries(status: str | None, key: str | None, limit: int, as_json: bool) -> None:
    """Show what is owed and not sent, or with --redrive try again what was given up or held."""
    if key is not None:
        _redrive(key, as_json=as_json)
        return
    states = UNFINISHED if status is None else [DeliveryState(status)]

    async def look(application: Application) -> list[Listed]:
        return await application.store.read(lambda tx: _listed(tx, states))

    found = with_application(look)
    if as_json:
        print_json({"deliveries": [_json(one) for one in found[-limit:]], "in_all": len(found)})
        return
    if not found:
        click.echo("Nothing is in that state." if status else "Nothing waits, and nothing was given up.")
        return
    _print(found, limit)


def _listed(tx: Transaction, states: list[DeliveryState]) -> list[Listed]:
    """In the order they were meant to go."""
    found = [one for state in states for one in tx.deliveries.find(state=state, limit=ALL)]
    found.sort(key=lambda one: (one.slot_at, one.key))
    names = {team.id: team.name for team in tx.teams.all()}
    return [Listed(one, names.get(one.team_id or 0, "")) for one in found]


def _print(found: list[Listed], limit: int) -> None:
    rows = [COLUMNS, *(_row(one) for one in found[-limit:])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    counts = Counter(one.delivery.state for one in found)
    click.echo("\n" + ", ".join(f"{counts[state]} {state}" for state in DeliveryState if counts[state]))
    if len(found) > limit:
        click.echo(f"The last {limit} of {len(found)} are shown; --limit shows more.")
    if counts[DeliveryState.DEAD] or counts[DeliveryState.HELD]:
        click.echo("To try a dead or held one again: kindling deliveries --redrive KEY")


def _row(one: Listed) -> tuple[str, ...]:
    delivery = one.delivery
    return (
        delivery.key,
        delivery.kind.value,
        one.team,
        delivery.state.value,
        str(delivery.tries),
        _utc(delivery.due_at),
        delivery.reason or "",
    )


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _json(one: Listed) -> dict[str, object]:
    delivery = one.delivery
    return {
        "key": delivery.key,
        "kind": delivery.kind.value,
        "workspace": delivery.workspace_id,
        "team": one.team or None,
        "state": delivery.state.value,
        "tries": delivery.tries,
        "slot_at": delivery.slot_at.isoformat(),
        "due_at": delivery.due_at.isoformat(),
        "reason": delivery.reason,
        "message": delivery.message_id,
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at is not None else None,
    }


def _redrive(key: str, *, as_json: bool) -> None:
    async def again(application: Application) -> tuple[Listed, datetime]:
        now = application.clock.now()

        def decide(tx: Transaction) -> Listed:
            delivery = redrive(tx, application.library, key, now)
            team = tx.teams.get(delivery.team_id) if delivery.team_id is not None else None
            return Listed(delivery, team.name if team is not None else "")

        return await application.store.decide(decide), now

    one, now = with_application(again)
    if as_json:
        print_json(_json(one))
        return
    when = "at once" if one.delivery.due_at <= now else f"on {_utc(one.delivery.due_at)} UTC"
    click.echo(f"{key} is pending again and goes out {when}, while kindling serve runs.")
    if one.delivery.reason is not None:
        click.echo("It may stand in its conversation already, and then it will stand there twice.")
