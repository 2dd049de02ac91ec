"""What stands in a message, as people wrote it."""

from __future__ import annotations

import pytest

from adapters.teams.words import Mentioned, Said, read_said

OWN = "28:kindling"


def at(name: str, person: str) -> Mentioned:
    return Mentioned(f"<at>{name}</at>", person, name)


@pytest.mark.parametrize(
    ("text", "mentions", "expected"),
    [
        ("hello", [], "hello"),
        ("<at>Kindling</at> help", [at("Kindling", OWN)], "help"),
        ("<at>Kindling</at>", [at("Kindling", OWN)], ""),
        ("help <at>Kindling</at>\n", [at("Kindling", OWN)], "help"),
        (
            "<at>Kindling</at> tell Kindling Bob thanks",
            [at("Kindling", OWN)],
            "tell Kindling Bob thanks",
        ),
        (
            "<at>Kindling</at> kudos to <at>Kindling</at>",
            [at("Kindling", OWN), at("Kindling", OWN)],
            "kudos to Kindling",
        ),
        ("a &lt;b&gt; &amp;amp; c&nbsp;d &#233;", [], "a <b> &amp; c d é"),
        ("<at>Nobody</at> hi", [], "Nobody hi"),
        ('<at id="0">Kindling</at> hi', [Mentioned('<at id="0">Kindling</at>', OWN, "Kindling")], "hi"),
        ("1 < 2 > 0", [], "1 < 2 > 0"),
        ("stop.", [at("Kindling", OWN)], "stop."),
        ("(.*) <at>K.*</at>", [at("K.*", OWN)], "(.*)"),
    ],
)
def test_words(text: str, mentions: list[Mentioned], expected: str) -> None:
    assert read_said(text, mentions, OWN).text == expected


def test_others_stand_by_name_with_their_ids() -> None:
    text = "<at>Kindling</at> kudos <at>Li Wei</at>, <at>Sam &amp; Co</at> for this"
    mentions = [at("Kindling", OWN), at("Li Wei", "29:li"), at("Sam &amp; Co", "29:sam")]
    assert read_said(text, mentions, OWN) == Said(
        "kudos @Li Wei, @Sam & Co for this", (("@Li Wei", "29:li"), ("@Sam & Co", "29:sam")), calls=True
    )


def test_one_who_is_mentioned_twice_is_one() -> None:
    text = "kudos <at>Li</at> for helping, <at>Li</at>"
    said = read_said(text, [at("Li", "29:li"), at("Li", "29:li")], OWN)
    assert said == Said("kudos @Li for helping, @Li", (("@Li", "29:li"),))


def test_namesakes_are_told_apart() -> None:
    text = "kudos <at>Li</at> and <at>Li</at> for this"
    said = read_said(text, [at("Li", "29:li"), at("Li", "29:other-li")], OWN)
    assert said.text == "kudos @Li and @Li (2) for this"
    assert said.mentions == (("@Li", "29:li"), ("@Li (2)", "29:other-li"))


def test_a_typed_tag_mentions_nobody() -> None:
    said = read_said("kudos <at>Li</at> for this", [], OWN)
    assert said == Said("kudos Li for this")


def test_a_mention_whose_text_is_not_there_is_none() -> None:
    assert read_said("hello", [at("Li", "29:li")], OWN) == Said("hello")
