from __future__ import annotations

import pytest

from adapters.slack.words import (
    MOST_MENTIONS,
    Said,
    people_in,
    read_said,
    with_groups,
    with_rooms,
    without_mention,
)
from bot.kudos.words import read_thanks

MARTA, JONAS = "U0MARTA", "W0JONAS"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("settings", "settings"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("see <https://example.com|the page>", "see the page (https://example.com)"),
        ("see <https://example.com/a?b=1&amp;c=2>", "see https://example.com/a?b=1&c=2"),
        ("<https://example.com|https://example.com>", "https://example.com"),
        ("<mailto:ana@example.com|ana@example.com>", "ana@example.com"),
        ("<tel:+351123|+351 123>", "+351 123"),
        ("<!here> and <!channel|channel>", "@here and channel"),
        ("<!date^1732741234^{date}|27 Nov>", "27 Nov"),
        ("in <#C0DESK|front-desk>", "in #front-desk"),
        ("for 3 < 4 and a <", "for 3 < 4 and a <"),
        ("", ""),
    ],
)
def test_a_text_is_what_people_see(typed: str, meant: str) -> None:
    assert read_said(typed) == Said(meant)


@pytest.mark.parametrize("mention", [f"<@{MARTA}>", f"<@{MARTA}|marta>", f"<@{MARTA}|>"])
def test_a_mention_is_a_person_whatever_stands_behind_it(mention: str) -> None:
    said = read_said(f"kudos {mention} for &lt;3")
    assert said == Said(f"kudos <@{MARTA}> for <3", ((f"<@{MARTA}>", MARTA),))
    assert read_thanks("<@U0MARTA> for <3", said.mentions).people == (MARTA,)


def test_who_is_mentioned_twice_is_mentioned_once() -> None:
    assert read_said(f"<@{MARTA}|m> <@{JONAS}> <@{MARTA}>").mentions == (
        (f"<@{MARTA}>", MARTA),
        (f"<@{JONAS}>", JONAS),
    )


def test_an_app_mention_leaves_the_words() -> None:
    said = without_mention(read_said("<@U0KINDLING|kindling>, kudos <@U0MARTA> for it"), "U0KINDLING")
    assert said == Said("kudos <@U0MARTA> for it", (("<@U0MARTA>", MARTA),))
    assert without_mention(read_said("help <@U0KINDLING>"), "U0KINDLING") == Said("help")


def test_a_group_among_who_is_thanked_is_its_people() -> None:
    said = read_said(f"kudos <!subteam^S0DESK|@desk>, <@{MARTA}> for helping <!subteam^S0NIGHT|@night>")
    assert [group for _, group, _ in said.groups] == ["S0DESK"]
    whole = with_groups(said, {"S0DESK": (JONAS, MARTA)})
    assert whole.text == f"kudos <@{JONAS}> <@{MARTA}>, <@{MARTA}> for helping @night"
    thanks = read_thanks(whole.text.removeprefix("kudos "), whole.mentions)
    assert thanks.people == (JONAS, MARTA)
    assert thanks.reason == "helping @night"


def test_a_group_that_can_t_be_asked_is_its_name() -> None:
    said = read_said("<!subteam^S0DESK|@desk> for it")
    assert with_groups(said, {}) == Said("@desk for it")


def test_a_channel_without_a_name_gets_it() -> None:
    said = read_said("for the calm in <#C0DESK> and <#C0ELSE|>")
    named = with_rooms(said, {"C0DESK": "front-desk"})
    assert named == Said("for the calm in #front-desk and #channel")


def test_three_hundred_mentions_are_read_and_no_more() -> None:
    text = "kudos " + " ".join(f"<@U{n:06}>" for n in range(MOST_MENTIONS + 50))
    assert len(read_said(text).mentions) == MOST_MENTIONS


def test_the_people_of_a_message() -> None:
    assert list(people_in(f"<@{JONAS}> and <@{MARTA}|m>, <#C0DESK> <@{JONAS}>")) == [JONAS, MARTA]
