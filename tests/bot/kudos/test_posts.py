"""Thanks on their way: what happens to them meanwhile, and what follows when they never arrive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.actions import (
    ChangeWords,
    GiveKudos,
    ShowKudos,
    UndoKudos,
)
from bot.cards import Card
from bot.errors import OutcomeUnknown, Refused, Unreachable
from bot.models import Conversation, DeliveryState, Gift, GiftPlace, Platform, Told, Workspace
from bot.outgoing import Outgoing
from bot.ports import Transaction
from bot.week.reviews import PAST_USE
from tests.bot.kudos.thanking import REASON, change, decide_only, give, latest, owed, settle
from tests.world import RecordingChat, World, text_of


@dataclass
class SlowChat(RecordingChat):
    """Calls somebody while a message is on its way."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        if self.meanwhile is not None:
            during, self.meanwhile = self.meanwhile, None
            await during()
        return await super().send(conversation, card, key, thread)


@pytest.fixture
async def slow_desk(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("tests.world.RecordingChat", SlowChat)
    return await World.make(tmp_path)  # type: ignore[arg-type]


async def test_undo_while_it_is_being_sent(slow_desk: World) -> None:
    desk, chat = slow_desk, slow_desk.chat
    assert isinstance(chat, SlowChat)
    chat.meanwhile = lambda: decide_only(desk, "marta", UndoKudos(1))
    await give(desk, "marta", "jonas")
    await settle(desk)
    assert desk.said() == []
    assert len(chat.deleted) == 1
    assert set((await owed(desk)).values()) == {DeliveryState.SENT}
    await desk.close()


async def test_other_words_while_it_is_being_sent(slow_desk: World) -> None:
    desk, chat = slow_desk, slow_desk.chat
    assert isinstance(chat, SlowChat)
    chat.meanwhile = lambda: decide_only(desk, "marta", ChangeWords(1, reason="Stayed even longer"))
    await give(desk, "marta", "jonas")
    await settle(desk)
    assert ["Stayed even longer" in said for said in desk.said()] == [True]
    await desk.close()


async def test_thanks_in_the_channel_notify_whom_they_mention_and_nothing_else_does(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await give(desk, "marta", "li", where="only")
    await settle(desk)
    assert {post.place: post.card.announces for post in desk.chat.posts} == {"front-desk": True, "@li": False}
    await desk.close()


async def test_undo_before_it_left(desk: World) -> None:
    await change(desk, "li", away_until_on=date(2026, 11, 25))
    await give(desk, "marta", "li", where="only")
    await desk.act("marta", UndoKudos(1))
    await desk.advance(datetime(2026, 11, 25, 10, tzinfo=UTC))
    assert desk.said("@li") == []
    assert await owed(desk) == {"kudos/1/3": DeliveryState.DEAD}


async def test_undo_of_a_post_whose_fate_is_unknown(desk: World) -> None:
    desk.chat.faults = [OutcomeUnknown()]
    await give(desk, "marta", "jonas")
    await desk.act("marta", UndoKudos(1))
    await settle(desk)
    states = await owed(desk)
    assert states["kudos/1"] is DeliveryState.AMBIGUOUS
    assert states["edit/kudos/1/1"] is DeliveryState.PENDING
    post = await desk.read(lambda tx: tx.deliveries.get("kudos/1"))
    assert post is not None
    found = replace(post, state=DeliveryState.SENT, message_id="77")
    await desk.decide(lambda tx: tx.deliveries.save([found]))
    await settle(desk)
    assert (await owed(desk))["edit/kudos/1/1"] is DeliveryState.SENT


async def give_unsent(world: World, *receivers: str) -> Gift:
    action = GiveKudos("unsent", people=receivers, reason=REASON)
    await decide_only(world, "marta", action)
    return await latest(world)


@pytest.mark.parametrize(
    ("code", "why"),
    [("not_in_channel", ": I am not in it"), ("is_archived", ": it was archived"), ("account_inactive", "")],
)
async def test_a_channel_that_refuses_is_said_and_each_is_told(desk: World, code: str, why: str) -> None:
    desk.chat.faults = [Unreachable(code)]
    reply = await give(desk, "marta", "jonas", "li")
    assert text_of(reply).startswith("Sent to #front-desk")
    await desk.tick()
    assert len(desk.said("@jonas")) == len(desk.said("@li")) == 1
    (said,) = desk.said("@marta")
    assert said.startswith(f"I could not post in #front-desk{why}. Sent to Jonas and Li directly instead.")
    gift = await latest(desk)
    assert gift.place is GiftPlace.UNREACHABLE
    assert {one.told for one in gift.receipts} == {Told.DIRECT}
    shown = text_of(await desk.act("marta", ShowKudos(1)))
    assert shown.startswith(f"I could not post in #front-desk{why}. Sent to Jonas and Li directly instead.")


async def test_a_message_that_is_refused_for_good_is_told_directly(desk: World) -> None:
    desk.chat.faults = [Refused("invalid_blocks")] * 5
    await give(desk, "marta", "jonas")
    await desk.advance(desk.clock.now() + timedelta(hours=3))
    assert (await owed(desk))["kudos/1"] is DeliveryState.DEAD
    assert len(desk.said("@jonas")) == 1


async def test_who_stops_before_it_is_posted_is_not_thanked_in_public(desk: World) -> None:
    gift = await give_unsent(desk, "jonas", "li")
    await change(desk, "jonas", stopped_at=desk.clock.now())
    await desk.tick()
    await desk.tick()
    assert desk.said() == desk.said("@jonas") == desk.said("@marta") == []
    assert len(desk.said("@li")) == 1
    moved = await desk.read(lambda tx: tx.gifts.get(gift.id))
    assert moved is not None
    assert moved.place is GiftPlace.DIRECTLY
    assert [one.told for one in moved.receipts] == [Told.HOME, Told.DIRECT]
    assert text_of(await desk.act("marta", ShowKudos(gift.id))).startswith("Sent to Jonas and Li directly.")


async def test_who_stops_or_leaves_before_they_are_told_is_not_told(desk: World) -> None:
    for who in ("jonas", "li"):
        await change(desk, who, away_until_on=date(2026, 11, 25))
        await give(desk, "marta", who, where="only")
    await change(desk, "jonas", stopped_at=desk.clock.now())
    await change(desk, "li", deactivated_at=desk.clock.now())
    await desk.advance(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert desk.said("@jonas") == desk.said("@li") == []
    assert set((await owed(desk)).values()) == {DeliveryState.DEAD}


async def test_an_announcement_past_its_use_waits_in_the_receivers_home(desk: World) -> None:
    gift = await give_unsent(desk, "jonas")
    post = await desk.read(lambda tx: tx.deliveries.get("kudos/1"))
    assert post is not None
    dead = replace(post, state=DeliveryState.DEAD, reason=PAST_USE)
    now = desk.clock.now()

    def lose(tx: Transaction) -> None:
        tx.deliveries.save([dead])
        desk.coach.lost(tx, dead, PAST_USE, now)

    await desk.decide(lose)
    await desk.tick()
    assert desk.chat.posts == []
    assert REASON in text_of(await desk.say("jonas", "mine"))
    kept = await desk.read(lambda tx: tx.gifts.get(gift.id))
    assert kept is not None
    assert not kept.is_public
    assert [one.told for one in kept.receipts] == [Told.HOME]


async def test_what_was_taken_back_is_told_to_nobody_when_its_post_is_lost(desk: World) -> None:
    await give_unsent(desk, "jonas")
    await decide_only(desk, "marta", UndoKudos(1))
    await desk.tick()
    assert desk.chat.posts == []
    assert await owed(desk) == {"kudos/1": DeliveryState.DEAD}


@pytest.mark.parametrize(("platform", "undo"), [(Platform.TEAMS, True), (Platform.LOCAL, False)])
async def test_on_teams_undo_stands_on_the_card(desk: World, platform: Platform, *, undo: bool) -> None:
    gift = await give_unsent(desk, "jonas")
    now = desk.clock.now()

    def labels(tx: Transaction) -> list[str]:
        tx.workspaces.put(Workspace("local", platform, "Local", now))
        post = tx.deliveries.get(f"kudos/{gift.id}")
        place = tx.conversations.get(post.conversation_id) if post is not None else None
        assert post is not None
        assert place is not None
        composed = desk.coach.compose(tx, post, place, now)
        assert isinstance(composed, Outgoing)
        return [button.label for button in composed.card.buttons()]

    assert ("Undo" in await desk.decide(labels)) is undo


async def test_the_first_direct_thanks_offer_privacy_and_tell_how(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await give(desk, "marta", "jonas", where="only")
    await give(desk, "ana", "jonas", where="only")
    first, second = desk.said("@jonas")
    assert "Like thanks in private, always?" in first
    assert "kudos @name for what you saw" in first
    assert "Like thanks in private" not in second
