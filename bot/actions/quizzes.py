"""What one does with a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TellTried:
    """The answer to "Did you get to try it?"."""

    verb: ClassVar[str] = "tried"
    quiz_id: int
    yes: bool


@dataclass(frozen=True, slots=True)
class AnswerQuiz:
    """Answers the question of the week. The first answer counts."""

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


QuizAction = TellTried | AnswerQuiz | PickChoices | ShowQuiz | AnotherQuestion | AnswerPractice
