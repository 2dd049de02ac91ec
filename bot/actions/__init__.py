"""Everything a person can do, typed, one file a subject.

`verb` names an action in packed values and never changes; `bot/codec.py` packs and unpacks them.
"""

from bot.actions.quizzes import (
    AnotherQuestion,
    AnswerPractice,
    AnswerQuiz,
    PickChoices,
    QuizAction,
    ShowQuiz,
    TellTried,
)
from bot.actions.talk import AnswerLetter, Done, SayWords, ShowHelp, TalkAction
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

Action = WeekAction | QuizAction | TalkAction

__all__ = [
    "Action",
    "AnotherQuestion",
    "AnswerLetter",
    "AnswerPractice",
    "AnswerQuiz",
    "ChooseSeries",
    "Done",
    "EndProgramme",
    "PickChoices",
    "QuizAction",
    "SayWords",
    "ShowHelp",
    "ShowProgramme",
    "ShowQuiz",
    "ShowTip",
    "ShowTry",
    "TakeBackTry",
    "TalkAction",
    "TellTried",
    "TryTip",
    "WeekAction",
]
