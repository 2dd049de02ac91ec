"""Microsoft's renderer in a page of Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from playwright.async_api import Page, Route

Json = dict[str, Any]
HOST = "http://cards.test"
_HERE = Path(__file__).parent
_MARKDOWN = MarkdownIt("js-default", {"html": False})
_MENTION = re.compile(r"&lt;at&gt;(.*?)&lt;/at&gt;")


async def open_host(page: Page, node_modules: Path) -> Page:
    """Makes it a page that can draw cards; nothing that it asks for leaves this process."""
    renderer = node_modules / "adaptivecards" / "dist" / "adaptivecards.min.js"

    async def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{HOST}/")
        await route.fulfill(path=renderer if name == renderer.name else _HERE / name)

    await page.route("**/*", answer)
    await page.goto(f"{HOST}/host.html")
    return page


async def draw(page: Page, card: Json, look: str = "light") -> list[str]:
    """Answers what the renderer found wrong with the card."""
    html = {text: _html(text) for text in texts(card)}
    found: list[str] = await page.evaluate(
        "([card, html, look]) => draw(card, html, look)", [card, html, look]
    )
    return found


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from texts(inner)


def _html(text: str) -> str:
    """As Teams has it: Markdown first, then mentions by their own text."""
    return _MENTION.sub(r'<span class="mention">\1</span>', _MARKDOWN.render(text))
