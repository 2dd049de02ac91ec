"""Added, taken out, renamed, archived: what Teams tells, in either order and twice."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from adapters.wiring import StandingClock
from bot.ports import Transaction
from tests.adapters.teams.talk import (
    CHANNEL,
    GUEST,
    LI,
    MARTA,
    PERSONAL,
    SAM,
    TEAM,
    TENANT,
    Talk,
    install,
    payload,
    sender,
)

ADDED = ("installed_team", "bot_added")
REMOVED = ("uninstalled_team", "bot_removed")


def places(tx: Transaction) -> dict[str, str | None]:
    """Channels by name, and why they can't be written to."""
    found = (tx.conversations.find(TENANT, one) for one in (TEAM, CHANNEL, "19:night@thread.tacv2"))
    return {one.name: one.ended for one in found if one is not None}


def reference(tx: Transaction, platform_id: str) -> Any:
    room = tx.conversations.find(TENANT, platform_id)
    return tx.references.get(room.id) if room is not None else None


def has_ended(tx: Transaction) -> bool:
    workspace = tx.workspaces.get(TENANT)
    return workspace is not None and workspace.ended_at is not None


async def test_before_anything_is_added_the_tenant_is_known_and_empty(talk: Talk) -> None:
    assert [(one.id, one.platform) for one in await talk.read(lambda tx: tx.workspaces.all())] == [
        (TENANT, "teams")
    ]
    assert await talk.read(lambda tx: tx.conversations.channels(TENANT)) == []


@pytest.mark.parametrize("events", [*itertools.permutations(ADDED), ADDED[:1], ADDED[1:], ADDED * 2])
async def test_added_to_a_team_it_learns_where_it_is_and_says_one_word_there(
    talk: Talk, events: tuple[str, ...]
) -> None:
    for event in events:
        assert (await talk.tell(payload(event))).status == 200
    await talk.settled()
    await talk.settled()
    place = TEAM if events[0] == "bot_added" else CHANNEL
    [welcome] = talk.texts()
    assert talk.posts()[0]["channel"] == place
    assert "Sam Costa added me" in welcome
    assert "Set up a team" in welcome
    known = await talk.read(lambda tx: reference(tx, TEAM))
    assert (known.address, known.service_url, known.group_id) == (TEAM, talk.service_url, TEAM)
    assert known.added_by == SAM
    assert await talk.read(places) == {"General": None, "Desk": None}


async def test_the_word_stands_in_the_thread_that_it_was_added_from(talk: Talk) -> None:
    event = payload("bot_added", conversation__id=f"{TEAM};messageid=1732610000000")
    await talk.tell(event)
    await talk.settled()
    await talk.settled()
    [post] = talk.posts()
    assert (post["channel"], post["thread"]) == (TEAM, "1732610000000")


async def test_everybody_of_the_team_is_known_and_nobody_is_written_to(talk: Talk) -> None:
    await install(talk)
    await talk.settled()
    members = {one.platform_id: one for one in await talk.read(lambda tx: tx.members.all(TENANT))}
    assert {name: members[name].is_stranger for name in (MARTA, LI, SAM, GUEST)} == {
        MARTA: False,
        LI: False,
        SAM: False,
        GUEST: True,
    }
    assert members[SAM].is_admin
    assert not members[MARTA].is_admin
    assert {post["channel"] for post in talk.posts()} == {CHANNEL}


@pytest.mark.parametrize("events", [*itertools.permutations(REMOVED), REMOVED[:1], REMOVED[1:], REMOVED * 2])
async def test_taken_out_it_forgets_and_sends_nothing(talk: Talk, events: tuple[str, ...]) -> None:
    await install(talk)
    for event in events:
        assert (await talk.tell(payload(event))).status == 200
    assert await talk.read(places) == {"General": "removed", "Desk": "removed"}
    assert await talk.read(lambda tx: reference(tx, CHANNEL)) is None
    assert await talk.read(has_ended)
    talk.fake.forget()
    await talk.settled()
    assert talk.posts() == []


async def test_added_again_it_goes_on(talk: Talk) -> None:
    await install(talk)
    await talk.tell(payload("uninstalled_team"))
    await talk.tell(payload("installed_team", id="f:again"))
    await talk.settled()
    assert not await talk.read(has_ended)
    assert await talk.read(places) == {"General": None, "Desk": None}


async def test_an_upgrade_takes_nothing_away_and_greets_nobody(talk: Talk) -> None:
    await install(talk)
    talk.fake.forget()
    await talk.tell(payload("downgraded_team", id="f:1"))
    await talk.tell(payload("upgraded_team", id="f:2"))
    await talk.settled()
    assert await talk.read(places) == {"General": None, "Desk": None}
    assert talk.posts() == []


async def test_the_tenant_ends_only_when_nobody_has_it_any_more(talk: Talk) -> None:
    await install(talk)
    await talk.tell(payload("installed_personal"))
    await talk.tell(payload("uninstalled_team"))
    assert not await talk.read(has_ended)
    await talk.tell(payload("uninstalled_personal"))
    assert await talk.read(has_ended)


async def test_somebody_who_adds_it_for_themselves_is_greeted_once(talk: Talk) -> None:
    await install(talk)
    talk.fake.forget()
    for event in ("installed_personal", "chat_opened", "installed_personal"):
        await talk.tell(payload(event, id=f"f:{event}"))
    await talk.tell(payload("installed_personal", id="f:once-more"))
    await talk.settled()
    [welcome] = talk.texts(PERSONAL)
    assert "Kindling, for" in welcome
    assert "Marta Reis" in welcome
    known = await talk.read(lambda tx: reference(tx, f"@{MARTA}"))
    assert (known.address, known.person, known.added_by) == (PERSONAL, f"29:{MARTA}", MARTA)
    assert MARTA not in await talk.read(lambda tx: tx.references.adders(TENANT))


async def test_who_adds_it_first_of_all_is_greeted_by_name_at_once(talk: Talk) -> None:
    """Teams tells of it by ids alone, and no roster is known yet."""
    await talk.tell(payload("installed_personal"))
    await talk.settled()
    [welcome] = talk.texts(PERSONAL)
    assert "Kindling, for Marta Reis" in welcome
    assert "Add Kindling to a team in Teams, or ask its owner to" in welcome


async def test_where_teams_does_not_tell_the_name_nobody_is_greeted_by_an_id(talk: Talk) -> None:
    """It waits for the roster that may bring the name, and then goes without."""
    unknown = {"id": "29:unknown", "aadObjectId": "eeeeeeee-0000-0000-0000-000000000009"}
    await talk.tell(payload("installed_personal", sender=unknown, conversation__id="a:29:unknown"))
    await talk.settled()
    assert talk.posts() == []
    clock = talk.application.clock
    assert isinstance(clock, StandingClock)
    clock._at += timedelta(minutes=1)
    await talk.settled()
    [welcome] = talk.texts("a:29:unknown")
    assert "Kindling, for you" in welcome
    assert "eeeeeeee" not in welcome


async def test_who_adds_it_to_a_team_may_set_it_up_at_once(talk: Talk) -> None:
    """Before any roster was read."""
    await talk.tell(payload("installed_team"))
    added_by = await talk.read(lambda tx: tx.members.find(TENANT, SAM))
    assert added_by is not None
    assert (added_by.name, added_by.is_admin) == ("Sam Costa", True)


async def test_a_chat_that_is_only_opened_greets_nobody(talk: Talk) -> None:
    await talk.tell(payload("chat_opened"))
    await talk.settled()
    assert talk.posts() == []
    assert (await talk.read(lambda tx: reference(tx, f"@{MARTA}"))).address == PERSONAL


async def test_in_a_private_channel_it_says_to_who_added_it_what_to_choose(talk: Talk) -> None:
    event = payload("installed_team", sender=sender(SAM))
    event["channelData"]["channel"] = {"id": CHANNEL, "name": "Leads only", "type": "private"}
    await talk.tell(event)
    await talk.settled()
    [post] = talk.posts()
    assert post["channel"] == f"a:29:{SAM}"
    [text] = talk.texts()
    assert "private or shared channel" in text
    assert "Choose a standard channel" in text
    assert await talk.read(lambda tx: reference(tx, TEAM)) is not None


async def test_people_who_come_and_go(talk: Talk) -> None:
    await install(talk)
    await talk.tell(payload("members_added"))
    await talk.tell(payload("members_removed"))
    assert [post["channel"] for post in talk.posts()] == [CHANNEL]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (("channel_created",), {"Night shift": None}),
        (("channel_created", "channel_renamed"), {"Night shift": None}),
        (("channel_created", "channel_deleted"), {"Night shift": "channel-deleted"}),
        (("channel_created", "channel_deleted", "channel_restored"), {"Night shift": None}),
        (("team_archived",), {"General": "archived", "Desk": "archived"}),
        (("team_archived", "team_unarchived"), {"General": None, "Desk": None}),
        (("team_deleted",), {"General": "deleted", "Desk": "deleted"}),
        (("team_deleted", "team_restored"), {"General": None, "Desk": None}),
        (("team_hard_deleted",), {"General": "deleted", "Desk": "deleted"}),
        (("team_renamed",), {"General": None, "Desk": None}),
    ],
)
async def test_what_happens_to_channels_and_teams(
    talk: Talk, events: tuple[str, ...], expected: dict[str, str | None]
) -> None:
    await install(talk)
    for event in events:
        assert (await talk.tell(payload(event))).status == 200
    known = await talk.read(places)
    assert {name: known.get(name) for name in expected} == expected


async def test_a_channel_has_its_new_name(talk: Talk) -> None:
    await install(talk)
    await talk.tell(payload("channel_created"))
    await talk.tell(payload("channel_renamed", channelData__channel__name="Late shift"))
    assert "Late shift" in await talk.read(places)


@pytest.mark.parametrize("event", ["message_edited", "message_deleted", "message_reaction"])
async def test_what_means_nothing_to_it(talk: Talk, event: str) -> None:
    await install(talk)
    talk.fake.forget()
    answer = await talk.tell(payload(event))
    await talk.settled()
    assert (answer.status, talk.posts()) == (200, [])
