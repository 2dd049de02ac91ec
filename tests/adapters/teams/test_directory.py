"""Who and what is in a tenant, as Teams tells it page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.roster import follow_directory
from bot import teams
from bot.models import Conversation, ConversationKind, Reference, Timetable
from bot.ports import Transaction
from tests.adapters.teams.desk import AT, CHANNEL, LI, MARTA, TEAM, TENANT, TeamsDesk, open_desk
from tests.fake_platform.rules import Rules
from tests.fake_teams.process import FakeTeams, person
from tests.fake_teams.tenants import Json
from tests.world import lessons

OTHER_TENANT = "99999999-9999-9999-9999-999999999999"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeTeams]:
    started = FakeTeams.start()
    yield started
    started.stop()


@pytest.fixture
async def desk(fake: FakeTeams, tmp_path: Path) -> AsyncIterator[TeamsDesk]:
    fake.set_up(TENANT, Rules())
    opened = await open_desk(fake, tmp_path)
    yield opened
    await opened.close()


async def test_people_come_page_by_page_with_guests_and_others_as_strangers(desk: TeamsDesk) -> None:
    many: list[Json] = [
        person(f"{n:08}-0000-0000-0000-000000000000", f"Person {n}", TENANT) for n in range(620)
    ]
    odd: list[Json] = [
        person("guest", "Gil", TENANT, userRole="guest"),
        person("other", "Olga", OTHER_TENANT),
        person(MARTA.upper(), "Marta", TENANT),
        {"id": "29:nameless"},
        {"name": "nobody"},
    ]
    desk.fake.open_tenant(TENANT, members={TEAM: many + odd})
    where = await desk.store.read(lambda tx: tx.workspaces.get(TENANT))
    assert where is not None
    people = {one.platform_id: one for one in await desk.way.directory.people(where)}
    assert len(people) == 624
    assert [people[one].is_stranger for one in ("guest", "other", MARTA)] == [True, True, False]
    assert [one for one, found in people.items() if found.is_admin] == [MARTA]
    assert people["29:nameless"].name == "29:nameless"


async def test_what_is_learnt_lets_kindling_write_first(desk: TeamsDesk) -> None:
    def coach(tx: Transaction) -> int:
        room = tx.conversations.find(TENANT, CHANNEL)
        assert room is not None
        series = lessons().programmes[0].series
        return teams.add_team(tx, lessons(), room, teams.TeamPlan("Desk", Timetable(), series), AT).id

    team_id = await desk.store.decide(coach)
    where = await desk.store.read(lambda tx: tx.workspaces.get(TENANT))
    assert where is not None
    for _ in range(2):
        await follow_directory(desk.store, desk.way.directory, where, AT)

    def look(tx: Transaction) -> tuple[set[str], Reference | None]:
        inside = {member.platform_id for _, member in tx.teams.people(team_id)}
        li = tx.conversations.find(TENANT, f"@{LI}")
        return inside, tx.references.get(li.id) if li is not None else None

    inside, reference = await desk.store.read(look)
    assert inside == {MARTA, LI}
    assert reference is not None
    assert reference.person == f"29:{LI}"


async def test_channels_are_the_standard_ones_each_with_its_address(desk: TeamsDesk) -> None:
    rooms: list[Json] = [
        {"id": TEAM, "name": None},
        {"id": CHANNEL, "name": "Front desk", "type": "standard"},
        {"id": "19:secret@thread.tacv2", "name": "Leads", "type": "private"},
        {"id": "19:shared@thread.tacv2", "name": "Partners", "type": "shared"},
    ]
    desk.fake.open_tenant(TENANT, channels={TEAM: rooms})
    where = await desk.store.read(lambda tx: tx.workspaces.get(TENANT))
    assert where is not None
    found = await desk.way.directory.rooms(where)
    assert [(one.platform_id, one.name) for one in found] == [(TEAM, "General"), (CHANNEL, "Front desk")]

    def reference(tx: Transaction) -> Reference | None:
        place = tx.conversations.find(TENANT, TEAM)
        return tx.references.get(place.id) if place is not None else None

    known = await desk.store.read(reference)
    assert known is not None
    assert (known.address, known.group_id) == (TEAM, TEAM)
    assert known.service_url == desk.fake.service_url(TENANT)


async def test_a_teams_first_channel_is_called_what_the_team_is(desk: TeamsDesk) -> None:
    desk.fake.open_tenant(TENANT, channels={TEAM: [{"id": TEAM, "type": "standard"}]}, names={TEAM: "Hotel"})
    where = await desk.store.read(lambda tx: tx.workspaces.get(TENANT))
    assert where is not None
    assert [one.name for one in await desk.way.directory.rooms(where)] == ["Hotel"]


async def test_a_team_that_kindling_was_taken_out_of_hides_none_of_the_others(desk: TeamsDesk) -> None:
    url = desk.fake.service_url(TENANT)

    def add(tx: Transaction) -> None:
        gone = Conversation(0, TENANT, "19:gone@thread.tacv2", ConversationKind.CHANNEL, "Gone")
        reference = Reference(tx.conversations.put(gone).id, gone.platform_id, url, group_id="19:a-gone")
        tx.references.put(reference)

    await desk.store.decide(add)
    where = await desk.store.read(lambda tx: tx.workspaces.get(TENANT))
    assert where is not None
    with capture_logs() as logs:
        people = {one.platform_id for one in await desk.way.directory.people(where)}
        rooms = {one.platform_id for one in await desk.way.directory.rooms(where)}
    assert people >= {MARTA, LI}
    assert CHANNEL in rooms
    assert [(log["log_level"], log["group"]) for log in logs] == [("warning", "19:a-gone")] * 2


async def test_somebody_who_took_kindling_out_of_their_apps_is_not_written_to_again(desk: TeamsDesk) -> None:
    await desk.store.decide(lambda tx: tx.conversations.end(desk.marta.id, "removed"))
    where = await desk.store.read(lambda tx: tx.workspaces.get(TENANT))
    assert where is not None
    await desk.way.directory.people(where)
    room = await desk.store.read(lambda tx: tx.conversations.get(desk.marta.id))
    assert room is not None
    assert room.ended == "removed"
