"""Every part and field as an Adaptive Card: golden files, Microsoft's schema, sizes, and what is where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings

from adapters.teams.render import (
    MOST_BYTES,
    Refresh,
    card_json,
    form_json,
    message,
    reply_json,
    size_of,
)
from bot.actions import ShowHelp, ShowQuiz
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Fold,
    Form,
    FormField,
    Mention,
    Option,
    Part,
    PeopleField,
    Place,
    PlaceField,
    Reply,
    Text,
    Typed,
)
from bot.messages import translator
from tests.adapters.local.test_render import CARD, FORM
from tests.adapters.teams import drawn, schemas
from tests.adapters.teams.reading import elements, of_type
from tests.adapters.teams.shown import ROSTER as SHOWN_ROSTER

Json = dict[str, Any]
T = translator("en")
GOLDEN = Path(__file__).parent / "golden"
ROSTER = (Mention("29:1abc", "Ana Silva"), Mention("29:1def", "Jonas Weber"))
MANY = [Mention(f"29:1{number:060}", f"Person {number} of the Front Desk") for number in range(2_000)]
KINDS = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
SIZES = settings(KINDS, max_examples=60)


def check_golden(name: str, card: Json) -> None:
    expected = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    assert card == expected


def test_a_card_with_every_part() -> None:
    assert {type(part) for part in CARD.parts} == set(get_args(Part))
    check_golden("card.json", card_json(CARD))


def test_a_form_with_every_field() -> None:
    assert {type(field) for field in FORM.fields} == set(get_args(FormField))
    check_golden("form.json", form_json(FORM, T, ROSTER))


def test_an_announcement_notifies_whom_it_mentions() -> None:
    check_golden("announcement.json", card_json(replace(CARD, announces=True)))


@KINDS
@given(drawn.cards)
def test_any_card_fits_microsofts_schema(card: Card) -> None:
    assert schemas.faults(schemas.validator(schemas.CARD), card_json(card)) == []


@KINDS
@given(drawn.forms(), drawn.rosters)
def test_any_form_fits_microsofts_schema(form: Form, roster: Sequence[Mention]) -> None:
    assert schemas.faults(schemas.validator(schemas.CARD), form_json(form, T, roster)) == []


@SIZES
@given(drawn.cards)
def test_any_card_is_small_enough_for_teams(card: Card) -> None:
    assert size_of(card_json(card)) <= MOST_BYTES


@SIZES
@given(drawn.forms(), drawn.rosters | drawn.many)
def test_any_form_is_small_enough_for_teams(form: Form, roster: Sequence[Mention]) -> None:
    assert size_of(form_json(form, T, roster)) <= MOST_BYTES


def test_typed_text_is_cut_at_a_word_and_our_own_never() -> None:
    ours, typed = "A lesson of ours. " * 100, "One typed word after another. " * 2_000
    card = card_json(Card("Push.", (Text((ours,)), *[Text((Typed(typed),))] * 20)))
    whole, *others = of_type(card, "TextBlock")
    assert whole["text"] == ours.strip()
    assert {block["text"].strip("\u2068\u2069")[-2:] for block in others} == {"e…"}
    assert size_of(card) <= MOST_BYTES


def test_a_button_has_the_packed_action_and_nothing_else() -> None:
    card = card_json(Card("Push.", (Buttons((Button("A", ShowQuiz(7), "Answer A: whole"),)),)))
    [execute] = of_type(card, "Action.Execute")
    assert (execute["verb"], execute["data"], execute["tooltip"]) == (
        "act",
        {"k": '[1,"quiz",7]'},
        "Answer A: whole",
    )
    assert execute["fallback"] == {
        "type": "Action.Submit",
        "title": "A",
        "tooltip": "Answer A: whole",
        "data": {"k": '[1,"quiz",7]'},
    }


def labels(*buttons: str) -> list[list[str]]:
    card = card_json(Card("Push.", (Buttons(tuple(Button(one, ShowHelp()) for one in buttons)),)))
    return [[action["title"] for action in row["actions"]] for row in of_type(card, "ActionSet")]


def test_no_row_has_more_than_six_buttons_or_is_wider_than_a_phone() -> None:
    assert labels(*"ABCD") == [["A", "B", "C", "D"]]
    assert [len(row) for row in labels(*"ABCDEFGH")] == [6, 2]
    assert labels("Give kudos", "All figures", "Ask me less often") == [
        ["Give kudos", "All figures"],
        ["Ask me less often"],
    ]
    assert labels("x" * 50, "Go") == [["x" * 50], ["Go"]]


def test_a_fold_before_buttons_is_one_row_with_them() -> None:
    parts = (Fold("Words to try", (("One minute.",),)), Buttons((Button("I'll try this", ShowHelp()),)))
    row, fold = card_json(Card("Push.", parts))["body"]
    assert [action["title"] for action in row["actions"]] == ["I'll try this", "Words to try"]
    assert row["actions"][1]["targetElements"] == [fold["id"]]


def test_each_fold_opens_its_own_lines() -> None:
    card = card_json(Card("Push.", (Fold("First", (("a",),)), Fold("Second", (("b",),)))))
    opened = [toggle["targetElements"] for toggle in of_type(card, "Action.ToggleVisibility")]
    folds = of_type(card, "Container")
    assert opened == [[fold["id"]] for fold in folds]
    assert [fold["isVisible"] for fold in folds] == [False, False]
    assert len({fold["id"] for fold in folds}) == 2


def test_a_card_that_refreshes_says_what_with_and_for_whom() -> None:
    people = tuple(f"29:{number}" for number in range(70))
    card = card_json(Card("Push.", (Text(("x",)),)), Refresh(ShowQuiz(7), people))
    assert card["refresh"] == {
        "type": "Refresh",
        "action": {"type": "Action.Execute", "verb": "act", "data": {"k": '[1,"quiz",7]'}},
        "userIds": list(people[:60]),
    }
    assert schemas.faults(schemas.validator(schemas.CARD), card) == []


def test_only_an_announcement_has_mentions_and_each_is_of_one_person() -> None:
    line = (
        Mention("29:a", "Jonas"),
        " and ",
        Mention("29:b", "Jonas"),
        " and ",
        Mention("29:c", "<at>*Li*</at>"),
    )
    quiet, loud = (card_json(Card("Push.", (Text(line),), announces=told)) for told in (False, True))
    assert "msteams" not in quiet
    assert "<at>" not in quiet["body"][0]["text"]
    entities = loud["msteams"]["entities"]
    assert [one["mentioned"]["id"] for one in entities] == ["29:a", "29:b", "29:c"]
    assert [loud["body"][0]["text"].count(one["text"]) for one in entities] == [1, 1, 1]
    assert entities[2]["text"] == "<at>‹at›∗Li∗‹/at›</at>"


def test_a_message_has_the_push_text_for_notifications() -> None:
    sent = message(CARD, card_json(CARD))
    assert (sent["type"], sent["summary"]) == ("message", "A sentence of its own.")
    [attachment] = sent["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["content"]["speak"] == "A sentence of its own."
    assert message(FORM, reply_json(FORM, T))["summary"] == "Set up a team"


def inputs(form: Form, roster: Sequence[Mention] = ROSTER, **how: bool) -> dict[str, Json]:
    card = form_json(form, T, roster, **how)
    return {element["id"]: element for element in elements(card) if element["type"].startswith("Input.")}


def test_an_error_stands_right_below_its_field_and_opens_the_folded_part() -> None:
    wrong = replace(FORM, errors={"on": "Choose a **working** day."})
    [more] = of_type(form_json(wrong, T), "Container")
    assert more["isVisible"]
    place = [item.get("id") for item in more["items"]].index("on")
    below = more["items"][place + 1]
    assert (below["text"], below["color"]) == (r"Choose a \*\*working\*\* day.", "Attention")
    assert more["items"][place]["value"] == "2026-11-24"


def test_what_is_folded_away_is_not_held_back_by_the_client() -> None:
    asked = inputs(FORM)
    assert asked["name"]["isRequired"]
    assert asked["name"]["errorMessage"] == "This one is needed."
    assert "isRequired" not in asked["at"]


def test_a_reason_that_is_too_long_reaches_the_core() -> None:
    assert inputs(FORM)["words"]["maxLength"] > 501


def people_form(*chosen: str, offered: tuple[Mention, ...] = (), most: int = 10) -> Form:
    return Form(
        "Who", ShowHelp(), "Go", (PeopleField("people", "Who?", most, offered=offered),), {"people": chosen}
    )


def test_a_few_people_have_a_box_each() -> None:
    asked = inputs(people_form("29:1def"))
    assert list(asked) == ["people.several"]
    assert asked["people.several"]["value"] == "29:1def"
    assert [one["title"] for one in asked["people.several"]["choices"]] == ["Ana Silva", "Jonas Weber"]


def test_of_many_people_one_is_chosen_and_others_are_named() -> None:
    chosen, author = MANY[1_500], Mention("29:author", "Olga")
    form = people_form(chosen.platform_id, MANY[3].platform_id, offered=(author,))
    asked = inputs(form, MANY)
    choices = [one["value"] for one in asked["people.first"]["choices"]]
    assert choices[:3] == [chosen.platform_id, MANY[3].platform_id, "29:author"]
    assert 25 < len(choices) <= 103
    assert asked["people.first"]["value"] == chosen.platform_id
    assert asked["people.typed"]["value"] == MANY[3].name
    assert "isRequired" not in asked["people.typed"]


def test_without_a_roster_people_are_named() -> None:
    asked = inputs(people_form(), ())
    assert list(asked) == ["people.typed"]
    assert (asked["people.typed"]["label"], asked["people.typed"]["isRequired"]) == ("Who?", True)


def test_what_nobody_has_to_choose_can_be_taken_back() -> None:
    options = (Option("a", "told the truth"), Option("b", "owned it"), Option("c", "let them finish"))
    field = ChoiceField("behaviour", "Which?", options, required=False)
    asked = inputs(Form("Thanks", ShowHelp(), "Go", (field,), {"behaviour": "b"}))["behaviour.maybe"]
    assert asked["choices"][-1] == {"title": "None of these", "value": "none"}
    assert (asked["style"], asked["value"]) == ("compact", "b")


def test_who_gives_kudos_is_not_among_those_to_choose(shown: dict[str, Reply]) -> None:
    form = shown["kudos form"]
    assert isinstance(form, Form)
    people = form_json(form, T, SHOWN_ROSTER)["body"]
    [who] = [one for one in people if one.get("label") == "Who?"]
    assert "Marta" in [one.name for one in SHOWN_ROSTER]
    assert [one["title"] for one in who["choices"]][:2] == ["Jonas", "Li"]


def test_channels_are_listed_and_without_any_one_is_named() -> None:
    def place(*offered: Place) -> Json:
        field = PlaceField("channel", "Channel", offered=offered)
        return inputs(Form("Where", ShowHelp(), "Go", (field,), {"channel": "19:abc"}))["channel"]

    listed = place(Place("19:abc", "front-desk"), Place("19:def", "phones"))
    assert (listed["value"], listed["choices"][1]["title"]) == ("19:abc", "#phones")
    assert place()["type"] == "Input.Text"


def test_a_dialog_of_a_message_extension_submits() -> None:
    card = form_json(FORM, T, in_dialog=True)
    assert of_type(card, "Action.Execute") == []
    assert [action["data"] for action in of_type(card, "Action.Submit")] == [{"k": '[1,"series",3,2]'}]
