"""In a made-up language every letter of Kindling's own words is another: what is left in ours was missed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from string import Formatter

import pytest
import pytest_asyncio
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

import bot.messages
from bot import teams
from bot.actions import Action, AnswerQuiz, GiveKudos, SayWords, ThankByReaction
from bot.cards import NOTHING, Buttons, Card, Form, Reply, Say, Title, plain_line
from bot.coach import Actor
from bot.codec import pack
from bot.ports import Transaction
from bot.roles import ALLOWED
from tests.bot.messages.wording import MESSAGES
from tests.bot.test_roles import sample
from tests.world import MONDAY, World

LANGUAGE = "xx"
OURS = re.compile(r"[A-Za-z]{2,}")
SHIFT = {letter: 0xFF21 - 0x41 + letter for letter in range(0x41, 0x5B)}
SHIFT |= {letter: 0xFF41 - 0x61 + letter for letter in range(0x61, 0x7B)}
WORDS = (
    "help",
    "home",
    "settings",
    "mine",
    "practice",
    "setup",
    "plan",
    "summary",
    "pause",
    "pause until someday",
    "pause until friday",
    "away until friday",
    "resume",
    "stop",
    "setings",
    "wobble",
    "undo",
    "kudos",
    "kudos @jonas for staying with the family",
    "kudos @priya for",
    "teams",
    "audit log",
    "pause team",
    "b",
)
NO_WORDS = frozenset(
    {"action", "submit", "value", "values", "besides", "name", "platform_id", "url", "letter", "suggestions"}
)
MOST_BUTTONS = 3
LONGEST_LABEL = 24
LONGEST_TITLE = 60


def shifted(text: str) -> str:
    """The text in the made-up language: its placeholders as they are."""
    parts = Formatter().parse(text)
    return "".join(
        before.translate(SHIFT) + (f"{{{name}}}" if name is not None else "") for before, name, _, _ in parts
    )


def made_up_catalogue(folder: Path) -> None:
    """Collects the sentences as `make messages` does, and translates each."""
    catalogue = Catalog(locale="en")
    for _, _, message, _, _ in extract_from_dir(str(MESSAGES)):
        several = isinstance(message, tuple)
        translated = tuple(map(shifted, message)) if isinstance(message, tuple) else shifted(message)
        catalogue.add(message, translated, flags=["python-brace-format"] if several else [])
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "kindling.mo").open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    made_up_catalogue(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.messages, "_LOCALE", folder)
        bot.messages.translator.cache_clear()
        yield
    bot.messages.translator.cache_clear()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory, made_up: None) -> AsyncIterator[World]:
    """Three weeks of a team of the made-up language, with answers, thanks, and ideas sent directly."""
    made = await World.make(tmp_path_factory.mktemp("world"))

    def speak(tx: Transaction) -> None:
        team, sam = tx.teams.get(1), tx.members.find("local", "sam")
        marta = tx.members.find("local", "marta")
        assert team is not None
        assert sam is not None
        assert marta is not None
        tx.teams.save(replace(team, language=LANGUAGE, created_by=sam.id, kudos_emoji="sunflower"))
        tx.members.save(replace(marta, direct=True))
        teams.refresh_teams_of(tx, replace(marta, direct=True), made.clock.now())

    await made.decide(speak)
    await made.advance(MONDAY + timedelta(days=3, hours=2))
    for who in ("jonas", "li", "ana", "tunde", "ines", "omar", "sam"):
        await made.act(who, AnswerQuiz(1, ("face-him",)))
    await made.act("marta", GiveKudos("n0", ("jonas", "li"), reason="Stayed with them", behaviour="owned-it"))
    await made.act("marta", GiveKudos("n2", ("ana",), reason="Stayed with them", where="only"))
    await made.act("marta", ThankByReaction("sunflower", "front-desk", "1.1", "jonas"))
    await made.advance(MONDAY + timedelta(days=15))
    yield made
    await made.close()


async def replies(world: World) -> list[tuple[str, Reply]]:
    """What each act and each word is answered, to a member, a manager and an admin."""
    acts: list[Action] = [sample(kind) for kind in ALLOWED if kind is not SayWords]
    acts += [SayWords(words, (("@jonas", "jonas"),) * ("@jonas" in words)) for words in WORDS]
    people = ("marta", "priya", "sam")
    return [(f"{who} {act}", await tried(world, who, act)) for who in people for act in acts]


class Undone(Exception):
    """Raised to take back what an act did, so that each begins from the same."""


async def tried(world: World, who: str, action: Action) -> Reply:
    said: list[Reply] = []

    def act(tx: Transaction) -> None:
        actor = Actor("local", who, who.capitalize(), f"@{who}", is_admin=who == "sam")
        said.append(world.coach.act(tx, actor, f"{who} {action}", action, world.clock.now()))
        raise Undone

    with pytest.raises(Undone):
        await world.decide(act)
    return said[0]


def lines(value: object) -> Iterator[str]:
    """Kindling's own words in a card or form: no names, typed text, or words to type."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from lines(item)
    elif is_dataclass(value) and not isinstance(value, Say | type):
        typed = type(value).__name__ == "Typed"
        for item in fields(value):
            if item.name not in NO_WORDS and not typed:
                yield from lines(getattr(value, item.name))


def known_data(world: World) -> list[str]:
    """What is no sentence of Kindling's: lessons, names, zones. The longest first."""
    library = world.coach.library
    found = set(strings(library)) | {"Front desk", "front-desk", "Stayed with them", "Local", "sunflower"}
    found |= {name.capitalize() for name in ("marta", "jonas", "li", "ana", "priya", "sam", "tunde")}
    return sorted((one for one in found if OURS.search(one)), key=len, reverse=True)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from strings(getattr(value, item.name))


def left_over(text: str, data: list[str]) -> list[str]:
    for one in data:
        text = text.replace(one, "")
    return OURS.findall(text)


@pytest.mark.asyncio(loop_scope="module")
async def test_every_word_of_ours_goes_through_the_translator(world: World) -> None:
    data = known_data(world)
    said: list[tuple[str, object]] = [(post.key, post.card) for post in world.chat.posts]
    said += await replies(world)
    missed = {
        (where, text): left for where, one in said for text in lines(one) if (left := left_over(text, data))
    }
    assert missed == {}
    assert len(said) > 200


@pytest.mark.asyncio(loop_scope="module")
async def test_every_card_can_be_shown_on_every_platform(world: World) -> None:
    said: list[tuple[str, Reply]] = [(post.key, post.card) for post in world.chat.posts]
    said += await replies(world)
    wrong = [(where, what) for where, reply in said if reply != NOTHING for what in faults(reply)]
    assert wrong == []


def faults(reply: Reply) -> Iterator[str]:
    if isinstance(reply, Form):
        pack(reply.submit)
        yield from ["a long title"] if len(reply.title) > LONGEST_LABEL else []
        yield from ["a long label"] if len(reply.submit_label) > LONGEST_LABEL else []
        return
    yield from card_faults(reply)


def card_faults(card: Card) -> Iterator[str]:
    if not card.push.strip() or "\n" in card.push:
        yield "no push sentence"
    for part in card.parts:
        if isinstance(part, Title) and len(plain_line(part.line)) > LONGEST_TITLE:
            yield "a long title"
        if isinstance(part, Buttons):
            letters = all(len(button.label) == 1 for button in part.buttons)
            if not part.buttons or len(part.buttons) > MOST_BUTTONS + letters:
                yield f"{len(part.buttons)} buttons in a row"
            yield from [f"long: {one.label}" for one in part.buttons if len(one.label) > LONGEST_LABEL]
    for button in card.buttons():
        pack(button.action)
