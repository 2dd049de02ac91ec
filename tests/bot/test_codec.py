"""Actions into button values and back: what pack() wrote comes back, and nothing else gets through."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Action, AnswerQuiz, ChooseSeries, SayWords, ShowHelp, TryTip
from bot.codec import LONGEST, fill, pack, unpack
from bot.errors import ActionBroken, ActionOutdated
from bot.models import Week

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", max_size=40)
values: dict[str, st.SearchStrategy[Any]] = {
    "int": st.integers(0, 2**53 - 1),
    "str": ids,
    "bool": st.booleans(),
    "Week": st.builds(Week, st.integers(2000, 2100), st.integers(1, 52)),
    "tuple[str, ...]": st.lists(ids, max_size=3).map(tuple),
}


def actions_of(kind: Any) -> st.SearchStrategy[Any]:
    packed = [item for item in fields(kind) if not item.metadata.get("entered")]
    optional = {item.name: values[str(item.type).removesuffix(" | None")] for item in packed}
    return st.builds(kind, **optional)


@given(st.one_of([actions_of(kind) for kind in get_args(Action)]))
def test_what_is_packed_comes_back(action: Action) -> None:
    try:
        packed = pack(action)
    except ValueError:
        return
    assert len(packed) <= LONGEST
    assert unpack(packed) == action


def test_every_action_has_a_verb_of_its_own() -> None:
    verbs = [kind.verb for kind in get_args(Action)]
    assert len(set(verbs)) == len(verbs)
    assert all(verbs)


@given(st.text(max_size=300))
def test_any_text_is_an_action_or_a_clear_no(text: str) -> None:
    with suppress(ActionBroken, ActionOutdated):
        unpack(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([kind.verb for kind in get_args(Action)]), st.lists(json_values, max_size=6))
def test_tampered_fields_are_refused_or_typed(verb: str, rest: list[Any]) -> None:
    try:
        action = unpack(json.dumps([1, verb, *rest]))
    except (ActionBroken, ActionOutdated):
        return
    assert unpack(pack(action)) == action


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "null",
        "[]",
        "[1]",
        '[true,"help"]',
        '["1","help"]',
        '[1,"answer",1]',
        '[1,"answer",-1,["a"]]',
        '[1,"answer",1.0,["a"]]',
        '[1,"answer",true,["a"]]',
        '[1,"answer",1,"a"]',
        '[1,"answer",1,["<script>"]]',
        '[1,"try",1,"2026-W60"]',
        '[1,"try",1,"2026-W1\\u0661"]',
        "[" * 250,
        '[1,"answer",1,["' + "a" * 300 + '"]]',
    ],
)
def test_broken_values(packed: str) -> None:
    with pytest.raises(ActionBroken):
        unpack(packed)


@pytest.mark.parametrize("packed", ['[0,"help"]', '[2,"help"]', '[1,"a-verb-of-long-ago"]'])
def test_values_of_another_version(packed: str) -> None:
    with pytest.raises(ActionOutdated):
        unpack(packed)


def test_a_value_too_long_for_a_button_is_refused_when_packed() -> None:
    with pytest.raises(ValueError, match="255 fit a button"):
        pack(AnswerQuiz(1, tuple("a" * 40 for _ in range(9))))


def test_a_form_fills_only_what_is_entered() -> None:
    filled = fill(ChooseSeries(3, 1), {"programme": "default", "team_id": 9, "unknown": "x"})
    assert filled == ChooseSeries(3, 1, "default")
    assert fill(TryTip(3, Week(2026, 48)), {"team_id": 9}) == TryTip(3, Week(2026, 48))
    assert fill(ShowHelp(), {}) == ShowHelp()


@given(st.dictionaries(st.sampled_from(["programme", "text"]), json_values))
def test_any_values_fill_a_form_or_are_refused(entries: dict[str, Any]) -> None:
    for action in (ChooseSeries(3, 1), SayWords()):
        try:
            filled = fill(action, entries)
        except ActionBroken:
            continue
        assert type(filled) is type(action)
