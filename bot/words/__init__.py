"""The words one can type, the same on every platform, read into what they mean. Pure."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date

from bot.actions import (
    Action,
    AnswerLetter,
    AwayMe,
    ListTeams,
    OpenAway,
    OpenHome,
    OpenPause,
    OpenSettings,
    OpenSetup,
    PauseMe,
    ResumeMe,
    ShowAudit,
    ShowHelp,
    StopMe,
)
from bot.errors import NotUnderstood
from bot.words.days import read_day
from bot.words.periods import read_period

LONGEST_ECHO = 40
_LETTERS = "abcd"


@dataclass(frozen=True, slots=True)
class KudosWords:
    """Thanks: what followed the word, as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class UndoWord:
    """Takes the latest thanks of today back."""


@dataclass(frozen=True, slots=True)
class MineWord:
    """What is one's own: thanks received and given."""


@dataclass(frozen=True, slots=True)
class PracticeWord:
    """Another question, for practice."""


@dataclass(frozen=True, slots=True)
class TeamWords:
    """Words about a team: `word` as in ChooseTeam, what may be the team's name, and a period's label."""

    word: str
    name: str = ""
    period: str = ""


Heard = Action | KudosWords | UndoWord | MineWord | PracticeWord | TeamWords

_HELP = ShowHelp()
_PLAIN: dict[str, Heard] = {
    **dict.fromkeys(
        ("", "?", "hi", "hello", "hey", "help", "start", "good morning", "what can i say"), _HELP
    ),
    **dict.fromkeys(("home", "my home", "me"), OpenHome()),
    **dict.fromkeys(("settings", "my settings", "setting", "preferences"), OpenSettings()),
    **dict.fromkeys(("setup", "set up", "set-up", "set up a team", "set up team"), OpenSetup()),
    **dict.fromkeys(
        ("resume", "back", "i'm back", "i am back", "im back", "come back", "unpause"), ResumeMe()
    ),
    **dict.fromkeys(("practice", "practise", "another question", "question"), PracticeWord()),
    **dict.fromkeys(("mine", "my thanks", "my kudos", "thanks"), MineWord()),
    **dict.fromkeys(("undo", "take it back"), UndoWord()),
    **dict.fromkeys(("teams", "list teams"), ListTeams()),
    **dict.fromkeys(("audit", "audit log"), ShowAudit()),
    "change": TeamWords("change"),
    **dict.fromkeys(("unsubscribe", "quiet", "be quiet", "leave me alone", "opt out", "go away"), StopMe()),
}
_STOP = re.compile(
    r"stop(?: (?:it|this|that|now|everything|me"
    r"|(?:sending|messaging|writing|bothering|spamming|posting|texting|contacting)\b.*))?"
)
_TEAM = re.compile(r"(pause|resume|stop|change|plan) (?:the |my )?team\b(?: (.*))?")
_PLAN = re.compile(r"plan(?: (?:of |for )?(.*))?")
_PAUSE = re.compile(r"pause(?: me)?(?: (?:until|till|til|for))?(?: (.*))?")
_AWAY = re.compile(
    r"(?:i'm |i am |im )?(?:away|on holiday|on vacation|on leave|out of office)"
    r"(?: (?:until|till|til|for))?(?: (.*))?"
)
_SUMMARY = re.compile(r"summary(?: (?:of|for))?(?: (.*))?")
_KUDOS = re.compile(
    r"\s*(?:give\s+)?(?:kudos|thank|thanks)(?=\s|$|[@<])(?:\s+to\b)?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_BEFORE_NAME = re.compile(r"^(?:(?:for|of|in) )?(?:the )?#?")
_KNOWN = (
    "help",
    "home",
    "kudos",
    "practice",
    "mine",
    "settings",
    "pause",
    "away",
    "stop",
    "resume",
    "undo",
    "setup",
    "summary",
    "plan",
    "pause team",
    "resume team",
    "teams",
)
_MOST_NEAR = 2
_NEARLY = 0.72


def read_words(text: str, *, direct: bool, today: date) -> Heard:
    """What was typed, as an action or as words that need the speaker's team.

    `direct`: typed to Kindling alone, where a single letter answers the question. `today` is the
    speaker's. Raises NotUnderstood, which carries the beginning of it and what may have been meant.
    """
    plain = _plainly(text)
    if (known := _PLAIN.get(plain)) is not None:
        return known
    if direct and len(plain) == 1 and plain in _LETTERS:
        return AnswerLetter(plain)
    found = _about_me(plain, today) or _about_team(plain, today) or _kudos(text)
    if found is None:
        raise NotUnderstood(shortened(" ".join(text.split())), _near(plain))
    return found


def _plainly(text: str) -> str:
    plain = " ".join(text.casefold().replace("’", "'").split())
    plain = plain.strip(" .!") if plain != "?" else plain
    return plain.removeprefix("please ").removesuffix(" please").strip(" ,.!")


def _about_me(plain: str, today: date) -> Action | None:
    if _STOP.fullmatch(plain):
        return StopMe()
    if _TEAM.fullmatch(plain):
        return None
    if (pause := _PAUSE.fullmatch(plain)) is not None:
        if not pause[1]:
            return OpenPause()
        day = read_day(pause[1], today)
        return PauseMe(day) if day is not None else OpenPause(unread=True)
    if (away := _AWAY.fullmatch(plain)) is not None:
        if not away[1]:
            return OpenAway()
        day = read_day(away[1], today)
        return AwayMe(day) if day is not None else OpenAway(unread=True)
    return None


def _about_team(plain: str, today: date) -> TeamWords | None:
    if (team := _TEAM.fullmatch(plain)) is not None:
        return TeamWords(team[1], _name(team[2]))
    if (plan := _PLAN.fullmatch(plain)) is not None:
        return TeamWords("plan", _name(plan[1]))
    if (summary := _SUMMARY.fullmatch(plain)) is not None:
        period, rest = read_period(summary[1] or "", today)
        return TeamWords("summary", _name(rest), period)
    return None


def _name(text: str | None) -> str:
    return _BEFORE_NAME.sub("", text or "").strip()


def _kudos(text: str) -> KudosWords | None:
    """Thanks, where somebody or something follows; `thanks` alone is `mine`."""
    found = _KUDOS.fullmatch(text)
    return KudosWords(found[1].strip()) if found is not None else None


def _near(plain: str) -> tuple[str, ...]:
    first = plain.split(" ", 1)[0]
    near = difflib.get_close_matches(plain, _KNOWN, _MOST_NEAR, _NEARLY)
    return tuple(near or difflib.get_close_matches(first, _KNOWN, _MOST_NEAR, _NEARLY))


def shortened(text: str) -> str:
    """The beginning of what somebody typed, cut at a word."""
    if len(text) <= LONGEST_ECHO:
        return text
    cut = text[: LONGEST_ECHO - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
