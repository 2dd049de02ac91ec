"""`kindling teams`: what setting up in chat does, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from adapters.cli import values
from adapters.cli.opening import find_channel, find_member, find_team, find_workspace, with_application
from adapters.cli.team_lines import next_step, team_json, team_line
from adapters.local.people import WORKSPACE_ID
from adapters.wiring import Application
from bot import schedule
from bot import teams as core
from bot.errors import BadTeamValue
from bot.models import Team, Timetable
from bot.ports import Transaction
from bot.teams.values import did_you_mean
from bot.tips import Library, UnknownProgramme

Command = TypeVar("Command", bound=Callable[..., object])

SETTINGS = (
    click.option("--weekday", type=values.WEEKDAY, help="Day of the tip: mon to sun. [new team: tue]"),
    click.option("--time", "at", type=values.TIME, help="Time of the tip. [new team: 10:00]"),
    click.option("--tz", "zone", type=values.ZONE, help="Time zone, for example Europe/Lisbon."),
    click.option("--days", "working_days", type=values.WEEKDAYS, help="Working days. [new team: mon-fri]"),
    click.option("--hours", type=values.HOURS, help="Working hours. [new team: 9:00-17:00]"),
    click.option(
        "--quiz-after",
        type=values.QUIZ_AFTER,
        help="Days from the tip to its question, 0 to 6, or off. [new team: 2]",
    ),
    click.option("--delivery", type=values.DELIVERY, help="To the channel, or to each person directly."),
    click.option("--thanks", type=values.THANKS, help="Announce thanks at once, or gathered once a week."),
    click.option(
        "--reaction",
        "kudos_emoji",
        type=values.EMOJI,
        help="Slack: the emoji that is small thanks, such as sunflower, or off. [new team: off]",
    ),
    click.option(
        "--language", type=values.LANGUAGE, help="Language of Kindling's own sentences. [new team: en]"
    ),
    click.option("--programme", help="Follow this programme: kindling tips list has them."),
    click.option("--series", help="Instead of a programme: ids of series in order, with commas."),
)
TIMETABLE = ("weekday", "at", "zone", "working_days", "quiz_after")
PLAIN = ("name", "delivery", "thanks", "kudos_emoji", "language")


def settings_options(command: Command) -> Command:
    for option in reversed(SETTINGS):
        command = option(command)
    return command


def _given() -> dict[str, Any]:
    """The options that were written, by name: what was left out stays as it is."""
    context = click.get_current_context()
    return {
        name: value
        for name, value in context.params.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


def _timetable(before: Timetable, given: dict[str, Any]) -> Timetable:
    changes = {name: given[name] for name in TIMETABLE if name in given}
    if "hours" in given:
        changes["work_from"], changes["work_until"] = given["hours"]
    return replace(before, **changes)


def _series(library: Library, given: dict[str, Any], otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Raises BadTeamValue for a programme that is not there, or for a programme and series."""
    if "programme" in given and "series" in given:
        raise BadTeamValue("programme", "a programme and series are given", "Write one of the two")
    if "series" in given:
        return tuple(filter(None, (one.strip() for one in given["series"].split(","))))
    if "programme" not in given:
        return otherwise
    try:
        return library.programme(given["programme"]).series
    except UnknownProgramme:
        known = [one.id for one in library.programmes]
        hint = did_you_mean(given["programme"], known)
        write = f"Write one of {', '.join(known)}.{hint}"
        raise BadTeamValue("programme", f"there is no {given['programme']!r}", write) from None


@click.group()
def teams() -> None:
    """Coached teams: list them, add, change, pause and resume."""


@teams.command(name="list")
@click.option("--workspace", help="Of this workspace only.")
@values.AS_JSON
def list_teams(workspace: str | None, as_json: bool) -> None:
    """List the teams with their settings."""

    async def look(application: Application) -> tuple[list[str], list[dict[str, object]]]:
        now = application.clock.now()

        def every(tx: Transaction) -> tuple[list[str], list[dict[str, object]]]:
            if workspace is not None:
                find_workspace(tx, workspace)
            found = tx.teams.all(workspace)
            return [team_line(tx, team, now) for team in found], [team_json(tx, team) for team in found]

        return await application.store.read(every)

    lines, rows = with_application(look)
    if as_json:
        values.print_json({"teams": rows})
    else:
        click.echo("\n".join(lines) or "There is no team yet. Set one up: kindling teams add --help")


@teams.command()
@click.option("--workspace", required=True, help=f"Its id; {WORKSPACE_ID} is the chat on this computer.")
@click.option("--channel", required=True, help="The channel's id; in the local chat its name.")
@click.option("--name", type=values.NAME, help="What the team is called. [the channel's name]")
@click.option("--manager", "managers", multiple=True, help="Who sees the team's summary. May be given again.")
@settings_options
@values.AS_JSON
def add(workspace: str, channel: str, managers: tuple[str, ...], as_json: bool, **_settings: object) -> None:
    """Set a team up in CHANNEL."""
    given = _given()
    if "zone" not in given:
        raise click.UsageError("Say in which time zone the team works, for example --tz Europe/Lisbon.")

    async def do(application: Application) -> Team:
        if application.local is not None and workspace == WORKSPACE_ID:
            application.local.open_channel(channel.removeprefix("#"))
        await application.settle()
        now = application.clock.now()

        def decide(tx: Transaction) -> Team:
            place = find_workspace(tx, workspace)
            where = find_channel(tx, place, channel)
            who = [find_member(tx, place, one) for one in managers]
            library = application.library
            series = _series(library, given, library.programmes[0].series)
            settings = {name: given[name] for name in PLAIN[1:] if name in given}
            name = given.get("name", where.name)
            team_plan = core.TeamPlan(name, _timetable(Timetable(), given), series, **settings)
            team = core.add_team(tx, library, where, team_plan, now)
            for member in who:
                core.set_manager(tx, team, member, now, manages=True)
            return team

        added = await application.store.decide(decide)
        await application.settle()
        return added

    _tell(
        with_application(do, local=True if workspace == WORKSPACE_ID else None, make=True),
        "is set up",
        as_json,
    )


@teams.command(name="set")
@click.argument("team")
@click.option("--name", type=values.NAME, help="Another name.")
@click.option(
    "--skip", "skip_on", type=values.DAYS, help="Days without posts, for example 2026-12-24..2027-01-01."
)
@click.option("--manager", "managers", multiple=True, help="One more manager.")
@click.option("--no-manager", "no_managers", multiple=True, help="One manager less.")
@settings_options
@values.AS_JSON
def set_team(
    team: str, managers: tuple[str, ...], no_managers: tuple[str, ...], as_json: bool, **_settings: object
) -> None:
    """Change TEAM (its name or number). What is not given stays as it is."""
    given = _given()
    if not given.keys() - {"team", "as_json"}:
        raise click.UsageError("Say what to change: kindling teams set --help lists it.")

    def change(tx: Transaction, application: Application) -> Team:
        now = application.clock.now()
        found = find_team(tx, team)
        changes = {name: given[name] for name in (*PLAIN, "skip_on") if name in given}
        changed = replace(
            found,
            timetable=_timetable(found.timetable, given),
            series=_series(application.library, given, found.series),
            **changes,
        )
        changed = core.change_team(tx, application.library, found, changed, now)
        place = find_workspace(tx, found.workspace_id)
        for asked, manages in [*((one, True) for one in managers), *((one, False) for one in no_managers)]:
            core.set_manager(tx, changed, find_member(tx, place, asked), now, manages=manages)
        return changed

    _tell(_decided(change), "is changed", as_json)


@teams.command()
@click.argument("team")
@click.option("--until", type=values.DAY, help="The first day on which posts go out again.")
@values.AS_JSON
def pause(team: str, until: date | None, as_json: bool) -> None:
    """Send TEAM nothing scheduled until a day, or until it is resumed."""

    def decide(tx: Transaction, application: Application) -> Team:
        found, now = find_team(tx, team), application.clock.now()
        if until is not None and until <= schedule.local(now, found.timetable.zone).date():
            write = "Write the first day on which posts go out again"
            raise BadTeamValue("until", f"{until} is not to come", write)
        return core.pause_team(tx, found, until, now)

    _tell(_decided(decide), f"is paused until {until}" if until else "is paused", as_json)


@teams.command()
@click.argument("team")
@values.AS_JSON
def resume(team: str, as_json: bool) -> None:
    """Take TEAM's pause back."""

    def decide(tx: Transaction, application: Application) -> Team:
        return core.resume_team(tx, find_team(tx, team), application.clock.now())

    _tell(_decided(decide), "goes on", as_json)


def _decided(decide: Callable[[Transaction, Application], Team]) -> Team:
    async def do(application: Application) -> Team:
        return await application.store.decide(lambda tx: decide(tx, application))

    return with_application(do)


def _tell(team: Team, done: str, as_json: bool) -> None:
    if as_json:
        values.print_json({"team": team.name, "id": team.id})
    else:
        click.echo(f"{team.name} {done}. {next_step(team)}")
