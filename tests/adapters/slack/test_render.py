"""Cards and forms as Block Kit: within every limit for any input, whole, and nothing typed is ever markup."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.folds import fold_view
from adapters.slack.forms import errors_of
from adapters.slack.lines import Manner
from adapters.slack.render import home_of, message_of, modal_of
from adapters.slack.views import Opener, opener_of, submit_of
from bot.actions import ChooseSeries, ShowHelp
from bot.cards import (
    Button,
    Buttons,
    Card,
    Fact,
    Fields,
    Fold,
    Form,
    Heading,
    Image,
    Line,
    Link,
    Mention,
    Note,
    Part,
    Place,
    Reply,
    Say,
    Text,
    Title,
    Typed,
)
from bot.codec import unpack
from bot.errors import ActionBroken
from tests.adapters.slack.arbitrary import HOSTILE, cards, forms
from tests.adapters.slack.limits import check_message, check_view
from tests.adapters.slack.reading import read_blocks

Json = dict[str, Any]
GOLDEN = Path(__file__).parent / "golden"
LARGE = pytest.mark.filterwarnings("ignore:Generating overly large repr")
MESSAGES = ("hello", "tip", "quiz", "quiz-closed", "announcement", "summary")
HOMES = ("home-marta", "home-priya", "home-sam")
MODALS = (
    "feedback-marta",
    "feedback-jonas",
    "picking",
    "confirmation",
    "form-kudos",
    "form-kudos-wrong",
    "form-settings",
    "form-setup",
    "form-setup-wrong",
)


@LARGE
@settings(max_examples=50, deadline=None)
@given(cards)
def test_any_card_is_within_every_limit(card: Card) -> None:
    check_message(message_of(card))
    check_view(modal_of(card))
    check_view(home_of(card))


@LARGE
@settings(max_examples=50, deadline=None)
@given(forms())
def test_any_form_is_within_every_limit(form: Form) -> None:
    view = modal_of(form)
    check_view(view)
    check_message(message_of(form))
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert set(errors_of(form)) <= inputs
    assert bool(errors_of(form)) == bool(form.errors and inputs)


def drawn(name: str, reply: Reply) -> Json:
    if name in MESSAGES:
        return message_of(reply)
    if name in HOMES:
        assert isinstance(reply, Card)
        return home_of(reply)
    return modal_of(reply, Opener("C012FRONT", "1764000000.000100"))


@pytest.mark.parametrize("name", [*MESSAGES, *HOMES, *MODALS])
def test_the_scenes_look_so(replies: Mapping[str, Reply], name: str) -> None:
    """KINDLING_GOLDEN=write in the environment writes the files anew, to be read before a commit."""
    view = drawn(name, replies[name])
    check_message(view) if name in MESSAGES else check_view(view)
    file = GOLDEN / f"{name}.json"
    if os.environ.get("KINDLING_GOLDEN") == "write":
        file.write_text(json.dumps(abridged(view), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert abridged(view) == json.loads(file.read_text(encoding="utf-8"))


def abridged(value: Any) -> Any:
    """Of the hundreds of time zones only how many there are."""
    if isinstance(value, dict) and "option_groups" in value:
        groups = [[one["label"]["text"], len(one["options"])] for one in value["option_groups"]]
        return abridged(
            {**{key: one for key, one in value.items() if key != "option_groups"}, "groups": groups}
        )
    if isinstance(value, dict):
        return {key: abridged(one) for key, one in value.items()}
    return [abridged(one) for one in value] if isinstance(value, list) else value


def card(*parts: Part, announces: bool = False) -> Card:
    return Card("A sentence of its own.", parts, announces)


def texts_of(value: Any, kind: str) -> Iterator[str]:
    """The text of every object of that type, wherever it stands."""
    if isinstance(value, dict):
        if value.get("type") == kind:
            yield value["text"]
        for one in value.values():
            yield from texts_of(one, kind)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one, kind)


EVERYWHERE = [
    lambda typed: Title((typed,)),
    lambda typed: Text((typed,)),
    lambda typed: Text((typed, " and ", Mention("U1", "Li"))),
    lambda typed: Text((typed, " see ", Link("this", "https://example.org/1"))),
    lambda typed: Note((typed,)),
    lambda typed: Note((typed, " · ", Link("this", "https://example.org/1"))),
    lambda typed: Fields((Fact("Name", (typed,)),)),
    lambda typed: Fields((Fact("Name", (typed, " in ", Place("C1", "desk"))),)),
    lambda typed: Fold("Words", ((typed,),)),
]


@pytest.mark.parametrize(
    "text", ["<!channel>", "<@U0123>", "*bold* _it_", ":tada:", "> quoted", "&lt;b&gt;", "`x`"]
)
@pytest.mark.parametrize("part", EVERYWHERE)
def test_what_somebody_typed_is_shown_as_typed(part: Any, text: str) -> None:
    for announces in (False, True):
        message = message_of(card(part(Typed(text)), announces=announces))
        check_message(message)
        assert not any(text in marked for marked in texts_of(message["blocks"], "mrkdwn"))
        said = read_blocks(message["blocks"])
        if not isinstance(part(Typed(text)), Fold):
            assert text in said
            continue
        (button,) = message["blocks"][0]["elements"]
        assert text in read_blocks(fold_view(button["value"], Manner())["blocks"])


@pytest.mark.parametrize("text", HOSTILE)
def test_the_push_sentence_calls_nobody(text: str) -> None:
    message = message_of(Card(f"Marta thanks Li: {text}", (Text(("x",)),)))
    check_message(message)


@pytest.mark.parametrize(
    "line",
    [
        (Say(":"), "https://evil.example", Place("C1", "desk")),
        (":", Place("C1", "desk"), ":"),
        ("\U0001033c" * 1600, Place("C1", "desk")),
    ],
    ids=["an emoji of two neighbours", "an emoji round a channel", "more units than letters"],
)
def test_a_note_with_a_channel_in_it_is_within_every_limit(line: Line) -> None:
    check_view(modal_of(card(Note(line))))


def test_turning_marks_do_not_leak_out_of_a_name() -> None:
    (block,) = message_of(
        card(Text((Typed("\u202egnp.\u2066exe"), " thanks ", Typed("שלום\u2069"), " today")))
    )["blocks"]
    assert block["text"]["text"] == "gnp.exe thanks \u2068שלום\u2069 today"


def test_only_an_announcement_notifies() -> None:
    line = Text(("Thanks to ", Mention("U1", "Li")))
    (quiet,), (loud,) = (message_of(card(line, announces=one))["blocks"] for one in (False, True))
    assert quiet["text"]["text"] == "Thanks to Li"
    assert loud["elements"][0]["elements"] == [
        {"type": "text", "text": "Thanks to "},
        {"type": "user", "user_id": "U1"},
    ]


def test_words_to_say_are_the_commands_of_the_workspace() -> None:
    parts = card(
        Text(("Write ", Say("settings"), " or ", Say("kudos @name for this"))), Note((Say("kudos"),))
    )
    manner = Manner("/coach", "/thanks")
    assert (
        read_blocks(message_of(parts, manner)["blocks"])
        == "Write /coach settings or /thanks @name for this\n/thanks"
    )


prose = st.lists(
    st.sampled_from(["word", "word. ", "?", "\n", "\n\n", " ", "longer", "&", "é", "字" * 50]),
    min_size=1,
    max_size=400,
)


@LARGE
@settings(max_examples=50, deadline=None)
@given(prose.map(lambda found: "".join(found) * 12))
def test_our_own_words_are_never_cut(text: str) -> None:
    view = modal_of(card(Heading("Above"), Text((text,)), Note((text,))))
    check_view(view)
    said = "".join(read_blocks(view["blocks"]).split())
    assert said == "Above" + 2 * "".join(text.split())


def test_long_text_is_split_between_paragraphs() -> None:
    first, second = "One. " * 300, "Two. " * 400
    blocks = message_of(card(Text((f"{first}\n\n{second}",))))["blocks"]
    assert [block["text"]["text"] for block in blocks] == [first.strip(), second.strip()]


def test_what_was_typed_is_cut_at_a_word_with_an_ellipsis() -> None:
    (block, _) = message_of(card(Text((Typed("word " * 10_000),)), Text(("ours",))))["blocks"]
    text = block["text"]["text"]
    assert len(text) <= 3000
    assert text.endswith("word…")


def test_typed_text_makes_room_before_anything_is_left_out() -> None:
    rows = [Text((f"{number}. ", Typed("word " * 600))) for number in range(30)]
    said = read_blocks(message_of(card(*rows))["blocks"])
    assert [f"{number}. word" in said for number in range(30)] == [True] * 30
    assert "left out" not in said


def test_a_card_longer_than_a_message_keeps_its_beginning_and_end() -> None:
    rows: list[Part] = []
    for number in range(60):
        rows += [Text((f"Team {number}",)), Buttons((Button("Plan", ShowHelp()),))]
    message = message_of(card(*rows, Note(("The end.",))))
    check_message(message)
    said = read_blocks(message["blocks"])
    assert said.startswith("Team 0\n[Plan]\nTeam 1\n")
    assert said.endswith("Some of it is left out.\n[Plan]\nThe end.")
    in_full = read_blocks(home_of(card(*rows[:98], Note(("The end.",))))["blocks"])
    assert "left out" not in in_full


def test_neighbours_share_a_block_before_anything_is_left_out() -> None:
    rows = [Text((f"Row {number}",)) for number in range(200)]
    said = read_blocks(message_of(card(*rows, Buttons((Button("Done", ShowHelp()),))))["blocks"])
    assert "Row 199" in said
    assert "left out" not in said


def test_a_fold_is_a_button_in_the_row_after_it_that_carries_its_text() -> None:
    fold = Fold("Words to try", (("“I'm with <you> & him.”",), ("Ours.",)))
    (row,) = message_of(card(fold, Buttons((Button("I'll try this", ShowHelp()),))))["blocks"]
    shown = {one["text"]["text"]: one for one in row["elements"]}
    assert list(shown) == ["I'll try this", "Words to try"]
    assert unpack(shown["I'll try this"]["value"]) == ShowHelp()
    value = shown["Words to try"]["value"]
    assert not set(value) & set("<>&"), "Slack would send them back escaped"
    view = fold_view(value, Manner())
    check_view(view)
    assert view["title"]["text"] == "Words to try"
    assert read_blocks(view["blocks"]) == "“I'm with <you> & him.”\nOurs."


def test_a_fold_too_long_for_a_button_is_printed() -> None:
    blocks = message_of(card(Fold("Words to try", (("word " * 500,),))))["blocks"]
    assert read_blocks(blocks).startswith("Words to try\nword word")


@pytest.mark.parametrize("value", ["", "x", "[]", "[1]", '["label"]', '["label",1]', "{}", "[" * 5000])
def test_another_value_opens_no_fold(value: str) -> None:
    with pytest.raises(ActionBroken):
        fold_view(value, Manner())


def test_a_title_that_fits_is_the_modals_and_not_said_twice() -> None:
    short, long = (
        modal_of(card(Title((text,)), Text(("Because.",)))) for text in ("Not quite.", "Not quite " * 5)
    )
    assert (short["title"]["text"], read_blocks(short["blocks"])) == ("Not quite.", "Because.")
    assert long["title"]["text"] == "Kindling"
    assert read_blocks(long["blocks"]) == f"{('Not quite ' * 5).strip()}\nBecause."


def test_a_modal_remembers_where_it_was_opened_from_and_what_its_form_does() -> None:
    opener, form = Opener("C1", "1764.1"), Form("Choose", ChooseSeries(3, 2), "Choose it", ())
    view = modal_of(form, opener)
    assert opener_of(view) == opener
    assert submit_of(view) == ChooseSeries(3, 2)
    shown = modal_of(card(Text(("x",))), opener)
    assert opener_of(shown) == opener
    with pytest.raises(ActionBroken):
        submit_of(shown)


@pytest.mark.parametrize("kept", [None, "", "x", "[1]", "{}", '[1,2,"",null]', '[1,"C1","2",3]', "[" * 5000])
def test_a_view_of_somebody_elses_is_refused(kept: str | None) -> None:
    with pytest.raises(ActionBroken):
        opener_of({"private_metadata": kept})


def test_a_letter_tells_its_whole_choice_and_a_switched_on_one_is_green() -> None:
    buttons = (Button("A", ShowHelp(), "Answer A: " + "Look up " * 20), Button("B", ShowHelp(), pressed=True))
    (row,) = message_of(card(Buttons(buttons)))["blocks"]
    assert row["elements"][0]["accessibility_label"].startswith("Answer A: Look up")
    assert [one.get("style") for one in row["elements"]] == [None, "primary"]


def test_a_picture_says_what_it_shows_even_where_slack_cannot_fetch_it() -> None:
    shown, told = (
        message_of(card(Image(url, "Took part: most")))["blocks"][0]
        for url in ("https://example.org/1.png", "/1.png")
    )
    assert (shown["image_url"], shown["alt_text"]) == ("https://example.org/1.png", "Took part: most")
    assert told["text"]["text"] == "Took part: most"
