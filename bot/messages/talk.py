"""Welcome and help, and the kind sentences of refusals."""

from __future__ import annotations

from datetime import datetime

from bot import schedule
from bot.actions import Action, OpenKudos, OpenSettings, OpenSetup, ShowHelp, ShowQuiz, ShowTip
from bot.cards import Button, Buttons, Card, Line, Note, Part, Say, Text, Title, Typed
from bot.errors import (
    ActionBroken,
    ActionOutdated,
    NoOpenQuestion,
    NoSuchTeam,
    NotAllowed,
    NotHere,
    NotInTeam,
    NotUnderstood,
    PeriodBefore,
    PeriodOpen,
    PeriodUnknown,
    Refusal,
)
from bot.messages import Translator, fill, kudos_refusals, say
from bot.messages.summary_replies import refused_period
from bot.messages.times import clock_time, day_name
from bot.models import Lesson, Platform, Quiz, Team


def help_card(
    t: Translator,
    name: str,
    team: Team,
    next_at: datetime | None,
    lesson: Lesson | None,
    quiz: Quiz | None,
    *,
    above: tuple[Part, ...] = (),
) -> Card:
    """What Kindling is, to one person; also the answer to hello and to words it does not know."""
    parts: list[Part] = [*above, _title(t, name), Text((_promise(t),)), Text(_your_team(t, team, next_at))]
    actions: list[tuple[str, Action]] = []
    if quiz is not None:
        actions.append((t.gettext("Try a question"), ShowQuiz(quiz.id)))
    elif lesson is not None and lesson.tip_id is not None:
        actions.append((t.gettext("Read this week's idea"), ShowTip(lesson.team_id, lesson.week)))
    actions += [(t.gettext("Give kudos"), OpenKudos()), (t.gettext("My settings"), OpenSettings())]
    parts.append(Buttons(tuple(Button(label, action) for label, action in actions)))
    parts.append(_also(t))
    return Card(_promise(t), tuple(parts))


def newcomer_card(t: Translator, name: str, todo: tuple[Part, ...], *, above: tuple[Part, ...] = ()) -> Card:
    """The same for somebody who is in no team. `todo`: no_team_parts()."""
    return Card(_promise(t), (*above, _title(t, name), Text((_promise(t),)), *todo, _also(t)))


def no_team_parts(t: Translator, platform: Platform, *, can_set_up: bool) -> tuple[Part, ...]:
    """What somebody in no team can do about it. In Teams that is for whoever adds Kindling to a team."""
    if can_set_up:
        button = Button(t.gettext("Set up a team"), OpenSetup())
        return Text((t.gettext("You are not in a team yet."),)), Buttons((button,))
    if platform is Platform.TEAMS:
        todo = t.gettext(
            "You are not in a team yet. Add Kindling to a team in Teams, or ask its owner to: whoever adds "
            "it can set it up."
        )
    else:
        todo = t.gettext("You are not in a team yet. Ask an owner of your team to add Kindling to it.")
    return (Text((todo,)),)


def _title(t: Translator, name: str) -> Title:
    """`name`: "" where it is not known."""
    if not name:
        return Title((t.gettext("Kindling, for you"),))
    return Title(fill(t.gettext("Kindling, for {person}"), person=Typed(name)))


def _promise(t: Translator) -> str:
    return t.gettext(
        "One small idea a week about caring service, a question to try, and a quick way to thank a colleague."
    )


def _also(t: Translator) -> Note:
    return Note(
        fill(
            t.gettext("You can also write: {home} · {kudos} · {practice} · {pause} · {stop}"),
            home=Say("home"),
            kudos=Say("kudos"),
            practice=Say("practice"),
            pause=Say("pause"),
            stop=Say("stop"),
        )
    )


def _your_team(t: Translator, team: Team, next_at: datetime | None) -> Line:
    if next_at is None:
        return fill(t.gettext("Your team: {team}. It is paused just now."), team=Typed(team.name))
    wall = schedule.local(next_at, team.timetable.zone)
    return fill(
        t.gettext("Your team: {team}. Next idea: {day}, {time}."),
        team=Typed(team.name),
        day=day_name(t, wall.date()),
        time=clock_time(wall.time()),
    )


def refusal_card(t: Translator, refusal: Refusal) -> Card:
    line = _sentence(t, refusal)
    button = Buttons((Button(t.gettext("What can I say?"), ShowHelp()),))
    return Card(t.gettext("That did not work. Nothing was changed."), (Text(line), button))


def not_installed_card(t: Translator) -> Card:
    """To somebody of a workspace that Kindling was taken out of, where an old button still stands."""
    sentence = t.gettext("I am not in this workspace any more. Whoever looks after it can install me again.")
    return Card(sentence, (Text((sentence,)),))


def not_kept_card(t: Translator) -> Card:
    """The database could not take what somebody did."""
    sentence = t.gettext("That could not be kept just now, so nothing was changed. Try again in a moment.")
    return Card(sentence, (Text((sentence,)),))


def not_understood_parts(t: Translator, refusal: NotUnderstood) -> tuple[Part, ...]:
    """What stands above the help where words meant nothing."""
    sorry = Text(fill(t.gettext("I did not understand “{words}”."), words=Typed(refusal.words)))
    match refusal.near:
        case [one]:
            return sorry, Text(fill(t.gettext("Did you mean {word}?"), word=Say(one)))
        case [one, other, *_]:
            ask = fill(t.gettext("Did you mean {word} or {other}?"), word=Say(one), other=Say(other))
            return sorry, Text(ask)
        case _:
            return (sorry,)


def _sentence(t: Translator, refusal: Refusal) -> Line:
    match refusal:
        case ActionBroken():
            return (t.gettext("That button came back broken. Nothing was changed."),)
        case ActionOutdated():
            return (t.gettext("That button is from an older version of me. Ask again for a new one."),)
        case NotHere():
            return (t.gettext("I can't find that any more. Nothing was changed."),)
        case NotInTeam():
            return (t.gettext("That belongs to another team. Join its channel, and it is yours too."),)
        case NotAllowed(role="manager"):
            return (t.gettext("Only a manager of this team can do that. Ask one of them."),)
        case NotAllowed(role="leader"):
            return (t.gettext("Only a manager of the team or an admin can do that. Ask one of them."),)
        case NoSuchTeam():
            return fill(
                t.gettext("None of your teams has that name. Say {word} alone, and I ask which."),
                word=Say("plan"),
            )
        case NotAllowed():
            return (t.gettext("Only an admin of this workspace can do that. Ask one of them."),)
        case NoOpenQuestion():
            return (t.gettext("There is no question for you just now. The next one comes by itself."),)
        case PeriodUnknown() | PeriodOpen() | PeriodBefore():
            return refused_period(t, refusal)
        case _:
            sorry = say(t.gettext("I can't do that. Nothing was changed."))
            return kudos_refusals.sentence(t, refusal) or (sorry,)
