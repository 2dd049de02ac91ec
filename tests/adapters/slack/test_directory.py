"""Who and what Slack says is there, and what the daily pass makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.roster import GONE, follow_directory, follow_room
from adapters.slack.directory import is_stranger, person_of_user
from bot import teams
from bot.errors import RateLimited, Unreachable
from bot.models import Conversation, Team, Timetable, Workspace
from bot.ports import Transaction
from tests.adapters.slack.desk import Desk
from tests.fake_platform.rules import Fault, Rules
from tests.fake_slack import channel, person
from tests.fake_slack.workspace import BOT
from tests.world import lessons


async def set_up_team(slack_desk: Desk) -> Team:
    def add(tx: Transaction) -> Team:
        plan = teams.TeamPlan("Front slack_desk", Timetable(zone="Europe/Lisbon"), ("look-up",))
        return teams.add_team(tx, lessons(), slack_desk.room, plan, slack_desk.clock.now())

    return await slack_desk.store.decide(add)


async def follow(slack_desk: Desk) -> None:
    await follow_directory(
        slack_desk.store, slack_desk.directory, slack_desk.workspace, slack_desk.clock.now()
    )


async def members(slack_desk: Desk, team: Team) -> set[str]:
    found = await slack_desk.store.read(lambda tx: tx.teams.people(team.id))
    return {member.platform_id for membership, member in found if membership.in_channel}


async def room(slack_desk: Desk, platform_id: str) -> Conversation:
    found = await slack_desk.store.read(lambda tx: tx.conversations.find(slack_desk.id, platform_id))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {}),
        ({"deleted": True}, {"deactivated": True}),
        ({"is_bot": True}, {"is_app": True}),
        ({"is_workflow_bot": True}, {"is_app": True}),
        ({"is_app_user": True}, {}),
        ({"is_admin": True}, {"is_admin": True}),
        ({"is_owner": True}, {"is_admin": True}),
        ({"is_restricted": True, "is_ultra_restricted": True}, {}),
        ({"is_stranger": True}, {"is_stranger": True}),
        ({"tz": None}, {"zone": None}),
        ({"tz": "Mars/Olympus"}, {"zone": None}),
        ({"profile": {"display_name": " Ada L. "}}, {"name": "Ada L."}),
        ({"profile": {}, "real_name": ""}, {"name": "u1"}),
    ],
)
def test_a_person_is_what_slack_says(facts: dict[str, Any], expected: dict[str, Any]) -> None:
    plain = person_of_user(person("U1", "Ada"))
    assert person_of_user(person("U1", "Ada", **facts)) == replace(plain, **expected)
    assert (plain.name, plain.zone, plain.is_admin) == ("Ada", "Europe/Lisbon", False)


def test_slackbot_is_an_app_and_the_installer_an_admin() -> None:
    assert person_of_user(person("USLACKBOT", "Slackbot")).is_app
    assert person_of_user(person("U1", "Ada"), installer="U1").is_admin


def test_people_of_one_organisation_are_no_strangers_to_each_other() -> None:
    assert not is_stranger(person("U1", "Ada", team_id="T1"), "T1")
    assert is_stranger(person("U1", "Ada", team_id="T2"), "T1")
    grid = {"enterprise_id": "E1", "teams": ["T1", "T2"]}
    far = person("U1", "Ada", team_id="T2", enterprise_user=grid)
    assert [is_stranger(far, here) for here in ("T1", "E1", "T3")] == [False, False, True]


async def test_everybody_and_every_channel_is_told_page_by_page(slack_desk: Desk) -> None:
    slack_desk.slack.open_workspace(
        slack_desk.id,
        people=[person(f"U{number:03}", f"Somebody {number}") for number in range(205)],
        channels=[
            channel("C2", "elsewhere", bot=False),
            channel("C3", "old", is_archived=True),
            channel("C4", "private", is_private=True),
            channel("C5", "secret", is_private=True, bot=False),
        ],
    )
    people = await slack_desk.directory.people(slack_desk.workspace)
    assert len({one.platform_id for one in people}) == len(people) == 208
    assert [one.platform_id for one in people if one.is_admin] == ["UADA"]
    assert [one.platform_id for one in people if one.is_app] == [BOT]
    assert [one["limit"] for one in slack_desk.asked("users.list")] == ["200", "200"]
    rooms = {one.platform_id: one for one in await slack_desk.directory.rooms(slack_desk.workspace)}
    assert set(rooms) == {"C1", "C2", "C3", "C4"}
    assert (rooms["C2"].entered, rooms["C3"].archived, rooms["C4"].public) == (False, True, False)
    assert set(await slack_desk.directory.people_in(slack_desk.room)) == {"UADA", "UMARTA", BOT}


async def test_an_organisation_is_asked_workspace_by_workspace(slack_desk: Desk) -> None:
    name = f"E{slack_desk.id}"
    shared = channel("C9", "everybody", context_team_id="TA")
    slack_desk.slack.open_workspace(
        name,
        enterprise=name,
        teams=["TA", "TB"],
        people=[person("UA", "Ada", team_id="TA"), person("UB", "Bea", team_id="TB")],
        channels=[shared, channel("C8", "beas", context_team_id="TB")],
    )
    slack_desk.slack.put_token(name, f"xoxb-{slack_desk.id}")
    whole = Workspace(name, slack_desk.workspace.platform, "Organisation", slack_desk.clock.now())
    client = await slack_desk.clients.of(slack_desk.id)
    slack_desk.clients._kept[name] = (client, float("inf"))
    assert [one.name for one in await slack_desk.directory.people(whole) if not one.is_app] == ["Ada", "Bea"]
    assert [one.platform_id for one in await slack_desk.directory.rooms(whole)] == ["C9", "C8"]


async def test_a_question_too_many_is_waited_for_and_then_given_up(
    slack_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack_desk.slack.set_up(slack_desk.id, Rules(retry_after=0.05))
    slack_desk.slack.script(slack_desk.id, "users.list", [Fault.THROTTLE, Fault.THROTTLE])
    assert len(await slack_desk.directory.people(slack_desk.workspace)) == 3
    slack_desk.slack.set_up(slack_desk.id, Rules(retry_after=500.0))
    slack_desk.slack.script(slack_desk.id, "users.list", [Fault.THROTTLE])
    with pytest.raises(RateLimited):
        await slack_desk.directory.people(slack_desk.workspace)


async def test_user_groups_are_told_where_they_may_be(slack_desk: Desk) -> None:
    slack_desk.slack.open_workspace(slack_desk.id, groups={"S1": ["UADA", "UMARTA"]})
    assert await slack_desk.directory.group(slack_desk.id, "S1") == ["UADA", "UMARTA"]
    assert await slack_desk.directory.group(slack_desk.id, "S2") is None


async def test_the_pass_stores_people_places_and_who_is_in_the_team(slack_desk: Desk) -> None:
    team = await set_up_team(slack_desk)
    await follow(slack_desk)
    assert await members(slack_desk, team) == {"UADA", "UMARTA"}
    slack_desk.slack.open_workspace(slack_desk.id, channels=[channel("C1", "front-desk", ["UADA"])])
    await follow_room(
        slack_desk.store, slack_desk.directory, slack_desk.workspace, "C1", slack_desk.clock.now()
    )
    assert await members(slack_desk, team) == {"UADA"}


async def test_strangers_of_a_shared_channel_are_known_as_such(slack_desk: Desk) -> None:
    team = await set_up_team(slack_desk)
    slack_desk.slack.open_workspace(
        slack_desk.id,
        people=[person("UFAR", "Farid", team_id="TFAR")],
        channels=[channel("C1", "front-desk", ["UADA", "UFAR", "UNOBODY"])],
    )
    await follow(slack_desk)
    stranger = await slack_desk.store.read(lambda tx: tx.members.find(slack_desk.id, "UFAR"))
    assert stranger is not None
    assert stranger.is_stranger
    assert await slack_desk.store.read(lambda tx: tx.members.find(slack_desk.id, "UNOBODY")) is None
    assert "UFAR" in await members(slack_desk, team)
    await follow(slack_desk)
    assert [one["user"] for one in slack_desk.asked("users.info")] == ["UFAR", "UNOBODY", "UNOBODY"]


async def test_what_posting_found_closed_stays_so_until_kindling_is_in_it_again(slack_desk: Desk) -> None:
    slack_desk.slack.open_workspace(
        slack_desk.id, channels=[channel("C1", "front-desk", ["UADA"], bot=False)]
    )
    await follow(slack_desk)
    assert (await room(slack_desk, "C1")).ended is None
    await slack_desk.store.decide(lambda tx: tx.conversations.end(slack_desk.room.id, "not_in_channel"))
    await follow(slack_desk)
    assert (await room(slack_desk, "C1")).ended == "not_in_channel"
    slack_desk.slack.open_workspace(slack_desk.id, channels=[channel("C1", "front-desk", ["UADA"])])
    await follow(slack_desk)
    assert (await room(slack_desk, "C1")).ended is None


async def test_archived_and_gone_channels_end_and_come_back_with_slack(slack_desk: Desk) -> None:
    private = channel("C2", "private", ["UADA"], is_private=True)
    slack_desk.slack.open_workspace(slack_desk.id, channels=[private])
    await follow(slack_desk)
    slack_desk.slack.open_workspace(
        slack_desk.id,
        channels=[
            channel("C1", "front-desk", ["UADA"], is_archived=True),
            channel("C2", "private", ["UADA"], is_private=True, bot=False),
        ],
    )
    await follow(slack_desk)
    assert [(await room(slack_desk, one)).ended for one in ("C1", "C2")] == ["archived", GONE]
    slack_desk.slack.open_workspace(slack_desk.id, channels=[channel("C1", "front-desk", ["UADA"]), private])
    await follow(slack_desk)
    assert [(await room(slack_desk, one)).ended for one in ("C1", "C2")] == [None, None]
    assert (await room(slack_desk, "@UMARTA")).ended is None


async def test_a_channel_that_closes_between_two_questions_ends_alone(slack_desk: Desk) -> None:
    await set_up_team(slack_desk)

    class Closing:
        """The directory, to which the channel closes after it was listed."""

        people, rooms, person = (
            slack_desk.directory.people,
            slack_desk.directory.rooms,
            slack_desk.directory.person,
        )

        async def people_in(self, conversation: Conversation) -> list[str]:
            raise Unreachable("channel_not_found")

    await follow_directory(slack_desk.store, Closing(), slack_desk.workspace, slack_desk.clock.now())
    assert (await room(slack_desk, "C1")).ended == "channel_not_found"
