"""Text for Adaptive Cards: whatever it holds is shown as the characters that it is made of. Pure.

A TextBlock and a Fact are read as Markdown: on the desktop by the rules of CommonMark, on phones by a parser
of Microsoft's own, which takes a backslash away only before `*`, `_`, `[` and `]` and shows every other one
(Teams-AdaptiveCards-Mobile, MarkDownBlockParser.cpp). So these four get a backslash; where another character
could mean something, one of no width parts it from what it would need for that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import quote

from bot.cards import Inline, Line, Link, Mention, Place, Say, Strong, Typed

BREAK = "\u200b"
"""No width, and a letter like any other to those who read Markdown."""

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Between them text runs its own way, and turns nothing round it."""

LONGEST_NAME = 100

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINES = re.compile("[ \t]*(?:\r\n|[\n\r\u2028\u2029])\\s*")
_MARK = re.compile(r"[*_\[\]]")
_OPENER = re.compile(r"\\|<|&(?=[#A-Za-z])|~(?=~)|\{(?=\{)|\)(?=[-+*0-9])")
_LINE_START = re.compile(r"^(?=[-+#>=|~]|[0-9]+[.)])", re.MULTILINE)
_LOOK_ALIKES = str.maketrans("*_[]\\<>&`~", "∗ˍ［］＼‹›＆ˋ∼")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_URL_MARKS = "/:?#@!$&',;=%+-._~"


def cleaned(text: str) -> str:
    """Without what nobody sees; each line ends with one line feed and begins with no space."""
    return _LINES.sub("\n", _UNSEEN.sub("", text)).strip("\n")


def cut(text: str, longest: int) -> str:
    """At a word, with an ellipsis, where it is longer."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    return (kept.rsplit(maxsplit=1)[0] if len(kept.split()) > 1 else kept) + "…"


def escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    parted = _OPENER.sub(lambda found: found[0] + BREAK, cleaned(text).replace("`", "ˋ"))
    return _MARK.sub(r"\\\g<0>", parted)


def plain(text: str) -> str:
    """For what only some clients read as Markdown: look-alikes in place of what could mean something."""
    return cleaned(text).replace("\n", " ").translate(_LOOK_ALIKES).replace("{{", f"{{{BREAK}{{")


def bold(text: str) -> str:
    """Text that begins or ends with no letter is parted from its marks, so that these still count."""
    inner = escaped(text).strip()
    if not inner or (inner[0].isalnum() and inner[-1].isalnum()):
        return inner and f"**{inner}**"
    return f"**{BREAK}{inner}{BREAK}**"


def isolated(text: str) -> str:
    return f"{ISOLATE}{text}{END_OF_ISOLATE}" if text else ""


def spoken(text: str) -> str:
    """For `speak`, which some read as SSML."""
    return cleaned(text).replace("\n", " ").translate(str.maketrans("<>", "‹›"))


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes lines as Markdown. What was typed is cut to `longest`; `told`: mentions that notify, by id."""

    longest: int
    told: Mapping[str, str] = field(default_factory=dict)

    def paragraphs(self, line: Line) -> str:
        """For a TextBlock."""
        return _LINE_START.sub(BREAK, self._written(line)).replace("\n", "\n\n")

    def one_line(self, line: Line) -> str:
        """For a Fact and for a title."""
        return _LINE_START.sub(BREAK, self._written(line).replace("\n", " "))

    def _written(self, line: Line) -> str:
        return "".join(self._inline(part) for part in line).strip()

    def _inline(self, part: Inline) -> str:
        match part:
            case str():
                return _edged(part)
            case Mention(platform_id=platform_id, name=name):
                return self.told.get(platform_id) or isolated(escaped(cut(name, LONGEST_NAME)))
            case Place(name=name):
                return isolated(f"#{escaped(name)}")
            case Link(text=text, url=url):
                return _linked(text, url)
            case Say(words=words) | Strong(text=words):
                return bold(words)
            case Typed(text=text):
                return isolated(escaped(cut(cleaned(text), self.longest)))
            case _:
                assert_never(part)


def _edged(text: str) -> str:
    """Our own words, with the spaces at their ends, which part them from what stands beside."""
    inner = text.strip(" ")
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before}{escaped(inner)}{after}" if inner else text


def _linked(text: str, url: str) -> str:
    """Only addresses of the web become links."""
    if _WEB.match(url) is None:
        return escaped(text)
    return f"[{escaped(text)}]({quote(url, _URL_MARKS, errors='replace')})"


def mention_texts(people: Mapping[str, str]) -> dict[str, str]:
    """By id, from names by id: no two texts are alike, since Teams finds a mention by its text."""
    texts: dict[str, str] = {}
    for platform_id, name in people.items():
        text = plain(cut(name, LONGEST_NAME)).strip() or platform_id
        while f"<at>{text}</at>" in texts.values():
            text += BREAK
        texts[platform_id] = f"<at>{text}</at>"
    return texts
