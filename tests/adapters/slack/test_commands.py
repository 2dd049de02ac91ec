"""Slash commands, by HTTP, through the whole application."""

from __future__ import annotations

import pytest

from tests.adapters.slack.front_desk import DESK, HOTEL, JONAS, LI, MARTA, FrontDesk, buttons, text_of
from tests.adapters.slack.recorded import recorded
from tests.fake_platform.rules import Fault, Rules


async def test_a_command_is_answered_in_its_acknowledgement(desk: FrontDesk) -> None:
    told = await desk.say("help")
    assert told["response_type"] == "ephemeral"
    assert "Kindling, for Marta" in text_of(told)
    assert desk.slack.calls("views.open") == []


async def test_a_form_is_a_modal(desk: FrontDesk) -> None:
    assert await desk.say("settings") is None
    assert desk.modal()["title"]["text"] == "My settings"


async def test_words_that_mean_nothing_lead_on(desk: FrontDesk) -> None:
    assert "I did not understand" in text_of(await desk.say("frobnicate"))


async def test_thanks_go_at_once_and_say_where(desk: FrontDesk) -> None:
    told = await desk.say("<@U0JONAS|jonas> and <@U0LI> for staying late", command="/kudos")
    assert "Jonas" in text_of(told)
    assert "Undo" in buttons(told)
    gifts = await desk.application.store.read(lambda tx: tx.gifts.given(_id(tx, MARTA), 5))
    assert [gift.reason for gift in gifts] == ["staying late"]


async def test_kudos_alone_opens_the_form_and_a_person_fills_it_in(desk: FrontDesk) -> None:
    assert await desk.say("", command="/kudos") is None
    assert desk.modal()["title"]["text"] == "Give kudos"
    assert await desk.say("<@U0JONAS|jonas>", command="/kudos") is None
    [people] = [block for block in desk.modal()["blocks"] if block.get("block_id") == "people"]
    assert people["element"]["initial_users"] == [JONAS]


async def test_a_user_group_is_its_people(desk: FrontDesk) -> None:
    told = await desk.say("<!subteam^S0DESK|@desk> for the calm", command="/kudos")
    assert "Jonas" in text_of(told)
    assert "Li" in text_of(told)


async def test_a_user_group_that_may_not_be_asked_is_told_at_its_field(desk: FrontDesk) -> None:
    assert await desk.say("<!subteam^S0ELSE|@night> for the calm", command="/kudos") is None
    assert "who is meant by “night”" in text_of(desk.modal())


async def test_a_mention_in_the_reason_is_a_name_and_a_channel_its_own(desk: FrontDesk) -> None:
    await desk.say("<@U0JONAS> for helping <@U0LI|li> in <#C0DESK> &lt;3", command="/kudos")
    [gift] = await desk.application.store.read(lambda tx: tx.gifts.given(_id(tx, MARTA), 5))
    assert gift.reason == "helping Li in #front-desk <3"


async def test_the_same_command_delivered_again_is_one(desk: FrontDesk) -> None:
    form = recorded("command_kudos", text=f"<@{JONAS}> for staying late", channel_id=DESK)
    first = await desk.hear(form)
    again = await desk.hear(form, **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    assert again == first
    gifts = await desk.application.store.read(lambda tx: tx.gifts.given(_id(tx, MARTA), 5))
    assert len(gifts) == 1


async def test_a_form_whose_trigger_is_over_comes_as_a_button(desk: FrontDesk) -> None:
    about = desk.slack.press(HOTEL, MARTA, DESK, lasts=0.0)
    await desk.hear(recorded("command", text="settings", **about))
    [told] = desk.seen()["ephemerals"]
    assert list(buttons(told)) == ["My settings"]


async def test_where_slack_opens_no_more_modals_the_next_is_not_asked_for(desk: FrontDesk) -> None:
    desk.slack.set_up(HOTEL, Rules(retry_after=30))
    desk.slack.script(HOTEL, "views.open", [Fault.THROTTLE])
    await desk.say("settings")
    await desk.say("settings")
    assert len(desk.slack.calls("views.open")) == 1
    assert len(desk.seen()["ephemerals"]) == 2


@pytest.mark.parametrize(
    "address",
    ["https://example.com/steal", "http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x"],
)
async def test_an_answer_goes_to_slacks_addresses_only(desk: FrontDesk, address: str) -> None:
    await desk.hear(recorded("command", text="settings", response_url=address, trigger_id="over"))
    [told] = desk.said("DU0MARTA")
    assert list(buttons(told)) == ["My settings"]


async def test_other_names_of_the_commands(desk: FrontDesk) -> None:
    told = await desk.say("help", command="/whatever-the-app-has")
    assert "Kindling, for Marta" in text_of(told)


async def test_what_to_type_is_said_as_it_is_typed_here(desk: FrontDesk) -> None:
    assert "/kindling home" in text_of(await desk.say("hello"))


async def test_three_hundred_mentions_and_forty_thousand_characters_are_told_kindly(desk: FrontDesk) -> None:
    many = " ".join(f"<@U{n:07}>" for n in range(300))
    await desk.say(f"{many} for it", command="/kudos")
    assert "That's 300 people." in text_of(desk.modal())
    await desk.say(f"<@{LI}> for {'a' * 40_000}", command="/kudos")
    assert "That's 39500 characters too many." in text_of(desk.modal())
    assert await desk.application.store.read(lambda tx: tx.gifts.given(_id(tx, MARTA), 5)) == []


def _id(tx: object, person: str) -> int:
    member = tx.members.find(HOTEL, person)  # type: ignore[attr-defined]
    assert member is not None
    return int(member.id)
