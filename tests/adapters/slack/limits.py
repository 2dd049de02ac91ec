"""What Slack takes, checked on what was drawn: its documented limits, and what it refuses without saying so.

`slack_sdk.models` checks a part of it; this goes on where that stops.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]
IN_MESSAGE, IN_VIEW = 50, 100
HEAVIEST_MESSAGE = 13_000
HEAVIEST_VIEW = 250_000
OWN_MARKUP = re.compile(r"<#[\w.-]+>|<@[\w.-]+>|<(?:https?://|mailto:)[^<>|]+\|[^<>|]*>|\*[^*\n]+\*")
LOUD = re.compile(r"[<>*_~`]|&(?!amp;|lt;|gt;)|:[^:]*:")
KINDS = {"header", "section", "rich_text", "context", "actions", "divider", "image", "input"}
RICH = {"text", "user", "channel", "link"}
MOST_OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "static_select": 100, "multi_static_select": 100}


def check_message(message: Json) -> None:
    assert set(message) == {"text", "blocks"}
    assert 0 < units(message["text"]) <= 4000
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", message["text"])
    blocks = message["blocks"]
    assert 0 < len(blocks) <= IN_MESSAGE
    assert len(json.dumps(blocks, ensure_ascii=False)) <= HEAVIEST_MESSAGE
    check_blocks(blocks, "message")


def check_view(view: Json) -> None:
    kind = view["type"]
    assert kind in {"modal", "home"}
    assert 0 < len(view["blocks"]) <= IN_VIEW
    assert len(json.dumps(view)) <= HEAVIEST_VIEW
    check_blocks(view["blocks"], kind)
    View(**copy.deepcopy(view | {"blocks": view["blocks"][:1]})).validate_json()
    if kind == "home":
        assert set(view) == {"type", "blocks"}
        return
    for name in ("title", "close", *(["submit"] if "submit" in view else [])):
        check_plain(view[name], 24)
    assert len(view["private_metadata"]) <= 3000
    assert 0 < len(view["callback_id"]) <= 255
    assert "submit" in view or not any(block["type"] == "input" for block in view["blocks"])


def check_blocks(blocks: list[Json], place: str) -> None:
    json.dumps(blocks, ensure_ascii=False).encode("utf-8")
    for block in blocks:
        assert block["type"] in KINDS - ({"input"} if place != "modal" else set())
        parsed = Block.parse(copy.deepcopy(block))
        assert parsed is not None
        parsed.validate_json()
        CHECKS[block["type"]](block)
    pressed = [element["action_id"] for element in elements(blocks)]
    assert len(set(pressed)) == len(pressed)
    named = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(set(named)) == len(named)


def elements(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        yield from block["elements"] if block["type"] == "actions" else []
        yield from [block["element"]] if block["type"] == "input" else []


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_plain(text: Json, most: int) -> None:
    assert text["type"] == "plain_text"
    assert text["emoji"] is False
    assert text["text"].strip()
    assert units(text["text"]) <= most


def check_text(text: Json, most: int) -> None:
    """Words alone, or markup that is ours: what is left of it without that is quiet."""
    if text["type"] == "plain_text":
        check_plain(text, most)
        return
    assert text["type"] == "mrkdwn"
    assert text["verbatim"] is True
    assert 0 < units(text["text"]) <= most
    assert not LOUD.search(OWN_MARKUP.sub("", text["text"]))


def check_header(block: Json) -> None:
    check_plain(block["text"], 150)
    assert "\n" not in block["text"]["text"]


def check_section(block: Json) -> None:
    assert block["expand"] is True
    if "text" in block:
        check_text(block["text"], 3000)
    fields = block.get("fields", [])
    assert "text" in block or fields
    assert len(fields) <= 10
    assert len(fields) % 2 == 0
    for one in fields:
        check_text(one, 2000)


def check_context(block: Json) -> None:
    assert 0 < len(block["elements"]) <= 10
    for one in block["elements"]:
        check_text(one, 3000)


def check_rich_text(block: Json) -> None:
    for part in block["elements"]:
        assert part["type"] == "rich_text_section"
        assert part["elements"]
        for one in part["elements"]:
            assert one["type"] in RICH
            assert one.get("text", "-")
        assert any(one.get("text", "-").strip() for one in part["elements"])
        assert sum(units(one.get("text", "")) for one in part["elements"]) <= 3000


def check_actions(block: Json) -> None:
    assert 0 < len(block["elements"]) <= 25
    for one in block["elements"]:
        assert one["type"] == "button"
        check_plain(one["text"], 75)
        assert 0 < units(one["value"]) <= 2000
        assert re.fullmatch(r"(act|fold)/\d{1,6}", one["action_id"])
        assert 0 < units(one.get("accessibility_label", "-")) <= 75


def check_image(block: Json) -> None:
    assert re.match(r"https?://", block["image_url"])
    assert len(block["image_url"]) <= 3000
    assert 0 < units(block["alt_text"]) <= 2000


def check_input(block: Json) -> None:
    check_plain(block["label"], 2000)
    if "hint" in block:
        check_plain(block["hint"], 2000)
    assert len(block["block_id"]) <= 255
    assert isinstance(block["optional"], bool)
    element = block["element"]
    check_options(element)
    if element["type"] == "plain_text_input":
        assert units(element.get("initial_value", "")) <= element["max_length"] <= 3000
    if element["type"] == "multi_users_select":
        assert len(element.get("initial_users", [])) <= element["max_selected_items"]
    for name, value in element.items():
        assert not name.startswith("initial_") or value


def check_options(element: Json) -> None:
    most = MOST_OPTIONS.get(element["type"])
    if most is None:
        assert "options" not in element
        return
    groups = element.get("option_groups", [])
    assert len(groups) <= 100
    for group in groups:
        check_plain(group["label"], 75)
    rows = [group["options"] for group in groups] or [element["options"]]
    assert all(0 < len(row) <= most for row in rows)
    offered = [option for row in rows for option in row]
    for option in offered:
        check_plain(option["text"], 75)
        assert 0 < len(option["value"]) <= 150
    initial = element.get(
        "initial_options", [element["initial_option"]] if "initial_option" in element else []
    )
    assert all(one in offered for one in initial)


CHECKS: dict[str, Callable[[Json], None]] = {
    "header": check_header,
    "section": check_section,
    "rich_text": check_rich_text,
    "context": check_context,
    "actions": check_actions,
    "image": check_image,
    "input": check_input,
    "divider": lambda _block: None,
}
