"""The sentences of bot/messages/, read from its source: for the tests on wording."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[3]
MESSAGES = ROOT / "bot" / "messages"
GETTEXT = {"gettext": 1, "ngettext": 2}


@dataclass(frozen=True)
class Sentence:
    """A template as written: `where` is file and line."""

    where: str
    text: str

    @property
    def placeholders(self) -> frozenset[str]:
        return placeholders(self.text)


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def trees(folder: Path = MESSAGES) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def gettext_calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GETTEXT:
            yield node


def texts_of(call: ast.Call) -> list[str] | None:
    """What a gettext call says: one text, or the singular and the plural. None if not written out there."""
    if not isinstance(call.func, ast.Attribute):
        return None
    given = call.args[: GETTEXT[call.func.attr]]
    texts = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return texts if len(texts) == len(given) else None


def sentences() -> list[Sentence]:
    return [
        Sentence(f"{where}:{call.lineno}", text)
        for where, tree in trees()
        for call in gettext_calls(tree)
        for text in texts_of(call) or []
    ]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@dataclass(frozen=True)
class Filled:
    """A call that fills a template, the texts that it may be, and the names that the call gives."""

    line: int
    texts: tuple[str, ...]
    names: frozenset[str]

    @property
    def is_right(self) -> bool:
        """Every placeholder is given, and nothing is given that no text has."""
        every = frozenset[str]().union(*map(placeholders, self.texts))
        return every == self.names


def filled(function: ast.FunctionDef) -> Iterator[Filled]:
    """Each template that the function fills itself, in the order of its lines."""
    known: dict[str, list[str]] = {}
    fresh: dict[str, bool] = {}
    for node in sorted(_assignments_and_calls(function), key=lambda one: one.lineno):
        if isinstance(node, ast.Assign):
            name = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
            texts = [text for call in gettext_calls(node.value) for text in texts_of(call) or []]
            known[name] = [*(known.get(name, []) if fresh.get(name) else []), *texts]
            fresh[name] = True
            continue
        first = node.args[0]
        if isinstance(first, ast.Name):
            texts = known.get(first.id, [])
            fresh[first.id] = False
        else:
            texts = [text for call in gettext_calls(first) for text in texts_of(call) or []]
        names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None)
        if texts:
            yield Filled(node.lineno, tuple(texts), names)


def _assignments_and_calls(function: ast.FunctionDef) -> Iterator[ast.Assign | ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if any(gettext_calls(node.value)) and not _fills(node.value):
                yield node
        elif isinstance(node, ast.Call) and _fills(node):
            yield node


def _fills(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"say", "fill"}


def written_out(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings of two words and more that no gettext call, docstring, key or raised error holds."""
    excused = {id(part) for call in gettext_calls(tree) for part in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            excused |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            excused.add(id(node.value))
        elif isinstance(node, ast.Dict):
            excused |= {id(key) for key in node.keys if key is not None}
    for node in ast.walk(tree):
        if id(node) not in excused and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [(node.lineno, node.value)] if _is_phrase(node.value) else []


def _is_phrase(text: str) -> bool:
    return sum(word.isalpha() for word in text.split()) > 1
