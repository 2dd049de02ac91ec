"""Lines of a card as Slack shows them. Pure.

Slack has no escape for its markup, so words never stand where it is read: a line of words is a `plain_text`
section, which can also be kept from folding (`expand`); a line with a mention, a link or words to type is
`rich_text`, whose elements are never parsed. `mrkdwn` is used only inside notes and facts for a link or a
channel, with the words beside it in text objects of their own unless they can mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, assert_never

from adapters.slack.text import cleaned, cut, escaped, one_line, pieces, set_apart, size
from bot.cards import Inline, Line, Link, Mention, Place, Say, Strong, Typed
from bot.messages import Translator, translator

Json = dict[str, Any]
MOST_TEXT = 3000
MOST_IN_CONTEXT = 10
_ID = re.compile(r"[A-Za-z0-9_.-]{2,60}\Z", re.ASCII)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>|\"]{1,2900}\Z", re.ASCII)
_MARKS = re.compile(r"[*_~`>]|:[^:]*:")
_KUDOS = "kudos"


@dataclass(frozen=True, slots=True)
class Manner:
    """How Kindling is called and spoken in a workspace: its two slash commands, and the language."""

    command: str = "/kindling"
    kudos_command: str = "/kudos"
    t: Translator = field(default_factory=lambda: translator("en"))

    def said(self, words: str) -> str:
        """Words to type to Kindling, as a command that works in any conversation."""
        first, _, rest = words.partition(" ")
        if first == _KUDOS:
            return f"{self.kudos_command} {rest}".rstrip()
        return f"{self.command} {words}"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes lines. `announces`: mentions notify; `most_typed`: the room for each typed text."""

    manner: Manner
    announces: bool = False
    most_typed: int = MOST_TEXT

    def plain(self, line: Line) -> str:
        """The line as words alone."""
        return "".join(self._words(part, with_address=True) for part in line).strip()

    def elements(self, line: Line) -> list[Json]:
        """The line as inline elements of rich text; neighbouring words are one element."""
        found: list[Json] = []
        for part in line:
            one = self._element(part)
            if one["type"] == "text" and not one["text"]:
                continue
            if found and _is_words(one) and _is_words(found[-1]):
                found[-1] = _words(found[-1]["text"] + one["text"])
            else:
                found.append(one)
        return found

    def typed(self, text: str) -> str:
        return set_apart(cut(cleaned(text), self.most_typed))

    def _words(self, part: Inline, *, with_address: bool = False) -> str:
        match part:
            case str():
                return cleaned(part)
            case Strong(text=text):
                return cleaned(text)
            case Mention(name=text) | Typed(text=text):
                return self.typed(text)
            case Place(name=name):
                return self.typed(f"#{name}")
            case Say(words=words):
                return cleaned(self.manner.said(words))
            case Link(text=text, url=url):
                can_open = with_address and _ADDRESS.match(url)
                return f"{self.typed(text)} ({url})" if can_open else self.typed(text)
            case _:
                assert_never(part)

    def _element(self, part: Inline) -> Json:
        match part:
            case Mention(platform_id=person) if self.announces and _ID.match(person):
                return {"type": "user", "user_id": person}
            case Place(platform_id=channel) if _ID.match(channel):
                return {"type": "channel", "channel_id": channel}
            case Link(text=text, url=url) if _ADDRESS.match(url):
                return {"type": "link", "url": url, "text": self.typed(text).strip() or url}
            case Strong():
                return _words(self._words(part)) | {"style": {"bold": True}}
            case Say():
                return _words(self._words(part)) | {"style": {"code": True}}
            case _:
                return _words(self._words(part))


def _words(text: str) -> Json:
    return {"type": "text", "text": text}


def _is_words(element: Json) -> bool:
    return element["type"] == "text" and "style" not in element


def plain_object(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def label_object(text: str, most: int) -> Json:
    """One line; nothing to read becomes an ellipsis, since Slack refuses an empty label."""
    return plain_object(cut(one_line(cleaned(text)), most) or "…")


def bold_object(text: str) -> Json:
    """Bold where nothing in the text could be read as markup, words alone else."""
    return plain_object(text) if _MARKS.search(text) or "\n" in text else _mrkdwn(f"*{escaped(text)}*")


def section(text: str) -> Json:
    return {"type": "section", "text": plain_object(text), "expand": True}


def text_blocks(pen: Pen, line: Line) -> list[Json]:
    """A paragraph, whole: sections where it is words alone, else rich text."""
    found = pen.elements(line)
    if all(_is_words(one) for one in found):
        return [section(piece) for one in found for piece in pieces(one["text"].strip(), MOST_TEXT)]
    return list(_rich(found))


def bold_blocks(text: str) -> list[Json]:
    bold = (_words(piece) | {"style": {"bold": True}} for piece in pieces(text.strip(), MOST_TEXT))
    return [_rich_text([one]) for one in bold]


def _rich(found: Iterable[Json]) -> Iterator[Json]:
    """As many blocks as it takes for none to be longer than a section may be."""
    rows: list[list[Json]] = [[]]
    taken = 0
    for one in _short(found):
        taken += _size(one)
        if rows[-1] and taken > MOST_TEXT:
            rows.append([])
            taken = _size(one)
        rows[-1].append(one)
    return (_rich_text(row) for row in rows if any(one.get("text", "-").strip() for one in row))


def _short(found: Iterable[Json]) -> Iterator[Json]:
    for one in found:
        if one["type"] == "text" and _size(one) > MOST_TEXT:
            yield from (one | _words(piece) for piece in pieces(one["text"], MOST_TEXT))
        else:
            yield one


def _size(element: Json) -> int:
    return size(element.get("text", "")) + len(element.get("url", ""))


def _rich_text(elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def text_objects(pen: Pen, line: Line) -> list[Json]:
    """The line for a place that has no rich text: one object where it can be, words and links apart else."""
    found = pen.elements(line)
    links = [one for one in found if one["type"] in {"link", "channel", "user"}]
    texts = [one.get("text", "") for one in found]
    if not links:
        return [plain_object(piece) for piece in pieces("".join(texts).strip(), MOST_TEXT)]
    # Side by side, since a colon of one and a colon of the next name an emoji too.
    if not _MARKS.search("".join(texts)):
        marked = "".join(_marked(one) for one in found)
        if size(marked) <= MOST_TEXT:
            return [_mrkdwn(marked)]
    return [*_apart(found)]


def _apart(found: list[Json]) -> Iterator[Json]:
    for one in found:
        text = one.get("text", "")
        if one["type"] == "text" or _MARKS.search(text):
            words = f"{text} ({one['url']})" if "url" in one else text
            yield from (plain_object(piece) for piece in pieces(words.strip(), MOST_TEXT))
        else:
            yield _mrkdwn(_marked(one))


def _mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _marked(element: Json) -> str:
    match element["type"]:
        case "link":
            return f"<{escaped(element['url'])}|{escaped(element['text'].replace('|', ' '))}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "user":
            return f"<@{element['user_id']}>"
        case _:
            return escaped(element["text"])


def context_blocks(pen: Pen, line: Line) -> list[Json]:
    objects = text_objects(pen, line)
    return [
        {"type": "context", "elements": objects[start : start + MOST_IN_CONTEXT]}
        for start in range(0, len(objects), MOST_IN_CONTEXT)
    ]
