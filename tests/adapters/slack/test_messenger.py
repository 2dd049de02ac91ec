"""What is Slack's own about posting: how a post is marked and found again, where it goes, what refuses it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from adapters.pace import Windows
from adapters.sealing import Signer
from adapters.slack.messenger import SKEW, SlackMessenger
from bot.cards import Card, Text
from bot.errors import (
    CannotAsk,
    NotYet,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreachable,
)
from bot.models import ConversationKind, Reference
from tests.adapters.slack.desk import KEYS, Desk, drawn
from tests.fake_platform.rules import Fault, Rules
from tests.fake_slack import channel, person

CARD = Card("Look up when somebody comes in.", (Text(("Look up.",)),))


def since() -> datetime:
    return datetime.now(UTC)


async def test_a_post_says_a_whole_sentence_unfolds_no_link_and_tells_nobody_its_key(
    slack_desk: Desk,
) -> None:
    sent = await slack_desk.messenger.send(slack_desk.room, CARD, "tip/2026-W48/team-1", None)
    (message,) = slack_desk.said("C1")
    assert (message["ts"], message["text"]) == (sent, "Look up when somebody comes in.")
    (post,) = [one for one in slack_desk.slack.record().posts if one["workspace"] == slack_desk.id]
    assert post["arguments"]["unfurl_links"] is False
    assert post["arguments"]["unfurl_media"] is False
    assert "link_names" not in post["arguments"]
    assert "2026-W48" not in str(message["metadata"])
    mark = Signer(KEYS, "slack delivery").mark("tip/2026-W48/team-1")
    assert message["metadata"]["event_payload"] == {"key": mark}


async def test_a_direct_conversation_is_opened_once_and_its_address_kept(slack_desk: Desk) -> None:
    for number in range(2):
        await slack_desk.messenger.send(slack_desk.direct, CARD, f"tip/{number}", None)
    another = SlackMessenger(slack_desk.calls, slack_desk.store, Signer(KEYS, "slack delivery"), drawn)
    await another.send(slack_desk.direct, CARD, "tip/2", None)
    assert len(slack_desk.said("DUMARTA")) == 3
    assert [one["users"] for one in slack_desk.asked("conversations.open")] == ["UMARTA"]


async def test_an_address_that_leads_nowhere_any_more_is_replaced(slack_desk: Desk) -> None:
    await slack_desk.store.decide(lambda tx: tx.references.put(Reference(slack_desk.direct.id, "DGONE")))
    await slack_desk.messenger.send(slack_desk.direct, CARD, "tip/1", None)
    kept = await slack_desk.store.read(lambda tx: tx.references.get(slack_desk.direct.id))
    assert kept is not None
    assert (kept.address, len(slack_desk.said("DUMARTA"))) == ("DUMARTA", 1)


async def test_opening_that_nobody_answers_leaves_no_doubt(slack_desk: Desk) -> None:
    slack_desk.slack.script(slack_desk.id, "conversations.open", [Fault.DROP_AFTER])
    with pytest.raises(Unavailable):
        await slack_desk.messenger.send(slack_desk.direct, CARD, "tip/1", None)
    await slack_desk.messenger.send(slack_desk.direct, CARD, "tip/1", None)
    assert len(slack_desk.said("DUMARTA")) == 1


async def test_an_account_that_is_gone_is_unreachable(slack_desk: Desk) -> None:
    slack_desk.slack.open_workspace(slack_desk.id, people=[person("UMARTA", "Marta", deleted=True)])
    with pytest.raises(Unreachable) as fault:
        await slack_desk.messenger.send(slack_desk.direct, CARD, "tip/1", None)
    assert fault.value.code == "user_disabled"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_archived": True}, "is_archived"),
        ({"bot": False}, "not_in_channel"),
        ({"bot": False, "is_private": True}, "channel_not_found"),
    ],
)
async def test_a_channel_that_is_closed_to_kindling_is_unreachable(
    slack_desk: Desk, facts: dict[str, bool], code: str
) -> None:
    slack_desk.slack.open_workspace(slack_desk.id, channels=[channel("C1", "front-desk", ["UADA"], **facts)])
    with pytest.raises(Unreachable) as fault:
        await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    assert fault.value.code == code


async def test_what_slack_will_not_take_is_refused_with_its_word(slack_desk: Desk) -> None:
    long = Card("Too long", (Text(("x" * 3001,)),))
    with pytest.raises(Refused) as fault:
        await slack_desk.messenger.send(slack_desk.room, long, "tip/1", None)
    assert fault.value.code == "invalid_blocks"


async def test_too_fast_is_told_with_when_to_come_back(slack_desk: Desk) -> None:
    slack_desk.slack.set_up(slack_desk.id, Rules(channel=((1, 20.0),)))
    await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    with pytest.raises(RateLimited) as fault:
        await slack_desk.messenger.send(slack_desk.room, CARD, "tip/2", None)
    assert 15 < fault.value.retry_after <= 20


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.ERROR_AFTER, Fault.STALL])
async def test_a_post_without_an_answer_has_an_unknown_outcome_and_is_sent_once(
    slack_desk: Desk, fault: Fault
) -> None:
    slack_desk.slack.set_up(slack_desk.id, Rules(stall=3.0))
    slack_desk.slack.script(slack_desk.id, "C1", [fault])
    with pytest.raises(OutcomeUnknown):
        await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    found = await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None)
    assert (found is None) == (fault in {Fault.DROP_BEFORE, Fault.STALL})
    assert len(slack_desk.said("C1")) == (0 if found is None else 1)


async def test_where_nobody_listens_nothing_was_taken(slack_desk: Desk) -> None:
    slack_desk.clients.address = "http://127.0.0.1:9/api/"
    with pytest.raises(Unavailable):
        await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)


async def test_a_post_is_found_by_its_mark_alone(slack_desk: Desk) -> None:
    slack_desk.slack.say(slack_desk.id, "C1", "UADA", "tip/1")
    sent = await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    await slack_desk.messenger.send(slack_desk.room, CARD, "tip/2", None)
    assert await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None) == sent
    assert await slack_desk.messenger.look_up(slack_desk.room, "tip/3", since(), None) is None
    later = since() + SKEW + timedelta(minutes=1)
    assert await slack_desk.messenger.look_up(slack_desk.room, "tip/1", later, None) is None
    rotated = Signer(SecretStr(f"{'n' * 32},{'k' * 32}"), "slack delivery")
    another = SlackMessenger(slack_desk.calls, slack_desk.store, rotated, drawn)
    assert await another.look_up(slack_desk.room, "tip/1", since(), None) == sent


async def test_a_post_in_a_thread_is_found_in_its_thread(slack_desk: Desk) -> None:
    root = slack_desk.slack.say(slack_desk.id, "C1", "UADA", "Marta saved the day.")["ts"]
    sent = await slack_desk.messenger.send(slack_desk.room, CARD, "kudos/1", root)
    assert slack_desk.said("C1")[-1]["thread_ts"] == root
    assert await slack_desk.messenger.look_up(slack_desk.room, "kudos/1", since(), root) == sent
    assert await slack_desk.messenger.look_up(slack_desk.room, "kudos/1", since(), None) is None
    assert await slack_desk.messenger.look_up(slack_desk.room, "kudos/1", since(), "1.000001") is None


async def test_history_is_read_page_by_page_and_no_further_than_it_has_to(slack_desk: Desk) -> None:
    slack_desk.slack.say(slack_desk.id, "C1", "UADA", "Busy here", times=201)
    assert await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None) is None
    asked = slack_desk.asked("conversations.history")
    assert [one.get("cursor") for one in asked] == [None, "from-200"]
    sent = await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    assert await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None) == sent
    assert len(slack_desk.asked("conversations.history")) == 3


async def test_a_history_that_may_not_be_read_can_not_be_asked(slack_desk: Desk) -> None:
    slack_desk.slack.set_up(slack_desk.id, Rules(askable=False))
    with pytest.raises(CannotAsk):
        await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None)
    slack_desk.slack.set_up(slack_desk.id, Rules())
    slack_desk.slack.open_workspace(
        slack_desk.id, channels=[channel("C1", "front-desk", ["UADA"], bot=False)]
    )
    with pytest.raises(CannotAsk):
        await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None)


async def test_a_history_that_is_asked_for_too_often_is_asked_again_later(slack_desk: Desk) -> None:
    slack_desk.slack.set_up(slack_desk.id, Rules(methods={"conversations.history": ((1, 60.0),)}))
    await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None)
    with pytest.raises(RateLimited):
        await slack_desk.messenger.look_up(slack_desk.room, "tip/1", since(), None)


def fresh(desk: Desk) -> SlackMessenger:
    return SlackMessenger(desk.calls, desk.store, Signer(KEYS, "slack delivery"), drawn)


async def test_edits_keep_to_their_own_limit_and_posts_go_on(
    slack_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.messenger.EDITS", ((2, 60.0),))
    messenger, room = fresh(slack_desk), slack_desk.room
    sent = await messenger.send(room, CARD, "quiz/1", None)
    for _ in range(2):
        await messenger.edit(room, sent, CARD)
    with pytest.raises(NotYet) as fault:
        await messenger.edit(room, sent, CARD)
    assert 55 < fault.value.retry_after <= 62
    assert len(slack_desk.asked("chat.update")) == 2
    await messenger.delete(room, sent)
    await messenger.send(room, CARD, "tip/1", None)


async def test_direct_conversations_are_opened_no_faster_than_slack_lets_them(
    slack_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.addresses.OPENINGS", ((1, 60.0),))
    messenger, ada = fresh(slack_desk), await slack_desk.place("@UADA", ConversationKind.DIRECT)
    await messenger.send(slack_desk.direct, CARD, "tip/1", None)
    with pytest.raises(NotYet):
        await messenger.send(ada, CARD, "tip/2", None)
    await messenger.send(slack_desk.direct, CARD, "tip/3", None)
    await messenger.send(slack_desk.room, CARD, "tip/4", None)


async def test_edits_that_slack_limits_wait_by_themselves(slack_desk: Desk) -> None:
    sent = await slack_desk.messenger.send(slack_desk.room, CARD, "quiz/1", None)
    slack_desk.slack.script(slack_desk.id, "chat.update", [Fault.THROTTLE])
    with pytest.raises(NotYet):
        await slack_desk.messenger.edit(slack_desk.room, sent, CARD)


def test_edits_stay_below_what_slack_allows() -> None:
    windows = Windows(((45, 60.0),))
    for _ in range(45):
        windows.took(100.0)
    assert windows.free_at() > 160.0
