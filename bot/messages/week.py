"""The tip of the week, what its buttons answer, and the end of a programme."""

from __future__ import annotations

from bot.actions import ChooseSeries, EndProgramme, ShowHelp, TakeBackTry, TryTip
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Fold,
    Form,
    Heading,
    Line,
    Note,
    Option,
    Part,
    Say,
    Text,
    Title,
)
from bot.messages import Translator, fill, say
from bot.models import Lesson, Team
from bot.tips import Library, Programme, Series, Tip


def _position(t: Translator, series: Series, place: tuple[int, int]) -> Line:
    return fill(
        t.gettext("Idea of the week · {series}, {number} of {total}"),
        series=series.title,
        number=place[0],
        total=place[1],
    )


def _talk(t: Translator, tip: Tip, *, direct: bool, threads: bool) -> Line:
    if direct:
        return fill(t.gettext("Something to ask a colleague: {question}"), question=tip.talk)
    if threads:
        return fill(t.gettext("Talk about it in the thread: {question}"), question=tip.talk)
    return fill(t.gettext("Talk about it: {question}"), question=tip.talk)


def lesson_parts(t: Translator, tip: Tip) -> tuple[Part, ...]:
    """Hook, idea and what to try: the lesson itself, whole."""
    idea = tuple(Text((paragraph,)) for paragraph in tip.idea)
    return (Text((tip.hook,)), *idea, Heading(t.gettext("Try this week")), Text((tip.try_this,)))


def words_fold(t: Translator, tip: Tip) -> tuple[Part, ...]:
    if not tip.phrases:
        return ()
    return (Fold(t.gettext("Words to try"), tuple((phrase,) for phrase in tip.phrases)),)


def tip_push(t: Translator, tip: Tip, team: Team) -> str:
    return say(
        t.gettext("{title}. This week's idea for {team}, one minute."), title=tip.title, team=team.name
    )


def tip_card(
    t: Translator,
    tip: Tip,
    library: Library,
    lesson: Lesson,
    team: Team,
    *,
    quiz_day: str | None,
    direct: bool,
    threads: bool,
    above: tuple[Part, ...] = (),
) -> Card:
    """The tip of the week. `quiz_day` names the day of its question, None where there is none."""
    position = _position(t, library.series_of(tip.id), library.position(tip.id))
    parts: list[Part] = [*above, Title((tip.title,)), Note(position)]
    parts += lesson_parts(t, tip)
    if tip.talk:
        parts.append(Text(_talk(t, tip, direct=direct, threads=threads)))
    parts += words_fold(t, tip)
    parts.append(Buttons((Button(t.gettext("I'll try this"), TryTip(team.id, lesson.week)),)))
    parts.append(Note(_tip_note(t, quiz_day)))
    return Card(tip_push(t, tip, team), tuple(parts))


def _tip_note(t: Translator, quiz_day: str | None) -> Line:
    if quiz_day is None:
        return fill(t.gettext("Settings or stop: {settings}"), settings=Say("settings"))
    return fill(
        t.gettext("Question on {day}. Settings or stop: {settings}"), day=quiz_day, settings=Say("settings")
    )


def tried_card(t: Translator, lesson: Lesson, quiz_day: str | None) -> Card:
    """The private answer to "I'll try this"."""
    if quiz_day is None:
        sentence = t.gettext("Good. It's your own plan: nobody else sees it.")
    else:
        sentence = say(
            t.gettext("Good. When you answer {day}'s question, I'll ask how it went, only you."), day=quiz_day
        )
    take_back = Button(t.gettext("Take it back"), TakeBackTry(lesson.team_id, lesson.week))
    return Card(sentence, (Text((sentence,)), Buttons((take_back,))))


def taken_back_card(t: Translator, lesson: Lesson) -> Card:
    sentence = t.gettext("Taken back. Nobody saw it.")
    again = Button(t.gettext("I'll try this"), TryTip(lesson.team_id, lesson.week))
    return Card(sentence, (Text((sentence,)), Buttons((again,))))


def private_tip_card(t: Translator, tip: Tip, lesson: Lesson) -> Card:
    """The tip again, for one person."""
    resolve = Button(t.gettext("I'll try this"), TryTip(lesson.team_id, lesson.week))
    parts = (Title((tip.title,)), *lesson_parts(t, tip), *words_fold(t, tip), Buttons((resolve,)))
    return Card(say(t.gettext("{title}. One minute to read."), title=tip.title), parts)


def programme_end_card(t: Translator, team: Team) -> Card:
    """To a manager, with the last tip of the programme."""
    sentence = say(
        t.gettext("{team} has now had every idea of its programme. What comes next?"), team=team.name
    )
    buttons = Buttons(
        (
            Button(t.gettext("Start again"), EndProgramme(team.id, team.round, "again")),
            Button(t.gettext("Choose another"), EndProgramme(team.id, team.round, "another")),
            Button(t.gettext("Stop here"), EndProgramme(team.id, team.round, "stop")),
        )
    )
    note = Note(
        (t.gettext("If I hear nothing, I start again from the first idea. People forget; it helps."),)
    )
    return Card(sentence, (Title((t.gettext("The last idea is out"),)), Text((sentence,)), buttons, note))


def programme_again_card(t: Translator, team: Team) -> Card:
    return _done(
        t, say(t.gettext("Good. Next week {team} starts again from the first idea."), team=team.name)
    )


def programme_stopped_card(t: Translator, team: Team) -> Card:
    return _done(
        t,
        say(
            t.gettext("{team} is paused from now on. Nothing is lost: resume it whenever you like."),
            team=team.name,
        ),
    )


def programme_chosen_card(t: Translator, team: Team, programme: Programme) -> Card:
    return _done(
        t, say(t.gettext("{team} goes on with {programme}."), team=team.name, programme=programme.title)
    )


def choose_programme_form(t: Translator, team: Team, programmes: tuple[Programme, ...]) -> Form:
    options = tuple(Option(programme.id, programme.title) for programme in programmes)
    choice = ChoiceField("programme", t.gettext("Which programme comes next?"), options)
    return Form(
        t.gettext("Choose a programme"),
        ChooseSeries(team.id, team.round),
        t.gettext("Choose"),
        (choice,),
        {"programme": options[0].value},
    )


def _done(t: Translator, sentence: str) -> Card:
    return Card(sentence, (Text((sentence,)), Buttons((Button(t.gettext("What can I say?"), ShowHelp()),))))


def done_card(t: Translator) -> Card:
    sentence = t.gettext("See you soon.")
    return Card(sentence, (Text((sentence,)),))
