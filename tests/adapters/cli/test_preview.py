"""The preview as a real process: cards, faults with their lines, and that it follows what is saved."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.async_playwright import Axe
from click.testing import Result
from playwright.async_api import Page, expect

from tests.adapters.cli.process import Served, got
from tests.conftest import NewPage

SAMPLES = Path(__file__).parents[2] / "bot" / "tips" / "content" / "good"
WAIT = "at-the-counter/01-wait-for-the-end.md"
Serve = Callable[..., Served]


@pytest.fixture
def ours(folder: Path) -> Path:
    """A whole set of two good tips, to write in."""
    return Path(shutil.copytree(SAMPLES, folder / "ours"))


def change(ours: Path, old: str, new: str) -> None:
    text = (ours / WAIT).read_text(encoding="utf-8")
    assert old in text
    (ours / WAIT).write_text(text.replace(old, new), encoding="utf-8")


def preview(served: Serve) -> Served:
    return served("tips", "preview", "ours", "--port", "0")


def texts(part: Any) -> str:
    """Every text in what was answered, one after the other."""
    if isinstance(part, dict):
        return " ".join(texts(value) for value in part.values())
    return " ".join(map(texts, part)) if isinstance(part, list) else str(part)


def test_each_tip_has_its_lesson_its_questions_and_every_reason(ours: Path, served: Serve) -> None:
    found = got(f"{preview(served).address}/tips")
    assert (found["count"], found["faults"]) == (0, [])
    wait, slip = found["tips"]
    assert (wait["title"], slip["id"]) == ("Wait for the end", "at-the-counter/say-it-was-us")
    assert [len(card["replies"]) for card in wait["cards"]] == [0, 3, 0, 3, 3]
    for line in (ours / WAIT).read_text(encoding="utf-8").split("\n"):
        if line.startswith("reason = "):
            reason = line.removeprefix('reason = "').removesuffix('"').replace('\\"', '"')
            assert reason in texts(wait["cards"]), reason


def test_faults_stand_at_their_tip_with_file_and_line(ours: Path, served: Serve) -> None:
    served_there = preview(served)
    change(ours, "Wait for the end", "Wait for it!")
    (ours / "at-the-counter" / "02-say-it-was-us.md").write_text("+++\n", encoding="utf-8")
    found = got(f"{served_there.address}/tips")
    assert found["count"] == 2
    assert [fault["where"] for fault in found["faults"]] == ["ours/at-the-counter/02-say-it-was-us.md:1"]
    [wait] = found["tips"]
    assert [(fault["where"], fault["wrong"]) for fault in wait["faults"]] == [
        (f"ours/{WAIT}:2", "the title has an exclamation mark")
    ]


def test_an_unfinished_tip_is_shown_as_far_as_it_goes(
    folder: Path, kindling: Callable[..., Result], served: Serve
) -> None:
    kindling("tips", "new", "our-own", "tea-first", "--dir", "ours")
    running = preview(served)
    found = got(f"{running.address}/tips")
    [tip] = found["tips"]
    assert len(tip["faults"]) == 34
    assert tip["title"] == "our-own/tea-first"
    draft = folder / "ours" / "our-own" / "01-tea-first.md"
    for old, new in (('id = "first-scene"', 'id = ""'), ("[[question.choice]]", "[[question.other]]")):
        draft.write_text(draft.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        assert got(f"{running.address}/tips")["tips"][0]["cards"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/tips", {"Host": "example.org"}, 403),
        ("/changes", {"X-Forwarded-For": "10.0.0.1"}, 403),
        ("/../preview.py", {}, 404),
        ("/local/..%2Fpage.py", {}, 404),
    ],
)
def test_nobody_else_and_nothing_else_is_answered(
    ours: Path, served: Serve, path: str, headers: dict[str, str], status: int
) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(preview(served).address + path, headers=headers), timeout=10)
    assert refused.value.code == status
    refused.value.close()


def test_a_port_that_is_taken_is_named(ours: Path, kindling: Callable[..., Result]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = kindling("tips", "preview", "ours", "--port", str(port))
    assert result.exit_code == 1
    assert f"Port {port} is taken" in result.stderr


async def saved_and_seen(page: Page, ours: Path) -> None:
    """A change on the disk is on the page soon, and what was unfolded stays so."""
    await page.get_by_role("button", name="Answer B").first.click()
    reply = page.locator("[id='at-the-counter/wait-for-the-end/1/B']")
    await expect(reply).to_be_focused()
    change(ours, "Wait for the end", "Wait for it!")
    await expect(page.get_by_role("heading", name="Wait for it!")).to_be_visible()
    await expect(page.get_by_text(f"ours/{WAIT}:2")).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text("One thing to put right.")
    await expect(reply).to_be_visible()
    change(ours, "Wait for it!", "Wait for the end")
    await expect(page.get_by_role("status")).to_have_text("Nothing to put right.")


@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_follows_what_is_saved(ours: Path, served: Serve, new_page: NewPage) -> None:
    running = preview(served)
    page = await new_page(viewport={"width": 1200, "height": 900})
    await page.goto(running.address)
    await expect(page.get_by_role("article")).to_have_count(2)
    await saved_and_seen(page, ours)
    report = await Axe().run(page)
    assert report.violations_count == 0, report.generate_report()
    await page.set_viewport_size({"width": 320, "height": 700})
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320
    await page.goto("about:blank")
    code, _, said = running.stop()
    assert (code, said) == (0, "")
