"""What the process tells about itself, on stderr: lines for people, JSON for machines.

Events are ours, word for word; facts are ids, counts and names of classes. What a person typed and
what a platform or a driver says about a fault never get in, since both can carry such words.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import structlog
from structlog.typing import FilteringBoundLogger, Processor

ROOT = Path(__file__).parent.parent
OUR_FACTS = ("key", "workspace")
"""What the core tells beside an event: ids."""

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def set_up_logs(level: str) -> None:
    """Everything goes to stderr: as lines where that is a terminal, else as JSON, one object a line."""
    number = LEVELS[level]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, for_people=sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    sys.excepthook = _tell_the_end
    _quieten_libraries(number)


def _tell_the_end(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Instead of Python's own last words, which would show what the fault says."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
        return
    log_fault(logger(__name__), "Kindling ended by a defect of its own. Please report this line.", fault)


def _formatter(shared: list[Processor], *, for_people: bool) -> logging.Formatter:
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if for_people:
        renderer = structlog.dev.ConsoleRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=OUR_FACTS), _only_where],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _only_where(_logger: Any, _name: str, event: Any) -> Any:
    """A library's traceback becomes the fault's class and place: its text can hold what a person typed.

    Of its message the first line stays: asyncio's further ones show the fault again.
    """
    exc_info = event.pop("exc_info", None)
    fault = exc_info[1] if isinstance(exc_info, tuple) else None
    if fault is not None:
        event.update(fault_facts(fault))
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _quieten_libraries(level: int) -> None:
    """The libraries' own tale of how they do their work is nobody's here, even at debug."""
    # apscheduler warns when a pass is longer than its interval, which is no fault.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for name in ("asyncio", "markdown_it", "aiohttp.access"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def logger(name: str) -> FilteringBoundLogger:
    return cast("FilteringBoundLogger", structlog.stdlib.get_logger(name))


def log_fault(log: FilteringBoundLogger, event: str, fault: BaseException, **facts: str | int) -> None:
    """An error of which only the class and the place are told."""
    log.error(event, **fault_facts(fault), **facts)


def fault_facts(fault: BaseException) -> dict[str, str]:
    """The fault's class and the last line of ours that it passed; never its text."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)] or list(frames)
    place = f"{_short(ours[-1].filename)}:{ours[-1].lineno} {ours[-1].name}" if ours else "unknown"
    return {"fault": type(fault).__name__, "where": place}


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and ".venv" not in path.parts


def _short(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
