"""All that a period's summary may show, for a manager who asks."""

from __future__ import annotations

from bot.actions import Done
from bot.cards import Button, Buttons, Card, Fact, Fields, Heading, Note, Part, Text, Title, Typed
from bot.messages import Translator, fill, say
from bot.messages.periods import period_text, share_text
from bot.messages.quiz import first_time_sentence
from bot.messages.summary import shown_fact, thanks_line
from bot.models import Team
from bot.summaries.figures import BehaviourFigure, Summary, TrendPoint
from bot.summaries.guard import Shown
from bot.summaries.periods import PeriodKind

_MOST_QUESTIONS = 6


def figures_card(t: Translator, team: Team, summary: Summary) -> Card:
    when = period_text(t, summary.period)
    title = fill(t.gettext("{team}, {period}"), team=Typed(team.name), period=when)
    parts: list[Part] = [Title(title), *_steps(t, summary), *_questions(t, summary)]
    parts += [*_thanks(t, summary), *_trend(t, summary)]
    parts += [Note((_note(t, summary),)), Buttons((Button(t.gettext("Done"), Done()),))]
    push = say(t.gettext("{team}, {period}: all figures."), team=team.name, period=when)
    return Card(push, tuple(parts))


def _steps(t: Translator, summary: Summary) -> list[Part]:
    """Taught, tried, answered, seen."""
    facts = []
    if summary.roster is not None:
        facts.append(Fact(t.gettext("People besides managers"), (str(summary.roster),)))
    facts.append(Fact(t.gettext("Ideas taught"), (str(len(summary.taught)),)))
    if summary.taught:
        facts.append(shown_fact(t, t.gettext("Reached"), summary.reached))
        facts.append(shown_fact(t, t.gettext("Said they would try it"), summary.tried))
    if summary.asked:
        facts.append(shown_fact(t, t.gettext("Answered the question"), summary.took_part))
        facts.append(Fact(t.gettext("Right first time"), (share_text(t, summary.right),)))
    facts.append(Fact(t.gettext("Thanks that named what was taught"), (str(summary.thanks.seen),)))
    return [Fields(tuple(facts))]


def _questions(t: Translator, summary: Summary) -> list[Part]:
    parts: list[Part] = []
    if len(summary.by_series) > 1:
        facts = tuple(shown_fact(t, one.series.title, one.right) for one in summary.by_series)
        parts += [Heading(t.gettext("Right first time, by series")), Fields(facts)]
    asked = [one for one in summary.by_question if one.text is not None]
    if 0 < len(asked) <= _MOST_QUESTIONS:
        parts.append(Heading(t.gettext("Question by question")))
        for one in asked:
            parts += [Text((one.text or "",)), Note((_first_time(t, one.right),))]
    if len(asked) > 1 and summary.most_missed is not None:
        missed = fill(t.gettext("Most missed: {question}"), question=summary.most_missed.text or "")
        parts.append(Text(missed))
    return parts


def _first_time(t: Translator, right: Shown | None) -> str:
    if right is None:
        return t.gettext("Too few answers to show how many had it.")
    return first_time_sentence(t, right)


def _thanks(t: Translator, summary: Summary) -> list[Part]:
    thanks = summary.thanks
    facts = [Fact(t.gettext("Thanks"), thanks_line(t, thanks))]
    if thanks.coverage is not None:
        facts.append(shown_fact(t, t.gettext("Thanked in the eight weeks up to then"), thanks.coverage))
    facts += [Fact(one.behaviour.label, (_times(t, one),)) for one in thanks.by_behaviour]
    return [Heading(t.gettext("Thanks")), Fields(tuple(facts))]


def _times(t: Translator, one: BehaviourFigure) -> str:
    if one.gifts is None:
        return t.gettext("named")
    return say(t.gettext("named {count} times"), count=one.gifts)


def _trend(t: Translator, summary: Summary) -> list[Part]:
    points = [one for one in summary.trend if one.took_part is not None or one.gifts]
    if len(points) < 2:  # noqa: PLR2004 - one point is no trend
        return []
    facts = tuple(Fact(period_text(t, one.period), (_point(t, one),)) for one in points)
    return [Heading(t.gettext("How it went on")), Fields(facts)]


def _point(t: Translator, one: TrendPoint) -> str:
    if one.took_part is None:
        return say(t.gettext("thanks: {gifts}"), gifts=one.gifts)
    took_part, right = share_text(t, one.took_part), share_text(t, one.right)
    if one.right is None:
        return say(t.gettext("took part: {share}; thanks: {gifts}"), share=took_part, gifts=one.gifts)
    return say(
        t.gettext("took part: {share}; first time: {right}; thanks: {gifts}"),
        share=took_part,
        right=right,
        gifts=one.gifts,
    )


def _note(t: Translator, summary: Summary) -> str:
    if summary.period.kind is PeriodKind.WEEK:
        return t.gettext("Shares, not counts, and only from five people on. Managers are in none of them.")
    return t.gettext(
        "A longer period shows the middle one of its weeks, and only of weeks that could be shown. "
        "Managers are in no figure."
    )
