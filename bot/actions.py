"""Everything a person can do, typed. `bot/codec.py` puts an action into a button and takes it out again.

`verb` names an action in packed values and never changes. Fields marked `entered()` are not packed:
a form's values, or what somebody typed, fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.models import Week


def entered(default: Any) -> Any:
    """A field that a form's values fill in."""
    return field(default=default, metadata={"entered": True})


@dataclass(frozen=True, slots=True)
class SayWords:
    """Words typed to Kindling. Never packed into a button."""

    verb: ClassVar[str] = "say"
    text: str = entered("")


@dataclass(frozen=True, slots=True)
class TryTip:
    """The tip's button "I'll try this"."""

    verb: ClassVar[str] = "try"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class TakeBackTry:
    verb: ClassVar[str] = "untry"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class ShowTry:
    """What became of "I'll try this", for who pressed it."""

    verb: ClassVar[str] = "show-try"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """A letter typed in a direct conversation: an answer to the latest question of the member's team."""

    verb: ClassVar[str] = "letter"
    letter: str


@dataclass(frozen=True, slots=True)
class TellTried:
    """The answer to "Did you get to try it?"."""

    verb: ClassVar[str] = "tried"
    quiz_id: int
    yes: bool


@dataclass(frozen=True, slots=True)
class AnswerQuiz:
    verb: ClassVar[str] = "answer"
    quiz_id: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PickChoices:
    """Several right: the private view in which letters switch on and off."""

    verb: ClassVar[str] = "pick"
    quiz_id: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowQuiz:
    """The question as a private card, or the feedback if it was answered."""

    verb: ClassVar[str] = "quiz"
    quiz_id: int


@dataclass(frozen=True, slots=True)
class AnotherQuestion:
    """A further question on the same tip; `after` is the question just answered."""

    verb: ClassVar[str] = "another"
    quiz_id: int
    after: str


@dataclass(frozen=True, slots=True)
class AnswerPractice:
    """An answer outside the week's quiz. `nonce` tells one attempt from the next."""

    verb: ClassVar[str] = "practise"
    quiz_id: int
    question_id: str
    choices: tuple[str, ...]
    nonce: str


@dataclass(frozen=True, slots=True)
class ShowTip:
    verb: ClassVar[str] = "tip"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class Done:
    """Closes a private view with a last kind line."""

    verb: ClassVar[str] = "done"


@dataclass(frozen=True, slots=True)
class ShowHelp:
    verb: ClassVar[str] = "help"


@dataclass(frozen=True, slots=True)
class EndProgramme:
    """What a manager wants after the last tip: `again`, `another` or `stop`."""

    verb: ClassVar[str] = "programme"
    team_id: int
    round: int
    then: str


@dataclass(frozen=True, slots=True)
class ChooseSeries:
    """The form's answer to `another`: which programme comes next."""

    verb: ClassVar[str] = "series"
    team_id: int
    round: int
    programme: str = entered("")


@dataclass(frozen=True, slots=True)
class ShowProgramme:
    """What a manager chose at the programme's end; `then` as in EndProgramme, or the chosen programme."""

    verb: ClassVar[str] = "show-programme"
    team_id: int
    then: str


WeekAction = TryTip | TakeBackTry | ShowTry | ShowTip | EndProgramme | ChooseSeries | ShowProgramme
QuizAction = TellTried | AnswerQuiz | PickChoices | ShowQuiz | AnotherQuestion | AnswerPractice
TalkAction = SayWords | AnswerLetter | ShowHelp | Done
Action = WeekAction | QuizAction | TalkAction
