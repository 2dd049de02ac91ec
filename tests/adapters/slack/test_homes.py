"""App Home, by HTTP, through the whole application: shown when opened, and kept up with what one does."""

from __future__ import annotations

from bot.actions import OpenKudos, OpenSettings, StopMe
from bot.codec import pack
from tests.adapters.slack.front_desk import HOTEL, LI, MARTA, SAM, FrontDesk, buttons, text_of
from tests.adapters.slack.recorded import Json


async def opened(desk: FrontDesk, who: str = MARTA) -> Json:
    assert await desk.tell("event_app_home_opened", **{"event.user": who}) is None
    home: Json = desk.seen(who)["home"]
    return home


async def test_home_is_shown_to_who_opens_it(desk: FrontDesk) -> None:
    home = await opened(desk)
    assert "Good to see you, Marta" in text_of(home)
    assert "You are not in a team yet" in text_of(home)
    assert desk.seen(LI)["home"] is None


async def test_an_admins_home_has_the_teams(desk: FrontDesk) -> None:
    assert {"Set up a team", "Audit log"} <= set(buttons(await opened(desk, SAM)))
    assert "Audit log" not in buttons(await opened(desk))


async def test_it_keeps_up_with_what_its_owner_does(desk: FrontDesk) -> None:
    await opened(desk)
    assert "I'm back" not in buttons(desk.seen()["home"])
    await desk.press({"value": pack(StopMe())})
    assert "I'm back" in buttons(desk.seen()["home"])


async def test_one_that_was_never_opened_is_not_shown(desk: FrontDesk) -> None:
    await desk.press({"value": pack(StopMe())})
    assert desk.seen()["home"] is None
    assert desk.slack.calls("views.publish") == []


async def test_what_changes_nothing_at_home_publishes_nothing(desk: FrontDesk) -> None:
    await opened(desk)
    await desk.press({"value": pack(OpenKudos())})
    assert len(desk.slack.calls("views.publish")) == 1


async def test_a_button_at_home_opens_a_modal(desk: FrontDesk) -> None:
    home = await opened(desk)
    await desk.press(buttons(home)["Change my settings"], name="press_in_home")
    assert desk.modal()["title"]["text"] == "My settings"
    assert text_of(desk.seen()["home"]) == text_of(home)


async def test_settings_sent_from_home_are_seen_at_home(desk: FrontDesk) -> None:
    await opened(desk)
    await desk.press({"value": pack(OpenSettings())}, name="press_in_home")
    values = {
        "ideas": {"type": "static_select", "selected_option": {"value": "channel"}},
        "thanks": {"type": "radio_buttons", "selected_option": {"value": "private"}},
    }
    await desk.submit(desk.modal(), values)
    assert "privately" in text_of(desk.seen()["home"])


async def test_slack_that_can_t_show_it_is_asked_again_next_time(desk: FrontDesk) -> None:
    desk.slack.revoke(HOTEL, "ratelimited")
    await opened(desk)
    assert desk.seen()["home"] is None
    desk.slack.put_token(HOTEL, f"xoxb-{HOTEL}")
    assert "Good to see you" in text_of(await opened(desk))


async def test_the_messages_tab_is_no_home(desk: FrontDesk) -> None:
    await desk.tell("event_app_home_opened", **{"event.tab": "messages"})
    assert desk.seen()["home"] is None
