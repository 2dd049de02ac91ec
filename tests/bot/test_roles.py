"""Each act by each role: allowed, or refused with its sentence and nothing changed."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import MISSING, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import pytest_asyncio

from bot import actions, teams
from bot.actions import Action, GiveKudos, ThankByReaction
from bot.coach import Actor
from bot.errors import NotAllowed, NotInTeam, Refusal
from bot.messages import translator
from bot.messages.talk import refusal_card
from bot.models import Team, Week
from bot.ports import Person, Transaction
from bot.roles import ALLOWED, Role
from tests.bot.roles_page import PAGE, roles_page, what_it_does
from tests.world import MONDAY, World, text_of

KINDS: tuple[type[Any], ...] = get_args(Action)
GIVEN: dict[str, object] = {
    "team_id": 1,
    "quiz_id": 1,
    "gift_id": 1,
    "small_id": 1,
    "stopped_id": 1,
    "week": Week(2026, 48),
    "round": 1,
    "then": "again",
    "yes": True,
    "choices": ("face-him",),
    "after": "caller-waiting",
    "question_id": "caller-waiting",
    "nonce": "n1",
    "letter": "a",
    "how": "keep",
    "word": "plan",
    "period": "2026-W47",
    "weekday": 2,
    "hour": 10,
    "monthly": True,
}
MAY: dict[Role, set[str]] = {
    Role.ANYONE: {"zoe", "marta", "priya", "ada"},
    Role.MEMBER: {"marta", "priya"},
    Role.MANAGER: {"priya"},
    Role.LEADER: {"priya", "ada"},
    Role.ADMIN: {"ada"},
}
WHY: dict[Role, dict[str, Refusal]] = {
    Role.MEMBER: dict.fromkeys(("zoe", "ada"), NotInTeam()),
    Role.MANAGER: {"zoe": NotInTeam(), "ada": NotInTeam(), "marta": NotAllowed("manager")},
    Role.LEADER: dict.fromkeys(("zoe", "marta"), NotAllowed("leader")),
    Role.ADMIN: dict.fromkeys(("zoe", "marta", "priya"), NotAllowed("admin")),
}
LOOKS_FURTHER = {actions.ChooseTeam, actions.ShowStopped}
"""Open to all by the table; they ask themselves whether there is a team that the actor leads."""

REFUSED = [(kind, who) for kind, role in ALLOWED.items() for who in WHY.get(role, {})]
ALLOWED_TO = [(kind, who) for kind, role in ALLOWED.items() for who in sorted(MAY[role])]


def sample(kind: type[Any]) -> Action:
    needed = [
        item.name for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING
    ]
    action: Action = kind(**{name: GIVEN[name] for name in needed})
    return action


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A week with its question posted and a gift given; zoe is in no team, ada is an admin in none."""
    made = await World.make(tmp_path_factory.mktemp("roles"))

    def know(tx: Transaction) -> None:
        for one in ("zoe", "ada"):
            person = Person(one, one.capitalize(), "Europe/Lisbon", is_admin=one == "ada")
            teams.know_person(tx, "local", person, made.clock.now())

    await made.decide(know)
    await made.advance(MONDAY + timedelta(days=3, hours=2))
    await made.act("marta", GiveKudos("n0", ("jonas",), reason="Stayed with the family until it was ready"))
    await made.decide(lambda tx: tx.teams.save(replace(_team(tx), kudos_emoji="sunflower")))
    await made.act("marta", ThankByReaction("sunflower", "front-desk", "1.1", "jonas"))
    yield made
    await made.close()


def _team(tx: Transaction) -> Team:
    team = tx.teams.get(1)
    assert team is not None
    return team


class Undone(Exception):
    """Raised to take back what an act did, so that each begins from the same."""


async def answered(world: World, kind: type[Any], who: str) -> str:
    """What `who` is answered; nothing of it is kept."""
    said: list[str] = []

    def act(tx: Transaction) -> None:
        actor = Actor("local", who, who.capitalize(), "front-desk", is_admin=who == "ada")
        said.append(
            text_of(world.coach.act(tx, actor, f"{kind.verb}/{who}", sample(kind), world.clock.now()))
        )
        raise Undone

    with pytest.raises(Undone):
        await world.decide(act)
    return said[0]


def sentence(refusal: Refusal) -> str:
    return text_of(refusal_card(translator("en"), refusal))


SENTENCES = {sentence(refusal) for role in WHY.values() for refusal in role.values()}


def stored(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Every row but those of seen identities."""
    with closing(sqlite3.connect(world.store.path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()
            for name in names
            if name != "identities"
        }


def test_every_act_has_its_role() -> None:
    assert set(ALLOWED) == set(KINDS)


def test_every_act_says_what_it_does() -> None:
    silent = [kind.__name__ for kind in KINDS if what_it_does(kind).startswith(f"{kind.__name__}(")]
    assert silent == []


def test_the_page_on_roles_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == roles_page()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("kind", "who"), REFUSED, ids=lambda one: getattr(one, "__name__", one))
async def test_refused_with_its_sentence(world: World, kind: type[Any], who: str) -> None:
    assert await answered(world, kind, who) == sentence(WHY[ALLOWED[kind]][who])


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("kind", "who"), ALLOWED_TO, ids=lambda one: getattr(one, "__name__", one))
async def test_allowed(world: World, kind: type[Any], who: str) -> None:
    if kind not in LOOKS_FURTHER:
        assert await answered(world, kind, who) not in SENTENCES


@pytest.mark.asyncio(loop_scope="module")
async def test_a_refused_act_changes_nothing(world: World) -> None:
    before = stored(world)
    for kind, who in REFUSED:
        await world.act(who, sample(kind), identity=f"kept/{kind.verb}/{who}")
    assert stored(world) == before


@pytest.mark.asyncio(loop_scope="module")
async def test_a_role_in_one_team_is_none_in_another(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.add_team("phones", "Phones", ["jonas", "li"], managers=["jonas"])
    for action in (actions.ShowSummary(1), actions.EndProgramme(1, 1, "stop")):
        assert text_of(await world.act("jonas", action)) == sentence(NotAllowed("manager"))
    for team_action in (actions.OpenChange(1), actions.PauseTeam(1), actions.StopTeam(1)):
        assert text_of(await world.act("jonas", team_action)) == sentence(NotAllowed("leader"))
    assert not teams.is_paused(await world.team(), world.clock.now())
    await world.close()
