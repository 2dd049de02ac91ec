"""What comes back from a card, read as the core takes it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.entered import entered_values, inward, outward, pressed_action
from adapters.teams.render import form_json
from bot.actions import GiveKudos, OpenSettings, PauseMe, SetUpTeam
from bot.cards import Form, Mention, PeopleField
from bot.codec import pack
from bot.errors import ActionBroken, ActionOutdated
from bot.messages import translator
from tests.adapters.local.test_render import FORM
from tests.adapters.teams import drawn
from tests.adapters.teams.reading import elements
from tests.adapters.teams.test_render import MANY

Json = dict[str, Any]
ROSTER = (Mention("29:ana", "Ana Silva"), Mention("29:jo", "Jonas Weber"), Mention("29:jo2", "Jonas Klein"))


def sent(form: Form, roster: tuple[Mention, ...] = ROSTER) -> Json:
    """What a client sends that changes nothing: the button's data, and each input as it is filled in."""
    card = form_json(form, translator("en"), roster)
    [button] = [one for one in elements(card) if one["type"] == "Action.Execute"]
    asked = [one for one in elements(card) if one["type"].startswith("Input.")]
    data: Json = button["data"]
    return data | {one["id"]: one.get("value", "") for one in asked}


def test_a_press_is_its_action() -> None:
    assert pressed_action({"k": '[1,"settings"]'}) == OpenSettings()


def test_a_form_comes_back_as_it_was_filled_in() -> None:
    values: dict[str, Any] = {
        "channel": "19:abc@thread.tacv2",
        "managers": ("29:ana", "29:jo"),
        "weekday": "tue",
        "at": time(10),
        "zone": "Europe/Lisbon",
        "name": "Front, desk",
        "working_days": ("mon", "tue"),
    }
    data = {"k": pack(SetUpTeam()), "managers.several": "29:ana,29:jo", "working_days.several": "mon,tue"}
    data |= {"channel": "19:abc@thread.tacv2", "weekday": "tue", "at": "10:00", "zone": "Europe/Lisbon"}
    assert pressed_action(data | {"name": "Front, desk"}) == SetUpTeam(**values)


def test_every_field_is_read_back() -> None:
    again = entered_values(sent(replace(FORM, values={**FORM.values, "managers": ("29:jo",)})), ROSTER)
    assert again["name"] == "Front desk"
    assert again["days"] == ("0",)
    assert again["managers"] == ("29:jo",)
    assert (again["at"], again["on"]) == ("10:00", "2026-11-24")


@given(drawn.rosters, st.data())
def test_whoever_was_chosen_comes_back(roster: list[Mention], data: st.DataObject) -> None:
    ids = (
        data.draw(st.lists(st.sampled_from([one.platform_id for one in roster]), unique=True))
        if roster
        else []
    )
    form = Form("Who", OpenSettings(), "Go", (PeopleField("people", "Who?"),), {"people": tuple(ids)})
    few = tuple(roster[:12])
    known = [one for one in ids if one in {person.platform_id for person in few}]
    assert entered_values(sent(form, few), few)["people"] == tuple(known)


def test_of_many_people_all_come_back() -> None:
    ids = tuple(MANY[number].platform_id for number in (7, 1_999, 5))
    form = Form("Who", OpenSettings(), "Go", (PeopleField("people", "Who?"),), {"people": ids})
    assert entered_values(sent(form, tuple(MANY)), MANY)["people"] == ids


def test_a_choice_that_is_taken_back_is_none() -> None:
    data = {"k": pack(GiveKudos("n")), "reason": "none"}
    assert pressed_action(data | {"behaviour.maybe": "none"}) == GiveKudos("n", reason="none")
    assert pressed_action(data | {"behaviour.maybe": "listened"}) == GiveKudos(
        "n", reason="none", behaviour="listened"
    )


def test_nobody_chosen_is_nobody() -> None:
    assert entered_values({"people.several": ""}) == {"people": ()}
    assert entered_values({"people.first": "", "people.typed": " , "}) == {"people": ()}


@pytest.mark.parametrize(
    ("typed", "people", "unknown"),
    [
        ("Ana Silva", ("29:ana",), ()),
        ("@ana", ("29:ana",), ()),
        ("jonas weber; Ana\njonas  klein and ana silva", ("29:jo", "29:ana", "29:jo2"), ()),
        ("Jonas", ("Jonas",), ("Jonas",)),
        ("Olga, Ana", ("Olga", "29:ana"), ("Olga",)),
    ],
)
def test_typed_names_are_found(typed: str, people: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    values = entered_values({"people.typed": typed}, ROSTER)
    assert values["people"] == people
    assert values.get("unknown", ()) == unknown


def test_the_core_hears_of_a_name_that_is_nobodys() -> None:
    action = pressed_action(
        {"k": pack(GiveKudos("n")), "people.typed": "Olga", "reason": "for, well, a lot"}, ROSTER
    )
    assert action == GiveKudos("n", people=("Olga",), unknown=("Olga",), reason="for, well, a lot")


def test_the_first_chosen_and_the_named_are_together() -> None:
    data = {"people.typed": "Ana, Jonas Weber", "people.first": "29:jo"}
    assert entered_values(data, ROSTER)["people"] == ("29:jo", "29:ana")


@given(st.text())
def test_a_value_is_written_without_commas(value: str) -> None:
    assert "," not in outward(value)
    assert inward(outward(value)) == value


def test_a_day_that_was_left_empty_is_none() -> None:
    assert pressed_action({"k": pack(PauseMe()), "until_on": ""}) == PauseMe()
    assert pressed_action({"k": pack(PauseMe()), "until_on": "2026-12-24"}) == PauseMe(
        until_on=date(2026, 12, 24)
    )


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"k": 1},
        {"k": "x"},
        {"k": ["[1]"]},
        {"k": '[1,"give",1]'},
        {"k": '[1,"settings"]', "x": "\ud800"},
        {"k": pack(SetUpTeam()), "at": "ten"},
        {"k": pack(SetUpTeam()), "name": {"a": 1}},
        {"k": pack(SetUpTeam()), "name": "x" * 50_000},
        {"k": pack(SetUpTeam()), "managers.several": ",".join(map(str, range(1_001)))},
    ],
)
def test_what_kindling_never_wrote_is_refused(data: object) -> None:
    with pytest.raises((ActionBroken, ActionOutdated)):
        pressed_action(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
keys = (
    st.sampled_from(
        ["k", "people", "people.first", "people.several", "people.typed", "at.maybe", "at", "reason"]
    )
    | st.text()
)


@given(st.dictionaries(keys, json_values, max_size=6), st.booleans())
def test_any_data_is_an_action_or_refused(data: Json, is_ours: bool) -> None:
    with suppress(ActionBroken, ActionOutdated):
        pressed_action(data | ({"k": pack(GiveKudos("n"))} if is_ours else {}), ROSTER)
