"""What a manager is answered on the summary's buttons, and what they have posted in the channel."""

from __future__ import annotations

from bot.actions import AnswerPractice, ChooseSummary, MoveSlot, ShowQuiz
from bot.cards import (
    Button,
    Buttons,
    Card,
    Choices,
    Inline,
    Lettered,
    Line,
    Note,
    Part,
    Place,
    Say,
    Text,
    Title,
    Typed,
    plain_line,
)
from bot.errors import PeriodBefore, PeriodOpen, PeriodUnknown
from bot.messages import Translator, fill, say
from bot.messages.periods import period_text
from bot.messages.quiz import lettered
from bot.messages.times import clock_time, weekday_name
from bot.models import Quiz, Team, Timetable
from bot.summaries.periods import Period
from bot.tips import Question, Tip


def question_again_card(
    t: Translator, quiz: Quiz, tip: Tip, question: Question, order: tuple[str, ...], nonce: str
) -> Card:
    """A question of before, once more in the channel, as practice."""
    shown = lettered(question, order)
    parts: list[Part] = [
        Title((t.gettext("Once more: what would you do?"),)),
        Note(fill(t.gettext("A question worth a second look · {title}"), title=tip.title)),
        Text((question.text,)),
        Choices(tuple(Lettered(letter, choice.text) for letter, choice in shown)),
    ]
    if question.several:
        parts.append(Buttons((Button(t.gettext("Try it"), ShowQuiz(quiz.id)),)))
    else:
        tells = t.gettext("Answer {letter}: {choice}")
        press = tuple(
            Button(
                letter,
                AnswerPractice(quiz.id, question.id, (choice.id,), nonce),
                say(tells, letter=letter, choice=choice.text),
            )
            for letter, choice in shown
        )
        parts.append(Buttons(press))
    parts.append(Note((t.gettext("Just practice: only you see your answer, and it counts in no figure."),)))
    return Card(question.text, tuple(parts))


def talk_card(t: Translator, tip: Tip) -> Card:
    """What a tip gives to talk about."""
    parts = (
        Title((t.gettext("Something to talk about"),)),
        Text((tip.talk,)),
        Note(fill(t.gettext("From the idea “{title}”"), title=tip.title)),
    )
    return Card(say(t.gettext("To talk about: {talk}"), talk=tip.talk), parts)


def posted_card(t: Translator, place: Place) -> Card:
    line = fill(t.gettext("It goes to {place} now. It counts in no figure."), place=place)
    return _plain(line, ())


def posted_before_card(t: Translator, place: Place) -> Card:
    line = fill(
        t.gettext("{place} had one from the summary this week already. One is enough; next week again."),
        place=place,
    )
    return _plain(line, ())


def slot_card(t: Translator, team: Team, before: Timetable | None) -> Card:
    """When the team's idea comes now; with the way back where it was just moved."""
    line = fill(
        t.gettext("The idea for {team} now comes on {day} at {time}."),
        team=Typed(team.name),
        day=weekday_name(t, team.timetable.weekday),
        time=clock_time(team.timetable.at),
    )
    if before is None:
        return _plain(line, ())
    back = MoveSlot(team.id, before.weekday, before.at.hour, before.at.minute)
    return _plain(line, (Button(t.gettext("Move it back"), back),))


def summary_choice_card(t: Translator, team: Team, *, monthly: bool) -> Card:
    if monthly:
        line: Line = (t.gettext("From now on I send it once a month, after the month's last week."),)
        return _plain(line, (Button(t.gettext("Keep weekly"), ChooseSummary(team.id, monthly=False)),))
    line = (t.gettext("Good. It comes every week, in the first working hour."),)
    return _plain(line, (Button(t.gettext("Monthly"), ChooseSummary(team.id, monthly=True)),))


def _plain(line: Line, buttons: tuple[Button, ...]) -> Card:
    parts: tuple[Part, ...] = (Text(line), Buttons(buttons)) if buttons else (Text(line),)
    return Card(plain_line(line), parts)


def refused_period(t: Translator, refusal: PeriodUnknown | PeriodOpen | PeriodBefore) -> Line:
    example: Inline = Say("summary 2026-W47")
    match refusal:
        case PeriodUnknown():
            return fill(
                t.gettext(
                    "I don't know that time. Say for example {example}, or a month such as 2026-11, "
                    "a quarter such as 2026-Q4, a year such as 2026."
                ),
                example=example,
            )
        case PeriodBefore():
            return (t.gettext("The team was set up after that, so there is nothing to show yet."),)
        case PeriodOpen(label=label):
            when = period_text(t, Period.parse(label))
            return fill(
                t.gettext("{period} is not over yet. I show figures only of what has ended."), period=when
            )
