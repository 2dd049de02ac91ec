"""Workspaces, conversations, members, teams: every store keeps them whole and finds them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.models import (
    Conversation,
    ConversationKind,
    Lesson,
    LessonState,
    Member,
    Team,
    UnknownOutcome,
    Week,
)
from bot.ports import Look, Store, Transaction
from tests.storage.records import (
    AT,
    DELIVERY,
    HOUR,
    LESSON,
    MEMBER,
    PLACE,
    QUIZ,
    TEAM,
    TIMETABLE,
    WEEK,
    WORKSPACE,
    add_front_desk,
    add_member,
    add_place,
    add_team,
    add_workspace,
    unsaid,
)


@pytest.mark.parametrize("record", [WORKSPACE, MEMBER, TEAM, TIMETABLE, LESSON, QUIZ, DELIVERY])
def test_whole_records_say_something_in_every_field(record: object) -> None:
    assert unsaid(record) == []


async def test_a_workspace_comes_back_whole_and_is_replaced(store: Store) -> None:
    await store.decide(lambda tx: tx.workspaces.put(WORKSPACE))
    assert await store.read(lambda tx: tx.workspaces.get("W")) == WORKSPACE
    renamed = replace(WORKSPACE, name="Hotel Boreal", ended_at=None)
    await store.decide(lambda tx: tx.workspaces.put(renamed))
    assert await store.read(lambda tx: tx.workspaces.all()) == [renamed]


async def test_a_workspace_with_everything_in_it_can_be_replaced(store: Store) -> None:
    await store.decide(add_front_desk)
    await store.decide(lambda tx: tx.workspaces.put(WORKSPACE))
    assert await store.read(lambda tx: tx.workspaces.get("W")) == WORKSPACE


async def test_what_to_do_with_unknown_outcomes_is_kept(store: Store) -> None:
    await store.decide(add_workspace)
    await store.decide(lambda tx: tx.workspaces.set_unknown_outcome("W", UnknownOutcome.HOLD))
    found = await store.read(lambda tx: tx.workspaces.get("W"))
    assert found is not None
    assert found.unknown_outcome is UnknownOutcome.HOLD


async def test_nothing_is_found_where_nothing_is(store: Store) -> None:
    def look(tx: Transaction) -> list[object]:
        return [
            tx.workspaces.get("W"),
            tx.conversations.get(1),
            tx.conversations.find("W", "C1"),
            tx.conversations.direct(1),
            tx.members.get(1),
            tx.members.find("W", "U1"),
            tx.teams.get(1),
            tx.teams.of_conversation(1),
            tx.teams.named("W", "x"),
            tx.teams.next_look_at(AT),
        ]

    def look_for_lists(tx: Transaction) -> list[object]:
        members, teams = tx.members, tx.teams
        found = [members.named("W", "x"), members.all("W"), teams.all(), teams.of_member(1), teams.people(1)]
        return [*found, teams.memberships(1), teams.due(AT, 10), tx.workspaces.all()]

    assert set(await store.read(look)) == {None}
    assert await store.read(look_for_lists) == [[]] * 8


async def test_a_conversation_is_one_by_its_platform_id(store: Store) -> None:
    await store.decide(add_workspace)
    first = await store.decide(lambda tx: tx.conversations.put(PLACE))
    assert first == replace(PLACE, id=first.id)
    member = await store.decide(add_member)
    open_again = replace(PLACE, name="desk", public=True, member_id=member.id, ended=None)
    again = await store.decide(lambda tx: tx.conversations.put(open_again))
    assert again == replace(open_again, id=first.id)
    assert await store.read(lambda tx: tx.conversations.find("W", "C1")) == again
    assert await store.read(lambda tx: tx.conversations.get(first.id)) == again


async def test_a_conversation_that_ended_says_why(store: Store) -> None:
    def end(tx: Transaction) -> Conversation | None:
        add_workspace(tx)
        place = add_place(tx)
        tx.conversations.end(place.id, "archived")
        return tx.conversations.get(place.id)

    ended = await store.decide(end)
    assert ended is not None
    assert ended.ended == "archived"


async def test_the_direct_conversation_is_the_one_that_can_be_written_to(store: Store) -> None:
    def talk(tx: Transaction) -> tuple[Conversation, Conversation | None]:
        add_workspace(tx)
        marta, jonas = add_member(tx), add_member(tx, "jonas")
        direct = Conversation(
            0, "W", "D1", ConversationKind.DIRECT, "Marta", public=False, member_id=marta.id
        )
        first = tx.conversations.put(direct)
        second = tx.conversations.put(replace(direct, platform_id="D2"))
        tx.conversations.put(replace(direct, platform_id="D3", member_id=jonas.id))
        tx.conversations.put(replace(direct, platform_id="C9", kind=ConversationKind.CHANNEL))
        tx.conversations.end(second.id, "blocked")
        return first, tx.conversations.direct(marta.id)

    first, found = await store.decide(talk)
    assert found == first


async def test_a_member_comes_back_whole(store: Store) -> None:
    await store.decide(add_workspace)
    added = await store.decide(lambda tx: tx.members.add(MEMBER))
    assert added == replace(MEMBER, id=added.id)
    for question in (
        lambda tx: tx.members.get(added.id),
        lambda tx: tx.members.find("W", "U1"),
        lambda tx: tx.members.all("W")[0],
    ):
        assert await store.read(question) == added


async def test_a_member_is_added_once(store: Store) -> None:
    await store.decide(add_workspace)
    await store.decide(add_member)
    with pytest.raises(ValueError, match="marta"):
        await store.decide(add_member)


async def test_a_member_is_saved_whole_or_was_never_there(store: Store) -> None:
    await store.decide(add_workspace)
    plain = await store.decide(add_member)
    changed = replace(MEMBER, id=plain.id)
    await store.decide(lambda tx: tx.members.save(changed))
    assert await store.read(lambda tx: tx.members.get(plain.id)) == changed
    with pytest.raises(LookupError):
        await store.decide(lambda tx: tx.members.save(replace(changed, id=plain.id + 1, platform_id="U2")))


async def test_members_are_found_by_name_without_regard_to_case(store: Store) -> None:
    def names(tx: Transaction) -> list[list[str]]:
        add_workspace(tx)
        add_workspace(tx, "V")
        tx.members.add(MEMBER)
        tx.members.add(replace(MEMBER, workspace_id="V"))
        asked = ("öykü STRASSE", "ÖYKÜ straße", "Oyku Strasse")
        return [[member.workspace_id for member in tx.members.named("W", name)] for name in asked]

    assert await store.decide(names) == [["W"], ["W"], []]


async def test_admins_are_named_longest_there_first(store: Store) -> None:
    def add(tx: Transaction) -> list[Member]:
        add_workspace(tx)
        add_workspace(tx, "V")
        add_member(tx, "li", "V", is_admin=True)
        add_member(tx, "app", is_admin=True, is_app=True)
        found = [add_member(tx, name, is_admin=name != "jonas") for name in ("marta", "jonas", "ana")]
        return [one for one in found if one.is_admin]

    admins = await store.decide(add)
    assert await store.read(lambda tx: tx.members.admins("W")) == admins
    assert [one.platform_id for one in admins] == ["marta", "ana"]


async def test_somebody_is_found_by_what_they_are_called(store: Store) -> None:
    def add(tx: Transaction) -> None:
        for workspace_id in ("W", "V"):
            add_workspace(tx, workspace_id)
            for person in ("Ana Sousa", "Ana", "Anabel Cruz", "ana!", "Ana Maria Dias", "Åsa Strand"):
                tx.members.add(Member(0, workspace_id, f"U-{person[::-1]}", person))

    await store.decide(add)

    async def called(name: str) -> list[str]:
        found = await store.read(lambda tx: tx.members.called("W", name))
        return [one.name for one in found]

    assert await called("ANA") == ["Ana Sousa", "Ana Maria Dias"]
    assert await called("åsa") == ["Åsa Strand"]
    assert await called("u-ANA") == ["Ana"]
    assert await called("Ana Maria") == await called("") == await called("Sousa") == []


async def test_a_team_comes_back_whole(store: Store) -> None:
    def add(tx: Transaction) -> Team:
        add_workspace(tx)
        tx.conversations.put(PLACE)
        add_member(tx)
        return tx.teams.add(TEAM)

    added = await store.decide(add)
    assert added == replace(TEAM, id=added.id)
    assert await store.read(lambda tx: tx.teams.get(added.id)) == added


async def test_a_team_is_saved_whole_or_was_never_there(store: Store) -> None:
    team = await store.decide(add_front_desk)
    changed = replace(TEAM, id=team.id, conversation_id=team.conversation_id)
    await store.decide(lambda tx: tx.teams.save(changed))
    assert await store.read(lambda tx: tx.teams.get(team.id)) == changed
    with pytest.raises(LookupError):
        await store.decide(lambda tx: tx.teams.save(replace(changed, id=team.id + 1)))


async def test_a_conversation_has_one_team_until_it_ends(store: Store) -> None:
    team = await store.decide(add_front_desk)
    with pytest.raises(ValueError, match="has a team"):
        await store.decide(lambda tx: tx.teams.add(team))
    await store.decide(lambda tx: tx.teams.save(replace(team, ended_at=AT)))
    assert await store.read(lambda tx: tx.teams.of_conversation(team.conversation_id)) is None
    next_team = await store.decide(lambda tx: tx.teams.add(team))
    assert await store.read(lambda tx: tx.teams.of_conversation(team.conversation_id)) == next_team


async def test_teams_are_listed_oldest_first_without_those_that_ended(store: Store) -> None:
    def add(tx: Transaction) -> list[Team]:
        add_workspace(tx)
        add_workspace(tx, "V")
        add_team(tx, "Returns", ended_at=AT)
        return [add_team(tx, "Till"), add_team(tx, "Bar", "V"), add_team(tx, "Bell desk")]

    till, bar, bell = await store.decide(add)
    assert await store.read(lambda tx: tx.teams.all()) == [till, bar, bell]
    assert await store.read(lambda tx: tx.teams.all("W")) == [till, bell]
    assert await store.read(lambda tx: tx.teams.named("W", "bell DESK")) == bell
    assert await store.read(lambda tx: tx.teams.named("W", "bar")) is None
    assert await store.read(lambda tx: tx.teams.named("W", "returns")) is None


async def test_due_teams_bring_their_last_lesson(store: Store) -> None:
    def plan(tx: Transaction) -> None:
        add_workspace(tx)
        team = add_team(tx, "Till", due_at=AT, round=2)
        weeks = [Week(2026, 52).plus(number) for number in range(4)]
        planned, skipped = LessonState.PLANNED, LessonState.SKIPPED
        tx.lessons.put(
            [
                Lesson(team.id, weeks[0], 1, planned, AT, "look-up/old"),
                Lesson(team.id, weeks[3], 2, skipped, AT, "look-up/c", reason="paused"),
                Lesson(team.id, weeks[1], 2, planned, AT, "look-up/a"),
                Lesson(team.id, weeks[2], 2, planned, AT, "look-up/b"),
            ]
        )
        add_team(tx, "New", due_at=AT - HOUR)
        add_team(tx, "Later", due_at=AT + HOUR)
        add_team(tx, "Ended", due_at=AT, ended_at=AT)
        add_team(tx, "Never")

    await store.decide(plan)
    new, till = await store.read(lambda tx: tx.teams.due(AT, 10))
    assert (new.team.name, new.last, new.place) == ("New", None, None)
    assert till.team.name == "Till"
    assert till.last is not None
    assert (till.last.week, till.last.state, till.last.tip_id) == (
        Week(2027, 2),
        LessonState.SKIPPED,
        "look-up/c",
    )
    assert [one.team.name for one in await store.read(lambda tx: tx.teams.due(AT, 1))] == ["New"]


async def test_a_due_team_and_its_lesson_come_back_whole(store: Store) -> None:
    team = await store.decide(add_front_desk)
    whole = replace(TEAM, id=team.id, conversation_id=team.conversation_id, ended_at=None)
    lesson = replace(LESSON, team_id=team.id)

    def save(tx: Transaction) -> None:
        tx.teams.save(whole)
        tx.teams.look_at(team.id, AT)
        tx.lessons.put([lesson])

    await store.decide(save)
    (due,) = await store.read(lambda tx: tx.teams.due(AT, 10))
    assert (due.team, due.last, due.changed_at) == (whole, lesson, {team.id: whole.changed_at})
    assert due.last is not None
    assert due.last.week == WEEK


async def test_when_to_look_next_is_set_for_many(store: Store) -> None:
    def add(tx: Transaction) -> list[int]:
        add_workspace(tx)
        return [add_team(tx, f"Team {number}", due_at=AT).id for number in range(4)]

    first, second, third, fourth = await store.decide(add)

    def look(tx: Transaction) -> None:
        tx.teams.look_at(first, None)
        tx.lessons.plan([Look([second, fourth], [], AT + HOUR)])

    def due(tx: Transaction, at: datetime) -> list[int]:
        return [team_id for one in tx.teams.due(at, 10) for team_id in one.changed_at]

    await store.decide(look)
    assert await store.read(lambda tx: due(tx, AT)) == [third]
    assert await store.read(lambda tx: due(tx, AT + HOUR)) == [third, second, fourth]


async def test_the_next_look_is_the_first_after_an_instant(store: Store) -> None:
    def add(tx: Transaction) -> None:
        add_workspace(tx)
        add_team(tx, "Till", due_at=AT + 3 * HOUR)
        add_team(tx, "Bar", due_at=AT, summary_due_at=AT + 2 * HOUR)
        add_team(tx, "Ended", due_at=AT + HOUR, ended_at=AT)

    await store.decide(add)
    looks = await store.read(lambda tx: [tx.teams.next_look_at(AT + hours * HOUR) for hours in range(4)])
    assert looks == [AT + 2 * HOUR, AT + 2 * HOUR, AT + 3 * HOUR, None]
