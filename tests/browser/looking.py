"""What every state of the page has to pass, and keeping a picture of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from axe_playwright_python.base import AxeResults
from playwright.async_api import Locator, Page

SMALLEST = 24
"""Pixels of the smallest thing that can be pressed."""

RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
COLOURS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}

ONE_OF_EACH = """() => {
    const numbers = new Map(), kinds = new Map(), found = new Map()
    const shown = ["color", "opacity", "font-size", "font-weight", "text-shadow", "display", "position",
        "z-index", "background-color", "background-image", "filter", "mix-blend-mode"]
    const kind = (one) => {
        if (one === null) return 0
        if (!kinds.has(one)) {
            const style = getComputedStyle(one)
            const looks = shown.map((name) => style.getPropertyValue(name)).join("|")
            const key = `${kind(one.parentElement)} ${one.localName} ${one.className} ${looks}`
            if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
            kinds.set(one, numbers.get(key))
        }
        return kinds.get(one)
    }
    const says = (one) => one.matches("button, input, select, textarea")
        || [...one.childNodes].some((inner) => inner.nodeType === Node.TEXT_NODE && inner.data.trim())
    for (const one of document.body.querySelectorAll("*")) {
        if (!says(one) || !one.checkVisibility()) continue
        const [first] = found.get(kind(one)) ?? [one]
        found.set(kind(one), [first, one])
    }
    return [...new Set([...found.values()].flat())]
}"""
"""The first and the last of all elements that say something in the same colours, upon the same others."""


async def check_page(page: Page, *, colours: bool = True) -> None:
    """No violation that axe finds, nothing to scroll sideways, nothing too small to press.

    `colours` can be left out where the same is looked at elsewhere in the same scheme.
    """
    await _ask_axe(page, "() => document", RULES)
    if colours:
        await check_colours(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = await page.evaluate(
        """(smallest) => [...document.querySelectorAll("button, select, input, summary, textarea")]
            .filter((one) => one.checkVisibility())
            .map((one) => one.closest("label.box") ?? one)
            .filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < smallest)
            .map((one) => one.outerHTML)""",
        SMALLEST,
    )
    assert small == []


async def check_colours(page: Page) -> None:
    """Enough contrast, and nothing else.

    Axe takes a millisecond and a half for each element, and a chat shows the same ones again and again.
    """
    await _ask_axe(page, ONE_OF_EACH, COLOURS)


async def _ask_axe(page: Page, where: str, options: dict[str, Any]) -> None:
    """`where` finds what is looked at, on the page. Axe itself is brought to a page once."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(Axe().axe_script)
    found = AxeResults(await page.evaluate(f"(options) => axe.run(({where})(), options)", options))
    assert found.violations_count == 0, found.generate_report()


async def keep_picture(page: Page | Locator, folder: Path | None, name: str) -> None:
    """Nothing without a folder: a picture costs as much as all that is checked on the page."""
    if folder is not None:
        await page.screenshot(path=folder / f"{name}.png")
