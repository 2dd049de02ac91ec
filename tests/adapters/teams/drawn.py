"""Any card and any form, for Hypothesis: our own words are short, what somebody typed can be anything."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from bot.actions import AnswerQuiz, ChooseSeries, ShowHelp
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
    Lettered,
    Line,
    Link,
    Mention,
    Note,
    Option,
    PeopleField,
    Place,
    PlaceField,
    Say,
    Strong,
    Text,
    TextField,
    TimeField,
    Title,
    Typed,
    Value,
)

MARKUP = (
    "**b**",
    "_i_",
    "[x](javascript:alert(1))",
    "`c`",
    "~~s~~",
    "<b>",
    "<at>Jonas</at>",
    "&lt;",
    "&#42;",
    "\\*",
    "{{DATE(2026-11-24T10:00:00Z)}}",
    "- a",
    "1. a",
    "# h",
)
ids = st.text("abc0123456789:-_", min_size=1, max_size=40)
words = st.text(max_size=60) | st.sampled_from(MARKUP)
ours = st.lists(words, min_size=1, max_size=4).map(" ".join)
typed = st.lists(words | st.text(), max_size=8).map("\n".join) | st.just("Staying with them. " * 400)
names = st.text(min_size=1, max_size=40) | st.sampled_from(MARKUP)
mentions = st.builds(Mention, ids, names)
places = st.builds(Place, ids, names)
inlines = st.one_of(
    ours,
    mentions,
    places,
    st.builds(Link, ours, st.sampled_from(["https://example.org/a?b=(1)", "javascript:alert(1)"])),
    st.builds(Say, words),
    st.builds(Typed, typed),
    st.builds(Strong, words),
)
lines: st.SearchStrategy[Line] = st.lists(inlines, min_size=1, max_size=5).map(tuple)
buttons = st.builds(
    Button,
    words,
    st.just(ShowHelp()) | st.builds(AnswerQuiz, st.integers(1, 99), st.just(("c",))),
    st.none() | ours,
)
parts = st.one_of(
    st.builds(Title, lines),
    st.builds(Heading, ours),
    st.builds(Text, lines),
    st.builds(Choices, st.lists(st.builds(Lettered, st.sampled_from("ABCD"), ours), max_size=4).map(tuple)),
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=8).map(tuple)),
    st.builds(Fold, ours, st.lists(lines, max_size=3).map(tuple)),
    st.builds(Note, lines),
    st.builds(Fields, st.lists(st.builds(Fact, ours, lines), max_size=4).map(tuple)),
    st.builds(Image, st.just("https://example.org/1.png"), ours),
)
cards = st.builds(
    Card, typed.map(lambda text: text[:300]), st.lists(parts, max_size=8).map(tuple), st.booleans()
)

options = st.lists(st.builds(Option, ids, ours), min_size=1, max_size=8, unique_by=lambda one: one.value).map(
    tuple
)
hints = st.none() | ours
texts = st.builds(TextField, ids, ours, hints, lines=st.integers(1, 3), required=st.booleans())
fields: st.SearchStrategy[FormField] = st.one_of(
    texts,
    st.builds(ChoiceField, ids, ours, options, st.booleans(), st.booleans(), hints),
    st.builds(
        PeopleField,
        ids,
        ours,
        st.integers(1, 10),
        st.booleans(),
        hints,
        st.lists(mentions, max_size=3).map(tuple),
    ),
    st.builds(PlaceField, ids, ours, st.booleans(), hints, st.lists(places, max_size=5).map(tuple)),
    st.builds(TimeField, ids, ours, st.booleans()),
    st.builds(DayField, ids, ours, st.booleans(), hints),
)
rosters = st.lists(mentions, max_size=20, unique_by=lambda one: one.platform_id)
many = st.integers(0, 2_000).map(
    lambda n: [Mention(f"29:1{one:060}", f"Person {one} of the Desk") for one in range(n)]
)


def value_for(field: FormField) -> st.SearchStrategy[Value]:
    match field:
        case ChoiceField(options=offered, several=several):
            chosen = st.sampled_from([one.value for one in offered])
            return st.lists(chosen, unique=True).map(tuple) if several else st.none() | chosen
        case PeopleField(offered=offered):
            chosen = st.sampled_from([one.platform_id for one in offered]) if offered else ids
            return st.lists(chosen, unique=True).map(tuple)
        case TimeField():
            return st.none() | st.times().map(to_the_minute)
        case DayField():
            return st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))
        case TextField() | PlaceField():
            return typed


def to_the_minute(at: time) -> time:
    return at.replace(second=0, microsecond=0)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    asked = draw(st.lists(fields, min_size=1, max_size=6, unique_by=lambda field: field.name))
    values = {field.name: draw(value_for(field)) for field in asked if draw(st.booleans())}
    errors = {field.name: draw(ours) for field in asked if draw(st.booleans())}
    more = draw(st.none() | st.integers(1, len(asked)))
    return Form(draw(ours), ChooseSeries(3, 2), draw(words), tuple(asked), values, errors, draw(lines), more)
