"""Periods, shares and numbers in words."""

from __future__ import annotations

from datetime import date

from bot.messages import Translator, say
from bot.messages.times import month_name
from bot.summaries.guard import Share, Shown
from bot.summaries.periods import Period, PeriodKind


def period_text(t: Translator, period: Period) -> str:
    """For example: 16 to 22 November; November 2026; October to December 2026; 2026."""
    match period.kind:
        case PeriodKind.WEEK:
            return _days(t, period.first.day(0), period.first.day(6))
        case PeriodKind.MONTH:
            month = month_name(t, period.number)
            return say(t.gettext("{month} {year}"), month=month, year=period.year)
        case PeriodKind.QUARTER:
            first, last = (month_name(t, period.number * 3 - back) for back in (2, 0))
            return say(t.gettext("{first} to {last} {year}"), first=first, last=last, year=period.year)
        case PeriodKind.YEAR:
            return str(period.year)


def _days(t: Translator, first_on: date, last_on: date) -> str:
    last = month_name(t, last_on.month)
    if first_on.month == last_on.month:
        # Translators: the days of a week, for example 16 to 22 November
        return say(t.gettext("{first} to {last} {month}"), first=first_on.day, last=last_on.day, month=last)
    return say(
        t.gettext("{first} {first_month} to {last} {month}"),
        first=first_on.day,
        first_month=month_name(t, first_on.month),
        last=last_on.day,
        month=last,
    )


def share_text(t: Translator, shown: Shown | None) -> str:
    """A share as it stands beside its label. The outer words include all and none."""
    if shown is None:
        return t.gettext("not shown: too few people")
    if shown.percent is not None:
        return say(t.gettext("about {percent} %"), percent=shown.percent)
    words = {
        Share.NEARLY_ALL: t.gettext("nearly all"),
        Share.MOST: t.gettext("most"),
        Share.HALF: t.gettext("about half"),
        Share.FEWER: t.gettext("fewer than half"),
        Share.FEW: t.gettext("few"),
    }
    return words[shown.word]


def first_time_text(t: Translator, shown: Shown | None) -> str:
    """How many were right first, as it stands beside its label."""
    if shown is None:
        return t.gettext("not shown: too few answers")
    if shown.percent is not None:
        return say(t.gettext("about {percent} % had it first time"), percent=shown.percent)
    words = {
        Share.NEARLY_ALL: t.gettext("nearly all had it first time"),
        Share.MOST: t.gettext("most had it first time"),
        Share.HALF: t.gettext("about half had it first time"),
        Share.FEWER: t.gettext("fewer than half had it first time"),
        Share.FEW: t.gettext("few had it first time"),
    }
    return words[shown.word]


def took_part_sentence(t: Translator, team: str, shown: Shown) -> str:
    """For the notification of a summary."""
    if shown.percent is not None:
        sentence = t.gettext("{team}: about {percent} % took part. One thing to do is inside.")
        return say(sentence, team=team, percent=shown.percent)
    sentences = {
        Share.NEARLY_ALL: t.gettext("{team}: nearly all took part. One thing to do is inside."),
        Share.MOST: t.gettext("{team}: most took part. One thing to do is inside."),
        Share.HALF: t.gettext("{team}: about half took part. One thing to do is inside."),
        Share.FEWER: t.gettext("{team}: fewer than half took part. One thing to do is inside."),
        Share.FEW: t.gettext("{team}: few took part. One thing to do is inside."),
    }
    return say(sentences[shown.word], team=team)
