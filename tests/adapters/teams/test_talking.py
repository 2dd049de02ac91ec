"""Words and presses as Teams sends them, answered where only who asked can read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.actions import GiveKudos, OpenKudos, OpenSettings, OpenSetup, SaveSettings, SetUpTeam, ShowHelp
from bot.errors import StoreBusy
from bot.ports import Store, Transaction
from tests.adapters.teams.talk import (
    AT,
    CHANNEL,
    LI,
    MARTA,
    NAMES,
    PERSONAL,
    SAM,
    TENANT,
    Answer,
    Talk,
    gifts_of,
    install,
    payload,
    pressed,
    sender,
)


def said(text: str, **changes: Any) -> Any:
    return payload("message_personal", text=text, **changes)


def in_channel(text: str, *others: str, by: str = MARTA, **changes: Any) -> Any:
    """Typed in the channel's thread after @Kindling, with others mentioned."""
    activity = payload("message_channel", sender=sender(by), **changes)
    activity["text"] = f"<at>Kindling</at> {text}"
    activity["entities"] = activity["entities"][:1] + [
        {
            "type": "mention",
            "text": f"<at>{NAMES[one]}</at>",
            "mentioned": {"id": f"29:{one}", "name": NAMES[one]},
        }
        for one in others
    ]
    return activity


@pytest.mark.parametrize("text", ["hi", "help", "", "settings", "home", "gibberish of no kind"])
async def test_words_in_the_personal_chat_are_answered_there(there: Talk, text: str) -> None:
    answer = await there.tell(said(text))
    assert (answer.status, answer.body) == (200, None)
    await there.settled()
    assert [post["channel"] for post in there.posts()] == [PERSONAL]


async def test_words_that_mean_nothing_lead_on(there: Talk) -> None:
    await there.tell(said("please &lt;frobnicate&gt; the desk"))
    await there.settled()
    [text] = there.texts(PERSONAL)
    assert "I did not understand" in text
    assert "frobnicate" in text
    assert "Give kudos" in text


async def test_where_somebody_is_in_time_is_learnt(there: Talk) -> None:
    await there.tell(said("hi", localTimezone="America/New_York"))
    zones = {one.platform_id: one.zone for one in await there.read(lambda tx: tx.members.all(TENANT))}
    assert (zones[MARTA], zones[LI]) == ("America/New_York", None)


async def test_help_after_a_mention_is_answered_in_the_thread(there: Talk) -> None:
    await there.tell(in_channel("help"))
    await there.settled()
    [post] = there.posts()
    assert (post["channel"], post["thread"]) == (CHANNEL, "1732615200124")


@pytest.mark.parametrize(
    "text", ["settings", "home", "mine", "stop", "my thanks", "undo", "summary", "pause"]
)
async def test_what_is_private_is_never_said_in_the_thread(there: Talk, text: str) -> None:
    """There stands only that it was answered, and everything else in their own chat."""
    await there.tell(in_channel(text))
    await there.settled()
    public, private = there.texts(CHANNEL), there.texts(PERSONAL)
    assert len(private) == 1
    [line] = public
    assert "I answered you in our own chat" in line
    assert "Marta" not in line


async def test_who_cannot_be_written_to_is_told_what_to_do(there: Talk) -> None:
    there.fake.open_tenant(TENANT, blocked=[f"29:{LI}"])
    await there.tell(in_channel("settings", by=LI))
    await there.settled()
    [line] = there.texts(CHANNEL)
    assert "I can't write to you yet" in line
    there.fake.open_tenant(TENANT, blocked=())


async def test_kudos_by_mention_are_announced_and_confirmed_to_the_giver_alone(there: Talk) -> None:
    await there.tell(in_channel("kudos <at>Li Wei</at> for telling the guest &amp; us early", LI))
    await there.settled()
    await there.settled()
    [announced] = there.texts(CHANNEL)
    assert "telling the guest & us early" in announced
    [confirmed] = there.texts(PERSONAL)
    assert "Undo" in confirmed
    gifts = await there.read(lambda tx: gifts_of(tx, MARTA))
    assert gifts == [[LI]]


@pytest.mark.parametrize("again", [{}, {"id": "1732615299999"}])
async def test_kudos_that_teams_tells_again_are_given_once(there: Talk, again: dict[str, str]) -> None:
    """Under the same id, and under another: what was said when is the same."""
    first = in_channel("kudos <at>Li Wei</at> for staying", LI)
    await there.tell(first)
    await there.settled()
    await there.tell({**first, **again})
    await there.settled()
    assert len(await there.read(lambda tx: gifts_of(tx, MARTA))) == 1
    assert len(there.texts(CHANNEL)) == 1
    assert len(there.texts(PERSONAL)) == 1


async def test_a_mention_that_nobody_is_known_by_stays_a_name(there: Talk) -> None:
    activity = in_channel("kudos <at>Li Wei</at> for staying", LI)
    activity["entities"][1]["mentioned"]["id"] = "29:of-another-bot"
    await there.tell(activity)
    await there.settled()
    assert len(await there.read(lambda tx: gifts_of(tx, MARTA))) == 1


async def press(talk: Talk, data: Any, name: str = "execute_personal", **changes: Any) -> Answer:
    answer = await talk.tell(payload(name, value__action__data=data, **changes))
    assert answer.status == 200
    return answer


async def test_a_press_is_answered_inside_its_invoke(there: Talk) -> None:
    answer = await press(there, pressed(ShowHelp()))
    assert answer.body["statusCode"] == 200
    assert "Kindling, for Marta Reis" in answer.card_text
    assert there.posts() == []


async def test_a_form_comes_back_with_its_values_and_errors(there: Talk) -> None:
    answer = await press(there, pressed(OpenKudos()), "execute_channel")
    assert "What did you see?" in answer.card_text
    nonce = answer.body["value"]
    [data] = [one["data"] for one in _actions(nonce) if "kudos" in str(one.get("data"))]
    wrong = await press(
        there, {**data, "people.several": LI, "reason": "ok", "where": "team"}, "execute_channel"
    )
    assert "Say what you saw, in three letters or more." in wrong.card_text
    right = await press(
        there, {**data, "people.several": LI, "reason": "Stayed late.", "where": "team"}, "execute_channel"
    )
    assert "Undo" in right.card_text
    assert there.posts(PERSONAL) == []


def _actions(found: Any) -> list[Any]:
    if isinstance(found, dict):
        own = [found] if found.get("type") == "Action.Execute" else []
        return own + [one for value in found.values() for one in _actions(value)]
    return [one for value in found for one in _actions(value)] if isinstance(found, list) else []


async def test_the_same_gift_twice_is_one_and_shows_the_same(there: Talk) -> None:
    data = pressed(GiveKudos("nonce"), **{"people.several": LI, "reason": "Stayed late.", "where": "team"})
    first = await press(there, data, "execute_channel")
    same = await press(there, data, "execute_channel")
    renewed = await press(there, data, "execute_channel", id="f:another")
    assert first.body == same.body == renewed.body
    assert len(await there.read(lambda tx: gifts_of(tx, MARTA))) == 1


async def test_typed_names_are_found(there: Talk) -> None:
    data = pressed(
        GiveKudos("nonce"), **{"people.typed": "li wei", "reason": "Stayed late.", "where": "team"}
    )
    assert "Undo" in (await press(there, data)).card_text


@pytest.mark.parametrize(
    "data", [{}, {"k": 5}, {"k": "[]"}, {"k": '[1,"answer",1,["x"]]'}, {"k": "x" * 300}, {"other": "y"}]
)
async def test_a_press_of_nothing_is_told_so(there: Talk, data: Any) -> None:
    answer = await press(there, data)
    assert answer.body["statusCode"] == 200


async def test_who_acts_is_who_sent_it_whatever_the_card_says(there: Talk) -> None:
    data = {**pressed(SaveSettings()), "ideas": "stopped", "thanks": "private", "from": SAM, "person": SAM}
    await press(there, data, sender=sender(LI))
    members = {one.platform_id: one for one in await there.read(lambda tx: tx.members.all(TENANT))}
    assert members[LI].stopped_at is not None
    assert members[SAM].stopped_at is None


async def test_somebody_of_no_directory_is_told_so(there: Talk) -> None:
    answer = await press(there, pressed(ShowHelp()), sender={"id": "29:x", "name": "Anonymous"})
    assert "can't tell who you are" in answer.told


async def test_a_button_of_a_client_that_knows_no_invokes(there: Talk) -> None:
    activity = payload("message_submit", value=pressed(OpenSettings()))
    assert (await there.tell(activity)).body is None
    await there.settled()
    [text] = there.texts(PERSONAL)
    assert "My settings" in text or "Ideas" in text


async def test_an_old_button_where_kindling_is_not_any_more(there: Talk) -> None:
    await there.tell(payload("uninstalled_team"))
    answer = await press(there, pressed(ShowHelp()))
    assert "I am not in this workspace any more" in answer.card_text


async def test_words_prove_that_it_is_there_after_all(there: Talk) -> None:
    await there.tell(payload("uninstalled_team"))
    await there.tell(said("hi"))
    await there.settled()
    assert len(there.texts(PERSONAL)) == 1


async def test_set_up_asked_in_the_channel_is_a_form_in_the_personal_chat(there: Talk) -> None:
    await there.tell(in_channel("setup", by=SAM))
    await there.settled()
    [form] = there.texts(f"a:29:{SAM}")
    [line] = there.texts(CHANNEL)
    assert "Set up a team" in form
    assert "Input." not in line
    assert "I answered you in our own chat" in line


async def test_only_who_added_it_sets_a_team_up(there: Talk) -> None:
    assert "Only an admin" in (await press(there, pressed(OpenSetup()))).card_text
    assert "Managers" in (await press(there, pressed(OpenSetup()), sender=sender(SAM))).card_text


async def test_set_up_shows_who_is_in_the_channel(talk: Talk) -> None:
    await install(talk)
    data = pressed(
        SetUpTeam(),
        channel=CHANNEL,
        **{"managers.several": SAM, "working_days.several": "mon,tue,wed,thu,fri"},
        weekday="tue",
        at="10:00",
        zone="Europe/Lisbon",
    )
    answer = await press(talk, data, sender=sender(SAM))
    assert "Desk is set up" in answer.card_text
    assert "people" in answer.card_text
    wrong = await press(talk, {**data, "zone": "Mars"}, sender=sender(SAM), id="f:second")
    assert "That channel has a team already" in wrong.card_text
    assert "I don't know that time zone" in wrong.card_text
    assert "Mars" in wrong.card_text


async def test_a_group_chat_is_answered_directly(there: Talk) -> None:
    await there.tell(payload("message_group_chat", text="<at>Kindling</at> settings"))
    await there.settled()
    assert [post["channel"] for post in there.posts()] == [PERSONAL]


@pytest.mark.parametrize("name", ["message_channel", "message_group_chat"])
async def test_what_does_not_mention_it_is_none_of_its_business(there: Talk, name: str) -> None:
    await there.tell(payload(name, text="stop", entities=[]))
    await there.settled()
    assert there.posts() == []
    assert not await there.read(lambda tx: acted(tx, MARTA))


def acted(tx: Transaction, platform_id: str) -> bool:
    member = tx.members.find(TENANT, platform_id)
    assert member is not None
    return tx.identities.any_since(TENANT, f"{member.id}/", AT - timedelta(days=1))


async def test_while_the_database_is_held_a_message_is_asked_for_again_and_a_press_says_so(
    there: Talk,
) -> None:
    store = there.application.store
    there.application.store = Held(store)
    try:
        assert (await there.tell(said("hi"))).status == 503
        assert "could not be kept just now" in (await press(there, pressed(ShowHelp()))).told
        dialog = await there.tell(payload("fetch_compose"))
        assert "could not be kept just now" in dialog.body["task"]["value"]
    finally:
        there.application.store = store


class Held:
    """A store that another process holds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def decide(self, decision: object, *, apart: bool = False) -> Any:
        raise StoreBusy

    async def read(self, question: Any) -> Any:
        return await self._store.read(question)

    async def close(self) -> None:
        """It is closed by itself."""
