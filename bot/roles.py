"""Who may do what: one table, asked by Coach.act for every act."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot import actions


class Role(StrEnum):
    """`ANYONE` is anybody of the workspace; the others are meant in the team that the act is about."""

    ANYONE = "anyone"
    MEMBER = "member"
    MANAGER = "manager"
    ADMIN = "admin"


ALLOWED: dict[type[Any], Role] = {
    actions.SayWords: Role.ANYONE,
    actions.ShowHelp: Role.ANYONE,
    actions.Done: Role.ANYONE,
    actions.TryTip: Role.MEMBER,
    actions.TakeBackTry: Role.MEMBER,
    actions.ShowTry: Role.MEMBER,
    actions.ShowTip: Role.MEMBER,
    actions.AnswerQuiz: Role.MEMBER,
    actions.AnswerLetter: Role.ANYONE,
    actions.PickChoices: Role.MEMBER,
    actions.ShowQuiz: Role.MEMBER,
    actions.TellTried: Role.MEMBER,
    actions.AnotherQuestion: Role.MEMBER,
    actions.AnswerPractice: Role.MEMBER,
    actions.EndProgramme: Role.MANAGER,
    actions.ChooseSeries: Role.MANAGER,
    actions.ShowProgramme: Role.MANAGER,
    actions.OpenKudos: Role.ANYONE,
    actions.OpenHome: Role.ANYONE,
    actions.OpenSettings: Role.ANYONE,
    actions.StopMe: Role.ANYONE,
    actions.OpenSetup: Role.ADMIN,
    actions.OpenTeamPause: Role.MANAGER,
    actions.ShowSummary: Role.MANAGER,
}
