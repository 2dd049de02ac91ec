"""`kindling summary`: what managers may see of a period, for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io

import click

from adapters.cli.opening import find_team, with_application
from adapters.cli.values import print_json
from adapters.wiring import Application
from bot.cards import plain_text
from bot.errors import BadTeamValue, PeriodBefore, PeriodOpen, PeriodUnknown
from bot.messages import translator
from bot.messages.figures import figures_card
from bot.models import Team
from bot.ports import Transaction
from bot.summaries.acts import ended_period
from bot.summaries.figures import Summary, summary_of
from bot.summaries.table import COLUMNS, summary_data, summary_rows
from bot.summaries.week_figures import gather

PERIODS = "Write a week such as 2026-W47, a month 2026-11, a quarter 2026-Q4 or a year 2026"


@click.command()
@click.argument("team")
@click.option("--period", default="", help="2026-W47, 2026-11, 2026-Q4 or 2026. [the last week]")
@click.option(
    "--format",
    "written",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="For people, for a program, or for a spreadsheet.",
)
def summary(team: str, period: str, written: str) -> None:
    """Show TEAM's figures of a PERIOD that is over: those that its managers may see, and no others."""

    async def look(application: Application) -> tuple[Team, Summary]:
        def made(tx: Transaction) -> tuple[Team, Summary]:
            return _summary(tx, application, team, period)

        # Weeks that nobody looked at yet are counted and kept, so this writes.
        return await application.store.decide(made)

    found, figures = with_application(look)
    if written == "json":
        print_json(summary_data(found.name, figures))
    elif written == "csv":
        click.echo(_csv(figures), nl=False)
    else:
        click.echo(_text(found, figures))


def _summary(tx: Transaction, application: Application, asked: str, label: str) -> tuple[Team, Summary]:
    """Raises UnknownTeam, SeveralTeams, and BadTeamValue for a period that is none or not over."""
    team, now = find_team(tx, asked), application.clock.now()
    try:
        period = ended_period(label, now, team)
    except PeriodUnknown:
        raise BadTeamValue("period", f"{label!r} is no period", PERIODS) from None
    except PeriodOpen as still:
        raise BadTeamValue("period", f"{still.label} is not over yet", "Ask for one that has ended") from None
    except PeriodBefore:
        wrong = f"{team.name} was set up after that"
        raise BadTeamValue("period", wrong, "Ask again when its first week is over") from None
    return team, summary_of(period, gather(tx, team, period, now), application.library)


def _text(team: Team, figures: Summary) -> str:
    text = plain_text(figures_card(translator(team.language), team, figures))
    return text.rpartition("\n\n")[0]


def _csv(figures: Summary) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(summary_rows(figures))
    return page.getvalue()
