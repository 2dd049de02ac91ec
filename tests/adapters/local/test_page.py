"""The page in a real browser, over a scripted core."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from tests.adapters.local.conftest import FRONT_DESK, THURSDAY, LocalChat, serving
from tests.adapters.local.scripted import QUESTION, TIP
from tests.browser.looking import check_page
from tests.conftest import NewPage
from tests.pages import Faults

pytestmark = pytest.mark.asyncio(loop_scope="session")
HOSTILE = "<img src=x onerror=alert(1)> \u202eשלום"


@pytest_asyncio.fixture(loop_scope="session")
async def local() -> AsyncIterator[LocalChat]:
    async with serving() as local:
        yield local


@pytest_asyncio.fixture(loop_scope="session")
async def page(local: LocalChat, new_page: NewPage) -> Page:
    """The front desk with a tip and a question, seen by Marta."""
    await local.messenger.send(FRONT_DESK, TIP, "tip/1", None)
    await local.messenger.send(FRONT_DESK, QUESTION, "quiz/1", None)
    page = await new_page(viewport={"width": 1280, "height": 800})
    await page.goto(local.url)
    await expect(page.get_by_role("article")).to_have_count(2)
    return page


async def press_b(page: Page) -> None:
    await page.get_by_role("button", name="Answer B").click()


async def test_a_press_is_answered_to_me_only_and_the_focus_comes_back(page: Page, local: LocalChat) -> None:
    await press_b(page)
    dialog = page.get_by_role("dialog", name="Yes, that's it. only you")
    await expect(dialog).to_contain_text("Her waiting stops")
    await expect(dialog.get_by_role("heading")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Answer B")).to_be_focused()
    assert [actor.platform_id for actor, _, _ in local.core.acts] == ["marta"]


async def test_a_button_inside_brings_the_next_reply_in_its_place(page: Page, local: LocalChat) -> None:
    await press_b(page)
    await page.get_by_role("button", name="Another question").click()
    await expect(page.get_by_role("dialog", name="Kindling, for you only you")).to_be_visible()
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("button", name="Answer B")).to_be_focused()
    assert [actor.conversation for actor, _, _ in local.core.acts] == ["front-desk", "front-desk"]


async def test_the_focus_comes_back_though_the_message_was_edited_meanwhile(
    page: Page, local: LocalChat
) -> None:
    await press_b(page)
    await local.messenger.edit(FRONT_DESK, "2", QUESTION)
    await expect(page.get_by_text("edited", exact=True)).to_be_attached()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Answer B")).to_be_focused()


async def test_a_fold_opens_and_stays_open_through_an_edit(page: Page, local: LocalChat) -> None:
    words = page.get_by_text("I saw you come in.")
    await expect(words).to_be_hidden()
    await page.get_by_text("Words to try").click()
    await expect(words).to_be_visible()
    await local.messenger.edit(FRONT_DESK, "1", TIP)
    await expect(page.get_by_text("edited", exact=True)).to_be_attached()
    await expect(words).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Message to").fill(text)
    await page.keyboard.press("Enter")


async def test_a_form_shows_what_is_wrong_at_the_field(page: Page, local: LocalChat) -> None:
    await say(page, "/kindling form")
    form = page.get_by_role("dialog", name="What comes next only you")
    await expect(form.get_by_role("checkbox", name="Li")).to_be_checked()
    await form.get_by_role("textbox", name="Which programme?").fill("spring")
    await form.get_by_text("More", exact=True).click()
    await form.get_by_label("At what time?").fill("09:30")
    await form.get_by_role("button", name="Choose it").click()
    wrong = form.get_by_role("textbox", name="Which programme?")
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_value("spring")
    await expect(wrong).to_have_accessible_description("Its short name. There is no programme spring.")
    await form.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_label("Message to")).to_be_focused()
    assert len(local.core.acts) == 2


async def test_what_is_posted_arrives_by_itself_and_is_told_in_a_sentence(
    page: Page, local: LocalChat
) -> None:
    await local.messenger.send(FRONT_DESK, QUESTION, "quiz/2", None)
    await expect(page.get_by_role("article")).to_have_count(3)
    await expect(page.get_by_role("log")).to_contain_text("Kindling: Question of the week")
    await local.messenger.delete(FRONT_DESK, "3")
    await expect(page.get_by_role("article")).to_have_count(2)


async def test_what_is_posted_while_the_page_connects_is_shown(new_page: NewPage, local: LocalChat) -> None:
    async def post_first(route: Route) -> None:
        await local.messenger.send(FRONT_DESK, QUESTION, "quiz/1", None)
        await route.continue_()

    page = await new_page()
    await page.route("**/api/local/stream?*", post_first)
    await page.goto(local.url)
    await expect(page.get_by_role("article")).to_have_count(1)


async def test_what_is_posted_while_messages_are_on_their_way_stays_shown(
    page: Page, local: LocalChat
) -> None:
    async def be_late(route: Route) -> None:
        read_before = await route.fetch()
        await local.messenger.send(FRONT_DESK, QUESTION, "quiz/2", None)
        await expect(page.get_by_role("log")).to_contain_text("Kindling: Question of the week")
        await route.fulfill(response=read_before)

    await page.get_by_role("button", name="Kindling (you)").click()
    await page.route("**/api/local/messages?*conversation=front-desk", be_late, times=1)
    await page.get_by_role("button", name="#front-desk").click()
    await expect(page.get_by_role("article")).to_have_count(3)


async def test_two_people_talk(page: Page, new_page: NewPage, local: LocalChat) -> None:
    other = await new_page()
    await other.goto(f"{local.url}?as=jonas")
    await expect(other.get_by_role("article")).to_have_count(2)
    await say(page, "Good morning")
    await expect(other.get_by_role("article").last).to_contain_text("Marta")
    await expect(other.get_by_role("article").last).to_contain_text("Good morning")
    await expect(page.get_by_role("article")).to_have_count(3)
    await expect(page.get_by_label("Message to")).to_have_value("")


async def test_one_can_be_somebody_else(page: Page, local: LocalChat) -> None:
    await page.get_by_label("Be", exact=True).select_option("priya")
    await expect(page.get_by_text("You are Priya, front desk manager")).to_be_visible()
    await press_b(page)
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert [actor.platform_id for actor, _, _ in local.core.acts] == ["priya"]
    await page.reload()
    await expect(page.get_by_text("You are Priya, front desk manager")).to_be_visible()


async def test_words_to_kindling_are_answered_there_and_its_buttons_work_in_place(
    page: Page, local: LocalChat
) -> None:
    await page.get_by_role("button", name="Kindling (you)").click()
    await say(page, "hello")
    await expect(page.get_by_role("article").last).to_contain_text("You said hello, Marta.")
    await page.get_by_role("article").last.get_by_role("button", name="Answer B").click()
    await expect(page.get_by_role("article").last).to_contain_text("Yes, that's it.")
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_news_elsewhere_is_marked(page: Page, local: LocalChat) -> None:
    direct = page.get_by_role("button", name="Kindling (you) new")
    await expect(direct).to_be_hidden()
    local.chat.post("@marta", "kindling", THURSDAY, "A thanks for you.", [])
    await expect(direct).to_be_visible()
    await direct.click()
    await expect(page.get_by_role("button", name="Kindling (you)", exact=True)).to_be_visible()


async def test_typed_text_is_text(page: Page, local: LocalChat) -> None:
    await say(page, HOSTILE)
    typed = page.get_by_role("article").last.locator("bdi", has_text="onerror")
    await expect(typed).to_have_text(HOSTILE)
    assert await page.locator("article img[src=x]").count() == 0


async def test_next_moves_the_clock(page: Page, local: LocalChat) -> None:
    local.core.due = (THURSDAY + timedelta(days=4), "Monday, Priya's summary")
    await page.reload()
    await page.get_by_role("button", name="Next Monday, Priya's summary").click()
    await expect(page.get_by_text("Mon 30 Nov, 10:00", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Nothing is due")).to_be_disabled()


async def test_a_refusal_is_said_on_the_page(page: Page, page_faults: Faults) -> None:
    await page.get_by_label("Message to").fill("/praise Jonas")
    async with page.expect_response(lambda response: response.status == 400):
        await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("alert")).to_contain_text("There are /kindling and /kudos.")
    await expect(page.get_by_label("Message to")).to_have_value("/praise Jonas")
    assert "status of 400" in page_faults.told.pop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_can_be_used_by_everybody(page: Page, local: LocalChat, scheme: Any) -> None:
    dialog = page.get_by_role("dialog")
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await local.say("li", "front-desk", "Donaudampfschifffahrtsgesellschaft" * 4)
    await expect(page.get_by_role("article")).to_have_count(3)
    for width in (320, 360, 1280):
        await page.set_viewport_size({"width": width, "height": 640})
        await check_page(page)
        await press_b(page)
        await expect(dialog).to_be_visible()
        await check_page(page)
        await page.keyboard.press("Escape")
        await say(page, "/kindling form")
        await expect(dialog).to_be_visible()
        await check_page(page)
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
