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


def question_closes(t: Translator, at: datetime, zone: str) -> str:
    return say(t.gettext("{weekday}, the question closes"), weekday=_weekday(t, at, zone))
