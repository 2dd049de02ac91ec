"""The words one can type, and what leads on from those that mean nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import (
    AnswerLetter,
    AwayMe,
    ListTeams,
    OpenAway,
    OpenHome,
    OpenPause,
    OpenSettings,
    OpenSetup,
    PauseMe,
    ResumeMe,
    ShowAudit,
    ShowHelp,
    StopMe,
)
from bot.errors import NotUnderstood
from bot.words import (
    LONGEST_ECHO,
    Heard,
    KudosWords,
    MineWord,
    PracticeWord,
    TeamWords,
    UndoWord,
    read_words,
    shortened,
)

TODAY = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("", ShowHelp()),
        ("Hi", ShowHelp()),
        ("hello.", ShowHelp()),
        ("?", ShowHelp()),
        (" HELP ", ShowHelp()),
        ("home", OpenHome()),
        ("settings", OpenSettings()),
        ("set up", OpenSetup()),
        ("practise", PracticeWord()),
        ("mine", MineWord()),
        ("undo", UndoWord()),
        ("stop", StopMe()),
        ("STOP!", StopMe()),
        ("please stop", StopMe()),
        ("stop sending me this", StopMe()),
        ("unsubscribe", StopMe()),
        ("quiet", StopMe()),
        ("Leave me alone", StopMe()),
        ("resume", ResumeMe()),
        ("I’m back", ResumeMe()),
        ("pause", OpenPause()),
        ("pause until friday", PauseMe(FRIDAY)),
        ("pause me until 2026-11-27", PauseMe(FRIDAY)),
        ("pause for two days", PauseMe(FRIDAY)),
        ("pause until the cows come home", OpenPause(unread=True)),
        ("away", OpenAway()),
        ("away until Fri", AwayMe(FRIDAY)),
        ("I'm away till friday", AwayMe(FRIDAY)),
        ("on holiday until 27 Nov", AwayMe(FRIDAY)),
        ("away until yesterday", OpenAway(unread=True)),
        ("pause team", TeamWords("pause")),
        ("pause the team Phones", TeamWords("pause", "phones")),
        ("resume team", TeamWords("resume")),
        ("stop team", TeamWords("stop")),
        ("change team", TeamWords("change")),
        ("change", TeamWords("change")),
        ("plan", TeamWords("plan")),
        ("plan front desk", TeamWords("plan", "front desk")),
        ("plan team", TeamWords("plan")),
        ("summary", TeamWords("summary")),
        ("summary 2026-W47", TeamWords("summary", "", "2026-W47")),
        ("summary of last month for the phones", TeamWords("summary", "phones", "2026-10")),
        ("teams", ListTeams()),
        ("audit log", ShowAudit()),
        ("kudos", KudosWords("")),
        ("kudos @Jonas for Owning it", KudosWords("@Jonas for Owning it")),
        ("Thank @Li", KudosWords("@Li")),
        ("thanks to @Li for the tea", KudosWords("@Li for the tea")),
        ("kudos\n@Li for\nthe tea", KudosWords("@Li for\nthe tea")),
    ],
)
def test_read(typed: str, heard: Heard) -> None:
    assert read_words(typed, direct=True, today=TODAY) == heard


@pytest.mark.parametrize("letter", ["a", "B", " c.", "D"])
def test_letters_answer_only_where_one_is_alone_with_kindling(letter: str) -> None:
    assert isinstance(read_words(letter, direct=True, today=TODAY), AnswerLetter)
    with pytest.raises(NotUnderstood):
        read_words(letter, direct=False, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("setings", ("settings",)),
        ("kudo", ("kudos", "undo")),
        ("sumary", ("summary",)),
        ("pratice", ("practice",)),
        ("wobble", ()),
        ("forget me", ()),
        ("my data", ()),
    ],
)
def test_what_may_have_been_meant(typed: str, near: tuple[str, ...]) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read_words(typed, direct=True, today=TODAY)
    assert caught.value.near == near


@given(st.text(max_size=300))
def test_every_text_is_heard_or_said_back_shortly(typed: str) -> None:
    try:
        heard: object = read_words(typed, direct=True, today=TODAY)
    except NotUnderstood as refusal:
        heard = refusal.words
    assert heard is not None
    assert not isinstance(heard, str) or 0 < len(heard) <= LONGEST_ECHO


def test_shortened_at_a_word() -> None:
    assert shortened("one two " * 20).endswith("…")
    assert not shortened("one two " * 20).removesuffix("…").endswith("tw")
    assert shortened("x" * 60) == "x" * (LONGEST_ECHO - 1) + "…"
