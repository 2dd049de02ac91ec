"""Who may do what: one table, asked by Coach.act for every act."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot import actions


class Role(StrEnum):
    """`ANYONE` is anybody of the workspace, `ADMIN` its admins; the others are meant in the team of the act.

    A `LEADER` is a manager of the team or an admin.
    """

    ANYONE = "anyone"
    MEMBER = "member"
    MANAGER = "manager"
    LEADER = "manager or admin"
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
    actions.GiveKudos: Role.ANYONE,
    actions.ShowKudos: Role.ANYONE,
    actions.UndoKudos: Role.ANYONE,
    actions.UndoLatest: Role.ANYONE,
    actions.OpenWords: Role.ANYONE,
    actions.ChangeWords: Role.ANYONE,
    actions.OpenBehaviour: Role.ANYONE,
    actions.NameBehaviour: Role.ANYONE,
    actions.SecondKudos: Role.ANYONE,
    actions.HideKudos: Role.ANYONE,
    actions.TeamKudos: Role.MANAGER,
    actions.RemoveKudos: Role.MANAGER,
    actions.MyKudos: Role.ANYONE,
    actions.KeepThanksPrivate: Role.ANYONE,
    actions.ThankByReaction: Role.ANYONE,
    actions.TakeBackReaction: Role.ANYONE,
    actions.AddWord: Role.ANYONE,
    actions.DontCount: Role.ANYONE,
    actions.OpenHome: Role.ANYONE,
    actions.OpenSettings: Role.ANYONE,
    actions.SaveSettings: Role.ANYONE,
    actions.ShowMe: Role.ANYONE,
    actions.StopMe: Role.ANYONE,
    actions.UndoStop: Role.ANYONE,
    actions.ResumeMe: Role.ANYONE,
    actions.OpenPause: Role.ANYONE,
    actions.PauseMe: Role.ANYONE,
    actions.OpenAway: Role.ANYONE,
    actions.AwayMe: Role.ANYONE,
    actions.TryQuestion: Role.MEMBER,
    actions.CatchUp: Role.MEMBER,
    actions.AnswerUseful: Role.MEMBER,
    actions.OpenSetup: Role.ADMIN,
    actions.SetUpTeam: Role.ADMIN,
    actions.ShowSetUp: Role.LEADER,
    actions.PreviewHello: Role.LEADER,
    actions.SayHello: Role.LEADER,
    actions.SendFirstIdea: Role.LEADER,
    actions.OpenChange: Role.LEADER,
    actions.ChangeTeam: Role.LEADER,
    actions.ShowPlan: Role.LEADER,
    actions.OpenTeamPause: Role.LEADER,
    actions.PauseTeam: Role.LEADER,
    actions.ResumeTeam: Role.LEADER,
    actions.OpenSkipDays: Role.LEADER,
    actions.SkipDays: Role.LEADER,
    actions.OpenStopTeam: Role.LEADER,
    actions.StopTeam: Role.LEADER,
    actions.ShowStopped: Role.ANYONE,
    actions.ChooseTeam: Role.ANYONE,
    actions.ListTeams: Role.ADMIN,
    actions.ShowAudit: Role.ADMIN,
    actions.ShowSummary: Role.MANAGER,
    actions.ShowFigures: Role.MANAGER,
    actions.PostQuestion: Role.MANAGER,
    actions.PostTalk: Role.MANAGER,
    actions.ShowPosted: Role.MANAGER,
    actions.MoveSlot: Role.MANAGER,
    actions.ShowSlot: Role.MANAGER,
    actions.ChooseSummary: Role.MANAGER,
    actions.ShowSummaryChoice: Role.MANAGER,
    actions.ThankFromSummary: Role.MANAGER,
}
