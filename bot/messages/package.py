"""What stands in a platform's list of apps: what Kindling is, and the words one can say to it."""

from __future__ import annotations

from bot.messages import Translator

Words = tuple[tuple[str, str], ...]
"""Each word with what it does."""


def in_short(t: Translator) -> str:
    """At most 80 characters."""
    return t.gettext("One small idea a week about caring service, and a quick way to say thanks.")


def in_full(t: Translator) -> str:
    return "\n\n".join(
        (
            t.gettext(
                "Kindling is a coach for teams that look after customers. Once a week the team gets one "
                "small idea: a minute to read, one thing to try. Two days later comes one question on it, "
                "if you like. Any time, colleagues thank each other for what they saw."
            ),
            t.gettext(
                "Your answers are yours: nobody sees who answered what. The manager sees the team as a "
                "whole, in words, and only when at least five people have answered. Nobody is ranked, and "
                "stop stops it."
            ),
        )
    )


def what_is_kept(t: Translator) -> tuple[str, ...]:
    """For whoever asks before Kindling is let in: one sentence or two a paragraph."""
    return (
        t.gettext(
            "Kindling keeps the ids, names and time zones of people in its teams, as the chat platform "
            "tells them. It keeps what they answered, what they resolved to try, and their thanks, but no "
            "messages."
        ),
        t.gettext(
            "All of that is on the server that your organisation runs, and goes nowhere else. A team's "
            "channel sees its ideas, questions and thanks; a manager sees shares of the team; nobody sees "
            "answers."
        ),
        t.gettext("Say stop to Kindling and it writes nothing more to you, and counts you in nothing."),
    )


def terms(t: Translator) -> str:
    return t.gettext(
        "Kindling is free software under the MIT licence, without any warranty. Your organisation runs "
        "it; ask there whatever is unclear."
    )


def give_kudos(t: Translator) -> tuple[str, str]:
    """The command in a message's menu and beside the box to write in: its name, and what it does."""
    return t.gettext("Give kudos"), t.gettext("Thank a colleague for something you saw.")


def words_alone(t: Translator) -> Words:
    """What one can say to Kindling alone. At most ten."""
    return (
        ("help", t.gettext("What Kindling is, and what you can say")),
        ("home", t.gettext("This week's idea, your thanks and your settings")),
        ("kudos", t.gettext("Thank a colleague for something you saw")),
        ("practice", t.gettext("Another question, only for you")),
        ("mine", t.gettext("The thanks you received and gave")),
        ("settings", t.gettext("Where ideas come, and who hears of your thanks")),
        ("pause", t.gettext("Nothing from me until a day that you choose")),
        ("stop", t.gettext("Nothing from me at all; nobody is told")),
        ("summary", t.gettext("For managers: the team's last week")),
        ("setup", t.gettext("Set a team up")),
    )


def words_in_a_channel(t: Translator) -> Words:
    """What one can say where everybody reads along."""
    return (
        ("kudos", t.gettext("Thank a colleague for something you saw")),
        ("plan", t.gettext("For managers: what the next weeks bring")),
        ("setup", t.gettext("Set up a team in this channel")),
        ("help", t.gettext("What Kindling is, and what you can say")),
    )
