"""What is typed after an option, read by the same readers as what is typed in chat."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import click

from bot import messages
from bot.errors import BadTeamValue
from bot.models import DeliveryWay, ThanksWay
from bot.teams import values as team_values


class Value(click.ParamType[object]):
    """A value that `read` makes of what was written, or refuses by BadTeamValue."""

    def __init__(self, name: str, read: Callable[[str], object]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except BadTeamValue as refused:
            self.fail(f"{refused.wrong}. {refused.write}", param, ctx)


def read_place_or_zone(text: str) -> str:
    """A zone; a city alone is answered with the zone that is called after it."""
    city = text.strip().replace(" ", "_").casefold()
    zones = {zone.casefold(): zone for zone in sorted(team_values.known_zones())}
    of_city = [zone for folded, zone in zones.items() if folded.rpartition("/")[2] == city]
    if of_city and city not in zones:
        write = f"Write the whole name. Did you mean {of_city[0]}?"
        raise BadTeamValue("time zone", f"{text!r} is a city, and not the name of a zone", write)
    return team_values.read_zone(text)


def read_moment(text: str) -> datetime:
    """An instant in UTC."""
    try:
        return team_values.read_instant(text).astimezone(UTC)
    except OverflowError:
        write = "Write it with its offset, for example 2026-11-24T10:00:00+00:00"
        raise BadTeamValue("instant", f"{text!r} is before or after all time", write) from None


def read_language(text: str) -> str:
    locale = Path(messages.__file__).parent / "locale"
    known = sorted({"en", *(folder.name for folder in locale.glob("*/"))})
    if text not in known:
        raise BadTeamValue(
            "language", f"there is no translation {text!r}", f"Write one of {', '.join(known)}"
        )
    return text


def one_of(name: str, kind: type[StrEnum]) -> Value:
    def read(text: str) -> StrEnum:
        try:
            return kind(text.strip().casefold())
        except ValueError:
            known = [one.value for one in kind]
            hint = team_values.did_you_mean(text, known)
            write = f"Write {' or '.join(known)}.{hint}"
            raise BadTeamValue(name, f"{text!r} is not one of the ways", write) from None

    return Value("|".join(kind), read)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


NAME = Value("name", team_values.read_name)
WEEKDAY = Value("weekday", team_values.read_weekday)
WEEKDAYS = Value("weekdays", team_values.read_weekdays)
TIME = Value("time", team_values.read_time)
HOURS = Value("hours", team_values.read_hours)
ZONE = Value("zone", read_place_or_zone)
QUIZ_AFTER = Value("days|off", team_values.read_quiz_after)
DAY = Value("day", team_values.read_day)
DAYS = Value("days", team_values.read_days)
INSTANT = Value("instant", read_moment)
DELIVERY = one_of("delivery", DeliveryWay)
EMOJI = Value("emoji|off", team_values.read_emoji)
THANKS = one_of("thanks", ThanksWay)
LANGUAGE = Value("language", read_language)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program.")
