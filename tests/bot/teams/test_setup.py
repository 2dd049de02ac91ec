"""Setting a team up in chat: the form and its errors, what is shown before anything is posted, the hello."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import teams
from bot.actions import (
    ChangeTeam,
    OpenChange,
    OpenSetup,
    PreviewHello,
    SayHello,
    SendFirstIdea,
    SetUpTeam,
    ShowSetUp,
)
from bot.cards import Form, PlaceField, Reply, Value
from bot.codec import fill
from bot.models import Conversation, ConversationKind, DeliveryWay, Team
from bot.ports import Person, Transaction
from tests.world import MONDAY, World, press, text_of

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
PHONES = ("marta", "jonas", "li", "ana", "tunde", "ines", "sam")


async def make(tmp_path: Path, at: datetime = MONDAY) -> World:
    """The front desk, and a channel #phones without a team."""
    world = await World.make(tmp_path, at=at)

    def more(tx: Transaction) -> None:
        tx.conversations.put(Conversation(0, "local", "phones", ConversationKind.CHANNEL, "phones"))
        teams.know_person(tx, "local", Person("bot", "Bot", is_app=True), at)

    await world.decide(more)
    return world


def sent(values: Mapping[str, Value], **changes: Value) -> dict[str, Any]:
    """A form's values as a platform sends them back."""
    filled: dict[str, Any] = {**values, **changes}
    return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in filled.items()}


async def set_up(world: World, **changes: Value) -> Reply:
    form = await world.act("sam", OpenSetup("phones"))
    assert isinstance(form, Form)
    return await world.act("sam", fill(form.submit, sent(form.values, **changes)))


async def phones(world: World, people: tuple[str, ...] = PHONES, **changes: Value) -> Team:
    """The team, set up, with its channel's people followed."""
    await set_up(world, **changes)

    def follow(tx: Transaction) -> Team:
        team = tx.teams.get(2)
        assert team is not None
        teams.follow_channel(tx, team, people, world.clock.now())
        return team

    return await world.decide(follow)


async def logged(world: World) -> list[str]:
    acts = await world.read(lambda tx: tx.audit.of_workspace("local"))
    return [act.name for act in acts if act.member_id is not None]


async def test_the_form_is_filled_in(tmp_path: Path) -> None:
    world = await make(tmp_path)
    form = await world.act("sam", OpenSetup("phones"))
    assert isinstance(form, Form)
    assert form.values["channel"] == "phones"
    assert form.values["name"] == "Phones"
    assert form.values["managers"] == ("sam",)
    assert (form.values["weekday"], form.values["at"]) == ("tue", time(10))
    assert form.values["zone"] == "Europe/Lisbon"
    assert {field.name for field in form.fields} == set(form.values)
    assert form.more == 5
    await world.close()


async def test_typed_in_a_channel_it_is_about_that_channel(tmp_path: Path) -> None:
    world = await make(tmp_path)
    form = await world.say("sam", "setup", where="phones")
    assert isinstance(form, Form)
    assert form.values["channel"] == "phones"
    await world.close()


def offered(form: Form) -> set[str]:
    return {
        one.platform_id for field in form.fields if isinstance(field, PlaceField) for one in field.offered
    }


async def test_channels_without_a_team_are_offered_and_to_change_a_team_its_own(tmp_path: Path) -> None:
    world = await make(tmp_path)
    setup, change = await world.act("sam", OpenSetup()), await world.act("priya", OpenChange(1))
    assert isinstance(setup, Form)
    assert isinstance(change, Form)
    assert offered(setup) == {"phones"}
    assert offered(change) == {"phones", "front-desk"}
    assert change.values["channel"] == "front-desk"
    await world.close()


@pytest.mark.parametrize(("typed", "kept"), [("#phones", "phones"), ("#nowhere", "#nowhere")])
async def test_a_form_shown_again_has_the_channel_that_was_meant(
    tmp_path: Path, typed: str, kept: str
) -> None:
    world = await make(tmp_path)
    form = await world.act("sam", SetUpTeam(channel=typed, zone="Mars"))
    assert isinstance(form, Form)
    assert form.values["channel"] == kept
    await world.close()


async def test_nothing_is_posted_before_somebody_says_so(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world)
    card = text_of(await world.act("sam", ShowSetUp(2)))
    assert card.startswith("Phones is set up: 7 people, 1 manager.")
    assert "First: a hello in #phones." in card
    assert "Tuesday 24 November: Know what you need to know. Its question: Thursday 26 November" in card
    assert world.chat.posts == []
    assert await logged(world) == ["manager added", "team added"]
    await world.close()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"channel": "#nowhere"}, {"channel": "I'm not in that channel. Invite me there, then try again."}),
        ({"channel": ""}, {"channel": "I'm not in that channel. Invite me there, then try again."}),
        (
            {"channel": "front-desk"},
            {"channel": "That channel has a team already. Choose another channel, or change that team."},
        ),
        ({"name": "front DESK"}, {"name": "There is a team of that name already. Give this one another."}),
        ({"name": "x" * 61}, {"name": "Write a name of 1 to 60 characters."}),
        ({"zone": "Lisbon"}, {"zone": "I don't know that time zone. Write one such as Europe/Lisbon."}),
        ({"weekday": "someday"}, {"weekday": "Choose a day."}),
        ({"hours": "17-9"}, {"hours": "Write when work begins and ends, for example 9:00-17:00."}),
        ({"working_days": ()}, {"working_days": "Choose at least one working day."}),
        ({"quiz_after": "9"}, {"quiz_after": "Choose one of these."}),
        ({"delivery": "pigeon"}, {"delivery": "Choose one of these."}),
        ({"first": "no-series"}, {"first": "Choose one of these."}),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    tmp_path: Path, changes: dict[str, Value], wrong: dict[str, str]
) -> None:
    world = await make(tmp_path)
    reply = await set_up(world, **changes)
    assert isinstance(reply, Form)
    assert reply.errors == wrong
    assert {name: reply.values[name] for name in changes} == changes
    assert len(await world.read(lambda tx: tx.teams.all("local"))) == 1
    await world.close()


@pytest.mark.parametrize("managers", [(), ("bot",), ("nobody",), ("sam", "nobody")])
async def test_managers_are_people_of_the_workspace(tmp_path: Path, managers: tuple[str, ...]) -> None:
    world = await make(tmp_path)
    reply = await set_up(world, managers=managers)
    assert isinstance(reply, Form)
    assert set(reply.errors) == {"managers"}
    await world.close()


async def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    world = await make(tmp_path)
    action = SetUpTeam(channel="#nowhere", zone="Mars")
    reply = await world.act("sam", action)
    assert isinstance(reply, Form)
    assert set(reply.errors) == {"channel", "managers", "weekday", "at", "zone", "working_days"}
    await world.close()


async def test_two_channels_of_a_name_are_not_guessed_between(tmp_path: Path) -> None:
    world = await make(tmp_path)
    other = Conversation(0, "local", "other", ConversationKind.CHANNEL, "phones")
    await world.decide(lambda tx: tx.conversations.put(other))
    reply = await set_up(world, channel="#phones")
    assert isinstance(reply, Form)
    assert reply.errors["channel"].startswith("More than one channel has that name.")
    await world.close()


async def test_pressed_twice_it_is_one_team_and_the_same_card(tmp_path: Path) -> None:
    world = await make(tmp_path)
    form = await world.act("sam", OpenSetup("phones"))
    assert isinstance(form, Form)
    action = fill(form.submit, sent(form.values))
    first = await world.act("sam", action, "press-1")
    assert text_of(await world.act("sam", action, "press-1")) == text_of(first)
    assert len(await world.read(lambda tx: tx.teams.all("local"))) == 2
    taken = await world.act("sam", action, "press-2")
    assert isinstance(taken, Form)
    assert set(taken.errors) == {"channel", "name"}
    await world.close()


async def test_the_first_series_comes_first(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await set_up(world, first="retrain-your-brain")
    team = await world.read(lambda tx: tx.teams.get(2))
    assert team is not None
    assert team.series[0] == "retrain-your-brain"
    assert sorted(team.series) == sorted(world.coach.library.programmes[0].series)
    await world.close()


async def test_the_preview_is_the_hello_and_posts_nothing(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world)
    preview = text_of(await world.act("sam", PreviewHello(2)))
    assert "Sam added me. Once a week I bring one small idea" in preview
    assert world.chat.posts == []
    await world.act("sam", SayHello(2))
    assert "Sam added me. Once a week I bring one small idea" in world.said("phones")[0]
    await world.close()


async def test_hello_names_who_added_it_and_is_said_once(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world)
    for _ in range(3):
        assert "The hello is in #phones." in text_of(await world.act("sam", SayHello(2)))
        await world.tick()
    (hello,) = world.chat.posts
    assert hello.card.push == ("Sam added Kindling to #phones: one short idea a week about caring service.")
    said = world.said("phones")[0]
    assert "Sam sees the team as a whole, in words, and never fewer than five people." in said
    assert "Tuesday around 10:00: one idea, a minute to read" in said
    assert "Thursday: one question on it, if you like" in said
    assert "Nobody is told." in said
    assert (await logged(world)).count("hello asked for") == 1
    await world.close()


async def test_hello_to_a_small_team_says_that_no_answers_are_shown(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world, ("marta", "jonas", "li", "ana", "sam"))
    await world.act("sam", SayHello(2))
    assert "Sam included: in a team of 4 I show no answers at all." in world.said("phones")[0]
    await world.close()


async def test_hello_with_two_managers_and_no_question(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world, managers=("sam", "priya"), quiz_after="off")
    await world.act("sam", SayHello(2))
    said = world.said("phones")[0]
    assert "Sam and Priya see the team as a whole" in said
    assert "one question on it" not in said
    await world.close()


async def test_hello_waits_for_working_hours(tmp_path: Path) -> None:
    world = await make(tmp_path, MONDAY.replace(hour=22))
    await phones(world)
    assert "on Tuesday 24 November at 09:00" in text_of(await world.act("sam", SayHello(2)))
    assert world.chat.posts == []
    await world.advance(TUESDAY.replace(hour=9))
    assert [post.key for post in world.chat.posts] == ["hello/2"]
    await world.close()


async def test_the_first_idea_now_brings_the_hello_and_is_this_weeks(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world)
    said = text_of(await world.act("sam", SendFirstIdea(2)))
    assert said.startswith("This week's idea is out: Know what you need to know.")
    await world.advance(MONDAY + timedelta(days=8, hours=2))
    keys = [post.key for post in world.chat.posts if post.place == "phones"]
    assert keys == ["hello/2", "tip/2026-W48/team-2", "quiz/2026-W48/team-2", "tip/2026-W49/team-2"]
    quiz = next(post for post in world.chat.posts if post.key == "quiz/2026-W48/team-2")
    assert quiz.at == datetime(2026, 11, 25, 10, tzinfo=UTC)
    await world.close()


async def test_the_first_idea_is_not_sent_twice_in_a_week(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world)
    for _ in range(2):
        await world.act("sam", SendFirstIdea(2))
    world.clock.at = TUESDAY + timedelta(hours=3)
    await world.tick()
    assert "This week's idea is out" in text_of(await world.act("sam", SendFirstIdea(2)))
    assert [post.key for post in world.chat.posts if "tip" in post.key and post.place == "phones"] == [
        "tip/2026-W48/team-2"
    ]
    assert (await logged(world)).count("first idea asked for") == 1
    await world.close()


async def test_no_first_idea_where_the_week_has_no_working_hour_left(tmp_path: Path) -> None:
    world = await make(tmp_path, datetime(2026, 11, 28, 12, tzinfo=UTC))
    await phones(world)
    said = text_of(await world.act("sam", SendFirstIdea(2)))
    assert said.startswith("No working hour is left this week. The first idea comes on Tuesday 1 December.")
    assert world.chat.posts == []
    await world.close()


async def test_at_the_first_slot_the_hello_goes_first(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await phones(world)
    await world.advance(TUESDAY)
    assert [post.key for post in world.chat.posts if post.place == "phones"] == [
        "hello/2",
        "tip/2026-W48/team-2",
    ]
    await world.advance(TUESDAY + timedelta(days=7))
    assert sum(post.key == "hello/2" for post in world.chat.posts) == 1
    await world.close()


async def test_change_keeps_what_the_form_says(tmp_path: Path) -> None:
    world = await make(tmp_path)
    form = await world.act("priya", OpenChange(1))
    assert isinstance(form, Form)
    values = sent(
        form.values,
        channel="#phones",
        managers=("jonas",),
        weekday="wed",
        name="Desk",
        delivery="direct",
        quiz_after="off",
        hours="8:00-16:30",
    )
    said = text_of(await world.act("priya", fill(form.submit, values)))
    assert said.startswith("Desk is changed.")
    team = await world.team()
    room = await world.read(lambda tx: tx.conversations.get(team.conversation_id))
    assert room is not None
    assert room.name == "phones"
    assert (team.name, team.delivery, team.timetable.weekday) == ("Desk", DeliveryWay.DIRECT, 2)
    assert (team.timetable.quiz_after, team.timetable.work_until) == (None, time(16, 30))
    assert await logged(world) == ["manager removed", "manager added", "team changed"]
    assert [one.platform_id for one in await world.read(lambda tx: teams.managers(tx, team))] == ["jonas"]
    await world.close()


async def test_changing_nothing_is_no_change(tmp_path: Path) -> None:
    world = await make(tmp_path)
    before = await world.team()
    form = await world.act("priya", OpenChange(1))
    assert isinstance(form, Form)
    await world.act("priya", fill(form.submit, sent(form.values)))
    assert await world.team() == before
    assert await logged(world) == []
    await world.close()


async def test_a_wrong_change_stores_nothing(tmp_path: Path) -> None:
    world = await make(tmp_path)
    before = await world.team()
    reply = await world.act("priya", ChangeTeam(1, channel="#phones", zone="Mars", managers=("priya",)))
    assert isinstance(reply, Form)
    assert isinstance(reply.submit, ChangeTeam)
    assert await world.team() == before
    await world.close()


async def test_buttons_after_set_up_lead_on(tmp_path: Path) -> None:
    world = await make(tmp_path)
    card = await set_up(world)
    assert press(card, "Say hello now") == SayHello(2)
    assert press(card, "Send the first idea now") == SendFirstIdea(2)
    assert press(card, "See it first") == PreviewHello(2)
    assert press(card, "Change") == OpenChange(2)
    await world.close()
