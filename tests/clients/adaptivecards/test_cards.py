"""Microsoft's own renderer draws every card: nothing is unknown to it, and presses carry what they should."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from adapters.teams.entered import entered_values, pressed_action
from adapters.teams.render import card_json, reply_json
from bot.actions import AnswerQuiz, GiveKudos, SetUpTeam
from bot.cards import Card, Fold, Mention, Reply, Text, Typed
from bot.messages import translator
from tests.adapters.teams.drawn import MARKUP
from tests.adapters.teams.shown import ROSTER
from tests.clients.adaptivecards.drawing import draw, open_host
from tests.conftest import NewPage

pytestmark = pytest.mark.asyncio(loop_scope="session")
T = translator("en")
PICTURED = ("tip", "quiz", "feedback", "kudos announcement", "setup form with errors", "summary")
NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2068\u2069"))
STICKING_OUT = """() => {
    const edge = document.querySelector("#card").getBoundingClientRect().right;
    return [...document.querySelectorAll("#card *")]
        .filter((one) => one.getBoundingClientRect().right > Math.min(edge, innerWidth) + 1)
        .map((one) => one.outerHTML);
}"""
WIDTHS = {"wide": 700, "phone": 375}


@pytest_asyncio.fixture(loop_scope="session")
async def page(new_page: NewPage, node_modules: Path) -> Page:
    return await open_host(await new_page(viewport={"width": 700, "height": 900}), node_modules)


def drawn(reply: Reply) -> dict[str, Any]:
    return reply_json(reply, T, ROSTER)


async def test_every_card_is_drawn_without_an_event(page: Page, shown: dict[str, Reply]) -> None:
    found = {name: await draw(page, drawn(reply)) for name, reply in shown.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


async def test_a_press_carries_its_action(page: Page, shown: dict[str, Reply]) -> None:
    await draw(page, drawn(shown["quiz"]))
    letter = page.get_by_role("button", name="B", exact=True)
    assert (await letter.get_attribute("title") or "").startswith("Answer B: ")
    await letter.click()
    pressed = await page.evaluate("pressed")
    assert (pressed["type"], pressed["verb"]) == ("Action.Execute", "act")
    assert set(pressed["data"]) == {"k"}
    assert isinstance(pressed_action(pressed["data"]), AnswerQuiz)


async def test_a_form_carries_what_was_entered(page: Page, shown: dict[str, Reply]) -> None:
    await draw(page, drawn(shown["kudos form"]))
    await page.get_by_label("Jonas", exact=True).check()
    await page.get_by_label("Li", exact=True).check()
    await page.get_by_label("What did you see?").fill("Told me early, and well.\nTwice.")
    await page.get_by_label("Which of these was it?").select_option("listened")
    await page.get_by_role("button", name="Give kudos").click()
    given = pressed_action((await page.evaluate("pressed"))["data"], ROSTER)
    assert isinstance(given, GiveKudos)
    assert (given.people, given.where) == (("jonas", "li"), "team")
    assert (given.reason, given.behaviour) == ("Told me early, and well.\nTwice.", "listened")


async def test_what_was_folded_away_comes_back_too(page: Page, shown: dict[str, Reply]) -> None:
    await draw(page, drawn(shown["setup form"]))
    name = page.get_by_label("Name of the team")
    assert not await name.is_visible()
    await page.get_by_role("button", name="More").click()
    await name.fill("Phones")
    await page.get_by_label("Channel").first.fill("phones")
    await page.get_by_role("button", name="Set up", exact=True).click()
    asked = pressed_action((await page.evaluate("pressed"))["data"], ROSTER)
    assert isinstance(asked, SetUpTeam)
    assert (asked.name, asked.managers, asked.working_days) == (
        "Phones",
        ("sam",),
        ("mon", "tue", "wed", "thu", "fri"),
    )


async def test_of_many_people_one_is_chosen_and_another_named(page: Page, shown: dict[str, Reply]) -> None:
    many = [*ROSTER, *(Mention(f"29:{number}", f"Person {number}") for number in range(200))]
    await draw(page, reply_json(shown["kudos form"], T, many))
    await page.get_by_label("Who?").select_option("Jonas")
    await page.get_by_label("More people").fill("Person 199, li")
    await page.get_by_label("What did you see?").fill("Told me early.")
    await page.get_by_role("button", name="Give kudos").click()
    values = entered_values((await page.evaluate("pressed"))["data"], many)
    assert values["people"] == ("jonas", "29:199", "li")


async def test_a_field_that_was_left_empty_is_said_before_anything_is_sent(
    page: Page, shown: dict[str, Reply]
) -> None:
    await draw(page, drawn(shown["kudos form"]))
    await page.get_by_role("button", name="Give kudos").click()
    assert await page.evaluate("pressed") is None
    assert await page.get_by_text("This one is needed.").first.is_visible()


async def test_a_fold_opens_and_sends_nothing(page: Page) -> None:
    await draw(page, card_json(Card("Push.", (Fold("Words to try", (("“One minute.”",),)),))))
    line = page.get_by_text("“One minute.”")
    assert not await line.is_visible()
    await page.get_by_role("button", name="Words to try").click()
    assert await line.is_visible()
    assert (await page.evaluate("pressed"))["data"] is None


async def test_typed_markup_is_drawn_as_it_was_typed(page: Page) -> None:
    typed = "\n".join(("<img src=x onerror=alert(1)>", *MARKUP))
    assert await draw(page, card_json(Card("Push.", (Text((Typed(typed),)),)))) == []
    written = (await page.locator("#card").inner_text()).translate(NO_WIDTH)
    assert [line for line in written.split("\n") if line] == typed.replace("`", "ˋ").split("\n")
    assert await page.locator("#card :is(a, b, strong, em, code, s, img, ul, ol, h1)").count() == 0


@pytest.fixture(scope="module")
def pictures() -> Path:
    folder = Path(os.environ.get("TEST_OUTPUT", "test-output")) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
async def test_six_cards_have_their_picture_taken(
    page: Page, shown: dict[str, Reply], pictures: Path, look: str, width: str
) -> None:
    await page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    for name in PICTURED:
        await draw(page, drawn(shown[name]), look)
        assert await page.evaluate(STICKING_OUT) == [], name
        kept = pictures / f"teams-{name.replace(' ', '-')}-{look}-{width}.png"
        await page.screenshot(path=kept, full_page=True)
