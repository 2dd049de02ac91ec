"""Cards and forms that nobody would write: any text, any length, any number of parts."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from bot.actions import ChooseSeries, OpenKudos, ShowHelp, ShowTip
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
    Heading,
    Image,
    Lettered,
    Link,
    Mention,
    Note,
    Option,
    Part,
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
)
from bot.models import Week

HOSTILE = (
    "<!channel>",
    "<@U0123>",
    "<https://evil.example|home>",
    "https://evil.example",
    "*bold* _it_ ~no~ `code`",
    ":tada:",
    "> quoted",
    "&lt;!here&gt;",
    "<b>x</b>",
    "\u202egnp.exe",
    "\u2068open",
    "שלום",
    "\x00\x1b[2J",
    "\ud800",
    "\U0001f9d1\u200d\U0001f373",
    "e\u0301",
    "line\r\nline\u2028line",
    "Donaudampfschifffahrtsgesellschaft",
)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.just(" "))
short = st.lists(words, max_size=3).map("".join)
long = st.builds(lambda word, times: word * times, words, st.sampled_from([30, 200]))
texts = st.one_of(short, short, short, short, long)
ids = st.one_of(st.sampled_from(["U012AB", "C0DE", "jonas", "", "no id", "<!here>"]), st.text(max_size=20))
addresses = st.one_of(
    st.sampled_from(
        ["https://example.org/a?b=1&c=2", "javascript:alert(1)", "/summary/1", "mailto:a@example.org"]
    ),
    st.text(max_size=20).map(lambda path: f"https://example.org/{path}"),
)
inlines = st.one_of(
    texts,
    st.builds(Mention, ids, texts),
    st.builds(Place, ids, texts),
    st.builds(Link, texts, addresses),
    st.builds(Say, words),
    st.builds(Typed, texts),
    st.builds(Strong, texts),
)
lines = st.lists(inlines, max_size=5).map(tuple)
acts = st.sampled_from([ShowHelp(), OpenKudos(("U1", "U2")), ShowTip(7, Week(2026, 48))])
buttons = st.builds(Button, texts, acts, st.none() | texts, st.booleans())


def several(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Title, lines),
    st.builds(Heading, texts),
    st.builds(Text, lines),
    st.builds(Choices, several(st.builds(Lettered, st.sampled_from("ABCD"), texts), 4)),
    st.builds(Buttons, several(buttons, 30)),
    st.builds(Fold, texts, several(lines, 4)),
    st.builds(Note, lines),
    st.builds(Fields, several(st.builds(Fact, texts, lines), 8)),
    st.builds(Image, addresses, texts),
)
assert len(get_args(Part)) == 9, "a new part needs a strategy here"
cards = st.builds(
    lambda push, found, times, announces: Card(push, tuple(found) * times, announces),
    texts,
    st.lists(parts, max_size=6),
    st.sampled_from([1, 1, 1, 1, 1, 12]),
    st.booleans(),
)
values = st.text("abcdefghij-", min_size=1, max_size=12)
names = st.text("abcdefghij_", min_size=1, max_size=10)
options = st.builds(
    lambda most, label: tuple(Option(f"o{number}", f"{label}{number}") for number in range(most)),
    st.sampled_from([0, 1, 2, 9, 11, 101, 230]),
    texts,
)
suggestions = st.builds(
    lambda most, groups: tuple(f"{'Zone/' * (number % groups)}{number}" for number in range(most)),
    st.sampled_from([0, 3, 101, 450]),
    st.integers(1, 3),
)
form_fields = st.one_of(
    st.builds(
        TextField,
        names,
        texts,
        st.none() | texts,
        lines=st.integers(1, 5),
        required=st.booleans(),
        suggestions=suggestions,
    ),
    st.builds(ChoiceField, names, texts, options, st.booleans(), st.booleans(), st.none() | texts),
    st.builds(
        PeopleField,
        names,
        texts,
        st.integers(1, 10),
        st.booleans(),
        offered=several(st.builds(Mention, ids, texts), 12),
    ),
    st.builds(PlaceField, names, texts, offered=several(st.builds(Place, ids, texts), 3)),
    st.builds(TimeField, names, texts, st.booleans()),
    st.builds(DayField, names, texts, st.booleans(), st.none() | texts),
)
filled = st.one_of(st.none(), texts, values, st.times(), st.dates(), several(ids, 12))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    fields = draw(st.lists(form_fields, max_size=8, unique_by=lambda field: field.name))
    known = st.sampled_from([field.name for field in fields] or ["none"])
    return Form(
        draw(texts),
        ChooseSeries(1, 2),
        draw(texts),
        tuple(fields),
        draw(st.dictionaries(known, filled, max_size=8)),
        draw(st.dictionaries(known | names, texts, max_size=4)),
        draw(lines),
        draw(st.none() | st.integers(0, 8)),
    )
