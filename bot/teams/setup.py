"""The form that sets a team up or changes it: its values, read field by field, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from bot import teams
from bot.actions import ChangeTeam, OpenSetup, SetUpTeam
from bot.cards import Card, Form, Place, Reply, Value
from bot.context import Context
from bot.errors import BadTeamValue
from bot.messages import Translator
from bot.messages import setup as words
from bot.messages import teams as team_words
from bot.messages.plan import plan_card
from bot.models import (
    WEEKDAYS,
    Conversation,
    ConversationKind,
    DeliveryWay,
    Member,
    Team,
    ThanksWay,
    Timetable,
)
from bot.teams.values import (
    known_zones,
    read_emoji,
    read_hours,
    read_name,
    read_quiz_after,
    read_weekday,
    read_zone,
)
from bot.week import plan

Asked = SetUpTeam | ChangeTeam
Read = TypeVar("Read")
MOST_CHANNELS = 100
WEEKS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """The form's values, read."""

    room: Conversation
    managers: tuple[Member, ...]
    timetable: Timetable
    name: str
    delivery: DeliveryWay
    thanks: ThanksWay
    kudos_emoji: str | None


class Reader:
    """Reads a form's fields one by one and keeps what is wrong with each."""

    def __init__(self, context: Context, asked: Asked, team: Team | None) -> None:
        self.context = context
        self.asked = asked
        self.team = team
        self.t = context.t(team)
        self.errors: dict[str, str] = {}

    def wanted(self) -> Wanted | None:
        """None if any field is wrong: `errors` says which."""
        room, managers, timetable = self._room(), self._managers(), self._timetable()
        name = self._name(room)
        delivery = self._choice("delivery", DeliveryWay, DeliveryWay.CHANNEL)
        thanks = self._choice("thanks", ThanksWay, ThanksWay.AT_ONCE)
        kudos_emoji = self._emoji()
        if self.errors or room is None:
            return None
        return Wanted(room, managers, timetable, name, delivery, thanks, kudos_emoji)

    def _room(self) -> Conversation | None:
        tx, rooms = self.context.tx, _rooms_called(self.context, self.asked.channel)
        if len(rooms) != 1:
            wrong = words.channel_ambiguous(self.t) if rooms else words.channel_unknown(self.t)
            self.errors["channel"] = wrong
            return None
        there = tx.teams.of_conversation(rooms[0].id)
        if there is not None and (self.team is None or there.id != self.team.id):
            self.errors["channel"] = words.channel_taken(self.t)
        return rooms[0]

    def _managers(self) -> tuple[Member, ...]:
        members = self.context.tx.members
        found = [members.find(self.context.workspace.id, one) for one in dict.fromkeys(self.asked.managers)]
        people = tuple(one for one in found if one is not None and _can_lead(one))
        if not people or len(people) < len(found) or len(people) > words.MOST_MANAGERS:
            self.errors["managers"] = words.managers_missing(self.t)
        return people

    def _timetable(self) -> Timetable:
        before = self.team.timetable if self.team is not None else Timetable()
        asked = self.asked
        if asked.at is None:
            self.errors["at"] = words.time_missing(self.t)
        hours = asked.hours or _hours_text(before)
        work_from, work_until = self._read(
            "hours", read_hours, hours, words.hours_wrong, (before.work_from, before.work_until)
        )
        days = self._working_days(before)
        after = asked.quiz_after or _after_text(before)
        return Timetable(
            self._read("weekday", read_weekday, asked.weekday, words.day_missing, before.weekday),
            asked.at or before.at,
            self._read("zone", read_zone, asked.zone, words.zone_wrong, before.zone),
            days,
            work_from,
            work_until,
            self._read("quiz_after", read_quiz_after, after, words.choice_wrong, before.quiz_after),
        )

    def _working_days(self, before: Timetable) -> tuple[int, ...]:
        if not self.asked.working_days:
            self.errors["working_days"] = words.working_days_missing(self.t)
        days = [
            self._read("working_days", read_weekday, one, words.working_days_missing, 0)
            for one in self.asked.working_days
        ]
        return tuple(sorted(set(days))) or before.working_days

    def _name(self, room: Conversation | None) -> str:
        typed = self.asked.name.strip() or (_name_of(room) if room is not None else "")
        if not typed:
            return ""
        name = self._read("name", read_name, typed, words.name_wrong, "")
        there = self.context.tx.teams.named(self.context.workspace.id, name) if name else None
        if there is not None and (self.team is None or there.id != self.team.id):
            self.errors["name"] = words.name_taken(self.t)
        return name

    def _emoji(self) -> str | None:
        """Only asked where there are reactions to thank by."""
        before = self.team.kudos_emoji if self.team is not None else None
        if not teams.has_reactions(self.context.workspace):
            return before
        return self._read("reaction", read_emoji, self.asked.reaction or "off", words.emoji_wrong, before)

    def _read(
        self,
        field: str,
        read: Callable[[str], Read],
        typed: str,
        wrong: Callable[[Translator], str],
        otherwise: Read,
    ) -> Read:
        try:
            return read(typed)
        except BadTeamValue:
            self.errors[field] = wrong(self.t)
            return otherwise

    def _choice(self, field: str, kind: Callable[[str], Read], otherwise: Read) -> Read:
        typed = getattr(self.asked, field)
        try:
            return kind(typed) if typed else otherwise
        except ValueError:
            self.errors[field] = words.choice_wrong(self.t)
            return otherwise


def _rooms_called(context: Context, typed: str) -> list[Conversation]:
    """The open channels of that platform id, else of that name, with or without #."""
    conversations, workspace_id, called = context.tx.conversations, context.workspace.id, typed.strip()
    found = conversations.find(workspace_id, called)
    rooms = [found] if found is not None else []
    rooms = rooms or conversations.channels_named(workspace_id, called.removeprefix("#"))
    return [one for one in rooms if one.kind is ConversationKind.CHANNEL and one.ended is None]


def _can_lead(member: Member) -> bool:
    return not member.is_app and not member.is_stranger and member.deactivated_at is None


def _name_of(room: Conversation) -> str:
    """A channel's name as a team's: front-desk is Front desk."""
    plain = room.name.replace("-", " ").replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def _hours_text(timetable: Timetable) -> str:
    return f"{timetable.work_from:%H:%M}-{timetable.work_until:%H:%M}"


def _after_text(timetable: Timetable) -> str:
    return "off" if timetable.quiz_after is None else str(timetable.quiz_after)


def setup_form(context: Context, action: OpenSetup) -> Form:
    """Everything filled in: the channel asked from, who asks as manager, their zone."""
    room = context.tx.conversations.find(context.workspace.id, action.channel) if action.channel else None
    if room is None and context.conversation is not None:
        room = context.conversation
    if room is not None and room.kind is not ConversationKind.CHANNEL:
        room = None
    timetable = replace(Timetable(), zone=context.zone)
    series = context.library.programmes[0].series
    values: dict[str, Value] = {
        "channel": room.platform_id if room is not None else "",
        "managers": (context.member.platform_id,),
        "name": _name_of(room) if room is not None else "",
        "delivery": str(DeliveryWay.CHANNEL),
        "thanks": str(ThanksWay.AT_ONCE),
        "reaction": "off",
        "first": series[0],
        **_timetable_values(timetable),
    }
    return words.setup_form(context.t(), SetUpTeam(), _choices(context, None, series), values, {})


def _timetable_values(timetable: Timetable) -> dict[str, Value]:
    return {
        "weekday": WEEKDAYS[timetable.weekday],
        "at": timetable.at,
        "zone": timetable.zone,
        "working_days": tuple(WEEKDAYS[day] for day in timetable.working_days),
        "hours": _hours_text(timetable),
        "quiz_after": _after_text(timetable),
    }


def _choices(context: Context, team: Team | None, series: tuple[str, ...] = ()) -> words.FormChoices:
    """Channels that have no team, the team's own among them."""
    rooms = context.tx.conversations.channels(context.workspace.id, MOST_CHANNELS)
    own = context.tx.conversations.get(team.conversation_id) if team is not None else None
    free = [room for room in rooms if context.tx.teams.of_conversation(room.id) is None]
    offered = tuple(Place(room.platform_id, room.name) for room in (*filter(None, (own,)), *free))
    titled = tuple((one, context.library.series_by_id(one).title) for one in series)
    return words.FormChoices(
        offered, tuple(sorted(known_zones())), titled, reactions=teams.has_reactions(context.workspace)
    )


def change_form(context: Context, team: Team) -> Form:
    """The team's settings as they are."""
    room = context.tx.conversations.get(team.conversation_id)
    values: dict[str, Value] = {
        "channel": room.platform_id if room is not None else "",
        "managers": tuple(one.platform_id for one in teams.managers(context.tx, team)),
        "name": team.name,
        "delivery": str(team.delivery),
        "thanks": str(team.thanks),
        "reaction": team.kudos_emoji or "off",
        **_timetable_values(team.timetable),
    }
    return words.setup_form(context.t(team), ChangeTeam(team.id), _choices(context, team), values, {})


_KEPT = (
    "managers",
    "weekday",
    "at",
    "zone",
    "name",
    "delivery",
    "quiz_after",
    "thanks",
    "working_days",
    "hours",
    "reaction",
)


def _form_again(context: Context, asked: Asked, team: Team | None, errors: Mapping[str, str]) -> Form:
    """The form as it was sent, with what is wrong at each field. Nothing was stored."""
    series = context.library.programmes[0].series if isinstance(asked, SetUpTeam) else ()
    values: dict[str, Value] = {name: getattr(asked, name) for name in _KEPT}
    rooms = _rooms_called(context, asked.channel)
    values["channel"] = rooms[0].platform_id if len(rooms) == 1 else asked.channel
    submit: Asked = SetUpTeam() if team is None else ChangeTeam(team.id)
    if isinstance(asked, SetUpTeam):
        values["first"] = asked.first
    return words.setup_form(context.t(team), submit, _choices(context, team, series), values, errors)


def set_up(context: Context, asked: SetUpTeam) -> Reply:
    """Stores the team and its managers. Nothing is posted."""
    reader = Reader(context, asked, None)
    wanted = reader.wanted()
    series = context.library.programmes[0].series
    if asked.first and asked.first not in series:
        reader.errors["first"] = words.choice_wrong(reader.t)
    if wanted is None or reader.errors:
        return _form_again(context, asked, None, reader.errors)
    first = asked.first or series[0]
    ordered = (first, *(one for one in series if one != first))
    team_plan = teams.TeamPlan(
        wanted.name,
        wanted.timetable,
        ordered,
        wanted.delivery,
        wanted.thanks,
        kudos_emoji=wanted.kudos_emoji,
    )
    team = teams.add_team(context.tx, context.library, wanted.room, team_plan, context.now, context.member)
    for member in wanted.managers:
        teams.set_manager(context.tx, team, member, context.now, manages=True, by=context.member)
    return set_up_card(context, team)


def set_up_card(context: Context, team: Team) -> Card:
    """What was set up, when the first ideas come, and what can be posted now."""
    room = context.tx.conversations.get(team.conversation_id)
    people = len(teams.people_in_channel(context.tx, team))
    lines = plan.plan_lines(context, team, WEEKS_SHOWN)
    managers = len(teams.managers(context.tx, team))
    if room is None:
        raise LookupError(f"team {team.id} has no conversation")
    return words.set_up_card(context.t(team), team, room, people, managers, lines)


def change(context: Context, team: Team, asked: ChangeTeam) -> Reply:
    """Stores what changed, its channel and managers included."""
    reader = Reader(context, asked, team)
    wanted = reader.wanted()
    if wanted is None:
        return _form_again(context, asked, team, reader.errors)
    changed = replace(
        team,
        conversation_id=wanted.room.id,
        name=wanted.name,
        timetable=wanted.timetable,
        delivery=wanted.delivery,
        thanks=wanted.thanks,
        kudos_emoji=wanted.kudos_emoji,
    )
    if changed != team:
        changed = teams.change_team(context.tx, context.library, team, changed, context.now, context.member)
    _change_managers(context, changed, wanted.managers)
    lines = plan.plan_lines(context, changed, WEEKS_SHOWN)
    paused = teams.is_paused(changed, context.now)
    t = context.t(changed)
    return plan_card(t, changed, lines, paused=paused, said=team_words.changed_line(t, changed, team))


def _change_managers(context: Context, team: Team, wanted: tuple[Member, ...]) -> None:
    before = teams.managers(context.tx, team)
    kept = {member.id for member in wanted}
    for member in wanted:
        teams.set_manager(context.tx, team, member, context.now, manages=True, by=context.member)
    for member in before:
        if member.id not in kept:
            teams.set_manager(context.tx, team, member, context.now, manages=False, by=context.member)
