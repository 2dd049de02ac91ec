"""What a team's next weeks get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions import OpenChange, OpenSkipDays, OpenTeamPause, ResumeTeam
from bot.cards import Button, Buttons, Card, Line, Note, Part, Text, Title, Typed
from bot.messages import Translator, fill, say
from bot.messages.times import day_name
from bot.models import Team


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A week: its tip's day and title and its question's day; without a tip, why, as lessons keep it."""

    tip_on: date
    title: str | None
    quiz_on: date | None = None
    reason: str | None = None


def coming_line(t: Translator, line: PlanLine) -> Line:
    day = day_name(t, line.tip_on)
    if line.title is None:
        return fill(_nothing(t, line.reason), day=day)
    if line.quiz_on is None:
        return fill(t.gettext("{day}: {title}"), day=day, title=line.title)
    template = t.gettext("{day}: {title}. Its question: {quiz_day}")
    return fill(template, day=day, title=line.title, quiz_day=day_name(t, line.quiz_on))


def _nothing(t: Translator, reason: str | None) -> str:
    if reason == "day-to-skip":
        return t.gettext("{day}: nothing, a day to skip")
    if reason == "paused":
        return t.gettext("{day}: nothing, the team is paused")
    return t.gettext("{day}: nothing")


def plan_card(t: Translator, team: Team, lines: Sequence[PlanLine], *, paused: bool, said: Line = ()) -> Card:
    """`said` stands above where something was just changed."""
    title = say(t.gettext("What {team} gets next"), team=team.name)
    parts: list[Part] = [Text(said)] if said else []
    parts.append(Title(fill(t.gettext("What {team} gets next"), team=Typed(team.name))))
    if paused:
        parts.append(Text(_paused(t, team)))
    parts += [Text(coming_line(t, line)) for line in lines]
    again = Button(t.gettext("Resume the team"), ResumeTeam(team.id))
    pause = again if paused else Button(t.gettext("Pause the team"), OpenTeamPause(team.id))
    skip = Button(t.gettext("Days to skip"), OpenSkipDays(team.id))
    parts.append(Buttons((Button(t.gettext("Change"), OpenChange(team.id)), skip, pause)))
    parts.append(Note((t.gettext("As things stand now. A change counts from the next idea on."),)))
    return Card(title, tuple(parts))


def _paused(t: Translator, team: Team) -> Line:
    if team.paused_until_on is None:
        return (t.gettext("The team is paused until somebody resumes it."),)
    return fill(t.gettext("The team is paused until {day}."), day=day_name(t, team.paused_until_on))
