"""What people really see, and every lesson whole: fit for Teams, and not a word of it changed."""

from __future__ import annotations

import pytest

from adapters.teams.render import card_json, reply_json, size_of
from bot.cards import Card, Choices, Fold, Heading, Lettered, Note, Part, Reply, Text, Title
from bot.messages import translator
from bot.messages.week import lesson_parts, words_fold
from bot.tips import Tip
from tests.adapters.teams import schemas
from tests.adapters.teams.reading import of_type, seen, shown_text
from tests.adapters.teams.shown import ROSTER
from tests.world import SERIES, lessons

T = translator("en")
TIPS = {tip.id: tip for tip in lessons().tips_of(SERIES)}


def test_everything_that_people_see_fits_microsofts_schema(shown: dict[str, Reply]) -> None:
    validator = schemas.validator(schemas.CARD)
    found = {name: schemas.faults(validator, reply_json(reply, T, ROSTER)) for name, reply in shown.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def whole(tip: Tip) -> Card:
    """A lesson and all its questions with the reasons of each choice."""
    parts: list[Part] = [Title((tip.title,)), *lesson_parts(T, tip), *words_fold(T, tip)]
    for question in tip.questions:
        letters = zip("ABCD", question.choices, strict=False)
        parts += [
            Text((question.text,)),
            Choices(tuple(Lettered(one, choice.text) for one, choice in letters)),
        ]
        parts += [Note((choice.reason,)) for choice in question.choices]
    return Card("Push.", tuple(parts))


def words_of(part: Part) -> list[str]:
    match part:
        case Title(line=line) | Text(line=line) | Note(line=line):
            return ["".join(str(one) for one in line)]
        case Heading(text=text):
            return [text]
        case Choices(choices=choices):
            return [f"{choice.letter} {choice.text}" for choice in choices]
        case Fold(lines=lines):
            return ["".join(str(one) for one in line) for line in lines]
        case _:
            return []


@pytest.mark.parametrize("tip_id", TIPS)
def test_a_lesson_is_shown_word_for_word(tip_id: str) -> None:
    card = whole(TIPS[tip_id])
    drawn = card_json(card)
    written = [seen(shown_text(block["text"])) for block in of_type(drawn, "TextBlock")]
    assert written == [seen(words) for part in card.parts for words in words_of(part)]
    assert size_of(drawn) < 20_000
