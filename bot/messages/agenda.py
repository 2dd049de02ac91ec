"""What comes next, in a few words."""

from __future__ import annotations

from datetime import datetime

from bot import schedule
from bot.messages import Translator, say
from bot.messages.times import weekday_name
from bot.tips import Tip


def _weekday(t: Translator, at: datetime, zone: str) -> str:
    return weekday_name(t, schedule.local(at, zone).weekday())


def tip_comes(t: Translator, tip: Tip, at: datetime, zone: str) -> str:
    return say(t.gettext("{weekday}, {title}"), weekday=_weekday(t, at, zone), title=tip.title)


def question_comes(t: Translator, at: datetime, zone: str) -> str:
    return say(t.gettext("{weekday}, the question"), weekday=_weekday(t, at, zone))


def summary_comes(t: Translator, managers: list[str], at: datetime, zone: str, *, with_thanks: bool) -> str:
    """Named after its reader where there is one. `with_thanks`: the team's gathered thanks come with it."""
    day = _weekday(t, at, zone)
    if len(managers) > 1:
        together = t.gettext("{weekday}, the week's thanks and the managers' summary")
        return say(together if with_thanks else t.gettext("{weekday}, the managers' summary"), weekday=day)
    together = t.gettext("{weekday}, the week's thanks and {name}'s summary")
    alone = t.gettext("{weekday}, {name}'s summary")
    return say(together if with_thanks else alone, weekday=day, name=managers[0])


def thanks_come(t: Translator, at: datetime, zone: str) -> str:
    return say(t.gettext("{weekday}, the week's thanks"), weekday=_weekday(t, at, zone))


def kept_thanks_come(t: Translator, name: str, at: datetime, zone: str) -> str:
    return say(t.gettext("{weekday}, thanks for {name}"), weekday=_weekday(t, at, zone), name=name)
