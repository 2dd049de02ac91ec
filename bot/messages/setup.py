"""Setting a team up, changing it, and the hello in its channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import schedule
from bot.actions import (
    ChangeTeam,
    OpenChange,
    OpenKudos,
    OpenSettings,
    PreviewHello,
    SayHello,
    SendFirstIdea,
    SetUpTeam,
    ShowPlan,
    ShowSetUp,
    TryQuestion,
)
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Fact,
    Fields,
    Form,
    FormField,
    Heading,
    Line,
    Mention,
    Note,
    Option,
    Part,
    PeopleField,
    Place,
    PlaceField,
    Say,
    Text,
    TextField,
    TimeField,
    Title,
    Typed,
    Value,
)
from bot.messages import Translator, fill, joined, say
from bot.messages.plan import PlanLine, coming_line
from bot.messages.times import clock_time, day_name, weekday_name
from bot.models import WEEKDAYS, Conversation, DeliveryWay, Team

MOST_MANAGERS = 10
FOLDED_FROM = 5
"""The fields before this one decide the most; the others are folded away."""


@dataclass(frozen=True, slots=True)
class FormChoices:
    """What the form offers: channels, zones, and series as ids with titles (none to change).

    `reactions`: the platform has reactions that can be thanks.
    """

    channels: tuple[Place, ...]
    zones: tuple[str, ...]
    series: tuple[tuple[str, str], ...] = ()
    reactions: bool = False


def setup_form(
    t: Translator,
    submit: SetUpTeam | ChangeTeam,
    choices: FormChoices,
    values: Mapping[str, Value],
    errors: Mapping[str, str],
) -> Form:
    """Three things to decide, all filled in; the rest is folded. Of the values, those of fields it has."""
    fields = (*_main_fields(t, choices), *_more_fields(t, choices))
    if isinstance(submit, SetUpTeam):
        title, label = t.gettext("Set up a team"), t.gettext("Set up")
        note: Line = (t.gettext("Nothing is posted by this. You see the hello first."),)
    else:
        title, label = t.gettext("Change the team"), t.gettext("Keep these")
        note = (t.gettext("A change counts from the next idea on."),)
    shown = {field.name: values[field.name] for field in fields if field.name in values}
    return Form(title, submit, label, fields, shown, errors, note, FOLDED_FROM)


def _main_fields(t: Translator, choices: FormChoices) -> tuple[FormField, ...]:
    days = tuple(Option(code, weekday_name(t, n)) for n, code in enumerate(WEEKDAYS))
    hint = t.gettext("They get a summary; they can't see answers.")
    return (
        PlaceField("channel", t.gettext("Channel"), offered=choices.channels),
        PeopleField("managers", t.gettext("Managers"), most=MOST_MANAGERS, hint=hint),
        ChoiceField("weekday", t.gettext("Day of the idea"), days),
        TimeField("at", t.gettext("Time")),
        TextField("zone", t.gettext("Time zone"), longest=60, suggestions=choices.zones),
    )


def _more_fields(t: Translator, choices: FormChoices) -> tuple[FormField, ...]:
    days = tuple(Option(code, weekday_name(t, n)) for n, code in enumerate(WEEKDAYS))
    where = (Option("channel", t.gettext("in the channel")), Option("direct", t.gettext("to each person")))
    thanks = (Option("at-once", t.gettext("at once")), Option("weekly", t.gettext("gathered once a week")))
    fields: tuple[FormField, ...] = (
        TextField("name", t.gettext("Name of the team"), longest=60),
        ChoiceField("delivery", t.gettext("Where ideas go"), where),
        ChoiceField("quiz_after", t.gettext("Question after"), _after_options(t)),
        ChoiceField("thanks", t.gettext("Thanks in the channel"), thanks),
        ChoiceField("working_days", t.gettext("Working days"), days, several=True),
        TextField("hours", t.gettext("Working hours"), longest=20, hint=t.gettext("For example 9:00-17:00")),
    )
    if choices.reactions:
        fields = (*fields, _reaction_field(t))
    if not choices.series:
        return fields
    first = tuple(Option(one, title) for one, title in choices.series)
    return (*fields, ChoiceField("first", t.gettext("First series"), first))


def _reaction_field(t: Translator) -> TextField:
    hint = t.gettext("The name of an emoji that few use otherwise, such as sunflower; or off.")
    label = t.gettext("Small thanks by reaction")
    return TextField("reaction", label, hint, longest=100, required=False, suggestions=(*EMOJI, "off"))


EMOJI = ("sunflower",)
"""What is offered as the reaction that is small thanks: not one that people use all day."""


def _after_options(t: Translator) -> tuple[Option, ...]:
    counted = tuple(
        Option(str(n), say(t.ngettext("{count} day", "{count} days", n), count=n)) for n in range(1, 7)
    )
    return (Option("off", t.gettext("no questions")), Option("0", t.gettext("with the idea")), *counted)


def channel_unknown(t: Translator) -> str:
    return t.gettext("I'm not in that channel. Invite me there, then try again.")


def channel_not_joined(t: Translator) -> str:
    return t.gettext("I can't come into that channel by myself. Invite me there, then try again.")


def platform_silent(t: Translator) -> str:
    return t.gettext("I can't reach that channel just now. Try again in a moment.")


def channel_ambiguous(t: Translator) -> str:
    return t.gettext("More than one channel has that name. Ask for set-up in the channel itself.")


def channel_taken(t: Translator) -> str:
    return t.gettext("That channel has a team already. Choose another channel, or change that team.")


def managers_missing(t: Translator) -> str:
    return t.gettext("Choose at least one manager: a person of this workspace, not an app.")


def name_taken(t: Translator) -> str:
    return t.gettext("There is a team of that name already. Give this one another.")


def name_wrong(t: Translator) -> str:
    return t.gettext("Write a name of 1 to 60 characters.")


def day_missing(t: Translator) -> str:
    return t.gettext("Choose a day.")


def time_missing(t: Translator) -> str:
    return t.gettext("Choose a time, for example 10:00.")


def zone_wrong(t: Translator) -> str:
    return t.gettext("I don't know that time zone. Write one such as Europe/Lisbon.")


def hours_wrong(t: Translator) -> str:
    return t.gettext("Write when work begins and ends, for example 9:00-17:00.")


def emoji_wrong(t: Translator) -> str:
    return t.gettext("Write the emoji's name as Slack shows it, for example sunflower; or off.")


def working_days_missing(t: Translator) -> str:
    return t.gettext("Choose at least one working day.")


def choice_wrong(t: Translator) -> str:
    return t.gettext("Choose one of these.")


def set_up_card(
    t: Translator, team: Team, room: Conversation, people: int, managers: int, coming: Sequence[PlanLine]
) -> Card:
    """Only the one who set the team up sees it. Nothing has been posted."""
    counted = fill(t.ngettext("{count} person", "{count} people", people), count=people)
    leading = fill(t.ngettext("{count} manager", "{count} managers", managers), count=managers)
    if people:
        template = t.gettext("{team} is set up: {people}, {managers}.")
        line = fill(template, team=Typed(team.name), people=counted, managers=leading)
    else:
        line = fill(t.gettext("{team} is set up, with {managers}."), team=Typed(team.name), managers=leading)
    parts: list[Part] = [Text(line)]
    said = team.said_hello_at is not None
    if not said:
        parts.append(Text(fill(t.gettext("First: a hello in {place}."), place=_place(room))))
    parts += [Text(coming_line(t, week)) for week in coming]
    if not said:
        hello = Button(t.gettext("Say hello now"), SayHello(team.id))
        parts.append(Buttons((hello, Button(t.gettext("See it first"), PreviewHello(team.id)))))
    first = Button(t.gettext("Send the first idea now"), SendFirstIdea(team.id))
    parts.append(Buttons((first, Button(t.gettext("Change"), OpenChange(team.id)))))
    note = t.gettext("Nothing is posted until you press one of these, or the first idea's time comes.")
    push = say(t.gettext("{team} is set up. Nothing is posted yet."), team=team.name)
    return Card(push, (*parts, Note((note,))))


def _place(room: Conversation) -> Place:
    return Place(room.platform_id, room.name)


@dataclass(frozen=True, slots=True)
class HelloFacts:
    """What the hello tells: who added it, when things come, and what managers see.

    `people` is the team besides its managers; `added_by` is None where nobody of the workspace did.
    """

    team: Team
    room: Conversation
    added_by: Mention | None
    managers: tuple[Mention, ...]
    people: int
    quiz_weekday: int | None


FEWEST = 5


def hello_card(t: Translator, facts: HelloFacts) -> Card:
    """Posted once in the team's channel."""
    team = facts.team
    if facts.added_by is not None:
        template = t.gettext(
            "{person} added me. Once a week I bring one small idea about caring for customers and each other."
        )
        who = fill(template, person=facts.added_by)
    else:
        who = (t.gettext("Once a week I bring one small idea about caring for customers and each other."),)
    buttons = (
        Button(t.gettext("Try a question"), TryQuestion(team.id)),
        Button(t.gettext("Give kudos"), OpenKudos()),
        Button(t.gettext("My settings"), OpenSettings()),
    )
    parts = (
        Title(fill(t.gettext("Hello, {team}"), team=Typed(team.name))),
        Text(who),
        Fields(_when(t, facts)),
        Text(_privacy(t, facts)),
        Buttons(buttons),
        Note((t.gettext("Not for you? My settings, then Stopped. Nobody is told."),)),
    )
    return Card(_hello_push(t, facts), parts)


def _hello_push(t: Translator, facts: HelloFacts) -> str:
    if facts.added_by is None:
        template = t.gettext("Kindling is in #{channel}: one short idea a week about caring service.")
        return say(template, channel=facts.room.name)
    template = t.gettext("{person} added Kindling to #{channel}: one short idea a week about caring service.")
    return say(template, person=facts.added_by.name, channel=facts.room.name)


def _when(t: Translator, facts: HelloFacts) -> tuple[Fact, ...]:
    timetable = facts.team.timetable
    weekday, time = weekday_name(t, timetable.weekday), clock_time(timetable.at)
    label = say(t.gettext("{weekday} around {time}"), weekday=weekday, time=time)
    if facts.team.delivery is DeliveryWay.DIRECT:
        found = [Fact(label, (t.gettext("one idea, to each of you directly"),))]
    else:
        found = [Fact(label, (t.gettext("one idea, a minute to read"),))]
    if facts.quiz_weekday is not None:
        on = weekday_name(t, facts.quiz_weekday)
        found.append(Fact(on, (t.gettext("one question on it, if you like"),)))
    return (*found, Fact(t.gettext("Any time"), _how_to_thank(t, facts.team)))


def _how_to_thank(t: Translator, team: Team) -> Line:
    if team.kudos_emoji is None:
        return fill(t.gettext("thank a colleague: {kudos}"), kudos=Say("kudos"))
    template = t.gettext("thank a colleague: {kudos}, or {emoji} under what they wrote")
    return fill(template, kudos=Say("kudos"), emoji=f":{team.kudos_emoji}:")


def _privacy(t: Translator, facts: HelloFacts) -> Line:
    names = joined(t, [(one,) for one in facts.managers])
    if facts.people < FEWEST and names:
        template = t.gettext(
            "Nobody sees who answered what, {managers} included: "
            "in a team of {count} I show no answers at all."
        )
        return fill(template, managers=names, count=facts.people)
    if not names:
        return (t.gettext("Nobody sees who answered what."),)
    template = t.ngettext(
        "Nobody sees who answered what. {managers} sees the team as a whole, in words, and never "
        "fewer than five people.",
        "Nobody sees who answered what. {managers} see the team as a whole, in words, and never "
        "fewer than five people.",
        len(facts.managers),
    )
    return fill(template, managers=names)


def preview_card(t: Translator, hello: Card, team: Team) -> Card:
    """The hello before it is posted: its words, with other buttons."""
    words = tuple(part for part in hello.parts if not isinstance(part, Buttons))
    buttons = Buttons(
        (
            Button(t.gettext("Say hello now"), SayHello(team.id)),
            Button(t.gettext("Back"), ShowSetUp(team.id)),
        )
    )
    above = Heading(t.gettext("This is what the channel will see"))
    return Card(t.gettext("The hello, before anybody sees it."), (above, *words, buttons))


def hello_owed_card(t: Translator, team: Team, room: Conversation, at: datetime | None) -> Card:
    """`at` is when the hello goes out, None for now or before."""
    place = _place(room)
    if at is None:
        line = fill(t.gettext("The hello is in {place}."), place=place)
    else:
        day, time_of_day = _local(t, team, at)
        template = t.gettext("The hello goes to {place} on {day} at {time}, when the team works.")
        line = fill(template, place=place, day=day, time=time_of_day)
    first = Button(t.gettext("Send the first idea now"), SendFirstIdea(team.id))
    buttons = Buttons((first, Button(t.gettext("See the plan"), ShowPlan(team.id))))
    return Card(t.gettext("The hello is on its way."), (Text(line), buttons))


def first_idea_card(t: Translator, team: Team, title: str, at: datetime | None) -> Card:
    """`at` is when this week's idea goes out, None for now or before."""
    if at is None:
        template = t.gettext("This week's idea is out: {title}. The next one comes next week.")
        line = fill(template, title=title)
    else:
        day, time_of_day = _local(t, team, at)
        template = t.gettext("This week's idea, {title}, goes out on {day} at {time}, when the team works.")
        line = fill(template, title=title, day=day, time=time_of_day)
    return _about_plan(t, team, line)


def no_idea_now_card(t: Translator, team: Team, next_on: date | None) -> Card:
    """This week can get no idea any more."""
    if next_on is None:
        return _about_plan(t, team, (t.gettext("The team is paused, so no idea goes out now."),))
    template = t.gettext("No working hour is left this week. The first idea comes on {day}.")
    return _about_plan(t, team, fill(template, day=day_name(t, next_on)))


def _about_plan(t: Translator, team: Team, line: Line) -> Card:
    buttons = Buttons((Button(t.gettext("See the plan"), ShowPlan(team.id)),))
    return Card(say(t.gettext("The first idea of {team}."), team=team.name), (Text(line), buttons))


def _local(t: Translator, team: Team, at: datetime) -> tuple[str, str]:
    wall = schedule.local(at, team.timetable.zone)
    return day_name(t, wall.date()), clock_time(wall.time())
