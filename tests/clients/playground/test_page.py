"""The story again, by what Ana sees and presses on the Playground's own page, with a picture of each step."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.looking import keep_picture
from tests.clients.playground.conftest import TUESDAY, Kindling
from tests.clients.playground.peer import CHANNEL, CHLOE, Playground, data_of
from tests.pages import PATIENCE_MS

pytestmark = pytest.mark.asyncio(loop_scope="session")

ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")


class Ana:
    """What she sees of the page, and does there."""

    def __init__(self, page: Page, pictures: Path | None) -> None:
        self.page = page
        self._pictures = pictures

    async def picture(self, name: str) -> None:
        await keep_picture(self.page, self._pictures, f"playground-{name}")

    async def go_to(self, place: str) -> None:
        await self.page.get_by_role("treeitem", name=place).click()

    async def sees(self, words: str) -> Locator:
        """The newest of what says so."""
        found = self.page.get_by_text(words).last
        await expect(found).to_be_visible()
        await found.scroll_into_view_if_needed()
        return found

    async def presses(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def mocks(self, what: str) -> None:
        """What else Teams would tell of the place that she is in."""
        await self.page.get_by_role("button", name="Mock an Activity").click()
        await self.page.get_by_text(what, exact=True).click()
        await self.presses("Send activity")

    async def writes(self, words: str) -> None:
        box = self.page.get_by_role("textbox").last
        await box.click()
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")

    async def opens_extension(self, command: str) -> Locator:
        """The dialog that the command opens from the compose box."""
        await self.page.get_by_role("button", name="Trigger Message Extension App").first.click()
        await self.page.get_by_text("Action Command").click()
        await self.page.get_by_role("textbox", name="Command ID").fill(command)
        await self.page.get_by_role("button", name="Create").click()
        return self.page.get_by_role("dialog")


async def set_up(ana: Ana) -> None:
    await ana.sees("whoever adds it can set it up")
    await ana.picture("welcome")
    await ana.go_to("Coaching")
    await ana.mocks("Install application")
    await ana.sees("added me. Once a week")
    await ana.presses("Set up a team")
    await expect(ana.page.get_by_role("radio", name="#Coaching")).to_be_checked()
    await ana.picture("set-up-form")
    await ana.presses("Set up")
    await ana.sees("is set up: 6 people, 1 manager.")
    await ana.picture("set-up")


async def read_idea_and_answer(ana: Ana, teams: Playground, kindling: Kindling) -> None:
    await kindling.move_to(TUESDAY + timedelta(hours=1))
    await ana.sees("Idea of the week")
    await ana.presses("Words to try")
    await ana.picture("idea")
    await kindling.move_to(TUESDAY + timedelta(days=2, hours=1))
    await ana.sees("Question of the week")
    await ana.picture("question")
    question = await teams.posted("Question of the week", CHANNEL)
    await ana.presses("B")
    await ana.sees("You chose B")
    await ana.sees("Only you see this.")
    await ana.picture("answer")
    assert "You chose A" in await teams.press_as(CHLOE, question, data_of(question, "A"))


async def thank(ana: Ana, teams: Playground) -> None:
    dialog = await ana.opens_extension("giveKudos")
    await dialog.get_by_role("checkbox", name="Ben Okafor").check()
    await dialog.get_by_label("What did you see?").fill("Told the truth early.")
    await ana.picture("kudos-form")
    await dialog.get_by_role("button", name="Give kudos").click()
    await expect(dialog.get_by_text("Sent to")).to_be_visible()
    await ana.picture("kudos-sent")
    await dialog.get_by_role("button", name="Close").click()
    given = await teams.posted("Told the truth early.", CHANNEL)
    await teams.press_as(CHLOE, given, data_of(given, "Second this"))
    await ana.sees("Seconded by")
    await ana.picture("kudos-seconded")
    await ana.presses("Undo")
    await ana.sees("Taken back")


async def read_summary_and_stop(ana: Ana, kindling: Kindling) -> None:
    await ana.go_to("Personal Chat")
    await kindling.move_to(TUESDAY + timedelta(days=6, hours=1))
    await ana.sees("23 to 29 November")
    await ana.picture("summary")
    await ana.writes("settings")
    await ana.sees("Thanks to me")
    await ana.picture("settings")
    await ana.writes("stop")
    await ana.sees("I won't write to you")
    await ana.picture("stopped")


@pytest.mark.slow
async def test_the_story_on_the_page(
    teams: Playground, kindling: Kindling, browser: Browser, pictures: Path | None
) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.route(ELSEWHERE, lambda route: route.abort())
    ana = Ana(page, pictures)
    try:
        await page.goto(teams.address)
        await set_up(ana)
        await read_idea_and_answer(ana, teams, kindling)
        await thank(ana, teams)
        await read_summary_and_stop(ana, kindling)
        await ana.mocks("Uninstall application")
    finally:
        await ana.picture("end")
        await context.close()
