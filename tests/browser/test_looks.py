"""The same cards as other platforms show them: one core, seen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import Demo
from tests.browser.looking import check_page, keep_picture
from tests.browser.test_tour import DESKTOP, opened_page

pytestmark = pytest.mark.asyncio(loop_scope="session")
TALL = 1500
Sizes = list[tuple[ViewportSize, Literal["light", "dark"]]]
SIZES: Sizes = [
    ({"width": 320, "height": 640}, "light"),
    ({"width": 360, "height": 740}, "dark"),
    ({"width": 1280, "height": 800}, "dark"),
]
CHANNEL = {
    "tip": "Idea of the week",
    "quiz": "Only you see your answer. Open until",
    "closed": "· closed",
    "thanks": "Seconded by Omar and Sam",
}
PLACES = {
    "as=marta&conversation=front-desk": CHANNEL,
    "as=priya&conversation=@priya": {"summary": "Took part"},
    "as=sam&conversation=@sam": {"home": "Good to see you"},
}
LOOKS = ("Slack", "Teams", "Plain text")


async def look_at(page: Page, name: str) -> None:
    await page.get_by_role("radio", name=name).check()


def card_with(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text).last


@pytest.mark.parametrize("name", LOOKS)
async def test_every_card_can_be_looked_at_in_another_way(
    demo: Demo, pictures: Path | None, name: str
) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    await look_at(page, name)
    await expect(page.locator(".from-app .card")).to_have_count(0)
    await check_page(page)
    await keep_picture(page, pictures, f"look-{name.lower().replace(' ', '-')}")
    card = page.get_by_role("article").last
    await card.get_by_label("Look of this card").select_option("Local")
    await expect(page.locator(".from-app .card")).to_have_count(1)
    await look_at(page, "Local")
    await expect(page.locator(".from-app > .body:not(.card)")).to_have_count(0)


async def test_one_card_can_be_looked_at_as_plain_text(demo: Demo) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    card = page.get_by_role("article").last
    await card.get_by_label("Look of this card").select_option("Plain text")
    await expect(card.locator(".plain")).to_contain_text("A  ")
    await expect(card.get_by_role("button", name="Answer A")).to_have_count(0)
    await expect(page.locator(".plain")).to_have_count(1)


async def test_in_slacks_look_a_letter_answers_and_a_fold_opens(demo: Demo) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    await look_at(page, "Slack")
    letter = page.get_by_role("button", name="Answer A").last
    await letter.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("You chose A")
    await page.keyboard.press("Escape")
    await expect(letter).to_be_focused()
    fold = page.get_by_role("button", name="Words to try").last
    await fold.click()
    await expect(page.get_by_role("dialog", name="Words to try only you")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(fold).to_be_focused()


async def test_in_teams_look_a_letter_answers_and_a_fold_opens_where_it_is(demo: Demo) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    await look_at(page, "Teams")
    letter = page.get_by_role("button", name="Answer A").last
    await letter.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("You chose A")
    await page.keyboard.press("Escape")
    await expect(letter).to_be_focused()
    fold = page.get_by_role("button", name="Words to try").last
    await expect(fold).to_have_attribute("aria-expanded", "false")
    await fold.click()
    await expect(fold).to_have_attribute("aria-expanded", "true")
    opened = page.locator(f"#{await fold.get_attribute('aria-controls')}")
    await expect(opened).to_be_visible()
    await fold.click()
    await expect(opened).to_be_hidden()


@pytest.mark.parametrize(("name", "mention"), [("Slack", "@Li"), ("Teams", "Li")])
async def test_an_edit_keeps_the_look(demo: Demo, name: str, mention: str) -> None:
    page = await opened_page(demo, viewport=DESKTOP)
    await look_at(page, name)
    gift = card_with(page, "Seconded by Omar and Sam")
    await expect(gift.get_by_text(mention, exact=True)).to_be_visible()
    await gift.get_by_role("button", name="Second this").click()
    await expect(
        card_with(page, "Seconded by Omar and 2 others").locator(f".look-{name.lower()}")
    ).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "sizes"), [("Slack", SIZES), ("Teams", SIZES[::2])])
async def test_a_look_can_be_used_by_everybody(
    demo: Demo, pictures: Path | None, name: str, sizes: Sizes
) -> None:
    """In each size and scheme, and in a window tall enough for a card a picture of six of them."""
    page = await opened_page(demo, viewport=DESKTOP)
    for query, cards in PLACES.items():
        await page.goto(f"{demo.url}?{query}")
        if "home" in cards:
            await page.get_by_role("textbox", name="Message to").fill("home")
            await page.keyboard.press("Enter")
        await expect(card_with(page, next(iter(cards.values())))).to_be_visible()
        await look_at(page, name)
        for number, (size, scheme) in enumerate(sizes):
            await page.emulate_media(color_scheme=scheme)
            await page.set_viewport_size(size)
            await check_page(page, colours=scheme not in {before for _, before in sizes[:number]})
            await page.set_viewport_size({"width": size["width"], "height": TALL})
            for what, text in cards.items():
                kept = f"{name.lower()}-{what}-{size['width']}-{scheme}"
                await keep_card(card_with(page, text), pictures, kept)


async def keep_card(card: Locator, folder: Path | None, name: str) -> None:
    await expect(card).to_be_visible()
    if folder is not None:
        await card.locator(".look").evaluate("one => { one.style.visibility = 'hidden' }")
        await keep_picture(card, folder, name)


async def test_the_readmes_pictures_of_slack(readme_demo: Demo, readme_pictures: Path) -> None:
    """`make pictures` puts them in docs/pictures."""
    page = await opened_page(readme_demo, viewport={"width": 1280, "height": TALL}, color_scheme="light")
    await look_at(page, "Slack")
    for what in ("tip", "quiz"):
        await keep_card(card_with(page, CHANNEL[what]), readme_pictures, f"slack-{what}")
        assert (readme_pictures / f"slack-{what}.png").stat().st_size < 200_000
