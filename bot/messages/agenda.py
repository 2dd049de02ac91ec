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


def summary_comes(t: Translator, managers: list[str], at: datetime, zone: str) -> str:
    """Named after its reader where there is one."""
    day = _weekday(t, at, zone)
    if len(managers) > 1:
        return say(t.gettext("{weekday}, the managers' summary"), weekday=day)
    return say(t.gettext("{weekday}, {name}'s summary"), weekday=day, name=managers[0])


def question_closes(t: Translator, at: datetime, zone: str) -> str:
    return say(t.gettext("{weekday}, the question closes"), weekday=_weekday(t, at, zone))
