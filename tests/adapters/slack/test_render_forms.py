"""Forms: what stands in them, what is wrong at which field, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.forms import errors_of, opening_of, values_of
from adapters.slack.inputs import NONE
from adapters.slack.render import message_of, modal_of
from adapters.slack.views import submit_of
from bot.actions import (
    Action,
    AwayMe,
    ChangeTeam,
    ChangeWords,
    ChooseSeries,
    Done,
    EndProgramme,
    GiveKudos,
    NameBehaviour,
    OpenAway,
    OpenBehaviour,
    OpenChange,
    OpenKudos,
    OpenPause,
    OpenSettings,
    OpenSetup,
    OpenSkipDays,
    OpenTeamPause,
    OpenWords,
    PauseMe,
    PauseTeam,
    SaveSettings,
    SetUpTeam,
    ShowHelp,
    SkipDays,
)
from bot.cards import (
    ChoiceField,
    DayField,
    Form,
    FormField,
    Mention,
    Option,
    PeopleField,
    PlaceField,
    Reply,
    TextField,
    TimeField,
    Value,
)
from bot.codec import fill, unpack
from bot.errors import ActionBroken
from tests.adapters.slack.limits import check_view
from tests.adapters.slack.reading import initial, read_blocks

Json = dict[str, Any]
TWO = (Option("team", "With the team"), Option("only", "Only to them"))
MANY = tuple(Option(str(number), f"Day {number}") for number in range(120))
ZONES = (*(f"Europe/Town{number}" for number in range(150)), "UTC", "Asia/Tokyo")


def form(*fields: FormField, submit: Action | None = None, **more: Any) -> Form:
    return Form("Give kudos", submit or ChooseSeries(1, 2), "Give kudos", fields, **more)


def inputs(shown: Form) -> dict[str, Json]:
    view = modal_of(shown)
    check_view(view)
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def element(field: FormField, value: Value = None) -> Json:
    found: Json = inputs(form(field, values={field.name: value}))[field.name]["element"]
    return found


def sent(view: Json) -> Json:
    """The view as Slack sends it when nothing in it was changed."""
    states = {
        block["block_id"]: {block["element"]["action_id"]: state_of(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return view | {"state": {"values": states}}


STATES = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "timepicker": ("selected_time", "initial_time"),
    "datepicker": ("selected_date", "initial_date"),
}


def state_of(drawn: Json) -> Json:
    name, before = STATES[drawn["type"]]
    nothing: Any = [] if name.endswith("s") else None
    return {"type": drawn["type"], name: drawn.get(before, nothing)}


FILLED: list[tuple[FormField, Value, object]] = [
    (TextField("a", "Words", lines=3), "Two\nlines & <more>", "Two\nlines & <more>"),
    (TextField("a", "Words"), "", None),
    (TextField("a", "Zone", suggestions=("UTC", "Europe/Lisbon")), "Europe/Lisbon", "Europe/Lisbon"),
    (TextField("a", "Zone", suggestions=ZONES), "Asia/Tokyo", "Asia/Tokyo"),
    (TextField("a", "Zone", suggestions=ZONES), "Mars", None),
    (ChoiceField("a", "Where?", TWO), "only", "only"),
    (ChoiceField("a", "Where?", TWO, required=False), None, None),
    (ChoiceField("a", "Days", TWO, several=True), ("team",), ["team"]),
    (
        ChoiceField("a", "Days", tuple(Option(str(n), f"Day {n}") for n in range(20)), several=True),
        ("3", "7"),
        ["3", "7"],
    ),
    (ChoiceField("a", "Day", tuple(Option(str(n), f"Day {n}") for n in range(120))), "119", "119"),
    (PeopleField("a", "Who?"), ("U1X", "U2X"), ["U1X", "U2X"]),
    (PeopleField("a", "Who?"), (), []),
    (PlaceField("a", "Channel"), "C012", "C012"),
    (PlaceField("a", "Channel"), "#no id", None),
    (TimeField("a", "Time"), time(9, 30), "09:30"),
    (DayField("a", "Day"), date(2026, 11, 24), "2026-11-24"),
    (DayField("a", "Day", required=False), None, None),
]


@pytest.mark.parametrize(("field", "value", "back"), FILLED)
def test_what_stands_in_a_field_comes_back_as_the_core_takes_it(
    field: FormField, value: Value, back: object
) -> None:
    view = modal_of(form(field, values={"a": value}))
    check_view(view)
    assert values_of(sent(view)) == {"a": back}


@pytest.mark.parametrize("name", ["form-setup", "form-change", "form-settings", "form-kudos"])
def test_a_form_sent_as_it_stands_says_what_stood_in_it(replies: Mapping[str, Reply], name: str) -> None:
    shown = replies[name]
    assert isinstance(shown, Form)
    view = sent(modal_of(shown))
    action = fill(submit_of(view), values_of(view))
    for field in shown.fields:
        assert getattr(action, field.name) == (
            shown.values.get(field.name) or getattr(shown.submit, field.name)
        )


def test_a_reason_that_is_too_long_reaches_the_core() -> None:
    assert element(TextField("reason", "What?", longest=500))["max_length"] > 501


def test_people_offered_are_a_press_each_and_join_those_chosen() -> None:
    field = PeopleField("people", "Who?", offered=(Mention("U2X", "Li"), Mention("U1X", "Jonas")))
    view = modal_of(form(field, values={"people": ("U1X",)}))
    assert "Mentioned there too (optional): \n  ( ) Li" in read_blocks(view["blocks"])
    back = sent(view)
    back["state"]["values"]["people/added"]["people/added"]["selected_options"] = [
        {"value": "U2X"},
        {"value": "U1X"},
    ]
    assert values_of(back) == {"people": ["U1X", "U2X"]}


@pytest.mark.parametrize(("chosen", "needed"), [((), True), (("U1X",), False)])
def test_with_nobody_chosen_who_is_offered_is_enough(chosen: tuple[str, ...], needed: bool) -> None:
    field = PeopleField("people", "Who?", offered=(Mention("U2X", "Li"),))
    assert inputs(form(field, values={"people": chosen}))["people"]["optional"] is needed


def test_more_people_than_may_be_chosen_are_shown_and_counted_by_the_core() -> None:
    drawn = element(PeopleField("people", "Who?", most=2), ("U1X", "U2X", "U3X"))
    assert (drawn["initial_users"], drawn["max_selected_items"]) == (["U1X", "U2X", "U3X"], 3)


def test_a_choice_that_is_not_needed_can_be_taken_back() -> None:
    drawn = element(ChoiceField("a", "Which?", TWO, required=False), "team")
    assert drawn["options"][-1]["value"] == NONE
    state = {"a": {"a": {"type": "static_select", "selected_option": {"value": NONE}}}}
    assert values_of({"state": {"values": state}}) == {"a": None}


def test_a_choice_of_nothing_has_no_input_and_its_error_is_said_at_the_first() -> None:
    shown = form(
        ChoiceField("empty", "Which?", ()),
        TextField("words", "Words"),
        TextField("more", "More"),
        errors={"empty": "Nothing to choose.", "words": "Say more.", "gone": "Gone."},
    )
    assert set(inputs(shown)) == {"words", "more"}
    assert errors_of(shown) == {"words": "Nothing to choose. Say more. Gone."}
    assert read_blocks(modal_of(shown)["blocks"]).startswith("Nothing to choose.\nGone.\nSay more.\nWords")


def test_errors_stand_at_their_fields(replies: Mapping[str, Reply]) -> None:
    shown = replies["form-setup-wrong"]
    assert isinstance(shown, Form)
    assert errors_of(shown) == shown.errors
    assert "Choose a time, for example 10:00.\nTime: " in read_blocks(modal_of(shown)["blocks"])


def test_what_decides_less_stands_below_a_line(replies: Mapping[str, Reply]) -> None:
    said = read_blocks(modal_of(replies["form-setup"])["blocks"])
    above, below = said.split("\n---\n")
    assert "Time zone: Europe/Lisbon" in above
    assert below.startswith("All of this is filled in.")
    assert "Name of the team: Front desk" in below


def test_many_suggestions_are_grouped_and_each_is_there_once() -> None:
    drawn = element(TextField("zone", "Zone", suggestions=ZONES), "UTC")
    groups = drawn["option_groups"]
    labels = [group["label"]["text"] for group in groups]
    assert labels[0] == "UTC … UTC"
    assert labels[1] == "Asia"
    assert labels[2].startswith("Europe/Town0 … ")
    assert sorted(option["value"] for group in groups for option in group["options"]) == sorted(ZONES)
    assert initial(drawn) == ["UTC"]


BROKEN = [
    {},
    {"state": None},
    {"state": {"values": []}},
    {"state": {"values": {"a": None}}},
    {"state": {"values": {"a": {"a": {"type": "unheard-of"}}}}},
    {"state": {"values": {"a": {"a": {"type": "plain_text_input", "value": 1}}}}},
    {"state": {"values": {"a": {"a": {"type": "multi_users_select", "selected_users": [None]}}}}},
    {"state": {"values": {"a": {"a": {"type": "checkboxes", "selected_options": {}}}}}},
    {"state": {"values": {"a": {"a": {"type": "static_select", "selected_option": "x"}}}}},
]


@pytest.mark.parametrize("view", BROKEN)
def test_what_is_no_state_of_a_view_is_refused(view: Json) -> None:
    with pytest.raises(ActionBroken):
        values_of(view)


anything = st.recursive(
    st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["type", "checkboxes", "plain_text_input"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "type", "value", "selected_options"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["a", "b/added"]), anything, max_size=3))
def test_any_state_is_values_or_a_clear_no(values: Json) -> None:
    try:
        values_of({"state": {"values": values}})
    except ActionBroken:
        return


OPENING: list[tuple[Action, Action]] = [
    (SetUpTeam(), OpenSetup("C012")),
    (ChangeTeam(3), OpenChange(3)),
    (PauseTeam(3), OpenTeamPause(3)),
    (SkipDays(3), OpenSkipDays(3)),
    (ChooseSeries(3, 2), EndProgramme(3, 2, "another")),
    (GiveKudos("n"), OpenKudos(("U1X", "U2X"))),
    (ChangeWords(4), OpenWords(4)),
    (NameBehaviour(4), OpenBehaviour(4)),
    (SaveSettings(), OpenSettings()),
    (PauseMe(), OpenPause()),
    (AwayMe(), OpenAway()),
    (Done(), ShowHelp()),
]


@pytest.mark.parametrize(("submit", "opening"), OPENING)
def test_where_a_form_has_no_room_a_button_opens_it(submit: Action, opening: Action) -> None:
    values: dict[str, Value] = {"channel": "C012", "people": ("U1X", "U2X")}
    message = message_of(form(submit=submit, values=values, errors={"people": "Choose somebody else."}))
    assert read_blocks(message["blocks"]) == "Give kudos\nChoose somebody else.\n[Give kudos]"
    assert unpack(message["blocks"][-1]["elements"][0]["value"]) == opening


def test_every_form_of_the_product_can_be_opened_again(replies: Mapping[str, Reply]) -> None:
    shown = [reply for reply in replies.values() if isinstance(reply, Form)]
    assert len(shown) > 4
    assert ShowHelp() not in [opening_of(one) for one in shown]


def test_more_people_than_a_button_holds_are_chosen_anew() -> None:
    people = tuple(f"U{number:010}" for number in range(40))
    assert opening_of(form(submit=GiveKudos("n"), values={"people": people})) == OpenKudos()
