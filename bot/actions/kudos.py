"""What one does with kudos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.actions.fields import entered


@dataclass(frozen=True, slots=True)
class OpenKudos:
    """The form, with what is known filled in. People are platform ids.

    From a message: `conversation` and `message` are its platform ids, `link` opens it (a platform that has
    none leaves it out), and `offered` are other people that it mentions.
    """

    verb: ClassVar[str] = "open-kudos"
    people: tuple[str, ...] = ()
    reason: str = entered("")
    conversation: str = entered("")
    message: str = entered("")
    link: str = entered("")
    offered: tuple[str, ...] = entered(())


@dataclass(frozen=True, slots=True)
class GiveKudos:
    """Thanks people for what was seen: from the form, or typed.

    `nonce` makes two deliveries of it one; "" takes the act's identity. `unknown` are typed names that fit
    nobody, or several. `where` is `team` or `only`.
    """

    verb: ClassVar[str] = "kudos"
    nonce: str = ""
    people: tuple[str, ...] = entered(())
    unknown: tuple[str, ...] = entered(())
    reason: str = entered("")
    behaviour: str = entered("")
    where: str = entered("")


@dataclass(frozen=True, slots=True)
class ShowKudos:
    """Where a gift of mine went, with what can still be done about it."""

    verb: ClassVar[str] = "show-kudos"
    gift_id: int


@dataclass(frozen=True, slots=True)
class UndoKudos:
    """Takes a gift of mine back everywhere, on the day it was given."""

    verb: ClassVar[str] = "undo-kudos"
    gift_id: int


@dataclass(frozen=True, slots=True)
class UndoLatest:
    """Takes my latest gift of today back."""

    verb: ClassVar[str] = "undo-latest"


@dataclass(frozen=True, slots=True)
class OpenWords:
    """The form with a gift's words, to change them."""

    verb: ClassVar[str] = "open-words"
    gift_id: int


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Says a gift of mine of today in other words."""

    verb: ClassVar[str] = "words"
    gift_id: int
    reason: str = entered("")
    behaviour: str = entered("")


@dataclass(frozen=True, slots=True)
class OpenBehaviour:
    """Asks which of the behaviours a gift was about."""

    verb: ClassVar[str] = "open-behaviour"
    gift_id: int


@dataclass(frozen=True, slots=True)
class NameBehaviour:
    """Says which of the behaviours a gift of mine was about."""

    verb: ClassVar[str] = "behaviour"
    gift_id: int
    behaviour: str = entered("")


@dataclass(frozen=True, slots=True)
class SecondKudos:
    """I saw it too."""

    verb: ClassVar[str] = "second"
    gift_id: int


@dataclass(frozen=True, slots=True)
class HideKudos:
    """Takes my name out of thanks that others can see, for good; asks first unless `sure`."""

    verb: ClassVar[str] = "hide-kudos"
    gift_id: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class TeamKudos:
    """The latest thanks in a team, for a manager to remove one."""

    verb: ClassVar[str] = "team-kudos"
    team_id: int


@dataclass(frozen=True, slots=True)
class RemoveKudos:
    """Takes a gift out of a team for good; asks first unless `sure`."""

    verb: ClassVar[str] = "remove-kudos"
    gift_id: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class MyKudos:
    """The thanks I received and gave."""

    verb: ClassVar[str] = "my-kudos"


@dataclass(frozen=True, slots=True)
class KeepThanksPrivate:
    """From now on thanks come to me directly."""

    verb: ClassVar[str] = "private-thanks"


@dataclass(frozen=True, slots=True)
class ThankByReaction:
    """Somebody put an emoji under a message: small thanks, if it is the one that the channel's team chose.

    The adapter builds it from the platform's event, for any reaction that is not to a message of Kindling's
    own. `emoji` is the platform's name for it, with or without a skin tone. `conversation` and `message` are
    the message's platform ids (Slack: channel and ts), `author` the platform id of who wrote it, `link` opens
    it (may be left out), `happened_at` is the event's own instant: of two events the later one holds, in
    whatever order they come.

    The act's identity names message, reactor, emoji and the event's id. The answer is for the reactor alone:
    a card to show them once, or, most of the time, an empty one (`Card.is_empty`), of which nothing is shown.
    """

    verb: ClassVar[str] = "react"
    emoji: str = entered("")
    conversation: str = entered("")
    message: str = entered("")
    author: str = entered("")
    link: str = entered("")
    happened_at: datetime | None = entered(None)  # noqa: RUF009 - it makes a field


@dataclass(frozen=True, slots=True)
class TakeBackReaction:
    """The emoji went from under the message again, and the small thanks with it.

    The fields are those of ThankByReaction. The answer is always the empty card.
    """

    verb: ClassVar[str] = "take-back-reaction"
    emoji: str = entered("")
    conversation: str = entered("")
    message: str = entered("")
    author: str = entered("")
    happened_at: datetime | None = entered(None)  # noqa: RUF009 - it makes a field


Reaction = ThankByReaction | TakeBackReaction


@dataclass(frozen=True, slots=True)
class AddWord:
    """The form to say small thanks of mine in words: the author is filled in, the message is its origin."""

    verb: ClassVar[str] = "add-word"
    small_id: int


@dataclass(frozen=True, slots=True)
class DontCount:
    """Small thanks of mine that are not to count; the reaction stays."""

    verb: ClassVar[str] = "dont-count"
    small_id: int


KudosAction = (
    OpenKudos
    | GiveKudos
    | ShowKudos
    | UndoKudos
    | UndoLatest
    | OpenWords
    | ChangeWords
    | OpenBehaviour
    | NameBehaviour
    | SecondKudos
    | HideKudos
    | TeamKudos
    | RemoveKudos
    | MyKudos
    | KeepThanksPrivate
    | ThankByReaction
    | TakeBackReaction
    | AddWord
    | DontCount
)
