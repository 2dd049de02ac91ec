"""The demo's tour in a real browser: answer, thank two, undo, second, be the manager on Monday, stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Demo
from tests.browser.looking import check_colours, check_page, keep_picture
from tests.pages import Scheme

pytestmark = pytest.mark.asyncio(loop_scope="session")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
REASON = "carried the piano stool up four floors, twice"
WAYS = {"pointer-phone": ("pointer", PHONE), "keyboard-desktop": ("keyboard", DESKTOP)}
SCHEMES: tuple[Scheme, ...] = ("dark", "light")
WIDTHS = (320, 640, 900, 1920)

STOPS_TO = """(one) => {
    const all = "a[href], button, input, select, summary, textarea, [tabindex]"
    const stops = [...document.querySelectorAll(all)]
        .filter((stop) => stop.checkVisibility() && !stop.disabled && stop.tabIndex >= 0)
    return stops.indexOf(one) - stops.indexOf(document.activeElement)
}"""
"""How many tabs away it is, as far as can be told from the page; below 0 backwards."""


class Hand:
    """Somebody at the page, with a pointer or with the keyboard alone."""

    def __init__(self, page: Page, way: str) -> None:
        self.page = page
        self._by_keyboard = way == "keyboard"

    async def press(self, target: Locator) -> None:
        await expect(target).to_be_visible()
        if not self._by_keyboard:
            await target.click()
            return
        await self.go_to(target)
        await self.page.keyboard.press("Enter")

    async def go_to(self, target: Locator) -> None:
        """Tab by tab, backwards where that is where it stands."""
        for _ in range(8):
            stops: int = await target.evaluate(STOPS_TO)
            if stops == 0:
                return
            for _ in range(abs(stops)):
                await self.page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    async def write(self, text: str) -> None:
        box = self.page.get_by_role("textbox", name="Message to")
        await (self.go_to(box) if self._by_keyboard else box.click())
        await self.page.keyboard.press("ControlOrMeta+A")
        await self.page.keyboard.type(text)

    async def be(self, name: str) -> None:
        select = self.page.get_by_label("Be", exact=True)
        if self._by_keyboard:
            await self.go_to(select)
            await self.page.keyboard.type(name)
        else:
            await select.select_option(name.lower())

    async def close_dialog(self) -> None:
        if self._by_keyboard:
            await self.page.keyboard.press("Escape")
        else:
            await self.page.get_by_role("dialog").get_by_role("button", name="Close").click()
        await expect(self.page.get_by_role("dialog")).to_be_hidden()


class Tour:
    """The tour, step by step; each state is checked in both schemes, and pictures kept."""

    def __init__(self, page: Page, way: str, pictures: Path | None, name: str) -> None:
        self.page = page
        self.hand = Hand(page, way)
        self.dialog = page.get_by_role("dialog")
        self._checks_colours = way == "pointer"
        self._pictures = pictures
        self._name = name
        self._taken = 0

    async def look(self, what: str) -> None:
        self._taken += 1
        await check_page(self.page, colours=False)
        for scheme in SCHEMES:
            await self.page.emulate_media(color_scheme=scheme)
            if self._checks_colours:
                await check_colours(self.page)
            await keep_picture(self.page, self._pictures, f"{self._name}-{self._taken:02d}-{what}-{scheme}")

    async def open_folds(self) -> None:
        """On a phone the steps and the panel are folded."""
        for fold in ("#tour-fold", "#sights"):
            if await self.page.locator(fold).get_attribute("open") is None:
                await self.hand.press(self.page.locator(f"{fold} > summary"))

    async def answer(self) -> None:
        await self.look("opened")
        await self.open_folds()
        await expect(self.sees("Priya")).to_contain_text("4 of 5 needed answers are in")
        await self.look("unfolded")
        await self.hand.press(self.step("Answer"))
        letter = self.page.get_by_role("button", name="Answer A").last
        await expect(letter).to_be_focused()
        await self.hand.press(letter)
        await expect(self.dialog).to_contain_text("only you")
        await self.look("answered")
        await self.hand.close_dialog()
        await expect(letter).to_be_focused()
        await expect(self.sees("Priya")).to_contain_text("had it first time")
        await expect(self.sees("You")).to_contain_text("Your answer: A.")
        await expect(self.step("Answer")).to_have_accessible_name("Answer (done)")

    async def thank_two_and_undo(self) -> None:
        await self.hand.press(self.step("Thank Jonas"))
        await expect(self.page.get_by_role("textbox", name="Message to")).to_have_value("/kudos @Jonas for ")
        await self.hand.write("/ku")
        await self.page.keyboard.press("Enter")
        await self.page.keyboard.type("@Jon")
        await expect(completions(self.page).get_by_role("option", name="Jonas")).to_be_visible()
        await self.look("completing")
        await self.page.keyboard.press("Enter")
        await self.page.keyboard.type("@L")
        await self.page.keyboard.press("Enter")
        await self.page.keyboard.type(f"for {REASON}")
        await self.page.keyboard.press("Enter")
        await expect(self.dialog).to_contain_text("for Jonas and Li")
        announced = self.page.get_by_role("article").filter(has_text=REASON)
        await expect(announced).to_have_count(1)
        await self.look("thanked")
        await self.hand.press(self.dialog.get_by_role("button", name="Undo"))
        await expect(announced).to_have_count(0)
        await expect(self.dialog).to_contain_text("Taken back")
        await self.hand.close_dialog()
        await expect(self.step("Thank Jonas")).to_have_accessible_name("Thank Jonas (done)")

    async def second(self) -> None:
        gift = self.page.get_by_role("article").filter(has_text="Ana thanks Li").last
        await expect(gift).to_contain_text("Seconded by Omar and Sam")
        await self.hand.press(gift.get_by_role("button", name="Second this"))
        await expect(self.dialog).to_contain_text("Seconded.")
        await self.hand.close_dialog()
        await expect(gift).to_contain_text("Seconded by Omar and 2 others")
        await self.look("seconded")

    async def be_the_manager_on_monday(self) -> None:
        await self.hand.press(self.page.get_by_role("button", name="Next Monday, Priya's summary"))
        pointer = self.page.get_by_role("status").filter(has_text="For Priya alone")
        await expect(pointer).to_be_visible()
        await self.look("monday")
        await self.hand.press(pointer.get_by_role("button", name="Be Priya"))
        await expect(self.page.get_by_text("You are Priya, front desk manager")).to_be_visible()
        summary = self.page.get_by_role("article").last
        await expect(summary).to_contain_text("most (")
        await expect(summary).to_contain_text("had it first time")
        await expect(summary).to_contain_text("One thing to do this week")
        await expect(summary).not_to_contain_text("Marta")
        for name in ("Be Priya", "Next week"):
            await expect(self.step(name)).to_have_accessible_name(f"{name} (done)")
        await self.look("manager")

    async def stop(self) -> None:
        await self.hand.be("Marta")
        await expect(self.page.get_by_text("You are Marta, front desk")).to_be_visible()
        await self.hand.write("/kindling st")
        await self.page.keyboard.press("Enter")
        await self.page.keyboard.press("Enter")
        await expect(self.dialog).to_contain_text("Done. I won't write to you")
        await self.look("stopped")
        await self.hand.press(self.dialog.get_by_role("button", name="Undo"))
        await expect(self.dialog).to_contain_text("Everything comes to you as usual")
        await self.hand.close_dialog()

    def step(self, name: str) -> Locator:
        return self.page.get_by_role("list", name="Four steps").get_by_role("button", name=name)

    def sees(self, who: str) -> Locator:
        return self.page.locator("#sights-list > div").filter(
            has=self.page.get_by_role("term").get_by_text(who, exact=True)
        )


@pytest.mark.slow
@pytest.mark.parametrize("name", WAYS)
async def test_the_tour(demo: Demo, pictures: Path | None, name: str) -> None:
    way, size = WAYS[name]
    page = await demo.new_page(viewport=size)
    await page.goto(demo.url)
    await expect(page.get_by_role("button", name="Answer A").last).to_be_visible()
    tour = Tour(page, way, pictures, name)
    await tour.answer()
    await tour.thank_two_and_undo()
    await tour.second()
    await tour.be_the_manager_on_monday()
    await tour.stop()


def completions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Completions")


async def opened_page(demo: Demo, **options: Any) -> Page:
    page = await demo.new_page(**options)
    await page.goto(demo.url)
    await expect(page.get_by_role("button", name="Answer A").last).to_be_visible()
    return page


async def test_the_readmes_picture(readme_demo: Demo, readme_pictures: Path) -> None:
    """`make pictures` puts it in docs/pictures."""
    page = await opened_page(readme_demo, viewport=DESKTOP, color_scheme="light")
    await expect(page.locator("#sights-list")).to_contain_text("4 of 5 needed answers are in")
    await keep_picture(page, readme_pictures, "first-minute")
    assert (readme_pictures / "first-minute.png").stat().st_size < 300_000


async def test_the_steps_can_be_hidden_and_stay_so(demo: Demo) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    await page.get_by_role("button", name="Hide").click()
    await expect(page.get_by_role("list", name="Four steps")).to_be_hidden()
    await page.reload()
    await expect(page.get_by_role("button", name="Show the four steps")).to_be_visible()
    await expect(page.get_by_role("list", name="Four steps")).to_be_hidden()
    await page.get_by_role("button", name="Show the four steps").click()
    await expect(page.get_by_role("list", name="Four steps")).to_be_visible()


@asynccontextmanager
async def text_at(page: Page, percent: int) -> AsyncIterator[None]:
    """The browser's setting, not a zoom: it counts from the next load on."""
    session = await page.context.new_cdp_session(page)
    await session.send("Page.setFontSizes", {"fontSizes": {"standard": 16 * percent // 100}})
    yield
    await session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    await session.detach()


@pytest.mark.parametrize("text", [100, 200])
async def test_it_fits_at_every_width_and_with_text_twice_as_large(
    demo: Demo, pictures: Path | None, text: int
) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    dialog = page.get_by_role("dialog")
    async with text_at(page, text):
        await page.reload()
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            await expect(page.get_by_role("button", name="Answer A").last).to_be_visible()
            await check_page(page, colours=False)
            await keep_picture(page, pictures, f"width-{width}-text-{text}")
            await page.get_by_role("button", name="Answer A").last.click()
            await expect(dialog).to_be_visible()
            await check_page(page, colours=False)
            await page.keyboard.press("Escape")
            await expect(dialog).to_be_hidden()


async def test_nobody_is_offered_to_thank_oneself(demo: Demo) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    await page.get_by_role("textbox", name="Message to").fill("/kudos")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Give kudos")
    await expect(form.get_by_role("checkbox")).to_have_count(8)
    await expect(form.get_by_role("checkbox", name="Marta")).to_have_count(0)


async def test_a_completion_can_be_left_and_pressed(demo: Demo) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    box = page.get_by_role("textbox", name="Message to")
    await box.fill("@")
    await expect(completions(page).get_by_role("option")).to_have_count(8)
    await page.keyboard.press("ArrowUp")
    await expect(completions(page).get_by_role("option", selected=True)).to_contain_text("Priya")
    await expect(box).to_have_attribute("aria-activedescendant", "completion-7")
    await page.keyboard.press("Escape")
    await expect(completions(page)).to_be_hidden()
    await box.fill("/kindling pl")
    await completions(page).get_by_role("option", name="plan").click()
    await expect(box).to_have_value("/kindling plan ")
    await expect(box).to_be_focused()
