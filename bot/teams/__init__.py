"""Teams and their people: set up, change, pause; who is in them, and where they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot import schedule
from bot.errors import BadTeamValue
from bot.models import (
    Conversation,
    ConversationKind,
    DeliveryWay,
    Lesson,
    LessonState,
    Member,
    Membership,
    Platform,
    Team,
    ThanksWay,
    Timetable,
    Workspace,
)
from bot.ports import Act, Person, Transaction
from bot.teams.values import did_you_mean
from bot.tips import Library, UnknownSeries
from bot.week import weekly


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """What a team is set up with."""

    name: str
    timetable: Timetable
    series: tuple[str, ...]
    delivery: DeliveryWay = DeliveryWay.CHANNEL
    thanks: ThanksWay = ThanksWay.AT_ONCE
    language: str = "en"
    kudos_emoji: str | None = None


def has_reactions(workspace: Workspace) -> bool:
    """Whether people can thank by reaction there. Teams tells bots of reactions to their own posts only."""
    return workspace.platform is Platform.SLACK


def check_series(library: Library, series: Sequence[str]) -> None:
    """Raises BadTeamValue for a series that is not in the library, or for none."""
    if not series:
        raise BadTeamValue("series", "none are given", f"Write some of {', '.join(_series_ids(library))}")
    for one in series:
        try:
            library.series_by_id(one)
        except UnknownSeries:
            hint = did_you_mean(one, _series_ids(library))
            write = f"Write some of {', '.join(_series_ids(library))}.{hint}"
            raise BadTeamValue("series", f"{one!r} is not among the lessons", write) from None


def _series_ids(library: Library) -> list[str]:
    return [series.id for series in library.series]


def add_team(
    tx: Transaction,
    library: Library,
    conversation: Conversation,
    plan: TeamPlan,
    now: datetime,
    by: Member | None = None,
) -> Team:
    """Sets a team up in a channel. Raises BadTeamValue if the channel has a team, or the plan can't be."""
    check_series(library, plan.series)
    _check_hours(plan.timetable)
    _check_emoji(tx, conversation.workspace_id, plan.kudos_emoji)
    if (there := tx.teams.of_conversation(conversation.id)) is not None:
        wrong = f"#{conversation.name} already has the team {there.name}"
        raise BadTeamValue("channel", wrong, "Choose another channel, or change that team")
    _check_name(tx, conversation.workspace_id, plan.name)
    team = tx.teams.add(
        Team(
            0,
            conversation.workspace_id,
            conversation.id,
            plan.name,
            plan.timetable,
            plan.series,
            created_at=now,
            changed_at=now,
            delivery=plan.delivery,
            thanks=plan.thanks,
            language=plan.language,
            kudos_emoji=plan.kudos_emoji,
            created_by=by.id if by is not None else None,
        )
    )
    log(tx, team, now, "team added", by)
    return refresh(tx, team, now)


def _check_hours(timetable: Timetable) -> None:
    try:
        schedule.require_working_hours(timetable)
    except schedule.NoWorkingHours as fault:
        raise BadTeamValue("working hours", str(fault).rstrip("."), "Write for example 9:00-17:00") from None


def _check_emoji(tx: Transaction, workspace_id: str, emoji: str | None) -> None:
    workspace = tx.workspaces.get(workspace_id)
    if emoji is not None and (workspace is None or not has_reactions(workspace)):
        wrong = "only in Slack can a reaction be thanks"
        raise BadTeamValue("reaction", wrong, "Leave it out, or write off")


def _check_name(tx: Transaction, workspace_id: str, name: str) -> None:
    if tx.teams.named(workspace_id, name) is not None:
        wrong = f"there is a team called {name!r} already"
        raise BadTeamValue("name", wrong, "Give this one another name")


def change_team(
    tx: Transaction, library: Library, team: Team, changed: Team, now: datetime, by: Member | None = None
) -> Team:
    """Stores a team's new settings. What is planned stays; slots before now no longer count."""
    check_series(library, changed.series)
    _check_hours(changed.timetable)
    if changed.kudos_emoji != team.kudos_emoji:
        _check_emoji(tx, team.workspace_id, changed.kudos_emoji)
    if changed.name.casefold() != team.name.casefold():
        _check_name(tx, team.workspace_id, changed.name)
    if changed.timetable != team.timetable or changed.delivery != team.delivery:
        changed = replace(changed, changed_at=now)
        _move_question(tx, changed, now)
    tx.teams.save(changed)
    log(tx, changed, now, "team changed", by)
    return refresh(tx, changed, now)


def _move_question(tx: Transaction, team: Team, now: datetime) -> None:
    """The question of a tip that went out follows the new timetable, but never into the past."""
    last = tx.lessons.last(team.id)
    if last is None or last.state is not LessonState.PLANNED or last.quiz_planned:
        return
    quiz_at = weekly.first_quiz_at(team, last)
    if quiz_at is not None and quiz_at < now:
        quiz_at = schedule.next_working(team.timetable, now)
    tx.lessons.put([replace(last, quiz_at=quiz_at)])


def pause_team(
    tx: Transaction, team: Team, until_on: date | None, now: datetime, by: Member | None = None
) -> Team:
    """Nothing scheduled is sent before `until_on`; without it, until somebody resumes."""
    paused = replace(team, paused_at=now, paused_until_on=until_on)
    tx.teams.save(paused)
    log(tx, paused, now, "team paused", by)
    return paused


def resume_team(tx: Transaction, team: Team, now: datetime, by: Member | None = None) -> Team:
    """Takes a pause back. A week that was skipped stays skipped."""
    resumed = replace(team, paused_at=None, paused_until_on=None)
    tx.teams.save(resumed)
    log(tx, resumed, now, "team resumed", by)
    return refresh(tx, resumed, now)


def stop_team(tx: Transaction, team: Team, now: datetime, by: Member | None = None) -> Team:
    """Ends a team for good: its channel can be set up anew."""
    ended = replace(team, ended_at=now, summary_due_at=None)
    tx.teams.save(ended)
    tx.teams.look_at(team.id, None)
    log(tx, ended, now, "team stopped", by)
    return ended


def skip_days(
    tx: Transaction, team: Team, days_on: tuple[date, ...], now: datetime, by: Member | None = None
) -> Team:
    """The days on which the team gets nothing. What is planned is looked at again when it is sent."""
    changed = replace(team, skip_on=days_on)
    tx.teams.save(changed)
    log(tx, changed, now, "days to skip changed", by)
    return changed


def is_paused(team: Team, now: datetime) -> bool:
    day = schedule.local(now, team.timetable.zone).date()
    return weekly.hindrance(team, day) == weekly.Skipped.PAUSED


def log(tx: Transaction, team: Team, now: datetime, name: str, by: Member | None) -> None:
    tx.audit.add(Act(team.workspace_id, now, name, by.id if by is not None else None, team.id))


def refresh(tx: Transaction, team: Team, now: datetime) -> Team:
    """Brings what is derived from the team's people and times up to date, and says when to look next."""
    fresh = replace(team, direct_zones=_direct_zones(tx, team))
    fresh = replace(fresh, summary_due_at=None if fresh.ended_at else _summary_at(fresh, now))
    if fresh != team:
        tx.teams.save(fresh)
    last = tx.lessons.last(team.id)
    tx.teams.look_at(team.id, None if fresh.ended_at else look_at(fresh, last, now))
    return fresh


def look_at(team: Team, last: Lesson | None, now: datetime) -> datetime:
    """Now, if a week is due that was not looked at yet; else when the next thing comes."""
    if weekly.due_weeks(team, last, now):
        return now
    return weekly.next_look(team, last, now)


def _summary_at(team: Team, now: datetime) -> datetime:
    """The next week's end to look at; one that is due already stays due."""
    if team.summary_due_at is not None and team.summary_due_at <= now:
        return team.summary_due_at
    return schedule.next_first_working_hour(team.timetable, now)


def _direct_zones(tx: Transaction, team: Team) -> tuple[str, ...]:
    zones = tx.teams.direct_zones(team.id, everybody=team.delivery is DeliveryWay.DIRECT)
    return tuple(sorted({zone or team.timetable.zone for zone in zones}))


def gets_directly(team: Team, member: Member) -> bool:
    """Whether the member's own settings, or the team's, have ideas sent to them directly."""
    if member.is_app or member.is_stranger or member.deactivated_at is not None:
        return False
    return member.stopped_at is None and (member.direct or team.delivery is DeliveryWay.DIRECT)


def direct_conversation(tx: Transaction, member: Member) -> Conversation:
    """Where a member is written to. One not opened yet is called @ and the member's id."""
    known = tx.conversations.direct(member.id)
    if known is not None and known.ended is None:
        return known
    return tx.conversations.put(
        Conversation(
            0,
            member.workspace_id,
            f"@{member.platform_id}",
            ConversationKind.DIRECT,
            member.name,
            public=False,
            member_id=member.id,
        )
    )


def know_person(tx: Transaction, workspace_id: str, person: Person, now: datetime) -> Member:
    """Stores what the platform says of somebody; what they chose stays."""
    known = tx.members.find(workspace_id, person.platform_id)
    if known is None:
        known = tx.members.add(Member(0, workspace_id, person.platform_id, person.name))
    deactivated_at = (known.deactivated_at or now) if person.deactivated else None
    fresh = replace(
        known,
        name=person.name,
        zone=person.zone or known.zone,
        is_app=person.is_app,
        is_stranger=person.is_stranger,
        is_admin=person.is_admin,
        deactivated_at=deactivated_at,
    )
    if fresh != known:
        tx.members.save(fresh)
        refresh_teams_of(tx, fresh, now)
    return fresh


def refresh_teams_of(tx: Transaction, member: Member, now: datetime) -> None:
    """After what somebody chose has changed: where and when their teams' ideas go."""
    for team, _ in tx.teams.of_member(member.id):
        refresh(tx, team, now)


def follow_channel(tx: Transaction, team: Team, platform_ids: Iterable[str], now: datetime) -> None:
    """The team's members are the channel's people: joins who is new, lets go who left. Managers stay."""
    here = set(platform_ids)
    known = {member.platform_id: one for one, member in tx.teams.memberships(team.id)}
    inside = {person for person, one in known.items() if one.in_channel and one.left_at is None}
    for platform_id in sorted(here - inside):
        member = tx.members.find(team.workspace_id, platform_id)
        if member is not None and not member.is_app:
            join(tx, team, member, now, known.get(platform_id))
    for platform_id in sorted(inside - here):
        leave(tx, known[platform_id], now)
    refresh(tx, team, now)


def join(
    tx: Transaction, team: Team, member: Member, now: datetime, membership: Membership | None = None
) -> None:
    """Comes (back) into the channel. A second time changes nothing."""
    if membership is None:
        tx.teams.put_membership(Membership(team.id, member.id, now))
    elif membership.left_at is not None:
        manages = membership.manages
        tx.teams.put_membership(Membership(team.id, member.id, now, manages=manages))
    elif not membership.in_channel:
        tx.teams.put_membership(replace(membership, in_channel=True))


def leave(tx: Transaction, membership: Membership, now: datetime) -> None:
    """Leaves the channel. A manager goes on managing from outside it."""
    if membership.manages:
        tx.teams.put_membership(replace(membership, in_channel=False))
    else:
        tx.teams.put_membership(replace(membership, left_at=now))


def set_manager(
    tx: Transaction, team: Team, member: Member, now: datetime, *, manages: bool, by: Member | None = None
) -> None:
    """Makes somebody a manager or takes it back; whoever is not in the channel leaves with it."""
    known = tx.teams.membership(team.id, member.id)
    if known is not None and known.left_at is not None:
        known = None
    if manages == (known is not None and known.manages):
        return
    if known is None:
        tx.teams.put_membership(Membership(team.id, member.id, now, manages=True, in_channel=False))
    else:
        left_at = known.left_at if manages or known.in_channel else now
        tx.teams.put_membership(replace(known, manages=manages, left_at=left_at))
    log(tx, team, now, "manager added" if manages else "manager removed", by)


def people_in_channel(tx: Transaction, team: Team) -> list[Member]:
    """Everybody in the team's channel, with managers and who has stopped: the number tells of nobody."""
    return [
        member
        for one, member in tx.teams.people(team.id)
        if one.in_channel and not member.is_app and member.deactivated_at is None
    ]


def managers(tx: Transaction, team: Team) -> list[Member]:
    return [member for member in tx.teams.managers(team.id) if not member.deactivated_at]
