"""Week's figures and readers of the summary as rows."""

from __future__ import annotations

from bot.models import SummaryReader, WeekFigures
from storage.rows.columns import Values
from storage.session import Row
from storage.values import instant, micros, week

FIGURES = "team_id, week, roster, thanked, present, reached, tried, frozen_at, tip_id"


def figures_of(row: Row) -> WeekFigures:
    team_id, label, roster, thanked, present, reached, tried, frozen_at, tip_id = row
    return WeekFigures(
        team_id, week(label), roster, thanked, present, reached, tried, instant(frozen_at), tip_id
    )


def figures_values(one: WeekFigures) -> Values:
    return (
        one.team_id,
        str(one.week),
        one.roster,
        one.thanked,
        one.present,
        one.reached,
        one.tried,
        micros(one.frozen_at),
        one.tip_id,
    )


READER = "team_id, member_id, monthly, unopened, asked_at"


def reader_of(row: Row) -> SummaryReader:
    team_id, member_id, monthly, unopened, asked_at = row
    return SummaryReader(team_id, member_id, bool(monthly), unopened, instant(asked_at))


def reader_values(one: SummaryReader) -> Values:
    return one.team_id, one.member_id, int(one.monthly), one.unopened, micros(one.asked_at)
