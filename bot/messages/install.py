"""The pages that somebody sees who installs Kindling in their workspace."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Translator, say


@dataclass(frozen=True, slots=True)
class Page:
    """`button` is the label of the one thing to do next; None where there is nothing."""

    title: str
    lines: tuple[str, ...]
    button: str | None = None


def begin_page(t: Translator) -> Page:
    lines = (
        t.gettext(
            "One small idea a week about caring service, a question to try, and a quick way to thank a "
            "colleague."
        ),
        t.gettext(
            "Nothing is posted by installing it. You choose the channel, the day and the time after that."
        ),
    )
    return Page(t.gettext("Kindling for your workspace"), lines, t.gettext("Add it to Slack"))


def installed_page(t: Translator, workspace: str) -> Page:
    lines = (
        t.gettext("Open its home in Slack and press “Set up a team”. Nothing is posted before you say so."),
        t.gettext("You can also invite it to a channel, and it asks you there."),
    )
    title = say(t.gettext("Kindling is in {workspace}"), workspace=workspace)
    return Page(title, lines, t.gettext("Open it in Slack"))


def declined_page(t: Translator) -> Page:
    line = t.gettext("You, or an admin of the workspace, said no. Nothing was installed and nothing is kept.")
    return Page(t.gettext("Kindling was not installed"), (line,), t.gettext("Begin again"))


def expired_page(t: Translator) -> Page:
    line = t.gettext("It lasts ten minutes, works once, and only in the browser it was begun in.")
    return Page(t.gettext("This installation can't be finished"), (line,), t.gettext("Begin again"))


def failed_page(t: Translator) -> Page:
    line = t.gettext("Slack did not take it just now. Nothing was installed.")
    return Page(t.gettext("Kindling was not installed"), (line,), t.gettext("Begin again"))


def not_kept_page(t: Translator) -> Page:
    line = t.gettext("It could not be kept just now. Begin again in a moment.")
    return Page(t.gettext("Kindling was not installed"), (line,), t.gettext("Begin again"))
