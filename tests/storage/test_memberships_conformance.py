"""Who is in which team, and leads it: every store keeps memberships, and answers what is asked of them."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest

from bot.models import DeliveryWay, Member, Membership, Team
from bot.ports import Store, Transaction
from bot.teams import gets_directly
from tests.storage.records import AT, HOUR, add_front_desk, add_member, add_team, add_workspace, unsaid


async def test_people_stand_in_the_order_they_joined(store: Store) -> None:
    def join(tx: Transaction) -> int:
        add_workspace(tx)
        team = add_team(tx)
        for name, hours, left in (("marta", 2, False), ("jonas", 1, False), ("li", 0, True)):
            joined_at = AT + hours * HOUR
            member_id = add_member(tx, name).id
            left_at = AT + 5 * HOUR if left else None
            tx.teams.put_membership(Membership(team.id, member_id, joined_at, left_at, left, not left))
        return team.id

    team_id = await store.decide(join)
    people = await store.read(lambda tx: tx.teams.people(team_id))
    everybody = await store.read(lambda tx: tx.teams.memberships(team_id))
    assert [member.platform_id for _, member in people] == ["jonas", "marta"]
    assert [member.platform_id for _, member in everybody] == ["li", "jonas", "marta"]
    left, li = everybody[0]
    assert left == Membership(team_id, li.id, AT, AT + 5 * HOUR, manages=True, in_channel=False)
    assert unsaid(left) == []


async def test_managers_are_who_manages_now(store: Store) -> None:
    def join(tx: Transaction) -> tuple[Team, list[Member]]:
        add_workspace(tx)
        team, people = add_team(tx), [add_member(tx, name) for name in ("marta", "jonas", "li", "ana")]
        manages = [(True, None, 2), (False, None, 0), (True, AT + HOUR, 0), (True, None, 1)]
        for member, (leads, left_at, hours) in zip(people, manages, strict=True):
            joined_at = AT + hours * HOUR
            tx.teams.put_membership(Membership(team.id, member.id, joined_at, left_at, leads, not leads))
        return team, people

    team, (marta, jonas, li, ana) = await store.decide(join)
    assert await store.read(lambda tx: tx.teams.managers(team.id)) == [ana, marta]
    left = await store.read(lambda tx: tx.teams.membership(team.id, li.id))
    assert left == Membership(team.id, li.id, AT, AT + HOUR, manages=True, in_channel=False)
    assert await store.read(lambda tx: tx.teams.membership(team.id + 1, jonas.id)) is None


@pytest.mark.parametrize("delivery", DeliveryWay)
async def test_direct_zones_are_those_of_who_gets_ideas_directly(store: Store, delivery: DeliveryWay) -> None:
    names = ("is_app", "is_stranger", "deactivated_at", "direct", "stopped_at")
    flags = list(itertools.product((False, True), repeat=len(names)))

    def join(tx: Transaction) -> Team:
        add_workspace(tx)
        team = add_team(tx, delivery=delivery)
        for number, given in enumerate(flags):
            chosen: dict[str, Any] = {
                name: AT if name.endswith("_at") else True for name in itertools.compress(names, given)
            }
            member = add_member(tx, f"U{number}", zone=f"Etc/GMT+{number}", **chosen)
            tx.teams.put_membership(Membership(team.id, member.id, AT))
        gone, zoneless = add_member(tx, "gone", direct=True, zone="Etc/UTC"), add_member(tx, "u", direct=True)
        tx.teams.put_membership(Membership(team.id, gone.id, AT, AT + HOUR))
        tx.teams.put_membership(Membership(team.id, zoneless.id, AT))
        return team

    team = await store.decide(join)
    everybody = delivery is DeliveryWay.DIRECT
    zones = await store.read(lambda tx: tx.teams.direct_zones(team.id, everybody=everybody))
    people = await store.read(lambda tx: tx.teams.people(team.id))
    assert zones == {member.zone for _, member in people if gets_directly(team, member)}
    assert len(zones) == (3 if everybody else 2)
    assert None in zones


async def test_ideas_come_directly_from_the_team_that_was_joined_first(store: Store) -> None:
    chance = random.Random(2026)
    given: dict[str, Any] = {"is_app": True, "is_stranger": True, "deactivated_at": AT, "stopped_at": AT}

    def join(tx: Transaction) -> list[Team]:
        add_workspace(tx)
        ways = (DeliveryWay.CHANNEL, DeliveryWay.DIRECT) * 3
        teams = [add_team(tx, f"team {n}", delivery=way) for n, way in enumerate(ways)]
        for number in range(300):
            rare = {name: value for name, value in given.items() if chance.random() < 0.1}
            member = add_member(tx, f"U{number}", direct=chance.random() < 0.5, **rare)
            for team in chance.sample(teams, 3):
                joined_at = AT + chance.randrange(3) * HOUR
                left_at = AT + 5 * HOUR if chance.random() < 0.2 else None
                one = Membership(team.id, member.id, joined_at, left_at, in_channel=chance.random() < 0.8)
                tx.teams.put_membership(one)
        tx.teams.save(replace(teams[1], ended_at=AT))
        return teams

    def first_for(tx: Transaction, member: Member) -> int | None:
        homes = (team for team, one in tx.teams.of_member(member.id) if one.in_channel)
        return next((team.id for team in homes if gets_directly(team, member)), None)

    def look(tx: Transaction) -> tuple[dict[int, list[Member]], dict[int, list[Member]]]:
        found = {team.id: tx.teams.receivers(team.id) for team in teams}
        meant = {
            team.id: [member for _, member in tx.teams.people(team.id) if first_for(tx, member) == team.id]
            for team in teams
        }
        return found, meant

    teams = await store.decide(join)
    found, meant = await store.read(look)
    assert found == meant
    assert [len(some) > 10 for some in found.values()] == [True, False, True, True, True, True]


async def test_a_membership_is_replaced(store: Store) -> None:
    team = await store.decide(add_front_desk)
    ((_, marta), _) = await store.read(lambda tx: tx.teams.people(team.id))
    left = Membership(team.id, marta.id, AT + HOUR, AT + 2 * HOUR, manages=True)
    await store.decide(lambda tx: tx.teams.put_membership(left))
    found = await store.read(lambda tx: tx.teams.memberships(team.id))
    assert left in [membership for membership, _ in found]
    assert len(found) == 2


async def test_a_member_s_teams_stand_in_the_order_they_were_joined(store: Store) -> None:
    def join(tx: Transaction) -> tuple[int, list[Team]]:
        add_workspace(tx)
        marta = add_member(tx)
        names = ("Till", "Bar", "Left", "Ended")
        teams = [add_team(tx, name, ended_at=AT if name == "Ended" else None) for name in names]
        for hours, team in enumerate(teams):
            left_at = AT if team.name == "Left" else None
            tx.teams.put_membership(Membership(team.id, marta.id, AT - hours * HOUR, left_at))
        return marta.id, teams

    member_id, (till, bar, *_) = await store.decide(join)
    found = await store.read(lambda tx: tx.teams.of_member(member_id))
    assert found == [
        (bar, Membership(bar.id, member_id, AT - HOUR)),
        (till, Membership(till.id, member_id, AT)),
    ]
