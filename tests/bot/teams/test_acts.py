"""Leading a team: its pause, its days to skip, its plan, its end; an admin's view; who comes and goes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.actions import (
    ChooseTeam,
    ListTeams,
    OpenPause,
    OpenSkipDays,
    OpenTeamPause,
    PauseTeam,
    ResumeTeam,
    ShowAudit,
    ShowPlan,
    ShowStopped,
    ShowSummary,
    SkipDays,
    StopTeam,
)
from bot.cards import Card, Form, Reply
from bot.models import Membership
from bot.ports import Person
from bot.teams import comings
from tests.world import MONDAY, World, press, text_of

PAUSED = "Front desk is paused until Tuesday 8 December. Nothing is lost: it goes on from here."
DAY = date(2026, 12, 8)


def labels(reply: Reply) -> list[str]:
    assert isinstance(reply, Card)
    return [button.label for button in reply.buttons()]


def keys(world: World, place: str = "front-desk") -> list[str]:
    return [post.key for post in world.chat.posts if post.place == place]


async def membership(world: World, who: str) -> Membership | None:
    found = await world.read(lambda tx: tx.teams.memberships(world.team_id))
    return next((one for one, member in found if member.platform_id == who), None)


async def test_the_team_pauses_and_goes_on_by_itself(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    form = await world.say("priya", "pause team")
    assert isinstance(form, Form)
    assert form.submit == PauseTeam(1)
    assert "Front desk, for all 9 people." in text_of(form)
    assert text_of(await world.act("priya", PauseTeam(1, DAY))).startswith(PAUSED)
    await world.advance(MONDAY + timedelta(days=16))
    assert keys(world) == ["tip/2026-W50/team-1"]
    await world.close()


async def test_without_a_day_it_pauses_until_resumed(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    paused = await world.act("priya", PauseTeam(1))
    assert "The team is paused until somebody resumes it." in text_of(paused)
    await world.advance(MONDAY + timedelta(days=20))
    assert keys(world) == []
    assert press(paused, "Resume the team") == ResumeTeam(1)
    assert text_of(await world.act("priya", ResumeTeam(1))).startswith("Front desk goes on.")
    await world.advance(MONDAY + timedelta(days=23))
    assert keys(world) == ["tip/2026-W51/team-1"]
    await world.close()


async def test_a_pause_delivered_again_after_resuming_pauses_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", PauseTeam(1), "press-1")
    await world.act("priya", ResumeTeam(1), "press-2")
    assert "goes on" not in text_of(await world.act("priya", PauseTeam(1), "press-1"))
    assert (await world.team()).paused_at is None
    await world.close()


async def test_pausing_until_a_day_gone_by_is_said_at_the_field(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    reply = await world.act("priya", PauseTeam(1, date(2026, 11, 1)))
    assert isinstance(reply, Form)
    assert reply.errors == {"until_on": "Choose a day from tomorrow on, within a year."}
    assert (await world.team()).paused_at is None
    await world.close()


async def test_pause_alone_is_always_mine(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    reply = await world.say("priya", "pause")
    assert isinstance(reply, Form)
    assert reply.title == "Pause, only for you"
    again = await world.say("priya", "pause front desk")
    assert isinstance(again, Form)
    assert text_of(again) == text_of(await world.act("priya", OpenPause(unread=True)))
    await world.close()


async def test_days_to_skip_are_kept_and_seen_in_the_plan(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    said = text_of(await world.act("priya", SkipDays(1, "2026-11-20, 2026-12-01..2026-12-02")))
    assert said.startswith("2 days are skipped.")
    assert "Tuesday 1 December: nothing, a day to skip" in said
    form = await world.act("priya", OpenSkipDays(1))
    assert isinstance(form, Form)
    assert form.values == {"days": "2026-12-01, 2026-12-02"}
    await world.advance(MONDAY + timedelta(days=10))
    assert [key for key in keys(world) if "tip" in key] == ["tip/2026-W48/team-1"]
    assert text_of(await world.act("priya", SkipDays(1, ""))).startswith("No days are skipped.")
    assert (await world.team()).skip_on == ()
    await world.close()


@pytest.mark.parametrize("days", ["christmas", "2026-12-24..", "2027-01-01..2026-12-24"])
async def test_days_that_cannot_be_read_come_back_at_the_field(tmp_path: Path, days: str) -> None:
    world = await World.make(tmp_path)
    reply = await world.act("priya", SkipDays(1, days))
    assert isinstance(reply, Form)
    assert set(reply.errors) == {"days"}
    assert reply.values == {"days": days}
    assert (await world.team()).skip_on == ()
    await world.close()


async def test_stopping_a_team_asks_first_and_ends_it(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    asked = await world.say("priya", "stop team")
    assert text_of(asked).startswith("Stop Front desk for good?")
    assert press(asked, "Stop the team") == StopTeam(1)
    for _ in range(2):
        stopped = await world.act("priya", StopTeam(1), "press-1")
        assert text_of(stopped).startswith("Front desk has stopped. Nothing more is sent for it.")
    await world.advance(MONDAY + timedelta(days=10))
    assert world.chat.posts == []
    said = text_of(await world.act("priya", ShowPlan(1)))
    assert said.startswith("I can't find that any more.")
    await world.close()


async def test_only_who_led_it_sees_that_a_team_has_stopped(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", StopTeam(1))
    assert "has stopped" in text_of(await world.act("sam", ShowStopped(1)))
    assert "has stopped" not in text_of(await world.act("marta", ShowStopped(1)))
    assert text_of(await world.act("sam", ShowStopped(7))).startswith("I can't find that any more.")
    await world.close()


async def test_with_several_teams_it_is_asked_which(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.add_team("phones", "Phones", ["marta", "priya"], managers=["priya"])
    asked = await world.say("priya", "summary 2026-W47")
    assert labels(asked) == ["Front desk", "Phones"]
    assert press(asked, "Phones") == ShowSummary(2, "2026-W47")
    assert "What Phones gets next" in text_of(await world.say("priya", "plan phones"))
    assert "What Phones gets next" in text_of(await world.say("priya", "plan", where="phones"))
    assert text_of(await world.say("priya", "plan nowhere")).startswith("None of your teams has that name.")
    await world.close()


async def test_an_admin_leads_all_teams_but_sees_no_summary(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.add_team("phones", "Phones", ["marta", "priya"], managers=["priya"])
    assert labels(await world.say("sam", "plan")) == ["Front desk", "Phones"]
    assert text_of(await world.say("sam", "summary")).startswith("Only a manager of this team can do that.")
    assert text_of(await world.say("marta", "plan")).startswith("Only a manager of the team or an admin")
    await world.close()


async def test_choosing_a_team_for_a_made_up_word_is_refused(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    assert "came back broken" in text_of(await world.act("priya", ChooseTeam("explode")))
    await world.close()


async def test_many_teams_are_offered_in_rows_of_three(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    for n in range(10):
        await world.add_team(f"room-{n}", f"Room number {n} of the big house", ["marta"], managers=["priya"])
    asked = await world.say("priya", "plan")
    assert len(labels(asked)) == 9
    assert all(len(label) <= 24 for label in labels(asked))
    assert "write its name behind the word" in text_of(asked)
    await world.close()


async def test_teams_and_the_audit_log(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", PauseTeam(1, DAY))
    assert "Front desk: paused until Tuesday 8 December" in text_of(await world.act("sam", ListTeams()))
    log = text_of(await world.act("sam", ShowAudit())).splitlines()
    assert log[2] == "Monday 23 November, 09:00: team paused, Front desk, by Priya"
    assert log[-3].endswith("team set up, Front desk, by the operator")
    await world.close()


async def test_every_act_on_a_team_is_in_the_log(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", PauseTeam(1, DAY))
    await world.act("priya", ResumeTeam(1))
    await world.act("priya", SkipDays(1, "2026-12-24"))
    await world.act("priya", StopTeam(1))
    await world.act("priya", OpenTeamPause(1))
    acts = await world.read(lambda tx: tx.audit.of_workspace("local"))
    priya = await world.read(lambda tx: tx.members.find("local", "priya"))
    assert priya is not None
    assert [act.name for act in acts if act.member_id == priya.id] == [
        "team stopped",
        "days to skip changed",
        "team resumed",
        "team paused",
    ]
    await world.close()


async def test_who_comes_into_the_channel_joins_and_hears_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    now, zoe = world.clock.now(), Person("zoe", "Zoe", "Europe/Lisbon")
    for _ in range(2):
        await world.decide(lambda tx: comings.joined(tx, "local", "front-desk", zoe, now))
    await world.tick()
    found = await membership(world, "zoe")
    assert found is not None
    assert (found.joined_at, found.left_at) == (now, None)
    assert world.chat.posts == []
    await world.close()


async def test_an_app_in_the_channel_is_no_member(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    robot = Person("robot", "Robot", is_app=True)
    await world.decide(lambda tx: comings.joined(tx, "local", "front-desk", robot, world.clock.now()))
    assert await membership(world, "robot") is None
    await world.close()


async def test_who_leaves_the_channel_leaves_the_team_but_a_manager_stays(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    now = world.clock.now()
    for who in ("marta", "priya", "nobody"):
        await world.decide(
            partial(comings.left, workspace_id="local", room="front-desk", platform_id=who, now=now)
        )
    gone, stays = await membership(world, "marta"), await membership(world, "priya")
    assert gone is not None
    assert stays is not None
    assert gone.left_at == now
    assert (stays.left_at, stays.manages, stays.in_channel) == (None, True, False)
    await world.decide(lambda tx: comings.left(tx, "local", "no-such-room", "jonas", now))
    await world.close()


async def test_who_comes_back_is_in_again(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    now, later = world.clock.now(), world.clock.now() + timedelta(days=1)
    person = Person("marta", "Marta", "Europe/Lisbon")
    await world.decide(lambda tx: comings.left(tx, "local", "front-desk", "marta", now))
    await world.decide(lambda tx: comings.joined(tx, "local", "front-desk", person, later))
    found = await membership(world, "marta")
    assert found is not None
    assert (found.joined_at, found.left_at) == (later, None)
    await world.close()
