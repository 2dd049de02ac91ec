"""TOML that knows its lines: tables whose every fault names the line of the setting it is about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.tips.faults import Kind
from bot.tips.files import Notes, Part, one_line, text_faults

ID_PATTERN = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)

Path = tuple[str | int, ...]

_Value = TypeVar("_Value")

_NEWLINE = "\0"  # cannot stand in TOML itself
_PLAIN_KEY = re.compile(r"([A-Za-z0-9_-]+)[ \t]*=")
_PLAIN_HEADER = re.compile(r"\[\[?[ \t]*([A-Za-z0-9_-]+)[ \t]*\]")
_STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|'
    r"'''.*?'''(?:'{0,2})|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"\#[^\n]*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a block. What it gives out is checked; what is wrong is noted, and stands empty."""

    values: Mapping[str, object]
    path: Path
    lines: Mapping[Path, int]
    notes: Notes

    def line(self, key: str | None = None) -> int:
        """The line of the setting, or of the table's header where the setting is missing."""
        path = self.path if key is None else (*self.path, key)
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def add(self, kind: Kind, key: str | None = None, /, **facts: object) -> None:
        self.notes.add(self.line(key), kind, **facts)

    def text(self, key: str, most: int, pattern: str = '"…"') -> str:
        """A text on one line of at most so many characters; empty and noted if it is not there."""
        value = self._typed(key, str, "text in quotation marks", pattern)
        if value is None:
            return ""
        text = one_line(value)
        for kind, facts in text_faults(key, text, most):
            self.add(kind, key, **facts)
        return text

    def identifier(self, key: str = "id") -> str:
        """An id that fits into a button's value; empty and noted if it is none."""
        value = self._typed(key, str, "text in quotation marks", '"short-name"')
        if value is None or ID_PATTERN.fullmatch(value):
            return value or ""
        self.add(Kind.BAD_ID, key, key=key, given=value)
        return ""

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        value = self._typed(key, str, "text in quotation marks", " or ".join(f'"{one}"' for one in known))
        if value is not None and value not in known:
            self.add(Kind.NOT_ONE_OF, key, key=key, given=value, known=", ".join(known))
        return value or ""

    def flag(self, key: str, *, otherwise: bool | None = None) -> bool:
        """True or false; a missing one is a fault unless `otherwise` says what it means."""
        if otherwise is not None and key not in self.values:
            return otherwise
        return bool(self._typed(key, bool, "true or false", "true or false, without quotation marks"))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each as it was written."""
        pattern = '["…", "…"]'
        value = self._typed(key, list, "a list", pattern)
        if value is None:
            return ()
        if not all(isinstance(one, str) for one in value):
            self.add(Kind.WRONG_TYPE, key, key=key, wanted="a list of texts", pattern=pattern)
        return tuple(one for one in value if isinstance(one, str))

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables written under [[key]], in order; none is a fault only of who needs one."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            header = ".".join([*(str(step) for step in self.path if isinstance(step, str)), key])
            self.add(Kind.ONE_TABLE, key, key=header)
            return ()
        return tuple(Table(one, (*self.path, key, n), self.lines, self.notes) for n, one in enumerate(value))

    def refuse_others(self, *known: str) -> None:
        """Notes each setting that nobody reads: most often a slip of the pen."""
        for key in self.values:
            if key not in known:
                self.add(Kind.UNKNOWN_KEY, key, key=key, known=", ".join(known))

    def _typed(self, key: str, wanted: type[_Value], words: str, pattern: str) -> _Value | None:
        if key not in self.values:
            self.add(Kind.MISSING_KEY, key=key, pattern=pattern)
            return None
        value = self.values[key]
        if not isinstance(value, wanted):
            self.add(Kind.WRONG_TYPE, key, key=key, wanted=words, pattern=pattern)
            return None
        return value


def read_block(part: Part, notes: Notes) -> Table | None:
    """The block's outermost table, or None and a fault with the line in the file."""
    try:
        values = tomllib.loads(part.text)
    except RecursionError:
        notes.add(part.line, Kind.TOO_DEEP)
        return None
    except ValueError as broken:
        line, problem = _problem(broken, part)
        notes.add(line, Kind.SYNTAX, problem=problem)
        return None
    lines: dict[Path, int] = {(): part.line}
    for line, path, braces in _settings(part):
        lines.setdefault(path, line)
        if braces:
            header = ".".join(str(step) for step in path if isinstance(step, str))
            notes.add(line, Kind.INLINE_TABLE, key=path[-1], header=f"[[{header}]]")
    return Table(values, (), lines, notes)


def _problem(broken: ValueError, part: Part) -> tuple[int, str]:
    """The line in the file, and the parser's words; where it names no line, that of the unsound setting."""
    problem, _, where = str(broken).partition(" (at ")
    if not isinstance(broken, tomllib.TOMLDecodeError):
        problem = "a number is too long"
    if found := re.match(r"line (\d+)", where):
        return part.line + int(found[1]) - 1, problem
    return next((line for line, source in _statements(part) if not _is_sound(source)), part.line), problem


def _is_sound(source: str) -> bool:
    try:
        tomllib.loads(source)
    except ValueError:
        return False
    return True


def _settings(part: Part) -> Iterator[tuple[int, Path, bool]]:
    """Every header and setting of a block that is known to be sound: line, path, whether it has braces."""
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, source in _statements(part):
        if source.startswith("["):
            table = _resolve(_steps(source), counts, more=source.startswith("[["))
            yield line, table, False
        elif "{" not in source and (plain := _PLAIN_KEY.match(source)):
            yield line, (*table, plain[1]), False
        else:
            key, value = next(iter(tomllib.loads(source).items()))
            yield line, (*table, key), _has_tables(value)


def _statements(part: Part) -> Iterator[tuple[int, str]]:
    """Headers and settings, each from its first line to its last, whatever its texts and lists span."""
    source = part.text.split("\n")
    first, after, depth = 0, 0, 0
    for bare in _STRINGS_AND_COMMENTS.sub(_blank, part.text).split("\n"):
        first = after if depth == 0 else first
        after += 1 + bare.count(_NEWLINE)
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
        if depth == 0 and bare.strip():
            yield part.line + first, "\n".join(source[first:after]).strip()
    if depth:
        yield part.line + first, "\n".join(source[first:])


def _blank(found: re.Match[str]) -> str:
    """Only the line ends of a text, marked; nothing of a comment."""
    return "" if found[0].startswith("#") else "_" + _NEWLINE * found[0].count("\n")


def _steps(source: str) -> Iterator[str]:
    """The names in a header, from the outermost on."""
    if plain := _PLAIN_HEADER.match(source):
        yield plain[1]
        return
    header: object = tomllib.loads(source)
    while header and isinstance(header, dict):
        key, header = next(iter(header.items()))
        yield key


def _resolve(steps: Iterator[str], counts: dict[Path, int], *, more: bool) -> Path:
    """Where a header leads; in a list of tables, to its latest, or with `more` to a new one."""
    path: Path = ()
    names = list(steps)
    for n, name in enumerate(names, 1):
        path = (*path, name)
        if more and n == len(names):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _has_tables(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(_has_tables(one) for one in value))
