"""Which team a manager's or an admin's words are about."""

from __future__ import annotations

from bot.actions import (
    Action,
    ChooseTeam,
    OpenChange,
    OpenStopTeam,
    OpenTeamPause,
    ResumeTeam,
    ShowPlan,
    ShowSummary,
)
from bot.context import Context
from bot.errors import ActionBroken, NoSuchTeam, NotAllowed
from bot.models import Team
from bot.words import TeamWords

SUMMARY = "summary"
_MANAGERS = "manager"
_LEADERS = "leader"


def action_of(context: Context, said: TeamWords) -> Action:
    """The act that is meant: of the team named, else of the channel's, else of the only one.

    Raises NotAllowed for who leads no team, NoSuchTeam for a name that none of theirs has.
    """
    led = teams_led(context, said.word)
    if not led:
        raise NotAllowed(_MANAGERS if said.word == SUMMARY else _LEADERS)
    team = _named(led, said.name) if said.name else _here(context, led)
    if team is None and len(led) > 1:
        return ChooseTeam(said.word, said.period)
    return act_on(team or led[0], said.word, said.period)


def teams_led(context: Context, word: str) -> list[Team]:
    """The teams that the word can be about: a manager's own; for an admin all, but for the summary."""
    if context.member.is_admin and word != SUMMARY:
        return context.tx.teams.all(context.workspace.id)
    return [team for team, one in context.tx.teams.of_member(context.member.id) if one.manages]


def act_on(team: Team, word: str, period: str) -> Action:
    """Raises ActionBroken for another word."""
    match word:
        case "summary":
            return ShowSummary(team.id, period)
        case "plan":
            return ShowPlan(team.id)
        case "pause":
            return OpenTeamPause(team.id)
        case "resume":
            return ResumeTeam(team.id)
        case "change":
            return OpenChange(team.id)
        case "stop":
            return OpenStopTeam(team.id)
        case _:
            raise ActionBroken


def _named(led: list[Team], name: str) -> Team:
    wanted = name.casefold()
    for team in led:
        if team.name.casefold() == wanted:
            return team
    raise NoSuchTeam


def _here(context: Context, led: list[Team]) -> Team | None:
    place = context.conversation
    return next((team for team in led if place is not None and team.conversation_id == place.id), None)
