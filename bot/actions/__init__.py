"""Everything a person can do, typed, one file a subject.

`verb` names an action in packed values and never changes; `bot/codec.py` packs and unpacks them.
"""

from bot.actions.kudos import KudosAction, OpenKudos
from bot.actions.people import OpenHome, OpenSettings, PeopleAction, StopMe
from bot.actions.quizzes import (
    AnotherQuestion,
    AnswerPractice,
    AnswerQuiz,
    PickChoices,
    QuizAction,
    ShowQuiz,
    TellTried,
)
from bot.actions.summary import ShowSummary, SummaryAction
from bot.actions.talk import AnswerLetter, Done, SayWords, ShowHelp, TalkAction
from bot.actions.teams import OpenSetup, OpenTeamPause, TeamAction
from bot.actions.week import (
    ChooseSeries,
    EndProgramme,
    ShowProgramme,
    ShowTip,
    ShowTry,
    TakeBackTry,
    TryTip,
    WeekAction,
)

Action = WeekAction | QuizAction | TalkAction | KudosAction | PeopleAction | TeamAction | SummaryAction

__all__ = [
    "Action",
    "AnotherQuestion",
    "AnswerLetter",
    "AnswerPractice",
    "AnswerQuiz",
    "ChooseSeries",
    "Done",
    "EndProgramme",
    "KudosAction",
    "OpenHome",
    "OpenKudos",
    "OpenSettings",
    "OpenSetup",
    "OpenTeamPause",
    "PeopleAction",
    "PickChoices",
    "QuizAction",
    "SayWords",
    "ShowHelp",
    "ShowProgramme",
    "ShowQuiz",
    "ShowSummary",
    "ShowTip",
    "ShowTry",
    "StopMe",
    "SummaryAction",
    "TakeBackTry",
    "TalkAction",
    "TeamAction",
    "TellTried",
    "TryTip",
    "WeekAction",
]
