"""The teller is strict: a story that says too little, too much or nonsense fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from tests.scenarios.driver import Change, Coaching, Event, Field, FieldKind, Values, View
from tests.scenarios.steps import Told, UnknownStep, read_step, read_story
from tests.scenarios.teller import Teller, WentOtherwise
from tests.world import lessons

BEGIN = ("it is Monday 23 November 2026, 09:00", "there is a channel #desk with Marta and Jonas")
FORM = View("Give kudos", ("Send",), {}, (Field("Who?", FieldKind.PEOPLE),), is_form=True)
QUESTION = View("What first?\n[A] [B]", ("A", "B"), {"A": "Look", "B": "Type"}, handle=1)


@dataclass
class Scripted:
    """Answers "hi" with "Hello." and "form" with a form; everything else too, as its script says."""

    happens: dict[str, list[Event]] = field(default_factory=dict)
    has_threads: bool = True
    sent: list[Values] = field(default_factory=list)
    _news: list[Event] = field(default_factory=list)
    _now: datetime | None = None

    async def open(self, folder: Path, at: datetime) -> None:
        self._now = at

    async def close(self) -> None: ...

    async def now(self) -> datetime:
        assert self._now is not None
        return self._now

    async def wait_until(self, at: datetime) -> None:
        self._now = at
        self._news += self.happens.get(f"{at:%A %H:%M}", [])

    async def make_channel(self, channel: str, people: Sequence[str]) -> None: ...

    async def coach(self, coaching: Coaching) -> None: ...

    async def join(self, person: str, channel: str) -> None: ...

    async def leave(self, person: str, channel: str) -> None: ...

    async def say(self, person: str, words: str, channel: str | None) -> View:
        self._news += self.happens.get(words, [])
        return FORM if words == "form" else View("Hello. [Undo]", ("Undo",))

    async def write(self, person: str, text: str, channel: str) -> View:
        return View(text, handle="written")

    async def thank_from(self, person: str, message: View, author: str) -> View:
        return FORM

    async def press(self, person: str, view: View, label: str) -> View:
        return View(f"Pressed {label}.")

    async def send(self, person: str, form: View, values: Values) -> View:
        self.sent.append(values)
        return View("Sent.")

    async def news(self) -> list[Event]:
        news, self._news = self._news, []
        return news

    async def break_down(self) -> None: ...

    async def mend(self) -> None: ...

    async def stop(self) -> None: ...

    async def start(self) -> None: ...


async def tell(driver: Scripted, *lines: str) -> None:
    story = [Told(read_step(line), "story:1", line) for line in (*BEGIN, *lines)]
    await Teller(driver, lessons(), Path()).tell(story)


def posted(place: str, text: str = "A post.", under: object = None) -> Event:
    return Event(place, Change.POSTED, View(text, handle="post"), under)


@pytest.mark.parametrize(
    "line",
    [
        "Marta dances",
        "marta says: hi",
        "it is Tuesday",
        "it is Someday 10:00",
        "in front-desk: A post.",
        "only Marta hears: Hello.",
        "there is a channel #desk",
        "the chat is on fire",
        "",
    ],
)
def test_a_line_that_is_no_step_is_refused(line: str) -> None:
    with pytest.raises(UnknownStep):
        read_step(line)


def test_a_step_in_another_list_style_is_not_passed_over(tmp_path: Path) -> None:
    story = tmp_path / "story.md"
    for line in ("* Marta says: hi", "  - Marta says: hi"):
        story.write_text(f"# Title\n\n- it is Monday 23 November 2026, 09:00\n{line}\n")
        with pytest.raises(UnknownStep, match=r"story\.md:4"):
            read_story(story)


def test_a_story_without_steps_is_refused(tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("# Title\n\nNothing happens.\n")
    with pytest.raises(ValueError, match="tells nothing"):
        read_story(tmp_path / "story.md")


async def test_what_is_told_passes() -> None:
    driver = Scripted({"hi": [posted("#desk"), posted("Jonas", "Marta said hi.")]})
    lines = ["Marta says: hi", "only Marta sees: Hello. … [Undo]", "in #desk: A post.", "to Jonas: said hi"]
    await tell(driver, *lines, "it does not say: Omar", "nobody is told anything")
    await tell(driver, *lines, "Marta presses Undo", "only Marta sees: Pressed Undo.")


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["Marta says: hi"], "the story tells nothing of it"),
        (["Marta says: hi", "Marta says: hi"], "the story tells nothing of it"),
        (["Marta says: hi", "only Marta sees: Bye."], "says something else"),
        (["Marta says: hi", "only Marta sees: [Undo] … Hello."], "says something else"),
        (["Marta says: hi", "only Jonas sees: Hello."], "Jonas was answered nothing"),
        (["only Marta sees: Hello."], "Marta was answered nothing"),
        (["Marta says: hi", "only Marta sees: Hello.", "only Marta sees: Hello."], "answered nothing"),
        (["Marta says: hi", "only Marta sees: Hello.", "it does not say: Hello"], "it does say so"),
        (["Marta says: hi", "nobody is told anything"], "it was not quiet"),
        (["Marta says: hi", "Marta is told nothing"], "it was not quiet"),
        (["in #desk: A post."], "nothing is to be seen there"),
        (["Marta says: hi", "only Marta sees: Hello.", "Marta presses Redo"], "sees no button 'Redo'"),
        (["Omar says: hi"], "nobody whom the story has brought in"),
        (["Marta says: hi", "only Marta sees: Hello.", "Marta sends it"], "no form before them"),
        (["Marta says: form", "only Marta sees: Give", 'Marta fills in "Whom?" with Jonas'], "no field"),
        (["it is Tuesday 25 November 10:00"], "that is a Wednesday"),
    ],
)
async def test_what_is_told_otherwise_fails(lines: list[str], fault: str) -> None:
    with pytest.raises(WentOtherwise, match=fault):
        await tell(Scripted(), *lines)


async def test_a_post_that_no_line_mentions_fails_at_the_next_step_and_at_the_end() -> None:
    driver = Scripted({"Tuesday 10:00": [posted("#desk"), posted("#desk", "Again.")]})
    for last in ([], ["Marta says: hi"]):
        with pytest.raises(WentOtherwise, match=r"tells nothing of it:\s+#desk, posted:\s+Again\."):
            await tell(driver, "it is Tuesday 10:00", "in #desk: A post.", *last)


async def test_a_post_out_of_its_order_or_place_fails() -> None:
    driver = Scripted({"Tuesday 10:00": [posted("#desk", "First."), posted("#desk", "Second.")]})
    with pytest.raises(WentOtherwise, match="says something else"):
        await tell(driver, "it is Tuesday 10:00", "in #desk: Second.", "in #desk: First.")
    with pytest.raises(WentOtherwise, match="nothing is to be seen there; only"):
        await tell(driver, "it is Tuesday 10:00", "to Jonas: First.")


async def test_a_new_post_is_no_change_of_an_old_one() -> None:
    driver = Scripted({"Tuesday 10:00": [posted("#desk")]})
    for line in ("in #desk now: A post.", "in #desk no more: A post."):
        with pytest.raises(WentOtherwise, match="but posted"):
            await tell(driver, "it is Tuesday 10:00", line)


async def test_a_thread_counts_where_the_platform_has_threads() -> None:
    lines = ["Jonas writes to the others in #desk: Done.", "Marta says: hi", "only Marta sees: Hello."]
    seen = "in #desk, under Jonas's message: A post."
    await tell(Scripted({"hi": [posted("#desk", under="written")]}), *lines, seen)
    await tell(Scripted({"hi": [posted("#desk")]}, has_threads=False), *lines, seen)
    with pytest.raises(WentOtherwise, match="does not stand under"):
        await tell(Scripted({"hi": [posted("#desk")]}), *lines, seen)


async def test_a_form_is_sent_with_what_was_filled_in() -> None:
    driver = Scripted()
    fills = 'Marta fills in "Who?" with Jonas and Li'
    await tell(
        driver, "Marta says: form", "only Marta sees: Give", fills, "Marta sends it", "only Marta sees: Sent."
    )
    assert driver.sent == [{"Who?": ("Jonas", "Li")}]


async def test_rightly_is_by_the_curriculum_and_not_by_any_screen() -> None:
    driver = Scripted({"Tuesday 10:00": [Event("#desk", Change.POSTED, QUESTION)]})
    with pytest.raises(WentOtherwise, match="no question of ours"):
        await tell(driver, "it is Tuesday 10:00", "in #desk: What first?", "Marta answers rightly")
    await tell(
        driver,
        "it is Tuesday 10:00",
        "in #desk: What first?",
        "Marta answers B",
        "only Marta sees: Pressed B.",
    )
