from __future__ import annotations

import json
from dataclasses import replace

import pytest

from adapters.slack.heard import Acted, Spoke, SpotKind, Unfolded
from adapters.slack.lines import Manner
from adapters.slack.parse import (
    read_command,
    read_form,
    read_message_shortcut,
    read_press,
    read_shortcut,
)
from adapters.slack.payloads import NotReadable, Who
from adapters.slack.views import Opener
from bot.actions import AnswerQuiz, GiveKudos, OpenKudos, OpenSettings
from bot.errors import ActionBroken, ActionOutdated
from tests.adapters.slack.recorded import Json, recorded

MANNER = Manner()
NOW = 1000.0


def acted(heard: object) -> Acted:
    assert isinstance(heard, Acted)
    return heard


def spoke(name: str, **changed: object) -> Spoke:
    heard = read_command(recorded(name, **changed), NOW, MANNER)
    assert isinstance(heard, Spoke)
    return heard


def pressed(name: str = "press", **changed: object) -> Acted:
    return acted(read_press(recorded(name, **changed), NOW))


def test_a_command_is_its_words() -> None:
    heard = spoke("command")
    assert heard.who == Who("T0HOTEL", "U0MARTA", "marta", "C0DESK")
    assert heard.said.text == "settings"
    assert (heard.spot.kind, heard.spot.channel) == (SpotKind.COMMAND, "C0DESK")
    assert heard.spot.response_url.startswith("https://hooks.slack.com/commands/")


def test_the_command_for_kudos_is_the_word_kudos() -> None:
    heard = spoke("command_kudos")
    assert heard.said.text == "kudos <@U0JONAS> for staying with the family until their room was ready"
    assert heard.said.mentions == (("<@U0JONAS>", "U0JONAS"),)
    assert spoke("command_kudos", text="").said.text == "kudos "
    assert spoke("command_kudos", text="Help").said.text == "Help"


def test_commands_have_the_names_that_the_settings_give() -> None:
    form = recorded("command_kudos", command="/thanks")
    heard = read_command(form, NOW, Manner("/coach", "/thanks"))
    assert isinstance(heard, Spoke)
    assert heard.said.text.startswith("kudos <@U0JONAS>")
    assert spoke("command_kudos", command="/else").said.text.startswith("<@U0JONAS>")


def test_a_direct_conversation_is_called_by_the_person() -> None:
    heard = spoke("command_in_direct")
    assert heard.who.conversation == "@U0MARTA"
    assert heard.spot.channel == "D0MARTA"


def test_an_organisation_is_one_workspace() -> None:
    assert spoke("command_of_organisation").who.workspace_id == "E0GROUP"
    own = recorded("press", is_enterprise_install=True, enterprise={"id": "E0GROUP", "name": "x"}, team=None)
    assert acted(read_press(own, NOW)).who.workspace_id == "E0GROUP"


def test_a_press_is_the_buttons_action() -> None:
    heard = pressed()
    assert heard.who == Who("T0HOTEL", "U0MARTA", "marta", "C0DESK")
    assert heard.action == AnswerQuiz(7, ("ask",))
    assert (heard.spot.kind, heard.spot.came_at) == (SpotKind.POST, NOW)
    assert heard.spot.opener == Opener("C0DESK", "1764255600.000100")


@pytest.mark.parametrize("name", ["press_in_answer", "press_in_ephemeral"])
def test_an_answer_of_kindlings_own_is_known(name: str) -> None:
    assert pressed(name).spot.kind is SpotKind.ANSWER


def test_a_press_in_a_view_is_where_the_view_was_opened() -> None:
    heard = pressed("press_in_view")
    assert (heard.spot.kind, heard.spot.view) == (SpotKind.VIEW, "V0VIEW")
    assert heard.who.conversation == "C0DESK"
    assert heard.spot.opener == Opener("C0DESK", "1764255600.000100")


def test_a_view_that_remembers_nothing_can_be_answered() -> None:
    heard = pressed("press_in_view", **{"view.private_metadata": "torn"})
    assert heard.who.conversation is None
    assert heard.action == AnswerQuiz(7, ("ask",))


def test_a_press_at_home_is_in_no_conversation() -> None:
    heard = pressed("press_in_home")
    assert (heard.spot.kind, heard.who.conversation, heard.action) == (SpotKind.HOME, None, OpenSettings())


@pytest.mark.parametrize(
    ("value", "refusal"),
    [("torn", ActionBroken), ('[9,"answer",7,["ask"]]', ActionOutdated), ("", ActionBroken)],
)
def test_a_value_that_kindling_never_wrote(value: str, refusal: type[Exception]) -> None:
    payload = recorded("press")
    payload["actions"][0]["value"] = value
    assert isinstance(acted(read_press(payload, NOW)).action, refusal)


def test_a_field_that_tells_of_itself_is_no_press() -> None:
    payload = recorded("press_in_view")
    payload["actions"] = [{"type": "static_select", "action_id": "weekday", "selected_option": None}]
    assert read_press(payload, NOW) is None


def test_a_fold_brings_its_text() -> None:
    heard = read_press(recorded("press_fold"), NOW)
    assert isinstance(heard, Unfolded)
    assert json.loads(heard.value)[0] == "Words to try"


def test_the_same_press_again_is_the_same_and_another_is_another() -> None:
    once = pressed()
    assert pressed(trigger_id="another").identity == once.identity
    later = recorded("press")
    later["actions"][0]["action_ts"] = "1764255724.000000"
    for other in (
        pressed(**{"user.id": "U0LI"}),
        pressed(**{"team.id": "T0OTHER", "user.team_id": "T0OTHER"}),
        pressed(**{"container.message_ts": "1764255600.000200"}),
        acted(read_press(later, NOW)),
    ):
        assert other.identity != once.identity


def test_a_form_is_its_action_with_what_was_entered() -> None:
    heard = acted(read_form(recorded("form"), NOW))
    assert heard.action == GiveKudos(
        "0a1b2c3d4e5f",
        people=("U0JONAS", "U0LI"),
        reason="Stayed with the family until their room was ready.",
        where="team",
    )
    assert (heard.spot.kind, heard.who.conversation) == (SpotKind.FORM, "C0DESK")


def test_a_form_sent_twice_is_one_and_put_right_it_is_another() -> None:
    once = acted(read_form(recorded("form"), NOW))
    assert acted(read_form(recorded("form", trigger_id="another"), NOW)).identity == once.identity
    changed = recorded("form")
    changed["view"]["state"]["values"]["reason"]["reason"]["value"] = "Something else."
    assert acted(read_form(changed, NOW)).identity != once.identity


@pytest.mark.parametrize(
    "changed",
    [
        {"view.private_metadata": ""},
        {"view.private_metadata": '[1,"C0DESK","",null]'},
        {"view.private_metadata": '[1,"","","torn"]'},
        {"view.state": {"values": {"people": {"people": {"type": "never_heard_of"}}}}},
        {"view.state": {"values": []}},
        {"view.state": None},
    ],
)
def test_a_form_that_kindling_did_not_write_is_broken(changed: Json) -> None:
    assert isinstance(acted(read_form(recorded("form", **changed), NOW)).action, ActionBroken)


def test_the_shortcut_opens_kudos() -> None:
    heard = acted(read_shortcut(recorded("shortcut"), NOW))
    assert (heard.action, heard.spot.kind) == (OpenKudos(), SpotKind.SHORTCUT)
    assert read_shortcut(recorded("shortcut", callback_id="other"), NOW) is None


def test_kudos_for_a_message_knows_its_author_and_who_is_mentioned() -> None:
    heard = acted(read_message_shortcut(recorded("message_shortcut"), NOW))
    assert heard.action == OpenKudos(
        people=("U0JONAS",),
        offered=("U0LI",),
        conversation="C0DESK",
        message="1764255555.000900",
        link="https://seaside-hotel.slack.com/archives/C0DESK/p1764255555000900",
    )
    assert read_message_shortcut(recorded("message_shortcut", callback_id="other"), NOW) is None


def test_a_message_in_a_thread_is_thanked_for_in_its_thread() -> None:
    changed = {"message.thread_ts": "1764255000.000100"}
    opening = acted(read_message_shortcut(recorded("message_shortcut", **changed), NOW)).action
    assert isinstance(opening, OpenKudos)
    assert opening.message == "1764255000.000100"
    assert opening.link.endswith("/p1764255555000900?thread_ts=1764255000.000100&cid=C0DESK")


def test_ones_own_message_and_an_apps_fill_nobody_in() -> None:
    own = acted(read_message_shortcut(recorded("message_shortcut", **{"message.user": "U0MARTA"}), NOW))
    app = recorded("message_shortcut")
    del app["message"]["user"]
    for heard in (own, acted(read_message_shortcut(app, NOW))):
        assert isinstance(heard.action, OpenKudos)
        assert heard.action.people == ()


def test_somebody_of_another_workspace_is_a_stranger() -> None:
    changed = {"user.team_id": "T0AGENCY"}
    assert pressed(**changed).who == replace(pressed().who, is_stranger=True)


@pytest.mark.parametrize(
    "payload",
    [
        recorded("press", user={}),
        recorded("press", team=None, user={"id": "U0MARTA"}),
        recorded("press_in_view", **{"view.id": None}),
    ],
)
def test_what_lacks_what_slack_always_sends_can_t_be_read(payload: Json) -> None:
    with pytest.raises(NotReadable):
        read_press(payload, NOW)


def test_a_command_of_nobody_can_t_be_read() -> None:
    with pytest.raises(NotReadable):
        read_command({"command": "/kindling"}, NOW, MANNER)
