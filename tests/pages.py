"""Pages of a real browser, lent to one test after the other: a new one costs a second of a processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.async_api import Browser, ConsoleMessage, Error, Page, ViewportSize

PATIENCE_MS = 60_000
"""How long a browser's test waits for what it expects: a slow machine is no fault of the page's."""

SIZE: ViewportSize = {"width": 1280, "height": 720}

Scheme = Literal["dark", "light"]
Motion = Literal["no-preference", "reduce"]


class Faults:
    """What was thrown or blocked on the pages of one test."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def thrown(self, error: Error) -> None:
        self.told.append(str(error))

    def said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.told.append(message.text)


class Pages:
    """Each page has a context of its own, and comes to the next test as to somebody new."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[Page] = []

    async def lend(
        self,
        faults: Faults,
        *,
        viewport: ViewportSize = SIZE,
        color_scheme: Scheme = "light",
        reduced_motion: Motion = "no-preference",
    ) -> Page:
        page = self._idle.pop() if self._idle else await self._open()
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        page.on("pageerror", faults.thrown)
        page.on("console", faults.said)
        return page

    async def take_back(self, page: Page, faults: Faults) -> None:
        """It forgets what it kept, and is nowhere."""
        await page.unroute_all(behavior="ignoreErrors")
        await page.evaluate("() => { try { localStorage.clear(); sessionStorage.clear() } catch {} }")
        page.remove_listener("pageerror", faults.thrown)
        page.remove_listener("console", faults.said)
        await page.goto("about:blank")
        await page.context.clear_cookies()
        self._idle.append(page)

    async def _open(self) -> Page:
        context = await self._browser.new_context()
        context.set_default_timeout(PATIENCE_MS)
        return await context.new_page()
