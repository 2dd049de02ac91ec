"""Leading a team: its pause, its days to skip, its end, and the log of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import schedule
from bot.actions import Action, Done, ListTeams, OpenSetup, PauseTeam, ShowPlan, SkipDays, StopTeam
from bot.cards import Button, Buttons, Card, DayField, Form, Line, Note, Part, Text, TextField, Title, Typed
from bot.messages import Translator, fill, say
from bot.messages.people import day_wrong
from bot.messages.times import clock_time, day_name
from bot.models import Team

LONGEST_DAYS = 500


def pause_form(t: Translator, team: Team, people: int, *, wrong: bool = False) -> Form:
    template = t.ngettext(
        "{team}, for {count} person. Without a day it is paused until somebody resumes it.",
        "{team}, for all {count} people. Without a day it is paused until somebody resumes it.",
        people,
    )
    hint = t.gettext("On that day it goes on.")
    return Form(
        t.gettext("Pause the team"),
        PauseTeam(team.id),
        t.gettext("Pause the team"),
        (DayField("until_on", t.gettext("Until when?"), required=False, hint=hint),),
        errors={"until_on": day_wrong(t)} if wrong else {},
        note=fill(template, team=Typed(team.name), count=people),
    )


def paused_line(t: Translator, team: Team) -> Line:
    if team.paused_until_on is None:
        return fill(
            t.gettext("{team} is paused. Nothing is lost: it goes on from here."), team=Typed(team.name)
        )
    template = t.gettext("{team} is paused until {day}. Nothing is lost: it goes on from here.")
    return fill(template, team=Typed(team.name), day=day_name(t, team.paused_until_on))


def resumed_line(t: Translator, team: Team) -> Line:
    return fill(t.gettext("{team} goes on."), team=Typed(team.name))


def changed_line(t: Translator, team: Team, before: Team) -> Line:
    """Of the emoji it says more: the channel can't know of it by itself."""
    if team.kudos_emoji is not None and team.kudos_emoji != before.kudos_emoji:
        template = t.gettext(
            "{team} is changed. {emoji} under a colleague's message is a small thank-you now. Tell the team."
        )
        return fill(template, team=Typed(team.name), emoji=f":{team.kudos_emoji}:")
    return fill(t.gettext("{team} is changed."), team=Typed(team.name))


def skipped_line(t: Translator, count: int) -> Line:
    if not count:
        return (t.gettext("No days are skipped."),)
    return fill(t.ngettext("{count} day is skipped.", "{count} days are skipped.", count), count=count)


def skip_form(t: Translator, team: Team, days: str, *, wrong: bool = False) -> Form:
    error = t.gettext("Write days as 2026-12-24, or spans as 2026-12-24..2027-01-01, with commas between.")
    hint = t.gettext("For example 2026-12-24..2027-01-01. Leave it empty to skip none.")
    field = TextField(
        "days", t.gettext("Days without ideas"), hint, longest=LONGEST_DAYS, lines=3, required=False
    )
    note = t.gettext("An idea that would come on such a day comes the week after; a question, the day after.")
    return Form(
        t.gettext("Days to skip"),
        SkipDays(team.id),
        t.gettext("Keep these"),
        (field,),
        {"days": days},
        {"days": error} if wrong else {},
        (note,),
    )


def stop_team_card(t: Translator, team: Team) -> Card:
    """Asks before a team ends."""
    ask = fill(t.gettext("Stop {team} for good?"), team=Typed(team.name))
    what = t.gettext("Nothing more is sent for it. To go on one day, it has to be set up anew.")
    buttons = (
        Button(t.gettext("Stop the team"), StopTeam(team.id)),
        Button(t.gettext("Keep it"), Done()),
        Button(t.gettext("See the plan"), ShowPlan(team.id)),
    )
    push = say(t.gettext("Stop {team} for good?"), team=team.name)
    return Card(push, (Text(ask), Text((what,)), Buttons(buttons)))


def team_stopped_card(t: Translator, team: Team, *, is_admin: bool) -> Card:
    line = fill(t.gettext("{team} has stopped. Nothing more is sent for it."), team=Typed(team.name))
    push = say(t.gettext("{team} has stopped."), team=team.name)
    buttons = (Buttons((Button(t.gettext("Set up a team"), OpenSetup()),)),) if is_admin else ()
    return Card(push, (Text(line), *buttons))


def which_team_card(t: Translator, choices: Sequence[tuple[Team, Action]], *, more: bool) -> Card:
    """`more`: there are further teams, which have to be named."""
    sentence = t.gettext("Which team?")
    rows = tuple(
        Buttons(tuple(Button(_short(team.name), action, team.name) for team, action in choices[n : n + 3]))
        for n in range(0, len(choices), 3)
    )
    parts: list[Part] = [Text((sentence,)), *rows]
    if more:
        parts.append(Note((t.gettext("For another, write its name behind the word."),)))
    return Card(sentence, tuple(parts))


_LONGEST_LABEL = 24


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """A row of the audit log as it is shown: `who` and `team` are None where there is nobody or none."""

    at: datetime
    name: str
    who: str | None
    team: str | None


def audit_card(t: Translator, acts: Sequence[LoggedAct], zone: str) -> Card:
    """The latest acts, newest first."""
    sentence = t.gettext("What was done here, the latest first.")
    parts: list[Part] = [Title((t.gettext("Audit log"),)), *(Text(_logged(t, act, zone)) for act in acts)]
    if not acts:
        parts.append(Text((t.gettext("Nothing has been done yet."),)))
    parts.append(Buttons((Button(t.gettext("All teams"), ListTeams()),)))
    return Card(sentence, tuple(parts))


def _logged(t: Translator, act: LoggedAct, zone: str) -> Line:
    wall = schedule.local(act.at, zone)
    who = Typed(act.who) if act.who is not None else t.gettext("the operator")
    when, at = day_name(t, wall.date()), clock_time(wall.time())
    if act.team is None:
        template = t.gettext("{day}, {time}: {act}, by {person}")
        return fill(template, day=when, time=at, act=act_name(t, act.name), person=who)
    template = t.gettext("{day}, {time}: {act}, {team}, by {person}")
    return fill(template, day=when, time=at, act=act_name(t, act.name), team=Typed(act.team), person=who)


def act_name(t: Translator, name: str) -> str:
    """The kept name of an act, in words; one of a newer version as it is kept."""
    names = {
        "team added": t.gettext("team set up"),
        "team changed": t.gettext("team changed"),
        "team paused": t.gettext("team paused"),
        "team resumed": t.gettext("team resumed"),
        "team stopped": t.gettext("team stopped"),
        "days to skip changed": t.gettext("days to skip changed"),
        "manager added": t.gettext("manager added"),
        "manager removed": t.gettext("manager removed"),
        "hello asked for": t.gettext("hello asked for"),
        "first idea asked for": t.gettext("first idea asked for"),
        "gift removed": t.gettext("thanks removed"),
    }
    return names.get(name, name)
