"""The summary to a manager: the week in words, and the one thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import (
    ChooseSummary,
    MoveSlot,
    PostQuestion,
    PostTalk,
    ShowFigures,
    ThankFromSummary,
)
from bot.cards import Button, Buttons, Card, Fact, Fields, Heading, Line, Note, Part, Text, Title, Typed
from bot.messages import Translator, fill, joined, say
from bot.messages.periods import first_time_text, period_text, share_text, took_part_sentence
from bot.messages.times import clock_time, weekday_name
from bot.models import Team, Timetable
from bot.summaries.figures import Summary, Thanks
from bot.summaries.guard import Shown
from bot.summaries.periods import PeriodKind
from bot.summaries.suggestions import (
    LookForIt,
    LookRound,
    Moment,
    MoveIt,
    NothingNeeded,
    ReadItOut,
    Suggestion,
    ThankSomebody,
    slot_time,
)
from bot.tips import Tip

LONGEST_BUTTON = 24
_BEFORE = 3
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """Whom the summary is for: the team and its channel's name, and how many of the thanks were theirs.

    `asks` adds the question whether once a month is enough; `monthly` says that it is so already.
    """

    team: Team
    channel: str
    given: int = 0
    monthly: bool = False
    asks: bool = False


def summary_card(t: Translator, reading: Reading, summary: Summary, one_thing: Suggestion) -> Card:
    """A team of five or more besides its managers."""
    team = reading.team
    parts: list[Part] = [Title(_title(t, team, summary)), Fields(tuple(_facts(t, summary)))]
    text, button = _suggested(t, reading, one_thing)
    parts += [Heading(t.gettext("One thing to do this week")), Text(text)]
    parts.append(_buttons(t, reading, summary, button))
    if reading.given:
        parts.append(Text(fill(t.gettext("You gave {count} of these thanks."), count=reading.given)))
    parts += _asked(t, reading)
    parts.append(
        Note(
            (
                t.gettext(
                    "Shares, not counts, and only from five people on. "
                    "Nobody's answers can be seen, and yours are in no figure."
                ),
            )
        )
    )
    return Card(_push(t, team, summary), tuple(parts))


def week_parts(t: Translator, reading: Reading, summary: Summary, one_thing: Suggestion) -> tuple[Part, ...]:
    """The week in short, for a manager's home: its figures, and the one thing with its button."""
    when = period_text(t, summary.period)
    parts: list[Part] = [Heading(say(t.gettext("The team's week, {period}"), period=when))]
    facts = _small_facts(t, summary) if summary.is_small else _facts(t, summary)
    parts.append(Fields(tuple(facts)))
    if summary.is_small:
        return tuple(parts)
    text, button = _suggested(t, reading, one_thing)
    parts.append(Text(text))
    return (*parts, Buttons((button,))) if button is not None else tuple(parts)


def small_summary_card(t: Translator, reading: Reading, summary: Summary, reasons: Sequence[str]) -> Card:
    """A team of fewer than five besides its managers. `reasons` are those of public thanks."""
    team = reading.team
    parts: list[Part] = [Title(_title(t, team, summary)), Fields(tuple(_small_facts(t, summary)))]
    quoted = [fill(t.gettext("“{reason}”"), reason=Typed(reason)) for reason in reasons[:_QUOTED]]
    parts += [Text(line) for line in quoted]
    no_figures = t.gettext("In a team this small I show no answers and no participation: it would show who.")
    parts.append(Text((no_figures,)))
    button: Button | None = None
    if summary.taught and summary.taught[-1].talk:
        day = weekday_name(t, team.timetable.weekday)
        talk = fill(t.gettext("To talk about on {day}: {talk}"), day=day, talk=summary.taught[-1].talk)
        parts.append(Text(talk))
        button = Button(post_label(t, reading.channel), PostTalk(team.id, summary.period.last))
    parts.append(_buttons(t, reading, summary, button))
    parts += _asked(t, reading)
    return Card(_push(t, team, summary), tuple(parts))


def _title(t: Translator, team: Team, summary: Summary) -> Line:
    when = period_text(t, summary.period)
    return fill(t.gettext("{team}, {period}"), team=Typed(team.name), period=when)


def _push(t: Translator, team: Team, summary: Summary) -> str:
    if summary.took_part is not None:
        return took_part_sentence(t, team.name, summary.took_part)
    when = period_text(t, summary.period)
    return say(t.gettext("{team}, {period}: what it came to."), team=team.name, period=when)


def _facts(t: Translator, summary: Summary) -> list[Fact]:
    facts = _taught(t, summary)
    if summary.asked:
        facts.append(Fact(t.gettext("Took part"), _took_part(t, summary)))
        facts.append(Fact(t.gettext("Question"), (first_time_text(t, summary.right),)))
    facts.append(Fact(t.gettext("Thanks"), thanks_line(t, summary.thanks)))
    if summary.thanks.by_behaviour:
        most = summary.thanks.by_behaviour[0].behaviour.label
        facts.append(Fact(t.gettext("Named most"), (most,)))
    return facts


def _taught(t: Translator, summary: Summary) -> list[Fact]:
    titles: list[Line] = [(tip.title,) for tip in summary.taught]
    if not titles:
        return []
    if len(titles) > _BEFORE:
        line = fill(t.gettext("{count} ideas, {title} the last"), count=len(titles), title=titles[-1])
        return [Fact(t.gettext("Taught"), line)]
    return [Fact(t.gettext("Taught"), joined(t, titles))]


def _took_part(t: Translator, summary: Summary) -> Line:
    now = share_text(t, summary.took_part)
    before = [point.took_part for point in summary.trend[-1 - _BEFORE : -1]]
    shown: list[Line] = [(share_text(t, one),) for one in before if one is not None]
    if summary.took_part is None or not shown:
        return (now,)
    return fill(t.gettext("{now} ({before} before)"), now=now, before=joined(t, shown))


def thanks_line(t: Translator, thanks: Thanks) -> Line:
    """How many, from how many people to how many; and apart from them, how many by reaction."""
    return _and_small(t, _gifts_line(t, thanks), thanks)


def _and_small(t: Translator, line: Line, thanks: Thanks) -> Line:
    if not thanks.small:
        return line
    template = t.ngettext(
        "{thanks}, and {count} small thank-you", "{thanks}, and {count} small thanks", thanks.small
    )
    return fill(template, thanks=line, count=thanks.small)


def _gifts_line(t: Translator, thanks: Thanks) -> Line:
    if thanks.gifts == 0:
        return (t.gettext("none in words") if thanks.small else t.gettext("none this time"),)
    if thanks.givers is None or thanks.receivers is None:
        return (str(thanks.gifts),)
    return fill(
        t.gettext("{gifts}, from {givers} people to {receivers}"),
        gifts=thanks.gifts,
        givers=thanks.givers,
        receivers=thanks.receivers,
    )


def _small_facts(t: Translator, summary: Summary) -> list[Fact]:
    thanks = summary.thanks
    line = _gifts_line(t, thanks)
    if thanks.gifts:
        line = fill(t.gettext("{count} in public"), count=thanks.gifts)
    return [*_taught(t, summary), Fact(t.gettext("Thanks"), _and_small(t, line, thanks))]


def _suggested(t: Translator, reading: Reading, one_thing: Suggestion) -> tuple[Line, Button | None]:
    team = reading.team
    thank = Button(t.gettext("Give kudos"), ThankFromSummary(team.id))
    match one_thing:
        case MoveIt(moment=moment):
            button = Button(t.gettext("Move it"), MoveSlot(team.id, moment.weekday, moment.hour))
            return _move_it(t, team.timetable, moment), button
        case ReadItOut(question=question):
            text = fill(
                t.gettext("Most missed: “{question}” Read it out at handover and ask what each would do."),
                question=question.text or "",
            )
            return text, Button(post_label(t, reading.channel), PostQuestion(team.id, question.quiz_id))
        case LookForIt(behaviour=behaviour):
            text = fill(
                t.gettext(
                    "Nobody has been thanked yet for what the last weeks taught: “{behaviour}”. "
                    "If you saw somebody do it, tell them."
                ),
                behaviour=behaviour.label,
            )
            return text, thank
        case LookRound():
            alone = t.gettext("Some have not been thanked in a while. I don't say who; look round the room.")
            return (alone,), None
        case ThankSomebody():
            return (t.gettext("A word from you weighs more than any card of mine."),), thank
        case NothingNeeded(tip=tip):
            return _nothing(t, tip), None


def _move_it(t: Translator, slot: Timetable, moment: Moment) -> Line:
    return fill(
        t.gettext(
            "{weekday} {time} may be a bad moment: twice now fewer took part. "
            "{better_day} {better_time} is when the most people answer."
        ),
        weekday=weekday_name(t, slot.weekday),
        time=clock_time(slot.at),
        better_day=weekday_name(t, moment.weekday),
        better_time=clock_time(slot_time(moment)),
    )


def _nothing(t: Translator, tip: Tip | None) -> Line:
    if tip is None:
        return (t.gettext("Nothing needs you. Your own example carries the rest."),)
    sentence = t.gettext("Nothing needs you. Next comes: {title}. Your own example will carry it.")
    return fill(sentence, title=tip.title)


def post_label(t: Translator, channel: str) -> str:
    label = say(t.gettext("Post it in #{channel}"), channel=channel)
    return label if len(label) <= LONGEST_BUTTON else t.gettext("Post it in the channel")


def _buttons(t: Translator, reading: Reading, summary: Summary, button: Button | None) -> Buttons:
    more = Button(t.gettext("All figures"), ShowFigures(reading.team.id, str(summary.period)))
    found = [button, more] if button is not None else [more]
    if not reading.monthly and not reading.asks and summary.period.kind is PeriodKind.WEEK:
        found.append(Button(t.gettext("Ask me less often"), ChooseSummary(reading.team.id, monthly=True)))
    return Buttons(tuple(found))


def _asked(t: Translator, reading: Reading) -> list[Part]:
    """Once, after four that were not opened."""
    if not reading.asks:
        return []
    return [
        Text((t.gettext("Shall I send this once a month instead?"),)),
        Buttons(
            (
                Button(t.gettext("Monthly"), ChooseSummary(reading.team.id, monthly=True)),
                Button(t.gettext("Keep weekly"), ChooseSummary(reading.team.id, monthly=False)),
            )
        ),
    ]


def shown_fact(t: Translator, label: str, shown: Shown | None) -> Fact:
    return Fact(label, (share_text(t, shown),))
