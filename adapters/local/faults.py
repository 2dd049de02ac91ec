"""What the local chat refuses, a class each. The sentence goes to who asked; `status` is HTTP's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


class LocalFault(Exception):
    """A request that the local chat does not take. Nothing was changed."""

    status: ClassVar[int] = 400

    def __str__(self) -> str:
        return str(type(self).__doc__)


class NotFromHere(LocalFault):
    """The local chat answers this computer only: open it at 127.0.0.1 or localhost."""

    status = 403


class FromAnotherPage(LocalFault):
    """Only the local chat's own page may change something in it."""

    status = 403


class NotSaidToBeJson(LocalFault):
    """Send JSON, with the content type application/json."""

    status = 415


class NotJson(LocalFault):
    """The body is not JSON. Send an object such as {"as": "marta"}."""


@dataclass
class TooMuch(LocalFault):
    """A body over the limit, in bytes."""

    status = 413
    most: int

    def __str__(self) -> str:
        return f"That is more than {self.most} bytes. Send less."


@dataclass
class FieldWrong(LocalFault):
    """A field of the request that is missing or of the wrong shape."""

    name: str
    write: str

    def __str__(self) -> str:
        return f'"{self.name}" is missing or not right: {self.write}.'


@dataclass
class NotKnown(LocalFault):
    """Something that is not there, or that this person cannot see: the answer is the same."""

    status = 404
    what: str
    id: str

    def __str__(self) -> str:
        return f'There is no {self.what} "{self.id[:40]}" here.'


@dataclass
class NoSuchCommand(LocalFault):
    """A text that starts like a command and is none."""

    word: str

    def __str__(self) -> str:
        return f"There is no command {self.word[:40]} here. There are /kindling and /kudos."


@dataclass
class ClockOnlyForward(LocalFault):
    """The demo's clock was asked to go back."""

    now: datetime

    def __str__(self) -> str:
        return f"The clock only moves forward, and it is {self.now:%Y-%m-%dT%H:%M:%SZ} already."


@dataclass
class ClockTooFar(LocalFault):
    """The demo's clock was asked to pass over too many weeks at once."""

    days: int

    def __str__(self) -> str:
        return f"That is more than {self.days} days ahead. Move the clock in smaller steps."
