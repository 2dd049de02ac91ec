"""What people type in Slack, as the words they meant. Pure.

Slack escapes three characters of what is typed and puts mentions, groups, channels and links between `<` and
`>` (https://docs.slack.dev/messaging/formatting-message-text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

MOST_MENTIONS = 300
_MARKED = re.compile(r"<([^<>]{1,3000})>")
_PERSON = re.compile(r"@([UW][A-Z0-9]{1,30})(?:\|(.*))?", re.ASCII | re.DOTALL)
_GROUP = re.compile(r"!subteam\^(S[A-Z0-9]{1,30})(?:\|(.*))?", re.ASCII | re.DOTALL)
_CHANNEL = re.compile(r"#([CG][A-Z0-9]{1,30})(?:\|(.*))?", re.ASCII | re.DOTALL)
_SPECIAL = re.compile(r"!([a-z]+)(?:\^[^|]*)?(?:\|(.*))?", re.ASCII | re.DOTALL)
_WHO = re.compile(
    r"\s*(?:(?:give\s+)?(?:kudos|thanks|thank)\b(?:\s+to\b)?)?(?:\s|[,&+;]|and\b|@\w|<[@!][^<>]*>)*",
    re.IGNORECASE,
)
"""How a text of thanks begins: the word, then people. A group behind that is part of the reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it was meant.

    `mentions` are as SayWords has them. `groups` are user groups among who is meant, and `rooms` channels
    that came without a name: each as it stands in the text, with Slack's id and what it is called otherwise.
    """

    text: str
    mentions: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str, str], ...] = ()
    rooms: tuple[tuple[str, str, str], ...] = ()


def read_said(text: str) -> Said:
    mentions: dict[str, str] = {}
    groups: list[tuple[str, str, str]] = []
    rooms: list[tuple[str, str, str]] = []
    found = _WHO.match(text)
    people_end = found.end() if found is not None else 0
    pieces: list[str] = []
    at = 0
    for mark in _MARKED.finditer(text):
        pieces.append(_unescaped(text[at : mark.start()]))
        at = mark.end()
        inner = mark[1]
        if (person := _PERSON.fullmatch(inner)) is not None:
            mentions[f"<@{person[1]}>"] = person[1]
            pieces.append(f"<@{person[1]}>")
        elif (group := _GROUP.fullmatch(inner)) is not None:
            shown, name = f"<!subteam^{group[1]}>", _unescaped(group[2] or "@group")
            is_meant = mark.start() < people_end
            groups += [(shown, group[1], name)] if is_meant else []
            pieces.append(shown if is_meant else name)
        elif (room := _CHANNEL.fullmatch(inner)) is not None and not room[2]:
            rooms.append((f"<#{room[1]}>", room[1], "#channel"))
            pieces.append(f"<#{room[1]}>")
        else:
            pieces.append(_shown(inner))
    pieces.append(_unescaped(text[at:]))
    return Said("".join(pieces), tuple(mentions.items())[:MOST_MENTIONS], tuple(groups), tuple(rooms))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(inner: str) -> str:
    """What people see of a channel, a link or a word to everybody."""
    if (room := _CHANNEL.fullmatch(inner)) is not None:
        return f"#{_unescaped(room[2])}"
    if (special := _SPECIAL.fullmatch(inner)) is not None:
        return _unescaped(special[2] or f"@{special[1]}")
    address, _, label = map(_unescaped, inner.partition("|"))
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address or bare != address:
        return label or bare
    return f"{label} ({address})"


def without_mention(said: Said, person: str) -> Said:
    """Without the mention that called Kindling (its own id) at the beginning or the end."""
    shown = f"<@{person}>"
    text = said.text.strip().removeprefix(shown).removesuffix(shown).strip(" ,:")
    mentions = tuple(one for one in said.mentions if one[0] in text)
    return replace(said, text=text, mentions=mentions)


def with_groups(said: Said, people: Mapping[str, Sequence[str]]) -> Said:
    """With each group's people (ids by the group's id) in its place; one that is not known is its name."""
    text, mentions = said.text, dict(said.mentions)
    for shown, group, name in said.groups:
        named = {f"<@{one}>": one for one in people.get(group, ())[:MOST_MENTIONS]}
        text = text.replace(shown, " ".join(named) or name)
        mentions |= named
    return replace(said, text=text, mentions=tuple(mentions.items()), groups=())


def with_rooms(said: Said, names: Mapping[str, str]) -> Said:
    """With each channel's name (by its id) in its place."""
    text = said.text
    for shown, room, otherwise in said.rooms:
        text = text.replace(shown, f"#{names[room]}" if room in names else otherwise)
    return replace(said, text=text, rooms=())


def people_in(text: str) -> Iterator[str]:
    """Who is mentioned in a message, each once, in order."""
    found = (_PERSON.fullmatch(mark[1]) for mark in _MARKED.finditer(text))
    yield from dict.fromkeys(person[1] for person in found if person is not None)
