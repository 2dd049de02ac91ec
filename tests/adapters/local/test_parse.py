from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.local.faults import FieldWrong, LocalFault, NoSuchCommand
from adapters.local.parse import (
    Pressed,
    action_of,
    actor_of,
    command_words,
    identity_of,
    mentions_in,
    message_id,
    parse_instant,
    parse_pressed,
    parse_said,
)
from adapters.local.people import LocalPerson
from bot.actions import AnswerQuiz, ChooseSeries
from bot.codec import pack
from bot.errors import ActionBroken, ActionOutdated

SAID = {"as": "marta", "conversation": "front-desk", "text": "Good morning"}
PRESSED = {"as": "marta", "message": "12", "action": pack(AnswerQuiz(1, ("b",))), "values": {}}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["as", "conversation", "text", "message", "action", "values", "press", "to"])
BODIES = st.dictionaries(NAMES | st.text(), ANYTHING, max_size=8)


def fault_of(parse: Callable[[dict[str, Any]], object], body: dict[str, Any]) -> str:
    """The sentence of the refusal; a full stop where there is none."""
    try:
        parse(body)
    except LocalFault as fault:
        return str(fault)
    return "."


@given(BODIES, BODIES)
def test_anything_is_a_record_or_a_sentence(over: dict[str, Any], body: dict[str, Any]) -> None:
    for parse, good in ((parse_said, SAID), (parse_pressed, PRESSED), (parse_instant, {"to": "next"})):
        for tried in (body, good | over):
            sentence = fault_of(parse, tried)
            assert sentence.endswith(".")
            assert len(sentence) < 200


@given(st.text(max_size=300) | st.from_regex(r'\[1,"(answer|tip|pick)",.{0,20}\]'), BODIES)
def test_any_action_is_one_or_a_refusal(packed: str, values: dict[str, object]) -> None:
    pressed = Pressed("marta", None, None, packed, values, None)
    with contextlib.suppress(ActionBroken, ActionOutdated):
        action_of(pressed)


@given(st.text())
def test_any_text_is_a_command_a_message_or_an_unknown_command(text: str) -> None:
    try:
        is_message = command_words(text) is None
    except NoSuchCommand:
        is_message = False
    assert is_message == (not text.startswith("/"))


def test_an_unknown_command_is_told_which_there_are() -> None:
    with pytest.raises(NoSuchCommand, match=r"no command /praise here. There are /kindling and /kudos"):
        command_words("/praise @Jonas")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Good morning", None),
        ("/kindling", ""),
        ("/kindling  settings now", "settings now"),
        ("/Kindling help", "help"),
        ("/kudos", "kudos"),
        ("/kudos @Jonas for staying", "kudos @Jonas for staying"),
        ("/kindling\nhelp", "help"),
    ],
)
def test_commands(text: str, words: str | None) -> None:
    assert command_words(text) == words


def test_a_whole_press() -> None:
    values = {"programme": "look-up", "who": ["li", "ana"], "on": None}
    pressed = parse_pressed({**PRESSED, "values": values, "press": "n1", "conversation": "front-desk"})
    assert (pressed.person, pressed.message, pressed.press) == ("marta", 12, "n1")
    assert action_of(pressed) == AnswerQuiz(1, ("b",))
    form = parse_pressed({**PRESSED, "action": pack(ChooseSeries(1, 2)), "values": values})
    assert action_of(form) == ChooseSeries(1, 2, "look-up")


def test_the_instant_has_to_name_its_zone() -> None:
    assert parse_instant({"to": "next"}) is None
    assert parse_instant({"to": "2026-11-26T11:00:00+01:00"}) == datetime(2026, 11, 26, 10, tzinfo=UTC)
    for wrong in ("2026-11-26T10:00:00", "tomorrow", "0001-01-01T00:00:00+23:00"):
        with pytest.raises(FieldWrong, match="with its zone"):
            parse_instant({"to": wrong})


def test_a_message_id_is_digits() -> None:
    assert message_id("message", "7") == 7
    for wrong in (7, "", "7.0", "-7", "٧", "9" * 16, ["7"], True):
        with pytest.raises(FieldWrong):
            message_id("message", wrong)


def test_an_actor_is_who_the_chat_says() -> None:
    actor = actor_of(LocalPerson("sam", "Sam", "Admin", is_admin=True), "front-desk")
    assert (actor.workspace_id, actor.platform_id, actor.conversation, actor.is_admin) == (
        "local",
        "sam",
        "front-desk",
        True,
    )


@given(st.lists(st.text() | st.none() | st.integers(), max_size=4), st.lists(st.text(), max_size=4))
def test_identities_differ_when_their_parts_do(one: list[object], other: list[object]) -> None:
    assert (identity_of(*one) == identity_of(*other)) == (one == other)


PEOPLE = (
    LocalPerson("jonas", "Jonas", "Front desk"),
    LocalPerson("li", "Li", "Front desk"),
    LocalPerson("u-3", "Li Wei", "Night desk"),
)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("kudos @Jonas for staying", (("@Jonas", "jonas"),)),
        ("@li and @JONAS, and @jonas", (("@li", "li"), ("@JONAS", "jonas"), ("@jonas", "jonas"))),
        ("@Li Wei, @Li and @u-3", (("@Li Wei", "u-3"), ("@Li", "li"), ("@u-3", "u-3"))),
        ("jonas, @Lisa, me@jonas and @nobody", ()),
        ("", ()),
    ],
)
def test_people_are_named_with_an_at(text: str, mentions: tuple[tuple[str, str], ...]) -> None:
    assert mentions_in(text, PEOPLE) == mentions
    assert mentions_in(text, ()) == ()
