"""Days and times in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot import schedule
from bot.messages import Translator, say


def weekday_name(t: Translator, weekday: int) -> str:
    """Monday is 0."""
    names = (
        t.gettext("Monday"),
        t.gettext("Tuesday"),
        t.gettext("Wednesday"),
        t.gettext("Thursday"),
        t.gettext("Friday"),
        t.gettext("Saturday"),
        t.gettext("Sunday"),
    )
    return names[weekday]


def month_name(t: Translator, month: int) -> str:
    names = (
        t.gettext("January"),
        t.gettext("February"),
        t.gettext("March"),
        t.gettext("April"),
        t.gettext("May"),
        t.gettext("June"),
        t.gettext("July"),
        t.gettext("August"),
        t.gettext("September"),
        t.gettext("October"),
        t.gettext("November"),
        t.gettext("December"),
    )
    return names[month - 1]


def day_name(t: Translator, day: date) -> str:
    """For example: Tuesday 24 November."""
    weekday, month = weekday_name(t, day.weekday()), month_name(t, day.month)
    # Translators: a day in full, for example Tuesday 24 November
    return say(t.gettext("{weekday} {day} {month}"), weekday=weekday, day=day.day, month=month)


def clock_time(at: time) -> str:
    return f"{at:%H:%M}"


def open_until(t: Translator, closes_at: datetime, zone: str) -> str:
    """Until when a question counts: midnight is told as the evening before."""
    wall = schedule.local(closes_at, zone)
    if wall.time() == time(0):
        evening = weekday_name(t, (wall - timedelta(minutes=1)).weekday())
        return say(t.gettext("{weekday} evening"), weekday=evening)
    return say(
        t.gettext("{weekday}, {time}"), weekday=weekday_name(t, wall.weekday()), time=clock_time(wall.time())
    )
