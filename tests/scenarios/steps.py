"""A story's lines as steps. Strict: a line that is no step is an error that shows the line.

A story is a Markdown file. Its title and paragraphs are for readers; each line that begins with "- " is a
step. The steps are listed in README.md beside the stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class UnknownStep(ValueError):
    """A line that begins with "- " and says nothing that the teller knows."""

    def __init__(self, where: str, line: str) -> None:
        super().__init__(f"{where}: I don't know how to do this: {line!r}")


@dataclass(frozen=True, slots=True)
class ItIs:
    """`on` is a weekday, with a date where that is not near; `year` only where the story begins."""

    weekday: str
    day: int | None
    month: str | None
    year: int | None
    at: str


@dataclass(frozen=True, slots=True)
class HaveChannel:
    channel: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coach:
    channel: str
    name: str
    leaders: tuple[str, ...]
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Joins or leaves a channel."""

    person: str
    channel: str
    joins: bool


@dataclass(frozen=True, slots=True)
class SayTo:
    """To Kindling; `channel` None means alone with it."""

    person: str
    channel: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Write:
    """To colleagues."""

    person: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class ThankFrom:
    person: str
    author: str


@dataclass(frozen=True, slots=True)
class AnswerWith:
    """`how` is a letter, `rightly` or `wrongly`."""

    person: str
    how: str


@dataclass(frozen=True, slots=True)
class Press:
    """`where` is a channel, `alone` for the chat with Kindling, None for what they saw last."""

    person: str
    label: str
    where: str | None


@dataclass(frozen=True, slots=True)
class FillIn:
    person: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SendForm:
    person: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """`what` is `broken`, `mended`, `off` or `on`."""

    what: str


@dataclass(frozen=True, slots=True)
class SeenIn:
    """A post by Kindling. `how` is `posted`, `edited` or `deleted`; `under` whose message it stands under."""

    channel: str
    how: str
    text: str
    under: str | None = None


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Somebody's private answer, or (`unasked`) a message by Kindling, changed or gone as for a channel."""

    person: str
    text: str
    unasked: bool = False
    how: str = "posted"


@dataclass(frozen=True, slots=True)
class NotIn:
    """What was seen last does not say that."""

    text: str


@dataclass(frozen=True, slots=True)
class Silence:
    """`who` is a person, a channel or nobody at all ("")."""

    who: str


Acting = SayTo | ThankFrom | AnswerWith | Press | SendForm
Doing = ItIs | HaveChannel | Coach | Move | Write | FillIn | Trouble | Acting
Step = Doing | SeenIn | SeenBy | NotIn | Silence
Make = Callable[[re.Match[str]], Step]

_WHO = r"(?P<who>[A-Z][a-z]+)"
_ROOM = r"(?P<room>#[a-z][a-z-]*)"
_WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_TROUBLES = {
    "the chat takes no posts": "broken",
    "the chat works again": "mended",
    "Kindling is switched off": "off",
    "Kindling is switched on again": "on",
}
_HOW = {"": "posted", " now": "edited", " no more": "deleted"}


def _names(text: str) -> tuple[str, ...]:
    return tuple(re.split(r", | and ", text))


def _place(text: str | None) -> str | None:
    return "alone" if text == "the chat with Kindling" else text


def _ways(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split(", ") if one)


_DATE = r"(?: (?P<day>\d+) (?P<month>[A-Z][a-z]+)(?: (?P<year>\d{4}))?)?"
_WHERE = "#[a-z-]+|the chat with Kindling"
_WAYS = r"(?P<ways>(?:, (?:ideas to each person|thanks once a week))*)"


def _it_is(m: re.Match[str]) -> Step:
    day, year = (int(m[name]) if m[name] else None for name in ("day", "year"))
    return ItIs(m["weekday"], day, m["month"], year, m["at"])


def _coach(m: re.Match[str]) -> Step:
    return Coach(m["room"], m["name"], _names(m["leaders"]), _ways(m["ways"]))


def _seen_in(m: re.Match[str]) -> Step:
    return SeenIn(m["room"], _HOW[m["how"]], m["text"], m["under"])


_GRAMMAR: tuple[tuple[str, Make], ...] = (
    (rf"it is (?P<weekday>{_WEEKDAY}){_DATE},? (?P<at>\d\d:\d\d)", _it_is),
    (rf"there is a channel {_ROOM} with (?P<all>.+)", lambda m: HaveChannel(m["room"], _names(m["all"]))),
    (rf'Kindling coaches {_ROOM} as "(?P<name>[^"]+)", led by (?P<leaders>[^,]+?){_WAYS}', _coach),
    (rf"{_WHO} (?P<how>joins|leaves) {_ROOM}", lambda m: Move(m["who"], m["room"], m["how"] == "joins")),
    (rf"{_WHO} says(?: in {_ROOM})?: (?P<words>.+)", lambda m: SayTo(m["who"], m["room"], m["words"])),
    (
        rf"{_WHO} writes to the others in {_ROOM}: (?P<text>.+)",
        lambda m: Write(m["who"], m["room"], m["text"]),
    ),
    (
        rf"{_WHO} opens the thanks from (?P<author>[A-Z][a-z]+)'s message",
        lambda m: ThankFrom(m["who"], m["author"]),
    ),
    (rf"{_WHO} answers (?P<how>[A-D]|rightly|wrongly)", lambda m: AnswerWith(m["who"], m["how"])),
    (
        rf'{_WHO} presses (?:"(?P<quoted>[^"]+)"|(?P<label>.+?))(?: in (?P<where>{_WHERE}))?',
        lambda m: Press(m["who"], m["quoted"] or m["label"], _place(m["where"])),
    ),
    (
        rf'{_WHO} fills in "(?P<label>[^"]+)" with (?P<value>.+)',
        lambda m: FillIn(m["who"], m["label"], m["value"]),
    ),
    (rf"{_WHO} sends it", lambda m: SendForm(m["who"])),
    (rf"(?P<what>{'|'.join(_TROUBLES)})", lambda m: Trouble(_TROUBLES[m["what"]])),
    (
        rf"in {_ROOM}(?:, under (?P<under>[A-Z][a-z]+)'s message)?(?P<how>| now| no more): (?P<text>.+)",
        _seen_in,
    ),
    (rf"only {_WHO} sees: (?P<text>.+)", lambda m: SeenBy(m["who"], m["text"])),
    (
        rf"to {_WHO}(?P<how>| now| no more): (?P<text>.+)",
        lambda m: SeenBy(m["who"], m["text"], unasked=True, how=_HOW[m["how"]]),
    ),
    (r"it does not say: (?P<text>.+)", lambda m: NotIn(m["text"])),
    (rf"{_WHO} is told nothing", lambda m: Silence(m["who"])),
    (rf"{_ROOM} stays quiet", lambda m: Silence(m["room"])),
    (r"nobody is told anything", lambda _: Silence("")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A step, and where it stands in its story."""

    step: Step
    where: str
    line: str


def read_step(line: str, where: str = "") -> Step:
    """Raises UnknownStep."""
    for pattern, make in _GRAMMAR:
        if (found := re.fullmatch(pattern, line)) is not None:
            return make(found)
    raise UnknownStep(where, line)


def read_story(file: Path) -> list[Told]:
    """Every step of a story. Raises UnknownStep for a line that is none, ValueError for a story of none."""
    told = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("- "):
            where = f"{file.name}:{number}"
            told.append(Told(read_step(line[2:].strip(), where), where, line[2:].strip()))
        elif line.lstrip().startswith(("- ", "* ", "+ ")):
            raise UnknownStep(f"{file.name}:{number}", line)
    if not told:
        raise ValueError(f"{file.name} tells nothing")
    return told
