"""What is taught, as frozen records: tips with their questions, and the library that they stand in.

Ids of tips are `<series>/<slug>`; those of questions and choices are unique in their tip. Texts are
plain, one line each, and never need cutting: the loader refuses what no platform can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.tips.places import Places

SCENARIO = "scenario"
IDEA = "idea"


@dataclass
class UnknownId(LookupError):
    """There is nothing with this id."""

    id: str

    def __str__(self) -> str:
        return f"{type(self).__doc__} ({self.id})"


class UnknownTip(UnknownId):
    """There is no tip with this id."""


class UnknownSeries(UnknownId):
    """There is no series with this id."""


class UnknownProgramme(UnknownId):
    """There is no programme with this id."""


class UnknownBehaviour(UnknownId):
    """There is no behaviour with this id."""


class UnknownQuestion(UnknownId):
    """The tip has no question with this id."""


class UnknownChoice(UnknownId):
    """The question has no choice with this id."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question. `distractor` is the kind of a wrong choice, None for a right one."""

    id: str
    text: str
    right: bool
    distractor: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario or a question on the idea, with its choices in the order of the file."""

    id: str
    kind: str
    text: str
    choices: tuple[Choice, ...]

    @property
    def right_choices(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.right)

    @property
    def several(self) -> bool:
        """Whether more than one choice is right, so that all of them have to be chosen."""
        return len(self.right_choices) > 1

    def choice(self, choice_id: str) -> Choice:
        """Raises UnknownChoice."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise UnknownChoice(choice_id)


@dataclass(frozen=True, slots=True)
class Tip:
    """One week's lesson. `idea` is its paragraphs, `phrases` what stands in the fold, perhaps nothing."""

    id: str
    series: str
    title: str
    behaviour: str
    source: str
    ground: str
    hook: str
    idea: tuple[str, ...]
    try_this: str
    phrases: tuple[str, ...]
    talk: str
    questions: tuple[Question, ...]

    def __hash__(self) -> int:
        """Enough to find it by; all its text would take longer than to draw a card of it."""
        return hash(self.id)

    def question(self, question_id: str) -> Question:
        """Raises UnknownQuestion."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question_id)

    @property
    def first_question(self) -> Question:
        """The first scenario: the week's quiz. The loader sees to it that there is one."""
        return next(question for question in self.questions if question.kind == SCENARIO)


@dataclass(frozen=True, slots=True)
class Series:
    """Tips on one idea, in order. `language` is a tag such as en or pt-BR."""

    id: str
    title: str
    about: str
    language: str
    tips: tuple[Tip, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """Ids of series in the order in which a team has them."""

    id: str
    title: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A thing that one can thank for; `label` completes "She …"."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that is taught; each look-up is one step in a dictionary made once."""

    programmes: tuple[Programme, ...]
    series: tuple[Series, ...]
    behaviours: tuple[Behaviour, ...]
    _programmes: dict[str, Programme] = field(init=False, repr=False, compare=False)
    _series: dict[str, Series] = field(init=False, repr=False, compare=False)
    _behaviours: dict[str, Behaviour] = field(init=False, repr=False, compare=False)
    _places: dict[str, tuple[Series, int]] = field(init=False, repr=False, compare=False)
    _orders: dict[tuple[str, ...], tuple[Tip, ...]] = field(init=False, repr=False, compare=False)
    _ways: dict[tuple[str, ...], Places] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "_programmes", {programme.id: programme for programme in self.programmes})
        keep(self, "_series", {series.id: series for series in self.series})
        keep(self, "_behaviours", {behaviour.id: behaviour for behaviour in self.behaviours})
        keep(self, "_places", {tip.id: (one, n) for one in self.series for n, tip in enumerate(one.tips, 1)})
        keep(self, "_orders", {})
        keep(self, "_ways", {})

    def programme(self, programme_id: str) -> Programme:
        """Raises UnknownProgramme."""
        if (found := self._programmes.get(programme_id)) is None:
            raise UnknownProgramme(programme_id)
        return found

    def behaviour(self, behaviour_id: str) -> Behaviour:
        """Raises UnknownBehaviour."""
        if (found := self._behaviours.get(behaviour_id)) is None:
            raise UnknownBehaviour(behaviour_id)
        return found

    def series_by_id(self, series_id: str) -> Series:
        """Raises UnknownSeries."""
        if (found := self._series.get(series_id)) is None:
            raise UnknownSeries(series_id)
        return found

    def tip(self, tip_id: str) -> Tip:
        """Raises UnknownTip."""
        series, n = self._place(tip_id)
        return series.tips[n - 1]

    def series_of(self, tip_id: str) -> Series:
        """The series that the tip stands in. Raises UnknownTip."""
        return self._place(tip_id)[0]

    def position(self, tip_id: str) -> tuple[int, int]:
        """The tip's number in its series, from 1, and how many there are. Raises UnknownTip."""
        series, n = self._place(tip_id)
        return n, len(series.tips)

    def tips_of(self, series_ids: Sequence[str]) -> tuple[Tip, ...]:
        """The tips of these series, in order; the same tuple each time. A series that is gone has none."""
        key = tuple(series_ids)
        if (found := self._orders.get(key)) is None:
            found = tuple(tip for one in key if one in self._series for tip in self._series[one].tips)
            self._orders[key] = found
        return found

    def places_in(self, series_ids: tuple[str, ...]) -> Places:
        """How far one can be in the tips of these series."""
        if (found := self._ways.get(series_ids)) is None:
            found = Places(self.tips_of(series_ids))
            self._ways[series_ids] = found
        return found

    def _place(self, tip_id: str) -> tuple[Series, int]:
        if (found := self._places.get(tip_id)) is None:
            raise UnknownTip(tip_id)
        return found
