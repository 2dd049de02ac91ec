"""A card as its reader finds it: elements by kind, and Markdown as the desktop's CommonMark shows it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

Json = dict[str, Any]
_DESKTOP = MarkdownIt("js-default", {"html": False})
NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2068\u2069"))


def elements(node: Any) -> Iterator[Json]:
    """Everything with a type in a card, whole."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for inner in node.values():
            yield from elements(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from elements(inner)


def of_type(card: Json, kind: str) -> list[Json]:
    return [element for element in elements(card) if element["type"] == kind]


class Shown(HTMLParser):
    """What a reader of Markdown sees, and which elements of HTML it became."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.feed(_DESKTOP.render(markdown))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def shown_text(markdown: str) -> str:
    return Shown(markdown).text


def seen(text: str) -> str:
    """The same for the eye: white space is one space, and some characters have no width."""
    return " ".join(text.translate(NO_WIDTH).replace("ˋ", "`").split())
