"""What the fake platform does: faults by chance or by script, limits, and the times that belong to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Window = tuple[int, float]
"""So many posts in so many seconds."""


class Fault(StrEnum):
    """`before` and `after` are before and after the post stands in the channel."""

    NONE = "none"
    THROTTLE = "throttle"
    ERROR_BEFORE = "error-before"
    ERROR_AFTER = "error-after"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    LAND_LATE = "land-late"
    STALL = "stall"
    ARCHIVE = "archive"


MIX = tuple(fault for fault in Fault if fault not in {Fault.NONE, Fault.ARCHIVE})
"""Everything that may happen to a request, apart from the end of its channel."""


@dataclass(frozen=True)
class Rules:
    """A workspace's rules. Seconds: `late` until a dropped request lands at most, `stall` until an answer."""

    askable: bool = True
    faults: Mapping[Fault, float] = field(default_factory=dict)
    seed: int = 0
    retry_after: float = 0.1
    late: float = 0.5
    stall: float = 0.5
    channel: tuple[Window, ...] = ()
    workspace: tuple[Window, ...] = ()
    methods: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    """Limits of calls that are no posts, where the platform has such."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> Rules:
        faults = {Fault(name): chance for name, chance in given["faults"].items()}
        windows = {one: tuple(map(tuple, given[one])) for one in ("channel", "workspace")}
        methods = {name: tuple(map(tuple, given["methods"][name])) for name in given["methods"]}
        return cls(**{**given, "faults": faults, **windows, "methods": methods})


class Limit:
    """Sliding windows over what was let in."""

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self._windows = windows
        self._let_in: deque[float] = deque(maxlen=max((count for count, _ in windows), default=1))

    def wait(self, now: float) -> float:
        """In how many seconds one more would be let in; 0 for now."""
        waits = [0.0]
        for count, seconds in self._windows:
            if len(self._let_in) >= count:
                waits.append(self._let_in[-count] + seconds - now)
        return max(waits)

    def let_in(self, now: float) -> None:
        self._let_in.append(now)
