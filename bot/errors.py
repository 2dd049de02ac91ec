"""One class for each thing that can go wrong.

Refusals are people's faults or a rule's no: they carry data, and `bot/messages/refusals.py` has the
sentence. Setup faults are operators': their message names the setting, file or line and the fix.
Sending faults are the answers of a platform, the only ones a Messenger may raise.
"""

from __future__ import annotations

from dataclasses import dataclass


class Refusal(Exception):
    """Something a person asked for that is not done. Nothing was changed."""


class ActionBroken(Refusal):
    """A button or form carried a value that Kindling never wrote."""


class ActionOutdated(Refusal):
    """A button of an older version of Kindling."""


class NotHere(Refusal):
    """The thing is gone, was never there, or belongs to another workspace: the answer is the same."""


class NotInTeam(Refusal):
    """Only people of the team can do this."""


@dataclass
class NotAllowed(Refusal):
    """The act needs a role that the actor has not. `role` is manager, leader (either of them) or admin."""

    role: str


class NoSuchTeam(Refusal):
    """A team was named that is none of those the actor leads."""


class NoOpenQuestion(Refusal):
    """A letter was typed, and there is no question that it could answer."""


@dataclass
class NotUnderstood(Refusal):
    """Words that mean nothing to Kindling; `words` is what was typed, cut; `near` is what may be meant."""

    words: str
    near: tuple[str, ...] = ()


class TooManyToday(Refusal):
    """Ten gifts were given on this day of the giver's."""


class NothingToUndo(Refusal):
    """Nothing was given today."""


@dataclass
class UndoTooLate(Refusal):
    """The day of giving is over; `manager` is who can remove it, or "" where nobody can."""

    manager: str
    yesterday: bool


class ChangeTooLate(Refusal):
    """The day of giving is over."""


@dataclass
class NotYourGift(Refusal):
    """Only the giver can undo or change it."""

    giver: str


@dataclass
class OwnGift(Refusal):
    """Giver and receivers can't second it; `part` is which of them, giver or receiver."""

    part: str


class PeriodUnknown(Refusal):
    """What was asked for names no period."""


@dataclass
class PeriodOpen(Refusal):
    """The period is not over yet; `label` is its own."""

    label: str


class PeriodBefore(Refusal):
    """The period ended before the team was set up."""


class SetupFault(Exception):
    """Something an operator has to put right: the message says which setting, file or line, and how."""


@dataclass
class BadTeamValue(SetupFault):
    """A team's setting that cannot be: its name, what is wrong with the value, and what to write."""

    name: str
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.name}: {self.wrong}. {self.write}"


class SendingFault(Exception):
    """A platform's answer to a post that did not succeed."""


@dataclass
class RateLimited(SendingFault):
    """The platform asked to wait; `retry_after` in seconds."""

    retry_after: float


@dataclass
class NotYet(SendingFault):
    """The platform has no room for this one for `retry_after` seconds; others may go on."""

    retry_after: float


class Unavailable(SendingFault):
    """The platform certainly did not take the message, and may later."""


@dataclass
class Refused(SendingFault):
    """The platform will not take this message as it is. `code` is the platform's word for why."""

    code: str


@dataclass
class Unreachable(SendingFault):
    """The conversation can't be written to any more: archived, blocked, uninstalled, gone."""

    code: str


class MessageGone(SendingFault):
    """The message to change or delete is not there any more: somebody deleted it by hand."""


@dataclass
class OutcomeUnknown(SendingFault):
    """Nobody knows whether it landed, or still may. `pauses`: the platform is in trouble."""

    pauses: bool = False


class CannotAsk(Exception):
    """The platform gives no way to look a message up."""


class StoreBusy(Exception):
    """Another process holds the database; nothing was changed, trying again later is safe."""


class StoreFailed(Exception):
    """The database could not take the change (disk full, damaged file): nothing was changed."""
