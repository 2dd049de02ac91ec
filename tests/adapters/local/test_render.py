"""Every part and field as JSON, against golden files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import get_args

from adapters.local.render import line_json, reply_json, reply_parts
from bot.actions import ChooseSeries, ShowHelp
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Choices,
    DayField,
    Fact,
    Fields,
    Fold,
    Form,
    FormField,
    Heading,
    Image,
    Inline,
    Lettered,
    Line,
    Link,
    Mention,
    Note,
    Option,
    Part,
    PeopleField,
    Place,
    PlaceField,
    Reply,
    Say,
    Strong,
    Text,
    TextField,
    TimeField,
    Title,
    Typed,
)

GOLDEN = Path(__file__).parent / "golden"
LINE: Line = (
    "To ",
    Mention("jonas", "Jonas"),
    " in ",
    Place("front-desk", "front-desk"),
    Link("the page", "https://example.org/a?b=1&c=2"),
    Say("settings"),
    Typed("<b>bold</b> & \u202eturned"),
    Strong("now"),
)
CARD = Card(
    "A sentence of its own.",
    (
        Title(("Look up, or look out",)),
        Heading("Try this week"),
        Text(LINE),
        Choices((Lettered("A", "Finish the line"), Lettered("B", "Look up"))),
        Buttons(
            (
                Button("A", ShowHelp(), tells="Answer A: Finish the line"),
                Button("B", ShowHelp(), pressed=True),
            )
        ),
        Fold("Words to try", (("“One minute.”",), ("Ours.",))),
        Note(("Only you see this.",)),
        Fields((Fact("Took part", ("most",)),)),
        Image("/summary/1.png", "Took part: most in each of three weeks"),
    ),
)
FORM = Form(
    "Set up a team",
    ChooseSeries(3, 2),
    "Set up",
    (
        TextField("name", "Name", hint="As people call it.", longest=40, suggestions=("Front desk",)),
        TextField("words", "Words", lines=3, required=False),
        ChoiceField("day", "Day", (Option("1", "Tuesday"), Option("3", "Thursday")), hint="When it is calm."),
        ChoiceField("days", "Working days", (Option("0", "Monday"),), several=True),
        PeopleField(
            "managers",
            "Managers",
            most=3,
            offered=(Mention("priya", "Priya"),),
            hint="One or two.",
            besides="sam",
        ),
        PlaceField(
            "channel", "Channel", hint="Where ideas go.", offered=(Place("front-desk", "front-desk"),)
        ),
        TimeField("at", "Time"),
        DayField("on", "From", required=False, hint="A working day."),
    ),
    values={
        "name": "Front desk",
        "days": ("0",),
        "at": time(10),
        "on": date(2026, 11, 24),
        "channel": "front-desk",
    },
    errors={"day": "Choose a day."},
    note=("Nothing is posted yet.",),
    more=5,
)


def check_golden(name: str, reply: Reply) -> None:
    expected = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    assert reply_json(reply) == expected


def test_a_card_with_every_part() -> None:
    assert {type(part) for part in CARD.parts} == set(get_args(Part))
    assert {type(inline) for inline in LINE} == set(get_args(Inline))
    check_golden("card.json", CARD)


def test_a_form_with_every_field() -> None:
    assert {type(field) for field in FORM.fields} == set(get_args(FormField))
    check_golden("form.json", FORM)


def test_a_form_that_becomes_a_message_is_its_one_part() -> None:
    push, parts = reply_parts(replace(FORM, note=()))
    assert push == "Set up a team"
    assert [part["kind"] for part in parts] == ["form"]
    assert parts[0]["note"] == []


def test_the_texts_of_a_line_joined_are_the_line() -> None:
    joined = "".join(inline["text"] for inline in line_json(LINE))
    assert joined == "To Jonas in #front-deskthe page/kindling settings<b>bold</b> & \u202eturnednow"
