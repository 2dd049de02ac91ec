"""Block Kit as somebody reads it, in order: for tests and for whoever drives Slack's side of a story."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]
_LABELLED = re.compile(r"<[^<>|]+\|([^<>]*)>")
_CHANNEL = re.compile(r"<#([^<>]+)>")
_USER = re.compile(r"<@([^<>]+)>")


def read_blocks(blocks: Sequence[Json]) -> str:
    return "\n".join(text for block in blocks if (text := read_block(block)))


def read_block(block: Json) -> str:
    match block["type"]:
        case "header" | "section" if "text" in block:
            return read_text(block["text"])
        case "section":
            fields = [read_text(one) for one in block["fields"]]
            return "\n".join(
                f"{label}: {value}" for label, value in zip(fields[::2], fields[1::2], strict=True)
            )
        case "context":
            return " ".join(read_text(one) for one in block["elements"])
        case "rich_text":
            return "\n".join(
                "".join(read_inline(one) for one in part["elements"]) for part in block["elements"]
            )
        case "actions":
            return " ".join(f"[{read_text(one['text'])}]" for one in block["elements"])
        case "image":
            return str(block["alt_text"])
        case "divider":
            return "---"
        case "input":
            return "\n".join(read_input(block))
        case kind:
            raise AssertionError(f"nobody reads a {kind}")


def read_text(text: Json) -> str:
    if text["type"] == "plain_text":
        return str(text["text"])
    words = _USER.sub(r"@\1", _CHANNEL.sub(r"#\1", _LABELLED.sub(r"\1", text["text"])))
    return html.unescape(words.removeprefix("*").removesuffix("*"))


def read_inline(element: Json) -> str:
    match element["type"]:
        case "user":
            return f"@{element['user_id']}"
        case "channel":
            return f"#{element['channel_id']}"
        case _:
            return str(element["text"])


def read_input(block: Json) -> Iterator[str]:
    element = block["element"]
    needed = " (optional)" if block["optional"] else ""
    yield f"{read_text(block['label'])}{needed}: {', '.join(initial(element))}"
    if "hint" in block:
        yield f"  {read_text(block['hint'])}"
    for option in element.get("options", []):
        yield f"  ( ) {read_text(option['text'])}"
    for group in element.get("option_groups", []):
        yield f"  {read_text(group['label'])}: {len(group['options'])} of them"


def initial(element: Json) -> list[str]:
    """What stands in an input, as words."""
    chosen = [value for name, value in element.items() if name.startswith("initial_")]
    values = chosen[0] if chosen and isinstance(chosen[0], list) else chosen
    return [read_text(one["text"]) if isinstance(one, dict) else str(one) for one in values]
