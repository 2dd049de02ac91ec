"""Short ways to thank, and to look at what came of it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.actions import GiveKudos, KudosAction
from bot.cards import Form, Reply
from bot.coach import Actor
from bot.models import DeliveryState, Gift, Member
from tests.world import World

REASON = "Stayed with the family until the room was ready"
_SOON = timedelta(seconds=5)
_nonces = (f"n{number}" for number in itertools.count())


async def give(
    world: World,
    giver: str = "marta",
    *receivers: str,
    reason: str = REASON,
    behaviour: str = "",
    where: str = "team",
    nonce: str | None = None,
    at: str | None = "front-desk",
) -> Reply:
    """Sends the form; each time another one unless a nonce is given."""
    people = receivers or ("jonas",)
    action = GiveKudos(nonce or next(_nonces), people=people, reason=reason, behaviour=behaviour, where=where)
    return await world.act(giver, action, where=at)


def errors(reply: Reply) -> dict[str, str]:
    assert isinstance(reply, Form)
    return dict(reply.errors)


async def member(world: World, name: str) -> Member:
    found = await world.read(lambda tx: tx.members.find("local", name))
    assert found is not None
    return found


async def change(world: World, who: str, **values: Any) -> Member:
    """Changes what is stored of somebody."""
    changed = replace(await member(world, who), **values)
    await world.decide(lambda tx: tx.members.save(changed))
    return changed


async def latest(world: World, giver: str = "marta") -> Gift:
    giver_id = (await member(world, giver)).id
    gift = await world.read(lambda tx: tx.gifts.latest(giver_id))
    assert gift is not None
    return gift


async def count_gifts(world: World) -> int:
    """All that were ever stored."""
    found = 0
    while await world.read(lambda tx: tx.gifts.get(found + 1)) is not None:  # noqa: B023 - asked at once
        found += 1
    return found


async def owed(world: World) -> dict[str, DeliveryState]:
    """What was owed for thanks, and what became of it."""
    found = await world.read(lambda tx: tx.deliveries.find())
    return {one.key: one.state for one in found if "kudos" in one.kind or one.kind == "round-up"}


async def settle(world: World) -> None:
    """Lets edits look again whether their post is known."""
    world.clock.at += _SOON
    await world.tick()


async def decide_only(world: World, who: str, action: KudosAction) -> object:
    """The act alone: nothing is sent by it."""
    actor, now = Actor("local", who, who.capitalize(), "front-desk"), world.clock.now()
    return await world.decide(lambda tx: world.coach.act(tx, actor, f"{who}-{action.verb}", action, now))
