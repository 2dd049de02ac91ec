"""What people hear about their own settings: pausing, being away, stopping, coming back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.actions import (
    AwayMe,
    CatchUp,
    Done,
    OpenHome,
    OpenPause,
    OpenSettings,
    PauseMe,
    ResumeMe,
    SaveSettings,
    ShowTip,
    UndoStop,
)
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    DayField,
    Fact,
    Fields,
    Form,
    Line,
    Note,
    Option,
    Part,
    Place,
    Text,
)
from bot.messages import Translator, fill, joined, say
from bot.messages.times import day_name
from bot.models import Conversation, Lesson


def ideas_name(t: Translator, way: str) -> str:
    """Where ideas and questions come, as settings call it."""
    names = {
        "channel": t.gettext("in the channel"),
        "direct": t.gettext("directly to me"),
        "rarely": t.gettext("directly to me, every other week"),
        "stopped": t.gettext("stopped"),
    }
    return names[way]


def thanks_name(t: Translator, *, private: bool) -> str:
    return t.gettext("privately") if private else t.gettext("in the channel")


def settings_form(
    t: Translator,
    ways: Iterable[str],
    *,
    ideas: str,
    away_until: date | None,
    thanks: str,
    errors: Mapping[str, str],
) -> Form:
    """`ways` are the values of `ideas` that can be chosen."""
    thanks_options = (
        Option("channel", thanks_name(t, private=False)),
        Option("private", thanks_name(t, private=True)),
    )
    fields = (
        ChoiceField(
            "ideas",
            t.gettext("Ideas and questions"),
            tuple(Option(str(way), ideas_name(t, way)) for way in ways),
            hint=t.gettext("Stopped means everything: I write nothing to you, and nobody is told."),
        ),
        DayField("away_until", t.gettext("Away until"), required=False, hint=_away_hint(t)),
        ChoiceField("thanks", t.gettext("Thanks to me"), thanks_options),
    )
    values = {"ideas": str(ideas), "away_until": away_until, "thanks": str(thanks)}
    return Form(
        t.gettext("My settings"),
        SaveSettings(),
        t.gettext("Keep these"),
        fields,
        values,
        errors,
        (_what_managers_see(t),),
    )


def _away_hint(t: Translator) -> str:
    return t.gettext("Whoever thanks you meanwhile is told; you hear of it when you're back.")


def _what_managers_see(t: Translator) -> str:
    return t.gettext("What your manager sees: the team as a whole, never your answers.")


def day_wrong(t: Translator) -> str:
    """The error at a day's field."""
    return t.gettext("Choose a day from tomorrow on, within a year.")


def pause_form(t: Translator, *, unread: bool) -> Form:
    return Form(
        t.gettext("Pause, only for you"),
        PauseMe(),
        t.gettext("Pause"),
        (DayField("until_on", t.gettext("Until when?"), hint=t.gettext("On that day I write again.")),),
        errors={"until_on": day_wrong(t)} if unread else {},
        note=(t.gettext("Your team goes on as it is, and nobody is told."),),
    )


def away_form(t: Translator, *, unread: bool) -> Form:
    return Form(
        t.gettext("Away"),
        AwayMe(),
        t.gettext("I'm away"),
        (DayField("until_on", t.gettext("Until when?"), hint=t.gettext("The day you are back.")),),
        errors={"until_on": day_wrong(t)} if unread else {},
        note=(_away_hint(t),),
    )


def stopped_card(t: Translator, rooms: Sequence[Conversation], *, manages: bool) -> Card:
    """`rooms` are the channels of the member's teams that get a weekly post."""
    sentence = t.gettext("Done. I won't write to you, count you or announce thanks to you.")
    parts: list[Part] = [Text((sentence,))]
    if rooms:
        parts.append(Text(_still_posting(t, rooms)))
    if manages:
        parts.append(Text((t.gettext("The summary doesn't come to you either; you can still ask for it."),)))
    undo = Button(t.gettext("Undo"), UndoStop())
    pause = Button(t.gettext("Only pause me until…"), OpenPause())
    parts += [Buttons((undo, pause)), Note((t.gettext("Nobody is told."),))]
    return Card(sentence, tuple(parts))


def _still_posting(t: Translator, rooms: Sequence[Conversation]) -> Line:
    places = joined(t, [(Place(room.platform_id, room.name),) for room in rooms])
    if len(rooms) == 1:
        template = t.gettext(
            "{place} still gets its weekly post, which is the channel's; you can mute it there."
        )
        return fill(template, place=places)
    template = t.gettext(
        "{places} still get their weekly post, which is the channels'; you can mute it there."
    )
    return fill(template, places=places)


def paused_card(t: Translator, paused_until: date | None, away_until: date | None) -> Card:
    """One of the two days is given, or both."""
    sentences = []
    if paused_until is not None:
        template = t.gettext("Paused. I won't write to you before {day}.")
        sentences.append(say(template, day=day_name(t, paused_until)))
    if away_until is not None:
        template = t.gettext("You are away until {day}. Thanks to you wait until then.")
        sentences.append(say(template, day=day_name(t, away_until)))
    back = Button(t.gettext("I'm back"), ResumeMe())
    settings = Button(t.gettext("My settings"), OpenSettings())
    texts = tuple(Text((sentence,)) for sentence in sentences)
    return Card(sentences[0], (*texts, Buttons((back, settings))))


def as_usual_card(t: Translator, ideas: str, *, thanks_private: bool) -> Card:
    """Nothing keeps anything back: what was chosen, in two lines."""
    sentence = t.gettext("Everything comes to you as usual.")
    facts = (
        Fact(t.gettext("Ideas and questions"), (ideas_name(t, ideas),)),
        Fact(t.gettext("Thanks to me"), (thanks_name(t, private=thanks_private),)),
    )
    settings = Button(t.gettext("My settings"), OpenSettings())
    buttons = Buttons((settings, Button(t.gettext("My home"), OpenHome())))
    return Card(sentence, (Text((sentence,)), Fields(facts), buttons))


def no_question_card(t: Translator, question_on: date | None) -> Card:
    """Somebody wants to try a question before there was one."""
    if question_on is None:
        sentence = t.gettext("There is no question yet. It comes with the first idea.")
    else:
        template = t.gettext("There is no question yet. The first one comes on {day}.")
        sentence = say(template, day=day_name(t, question_on))
    return Card(sentence, (Text((sentence,)), Buttons((Button(t.gettext("My home"), OpenHome()),))))


def welcome_parts(t: Translator, added_by: Line, team: Line) -> tuple[Part, ...]:
    """What stands above the first idea that somebody gets directly. `added_by` may be empty."""
    promise = t.gettext(
        "One idea a week, and a question you can skip. Only you see your answers. Stop any time: say “stop”."
    )
    if not added_by:
        who = fill(t.gettext("This is Kindling, set up for {team}."), team=team)
    else:
        who = fill(t.gettext("{person} set this up for {team}."), person=added_by, team=team)
    return Note(who), Note((promise,))


def missed_parts(t: Translator, lesson: Lesson, count: int) -> tuple[Part, ...]:
    """Above the first idea after some that were missed."""
    template = t.ngettext("While you were away: {count} idea.", "While you were away: {count} ideas.", count)
    button = Button(t.gettext("Catch up"), CatchUp(lesson.team_id, lesson.week))
    return Text(fill(template, count=count)), Buttons((button,))


def catch_up_card(t: Translator, missed: Sequence[tuple[Lesson, str]]) -> Card:
    """`missed` are lessons with their titles, oldest first."""
    sentence = t.gettext("What you missed. A minute each, if you like.")
    parts: list[Part] = [Text((sentence,))]
    for lesson, title in missed:
        read = Button(
            t.gettext("Read it"),
            ShowTip(lesson.team_id, lesson.week),
            say(t.gettext("Read {title}"), title=title),
        )
        parts += [Text((title,)), Buttons((read,))]
    return Card(sentence, (*parts, Buttons((Button(t.gettext("Done"), Done()),))))


def nothing_missed_card(t: Translator) -> Card:
    sentence = t.gettext("You have missed nothing.")
    return Card(sentence, (Text((sentence,)), Buttons((Button(t.gettext("My home"), OpenHome()),))))
