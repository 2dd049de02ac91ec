"""What every state of the page has to pass, and keeping a picture of it."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

SMALLEST = 24
"""Pixels of the smallest thing that can be pressed."""


async def check_page(page: Page, *, colours: bool = True) -> None:
    """No violation that axe finds, nothing to scroll sideways, nothing too small to press.

    Contrast takes most of axe's time: `colours` can be left out where the same is looked at elsewhere in the
    same scheme.
    """
    rules = {} if colours else {"color-contrast": {"enabled": False}}
    found = await Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
    assert found.violations_count == 0, found.generate_report()
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
    """Enough contrast, and nothing else."""
    found = await Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["color-contrast"]})
    assert found.violations_count == 0, found.generate_report()


async def keep_picture(page: Page, folder: Path, name: str) -> None:
    await page.screenshot(path=folder / f"{name}.png")
