"""What becomes of thanks: said in other words, seconded, hidden, removed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.actions import (
    Action,
    ChangeWords,
    HideKudos,
    KeepThanksPrivate,
    NameBehaviour,
    OpenBehaviour,
    OpenWords,
    RemoveKudos,
    SecondKudos,
    ShowKudos,
    TeamKudos,
    UndoKudos,
)
from bot.cards import Form, Reply
from bot.coach import Actor, Coach
from bot.models import Platform, Workspace
from bot.ports import Transaction
from tests.bot.kudos.thanking import REASON, change, decide_only, errors, give, latest, member, owed, settle
from tests.world import MONDAY, World, lessons, press, text_of

GONE = "I can't find that any more."
OTHER_WORDS = "Stayed even longer"


async def test_other_words_stand_everywhere(desk: World) -> None:
    await desk.add_team("phones", "Phones", ("rui",), managers=())
    reply = await give(desk, "marta", "jonas", "rui")
    form = await desk.act("marta", press(reply, "Change the words"))
    assert isinstance(form, Form)
    assert form.values == {"reason": REASON, "behaviour": ""}
    said = await desk.act("marta", ChangeWords(1, reason=f" {OTHER_WORDS}\n", behaviour="owned-it"))
    assert text_of(said).startswith("Sent to #front-desk")
    await settle(desk)
    for place in ("front-desk", "@rui"):
        (shown,) = desk.said(place)
        assert f"“{OTHER_WORDS}”" in shown
        assert "Saw: owned it" in shown
    assert [post.edited for post in desk.chat.posts] == [True, True]


async def test_the_same_words_again_edit_nothing(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.act("marta", ChangeWords(1, reason=REASON))
    assert set(await owed(desk)) == {"kudos/1"}


@pytest.mark.parametrize("reason", ["", "x" * 501])
async def test_other_words_are_checked_as_the_first_were(desk: World, reason: str) -> None:
    await give(desk, "marta", "jonas")
    form = await desk.act("marta", ChangeWords(1, reason=reason))
    assert set(errors(form)) == {"reason"}
    assert (await latest(desk)).reason == REASON


async def test_a_change_delivered_again_does_not_bring_old_words_back(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.act("marta", ChangeWords(1, reason="first words"), identity="change-1")
    await desk.act("marta", ChangeWords(1, reason="second words"), identity="change-2")
    await desk.act("marta", ChangeWords(1, reason="first words"), identity="change-1")
    assert (await latest(desk)).reason == "second words"


async def test_what_was_seen_is_named_afterwards(desk: World) -> None:
    reply = await give(desk, "marta", "jonas")
    form = await desk.act("marta", press(reply, "Name what you saw"))
    assert isinstance(form, Form)
    said = await desk.act("marta", NameBehaviour(1, "owned-it"))
    with pytest.raises(LookupError):
        press(said, "Name what you saw")
    await settle(desk)
    assert "Saw: owned it" in desk.said()[0]
    assert "Nothing was changed." in text_of(await desk.act("marta", NameBehaviour(1, "was-late")))


@pytest.mark.parametrize(
    "action",
    [OpenWords(1), ChangeWords(1, reason="too late now"), OpenBehaviour(1), NameBehaviour(1, "owned-it")],
)
async def test_after_the_day_the_words_stay(desk: World, action: OpenWords) -> None:
    await give(desk, "marta", "jonas")
    desk.clock.at += timedelta(days=1)
    said = text_of(await desk.act("marta", action))
    assert said.startswith("The day is over, so the words stay as they are.")
    assert (await latest(desk)).reason == REASON


@pytest.mark.parametrize("action", [OpenWords(1), ChangeWords(1, reason="mine now"), OpenBehaviour(1)])
async def test_nobody_elses_words_are_changed(desk: World, action: OpenWords) -> None:
    await give(desk, "marta", "jonas")
    assert "Only Marta can" in text_of(await desk.act("jonas", action))


async def test_words_of_what_was_taken_back_are_not_changed(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.act("marta", UndoKudos(1))
    assert "Taken back" in text_of(await desk.act("marta", ChangeWords(1, reason="once more")))
    assert (await latest(desk)).reason == REASON


async def test_others_second_once_and_nobody_is_told(desk: World) -> None:
    await give(desk, "marta", "jonas")
    card = desk.chat.posts[0]
    lines = []
    for who in ("ana", "ana", "tunde", "omar", "ines"):
        await desk.act(who, press(card, "Second this"))
        await settle(desk)
        lines.append(desk.said()[0].split("\n\n")[2])
    assert lines == [
        "Seconded by Ana",
        "Seconded by Ana",
        "Seconded by Ana and Tunde",
        "Seconded by Ana and 2 others",
        "Seconded by Ana and 3 others",
    ]
    assert len(desk.chat.posts) == 1
    assert desk.chat.posts[0].edited


async def test_ones_own_are_not_seconded(desk: World) -> None:
    await give(desk, "marta", "jonas", "li")
    assert text_of(await desk.act("marta", SecondKudos(1))).startswith("You gave this one.")
    for who in ("jonas", "li"):
        assert text_of(await desk.act(who, SecondKudos(1))).startswith("That one is about you.")
    await settle(desk)
    assert "Seconded" not in desk.said()[0]
    assert await desk.read(lambda tx: tx.gifts.seconders(1)) == []


async def test_many_who_second_at_once_are_one_edit(desk: World) -> None:
    await give(desk, "marta", "jonas")
    names = ("ana", "tunde", "ines", "omar", "sam", "priya")
    await asyncio.gather(*(decide_only(desk, who, SecondKudos(1)) for who in names))
    await settle(desk)
    assert "and 5 others" in desk.said()[0]
    assert set(await owed(desk)) == {"kudos/1", "edit/kudos/1/1"}


@pytest.mark.parametrize("where", ["only", "undone", "missing"])
async def test_what_others_cannot_see_is_not_seconded(desk: World, where: str) -> None:
    if where != "missing":
        await give(desk, "marta", "jonas", where="only" if where == "only" else "team")
    if where == "undone":
        await desk.act("marta", UndoKudos(1))
    assert GONE in text_of(await desk.act("ana", SecondKudos(1)))


async def test_outside_a_closed_channel_nobody_seconds(desk: World) -> None:
    await give(desk, "marta", "jonas")
    channel = await desk.read(lambda tx: tx.conversations.get(1))
    assert channel is not None
    await desk.act("zoe", SecondKudos(1))
    assert len(await desk.read(lambda tx: tx.gifts.seconders(1))) == 1
    await desk.decide(lambda tx: tx.conversations.put(replace(channel, public=False)))
    assert "belongs to another team" in text_of(await desk.act("rui", SecondKudos(1)))
    await desk.act("ana", SecondKudos(1))
    assert len(await desk.read(lambda tx: tx.gifts.seconders(1))) == 2


async def test_private_thanks_are_known_to_nobody_else(desk: World) -> None:
    await give(desk, "marta", "jonas", where="only")
    for action in (UndoKudos(1), ShowKudos(1), OpenWords(1), SecondKudos(1), HideKudos(1), RemoveKudos(1)):
        assert GONE in text_of(await desk.act("priya", action))
    assert "Only Marta can" in text_of(await desk.act("jonas", UndoKudos(1)))
    assert GONE in text_of(await desk.act("jonas", ShowKudos(1)))


def act_elsewhere(tx: Transaction, action: Action) -> Reply:
    actor = Actor("other", "marta", "Marta")
    return Coach(lessons()).act(tx, actor, action.verb, action, MONDAY)


async def test_a_gift_of_another_workspace_is_not_there(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.decide(lambda tx: tx.workspaces.put(Workspace("other", Platform.LOCAL, "Other", MONDAY)))
    hidden = (UndoKudos(1), ShowKudos(1), OpenWords(1), SecondKudos(1), HideKudos(1), RemoveKudos(1))
    for action in (*hidden, TeamKudos(1)):
        reply = await desk.decide(partial(act_elsewhere, action=action))
        assert GONE in text_of(reply)
    assert (await latest(desk)).stands


async def test_a_receiver_hides_theirs_after_being_asked(desk: World) -> None:
    await give(desk, "marta", "jonas", "li")
    asked = await desk.act("jonas", HideKudos(1))
    assert "Marta is not told" in text_of(asked)
    await settle(desk)
    assert "Jonas" in desk.said()[0]
    hidden = await desk.act("jonas", press(asked, "Hide it"))
    assert text_of(hidden).startswith("Hidden.")
    await settle(desk)
    assert "Marta thanks Li\n" in desk.said()[0]
    assert "Jonas" not in desk.said()[0]
    assert text_of(await desk.act("jonas", HideKudos(1, sure=True))) == text_of(hidden)
    (gift,) = await desk.read(lambda tx: tx.gifts.of_team(1, MONDAY, MONDAY + timedelta(days=1)))
    assert gift.shown_ids == ((await member(desk, "li")).id,)
    assert "Hidden from others." in text_of(await desk.say("jonas", "mine"))


async def test_what_every_receiver_hid_stands_nowhere(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.act("ana", SecondKudos(1))
    await desk.act("jonas", HideKudos(1, sure=True))
    await settle(desk)
    assert desk.said() == []
    assert GONE in text_of(await desk.act("tunde", SecondKudos(1)))
    assert REASON in text_of(await desk.say("marta", "mine"))


@pytest.mark.parametrize("who", ["marta", "ana", "priya"])
async def test_only_a_receiver_hides(desk: World, who: str) -> None:
    await give(desk, "marta", "jonas")
    assert GONE in text_of(await desk.act(who, HideKudos(1, sure=True)))


async def test_a_manager_removes_and_the_audit_log_has_it(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await give(desk, "ana", "jonas")
    listed = await desk.act("priya", TeamKudos(1))
    assert text_of(listed).count("Remove") == 2
    asked = await desk.act("priya", RemoveKudos(1))
    await settle(desk)
    assert len(desk.said()) == 2
    removed = await desk.act("priya", press(asked, "Remove it"))
    assert text_of(removed).startswith("Removed, everywhere.")
    await settle(desk)
    assert [said.splitlines()[0] for said in desk.said()] == ["Ana thanks Jonas"]
    acts = await desk.read(lambda tx: tx.audit.of_workspace("local"))
    priya = await member(desk, "priya")
    assert [(one.name, one.member_id, one.about) for one in acts if "kudos" in one.name] == [
        ("kudos removed", priya.id, {"gift": 1})
    ]
    assert text_of(await desk.act("priya", RemoveKudos(1, sure=True))) == text_of(removed)
    assert len(await desk.read(lambda tx: tx.gifts.of_team(1, MONDAY, MONDAY + timedelta(days=1)))) == 1
    assert "A manager has removed these thanks." in text_of(await desk.act("marta", UndoKudos(1)))


async def test_what_others_gave_is_removed_by_nobody_else(desk: World) -> None:
    await give(desk, "marta", "jonas")
    for action in (RemoveKudos(1), RemoveKudos(1, sure=True), TeamKudos(1)):
        assert "Only a manager" in text_of(await desk.act("ana", action))
    assert (await latest(desk)).stands


async def test_keep_mine_private(desk: World) -> None:
    await give(desk, "marta", "jonas", where="only")
    (first,) = [post for post in desk.chat.posts if post.place == "@jonas"]
    said = await desk.act("jonas", press(first, "Keep mine private"))
    assert "thanks come to you directly" in text_of(said)
    await give(desk, "ana", "jonas")
    assert desk.said() == []
    assert "Keep mine private" not in desk.said("@jonas")[1]


async def test_keep_private_delivered_again_does_not_undo_a_later_choice(desk: World) -> None:
    await desk.act("jonas", KeepThanksPrivate(), identity="keep-1")
    await change(desk, "jonas", thanks_private=False)
    await desk.act("jonas", KeepThanksPrivate(), identity="keep-1")
    assert not (await member(desk, "jonas")).thanks_private


async def test_the_first_direct_thanks_offer_privacy_and_tell_how(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await give(desk, "marta", "jonas", where="only")
    await give(desk, "ana", "jonas", where="only")
    first, second = desk.said("@jonas")
    assert "Like thanks in private, always?" in first
    assert "kudos @name for what you saw" in first
    assert "Like thanks in private" not in second
