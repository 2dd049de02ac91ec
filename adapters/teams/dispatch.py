"""Which kind of activity goes where: botbuilder's own table of kinds, forwarded to what reads plain JSON.

Its objects are made of two or three words and stay here: to deserialise whole activities costs more than the
rest of a turn, and fails with 500 on shapes that it does not expect (Bot Framework SDK 4.17.1).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity

from adapters.teams.parse import Spot, Who
from adapters.teams.payloads import Json, id_at

Answer = Mapping[str, Any]
Invoke = Callable[[Json, Spot, Who | None], Awaitable[Answer]]


class Hearing(Protocol):
    """What reads each kind."""

    async def hear(self, activity: Json, spot: Spot, who: Who) -> None: ...

    async def take(self, activity: Json, spot: Spot, who: Who | None) -> None: ...

    @property
    def invokes(self) -> Mapping[str, Invoke]:
        """By the invoke's name."""


@dataclass(slots=True)
class Turn:
    """In the place of botbuilder's context, which would bring clients for requests that nobody makes.

    `answer` is an invoke's body; None for an invoke that is none of ours.
    """

    activity: Any
    told: Json
    spot: Spot
    who: Who | None
    answer: Answer | None = None
    turn_state: dict[str, Any] = field(default_factory=dict)


def turn_of(told: Json, spot: Spot, who: Who | None) -> Turn:
    activity = Activity(type=id_at(told, "type"), name=id_at(told, "name"), action=id_at(told, "action"))
    return Turn(activity, told, spot, who)


class Dispatch(TeamsActivityHandler):  # type: ignore[misc]  # botbuilder ships no types
    """Kinds that are not here, and those that Teams adds, are heard and mean nothing."""

    def __init__(self, hearing: Hearing) -> None:
        super().__init__()
        self._hearing = hearing

    async def on_message_activity(self, turn_context: Turn) -> None:
        if turn_context.who is not None:
            await self._hearing.hear(turn_context.told, turn_context.spot, turn_context.who)

    async def on_invoke_activity(self, turn_context: Turn) -> None:
        """botbuilder would have its answer sent, which its adapter then can't write (4.17.1)."""
        invoke = self._hearing.invokes.get(id_at(turn_context.told, "name"))
        if invoke is not None:
            turn_context.answer = await invoke(turn_context.told, turn_context.spot, turn_context.who)

    async def on_conversation_update_activity(self, turn_context: Turn) -> None:
        await self._hearing.take(turn_context.told, turn_context.spot, turn_context.who)

    async def on_installation_update_add(self, turn_context: Turn) -> None:
        await self._hearing.take(turn_context.told, turn_context.spot, turn_context.who)

    async def on_installation_update_remove(self, turn_context: Turn) -> None:
        await self._hearing.take(turn_context.told, turn_context.spot, turn_context.who)
