"""Somebody's home, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import schedule
from bot.actions import (
    Action,
    ListTeams,
    MyKudos,
    OpenChange,
    OpenKudos,
    OpenSettings,
    OpenSetup,
    OpenTeamPause,
    ResumeMe,
    ResumeTeam,
    ShowAudit,
    ShowPlan,
    ShowQuiz,
    ShowSummary,
    ShowTip,
)
from bot.cards import Button, Buttons, Card, Fact, Fields, Heading, Line, Note, Part, Text, Title, Typed
from bot.messages import Translator, fill, say
from bot.messages.people import ideas_name, thanks_name
from bot.messages.plan import PlanLine, coming_line
from bot.messages.times import clock_time, day_name, weekday_name
from bot.models import Conversation, Lesson, Quiz, Team


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in an admin's list; `lost` is its channel if that can't be written to."""

    team: Team
    paused: bool
    lost: Conversation | None


def home_card(t: Translator, parts: tuple[Part, ...]) -> Card:
    return Card(t.gettext("Your home: this week's idea, thanks, and your settings."), parts)


def greeting(t: Translator, name: str) -> Title:
    return Title(fill(t.gettext("Good to see you, {person}"), person=Typed(name)))


def team_note(t: Translator, team: Team, next_at: datetime | None, zone: str) -> Note:
    name = Typed(team.name)
    if next_at is None:
        return Note(fill(t.gettext("{team} · paused just now"), team=name))
    wall = schedule.local(next_at, zone)
    template = t.gettext("{team} · next idea {weekday} {time}")
    when = weekday_name(t, wall.weekday())
    return Note(fill(template, team=name, weekday=when, time=clock_time(wall.time())))


def stopped_note(t: Translator, team: Team) -> Note:
    return Note(fill(t.gettext("{team} · stopped: I write nothing to you"), team=Typed(team.name)))


def week_parts(
    t: Translator, lesson: Lesson, title: str, quiz: Quiz | None, *, answered: bool
) -> tuple[Part, ...]:
    read = Button(t.gettext("Read it"), ShowTip(lesson.team_id, lesson.week))
    buttons = [read]
    if quiz is not None:
        label = t.gettext("See your answer") if answered else t.gettext("Answer the question")
        buttons.append(Button(label, ShowQuiz(quiz.id)))
    return Text(fill(t.gettext("This week: {title}"), title=title)), Buttons(tuple(buttons))


def thanks_parts(t: Translator, received: int, given: int) -> tuple[Part, ...]:
    """What was received and given this month, for the member's own eyes."""
    facts = []
    if received:
        facts.append(Fact(t.gettext("Thanks you received this month"), (str(received),)))
    if given:
        facts.append(Fact(t.gettext("Thanks you gave this month"), (str(given),)))
    give = Button(t.gettext("Give kudos"), OpenKudos())
    buttons = Buttons((give, Button(t.gettext("Read your thanks"), MyKudos())))
    return (Fields(tuple(facts)), buttons) if facts else (buttons,)


def settings_parts(
    t: Translator,
    ideas: str,
    *,
    thanks_private: bool,
    away_until: date | None,
    paused_until: date | None,
) -> Iterator[Part]:
    yield Heading(t.gettext("Your settings"))
    facts = [
        Fact(t.gettext("Ideas and questions"), (ideas_name(t, ideas),)),
        Fact(t.gettext("Thanks to me"), (_thanks_way(t, ideas, thanks_private=thanks_private),)),
    ]
    if away_until is not None:
        facts.append(Fact(t.gettext("Away until"), (day_name(t, away_until),)))
    if paused_until is not None:
        facts.append(Fact(t.gettext("Paused until"), (day_name(t, paused_until),)))
    yield Fields(tuple(facts))
    buttons = [Button(t.gettext("Change my settings"), OpenSettings())]
    if ideas == "stopped" or away_until is not None or paused_until is not None:
        buttons.append(Button(t.gettext("I'm back"), ResumeMe()))
    yield Buttons(tuple(buttons))
    yield Note((t.gettext("What your manager sees: the team as a whole, never your answers."),))


def _thanks_way(t: Translator, ideas: str, *, thanks_private: bool) -> str:
    return t.gettext("kept here for me") if ideas == "stopped" else thanks_name(t, private=thanks_private)


def manager_parts(t: Translator, team: Team, coming: Sequence[PlanLine], *, paused: bool) -> Iterator[Part]:
    yield Heading(team.name)
    if paused:
        yield Text((t.gettext("Paused: nothing goes out until you resume it."),))
    else:
        for line in coming:
            yield Text(fill(t.gettext("Next: {line}"), line=coming_line(t, line)))
    again = Button(t.gettext("Resume the team"), ResumeTeam(team.id))
    pause = again if paused else Button(t.gettext("Pause the team"), OpenTeamPause(team.id))
    summary = Button(t.gettext("Read the summary"), ShowSummary(team.id))
    yield Buttons((summary, Button(t.gettext("Change"), OpenChange(team.id)), pause))


def admin_parts(t: Translator, rows: Sequence[TeamRow]) -> Iterator[Part]:
    yield Heading(t.gettext("Teams"))
    for row in rows:
        yield Text(team_line(t, row))
        if row.lost is not None:
            yield Buttons((Button(t.gettext("Choose a channel"), OpenChange(row.team.id)),))
    if not rows:
        yield Text((t.gettext("There is no team yet."),))
    actions: list[tuple[str, Action]] = [(t.gettext("Set up a team"), OpenSetup())]
    actions += [(t.gettext("All teams"), ListTeams())] if rows else []
    actions.append((t.gettext("Audit log"), ShowAudit()))
    yield Buttons(tuple(Button(label, action) for label, action in actions))


def team_line(t: Translator, row: TeamRow) -> Line:
    name = Typed(row.team.name)
    if row.lost is not None:
        return fill(t.gettext("{team}: I can't post in its channel any more."), team=name)
    if row.paused and row.team.paused_until_on is not None:
        until = day_name(t, row.team.paused_until_on)
        return fill(t.gettext("{team}: paused until {day}"), team=name, day=until)
    if row.paused:
        return fill(t.gettext("{team}: paused"), team=name)
    return (name,)


def teams_card(t: Translator, rows: Sequence[TeamRow]) -> Card:
    """The workspace's teams, each with its plan."""
    parts: list[Part] = [Title((t.gettext("Teams"),))]
    for row in rows:
        plan = Button(
            t.gettext("Plan"), ShowPlan(row.team.id), say(t.gettext("Plan of {team}"), team=row.team.name)
        )
        change = Button(
            t.gettext("Change"), OpenChange(row.team.id), say(t.gettext("Change {team}"), team=row.team.name)
        )
        parts += [Text(team_line(t, row)), Buttons((plan, change))]
    if not rows:
        parts.append(Text((t.gettext("There is no team yet."),)))
    setup = Button(t.gettext("Set up a team"), OpenSetup())
    parts.append(Buttons((setup, Button(t.gettext("Audit log"), ShowAudit()))))
    return Card(t.gettext("The teams of this workspace."), tuple(parts))
