"""What Slack tells of people, channels and the workspace, by HTTP, through the whole application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import teams
from bot.models import Conversation, Member, Team, Timetable
from bot.ports import Transaction
from tests.adapters.slack.front_desk import (
    ANA,
    DESK,
    HOTEL,
    JONAS,
    MARTA,
    SAM,
    FrontDesk,
    buttons,
    text_of,
)
from tests.adapters.slack.recorded import Json, recorded
from tests.fake_slack import channel, person


async def member(desk: FrontDesk, who: str) -> Member | None:
    return await desk.application.store.read(lambda tx: tx.members.find(HOTEL, who))


async def room(desk: FrontDesk, channel: str) -> Conversation | None:
    return await desk.application.store.read(lambda tx: tx.conversations.find(HOTEL, channel))


async def set_up(desk: FrontDesk) -> Team:
    def decide(tx: Transaction) -> Team:
        place = tx.conversations.find(HOTEL, DESK)
        assert place is not None
        plan = teams.TeamPlan("Front desk", Timetable(), ("look-up",))
        return teams.add_team(tx, desk.application.library, place, plan, desk.application.clock.now())

    team = await desk.application.store.decide(decide)
    await desk.application.follow_channel(HOTEL, DESK)
    return team


async def inside(desk: FrontDesk, team: Team) -> set[str]:
    found = await desk.application.store.read(lambda tx: tx.teams.people(team.id))
    return {one.platform_id for membership, one in found if membership.in_channel}


async def test_somebody_new_is_known_at_once(desk: FrontDesk) -> None:
    await desk.tell("event_team_join")
    noa = await member(desk, "U0NEWBY")
    assert noa is not None
    assert (noa.name, noa.zone, noa.is_stranger) == ("Noa", "Europe/Lisbon", False)


async def test_who_left_the_workspace_is_deactivated(desk: FrontDesk) -> None:
    await desk.tell("event_user_change")
    jonas = await member(desk, JONAS)
    assert jonas is not None
    assert jonas.deactivated_at is not None


async def test_an_event_again_changes_nothing(desk: FrontDesk) -> None:
    await desk.tell("event_user_change", event_id="Ev1")
    await desk.tell("event_user_change", event_id="Ev2", **{"event.user.deleted": False})
    await desk.tell("event_user_change", event_id="Ev1", **{"event.user.name": "replayed"})
    jonas = await member(desk, JONAS)
    assert jonas is not None
    assert jonas.deactivated_at is None


async def test_who_comes_into_the_channel_is_in_the_team_and_who_goes_is_not(desk: FrontDesk) -> None:
    team = await set_up(desk)
    await desk.tell("event_member_left_channel", **{"event.user": ANA})
    assert ANA not in await inside(desk, team)
    await desk.tell("event_member_joined_channel", **{"event.user": ANA})
    assert ANA in await inside(desk, team)


async def test_somebody_unknown_who_comes_in_is_asked_for(desk: FrontDesk) -> None:
    team = await set_up(desk)
    newby = person("U0LATE", "Late")
    desk.slack.open_workspace(HOTEL, people=[newby])
    await desk.tell("event_member_joined_channel", **{"event.user": "U0LATE"})
    late = await member(desk, "U0LATE")
    assert late is not None
    assert late.name == "Late"
    assert "U0LATE" in await inside(desk, team)


@pytest.mark.parametrize(
    ("name", "why"),
    [("event_channel_archive", "is_archived"), ("event_channel_deleted", "channel_not_found")],
)
async def test_a_channel_that_is_closed_is_known_to_be(desk: FrontDesk, name: str, why: str) -> None:
    await desk.tell(name)
    desk_room = await room(desk, DESK)
    assert desk_room is not None
    assert desk_room.ended == why


async def test_a_channel_comes_back_under_another_name(desk: FrontDesk) -> None:
    await desk.tell("event_channel_archive")
    await desk.tell("event_channel_unarchive")
    await desk.tell("event_channel_rename")
    desk_room = await room(desk, DESK)
    assert desk_room is not None
    assert (desk_room.ended, desk_room.name) == (None, "reception")


async def test_kindling_taken_out_of_a_private_channel(desk: FrontDesk) -> None:
    await desk.tell("event_group_left", **{"event.channel": "C0BACK"})
    back = await room(desk, "C0BACK")
    assert back is not None
    assert back.ended == "not_in_channel"


async def test_a_new_channel_can_be_set_up_at_once(desk: FrontDesk) -> None:
    await desk.tell("event_channel_created")
    returns = await room(desk, "C0RETURNS")
    assert returns is not None
    assert (returns.name, returns.public) == ("returns", True)


async def test_who_invites_kindling_is_asked_alone(desk: FrontDesk) -> None:
    desk.slack.open_workspace(HOTEL, channels=[phones()])
    await desk.tell("event_kindling_joined_channel", **OWN)
    [asked] = desk.seen(SAM)["ephemerals"]
    assert asked["channel"] == "C0PHONES"
    assert list(buttons(asked)) == ["Set me up here", "Not now"]
    assert desk.seen(MARTA)["ephemerals"] == []
    phones_room = await room(desk, "C0PHONES")
    assert phones_room is not None
    assert phones_room.name == "phones"


OWN = {"authorizations.0.user_id": "UKINDLING", "event.user": "UKINDLING"}


def phones() -> Json:
    return channel("C0PHONES", "phones", [SAM, MARTA])


async def test_who_may_not_set_up_is_told_who_can(desk: FrontDesk) -> None:
    desk.slack.open_workspace(HOTEL, channels=[phones()])
    await desk.tell("event_kindling_joined_channel", **OWN, **{"event.inviter": MARTA})
    [asked] = desk.seen(MARTA)["ephemerals"]
    assert "/kindling setup" in text_of(asked)
    assert buttons(asked) == {}


async def test_a_channel_with_a_team_is_asked_about_by_nobody(desk: FrontDesk) -> None:
    await set_up(desk)
    await desk.tell("event_kindling_joined_channel", **OWN, **{"event.channel": DESK})
    assert desk.seen(SAM)["ephemerals"] == []


@pytest.mark.parametrize(
    "order",
    [("event_app_uninstalled", "event_tokens_revoked"), ("event_tokens_revoked", "event_app_uninstalled")],
)
async def test_taking_kindling_out_ends_sending_at_once(desk: FrontDesk, order: tuple[str, str]) -> None:
    await set_up(desk)
    for name in order:
        await desk.tell(name)
    workspace = await desk.application.store.read(lambda tx: tx.workspaces.get(HOTEL))
    assert workspace is not None
    assert workspace.ended_at is not None
    desk.slack.forget()
    await desk.application.make_pass()
    assert desk.slack.record().posts == []
    told = await desk.say("help")
    assert "not in this workspace any more" in text_of(told)


async def test_a_persons_own_token_is_no_concern(desk: FrontDesk) -> None:
    await desk.tell("event_tokens_revoked_of_person")
    workspace = await desk.application.store.read(lambda tx: tx.workspaces.get(HOTEL))
    assert workspace is not None
    assert workspace.ended_at is None


@pytest.mark.parametrize(
    "name", ["event_unknown", "event_message_deleted", "event_message_changed", "event_message_own"]
)
async def test_what_is_no_concern_is_acknowledged_and_leaves_nothing(desk: FrontDesk, name: str) -> None:
    before = desk.slack.calls()
    assert await desk.hear(recorded(name)) is None
    assert desk.slack.calls() == before
    now = desk.application.clock.now() + timedelta(days=1)
    assert await desk.application.store.decide(lambda tx: tx.identities.forget(now)) == 0


async def test_an_event_of_a_workspace_that_kindling_is_not_in(desk: FrontDesk) -> None:
    elsewhere = recorded("event_team_join", **{"authorizations.0.team_id": "T0OTHER"})
    assert await desk.hear(elsewhere) is None
    assert await desk.application.store.read(lambda tx: tx.members.all("T0OTHER")) == []
