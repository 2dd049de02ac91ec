"""The JSON API over real HTTP, with a scripted core behind it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from adapters.local.listeners import Moved
from bot.actions import AnswerQuiz, ChooseSeries, SayWords
from bot.codec import pack
from bot.errors import ActionBroken, ActionOutdated, StoreBusy
from tests.adapters.local.conftest import FRONT_DESK, THURSDAY, LocalChat
from tests.adapters.local.scripted import QUESTION, TIP

ANSWER_B = pack(AnswerQuiz(1, ("b",)))


async def post_question(local: LocalChat) -> str:
    return await local.messenger.send(FRONT_DESK, QUESTION, "quiz/1", None)


async def test_people_and_where_they_can_write(local: LocalChat) -> None:
    people = (await local.get("people"))["people"]
    assert people[0] == {
        "id": "marta",
        "name": "Marta",
        "title": "Front desk",
        "zone": "Europe/Lisbon",
        "admin": False,
    }
    found = await local.get("conversations", **{"as": "marta"})
    assert found["conversations"] == [
        {"id": "front-desk", "kind": "channel", "name": "front-desk"},
        {"id": "@marta", "kind": "direct", "name": "Kindling"},
    ]


async def test_a_message_is_seen_by_all_in_the_channel(local: LocalChat) -> None:
    answer = await local.say("marta", "front-desk", " Good morning ")
    assert (answer["reply"], answer["answer"]) == (None, None)
    assert answer["message"] | {"at": ""} == {
        "id": "1",
        "conversation": "front-desk",
        "from": {"id": "marta", "name": "Marta"},
        "at": "",
        "edited": None,
        "thread": None,
        "push": "Good morning",
        "parts": [{"kind": "text", "line": [{"kind": "typed", "text": "Good morning"}]}],
        "plain": None,
        "looks": {},
    }
    assert answer["message"]["at"].startswith("2026-11-26T10:00:0")
    assert await local.texts("jonas", "front-desk") == ["Good morning"]
    assert local.core.acts == []


async def test_what_kindling_posts_has_buttons_that_can_be_pressed(local: LocalChat) -> None:
    await post_question(local)
    found = await local.get("messages", **{"as": "jonas", "conversation": "front-desk"})
    (message,) = found["messages"]
    assert message["from"] == {"id": "kindling", "name": "Kindling"}
    (buttons,) = (part["buttons"] for part in message["parts"] if part["kind"] == "buttons")
    assert [(button["label"], button["tells"]) for button in buttons] == [
        ("A", "Answer A"),
        ("B", "Answer B"),
        ("C", "Answer C"),
    ]
    answer = await local.press("jonas", buttons[1]["action"], message=message["id"])
    assert answer["reply"]["push"] == "Yes, that's it."
    assert (answer["message"], answer["answer"]) == (None, None)
    assert await local.texts("jonas", "front-desk") == [QUESTION.push]


async def test_who_acts_and_where_reaches_the_core(local: LocalChat) -> None:
    message = await post_question(local)
    await local.press("sam", ANSWER_B, message=message)
    await local.press("ana", ANSWER_B, conversation="@ana")
    await local.press("li", ANSWER_B)
    actors = [(actor.platform_id, actor.conversation, actor.is_admin) for actor, _, _ in local.core.acts]
    assert actors == [("sam", "front-desk", True), ("ana", "@ana", False), ("li", None, False)]


async def test_a_repeated_press_is_one_act(local: LocalChat) -> None:
    message = await post_question(local)
    for person, press in (
        ("li", "n1"),
        ("li", "n1"),
        ("li", "n2"),
        ("ana", "n1"),
        ("li", None),
        ("li", None),
    ):
        await local.press(person, ANSWER_B, message=message, press=press)
    await local.press("li", ANSWER_B, press="n1")
    await local.press("li", pack(AnswerQuiz(1, ("a",))), message=message, press="n1")
    identities = [identity for _, identity, _ in local.core.acts]
    assert identities[0] == identities[1]
    assert len(set(identities)) == 7


async def test_a_command_is_answered_to_one_person_only(local: LocalChat) -> None:
    answer = await local.say("marta", "front-desk", "/kindling settings")
    assert answer["message"] is None
    assert answer["reply"]["kind"] == "card"
    await local.say("marta", "front-desk", "/kudos @Jonas for staying")
    assert [action for _, _, action in local.core.acts] == [
        SayWords("settings"),
        SayWords("kudos @Jonas for staying", (("@Jonas", "jonas"),)),
    ]
    assert await local.texts("jonas", "front-desk") == []


async def test_words_to_kindling_are_answered_in_that_conversation(local: LocalChat) -> None:
    said = await local.say("marta", "@marta", "hello")
    assert said["message"]["push"] == "hello"
    assert said["answer"]["from"]["name"] == "Kindling"
    assert said["answer"]["parts"] == said["reply"]["parts"]
    assert await local.texts("marta", "@marta") == ["hello", "You said something."]


async def test_an_answers_buttons_take_its_place(local: LocalChat) -> None:
    said = await local.say("marta", "@marta", "hello")
    pressed = await local.press("marta", ANSWER_B, message=said["answer"]["id"])
    assert pressed["answer"]["id"] == said["answer"]["id"]
    assert pressed["answer"]["edited"] is not None
    assert await local.texts("marta", "@marta") == ["hello", "Yes, that's it."]


async def test_a_delivery_in_a_direct_conversation_stays_and_is_answered_beside_it(local: LocalChat) -> None:
    message = local.chat.post("@marta", "kindling", THURSDAY, TIP.push, [], key="tip/1").id
    pressed = await local.press("marta", ANSWER_B, message=str(message))
    assert pressed["answer"] is None
    assert await local.texts("marta", "@marta") == [TIP.push]


async def test_the_same_text_sent_twice_is_one_message_with_one_answer(local: LocalChat) -> None:
    first = await local.say("marta", "@marta", "hello", press="n1")
    again = await local.say("marta", "@marta", "hello", press="n1")
    assert again == first
    assert await local.texts("marta", "@marta") == ["hello", "You said something."]
    await local.say("marta", "front-desk", "once", press="n2")
    await local.say("marta", "front-desk", "once", press="n2")
    assert await local.texts("marta", "front-desk") == ["once"]
    assert len({identity for _, identity, _ in local.core.acts}) == 1


async def test_a_form_brings_its_errors_back_and_then_its_values(local: LocalChat) -> None:
    form = (await local.say("marta", "front-desk", "/kindling form"))["reply"]
    assert [field["kind"] for field in form["fields"]] == ["text", "people", "choice", "time", "day"]
    values = {"programme": "spring", "who": ["li"], "often": None, "at": "09:30", "on": None}
    answered = (await local.press("marta", form["action"], values=values))["reply"]
    assert answered["fields"][0] | {"hint": ""} == form["fields"][0] | {
        "hint": "",
        "value": "spring",
        "error": "There is no programme spring.",
    }
    assert local.core.acts[-1][2] == ChooseSeries(1, 1, "spring")


async def test_a_form_said_to_kindling_is_a_message_that_its_answer_replaces(local: LocalChat) -> None:
    said = await local.say("marta", "@marta", "form")
    (form,) = said["answer"]["parts"]
    await local.press("marta", form["action"], message=said["answer"]["id"], values={"programme": "spring"})
    found = await local.get("messages", **{"as": "marta", "conversation": "@marta"})
    (again,) = found["messages"][-1]["parts"]
    assert again["fields"][0]["error"] == "There is no programme spring."


@pytest.mark.parametrize(
    ("action", "refusal"),
    [
        ("nonsense", ActionBroken),
        ('[1,"answer",1]', ActionBroken),
        ('[1,"answer","1",["b"]]', ActionBroken),
        ('[99,"answer",1,["b"]]', ActionOutdated),
        ('[1,"no-such-verb"]', ActionOutdated),
    ],
)
async def test_a_button_that_kindling_never_wrote_gets_a_sentence(
    local: LocalChat, action: str, refusal: type[Exception]
) -> None:
    answer = await local.press("marta", action)
    assert answer["reply"]["push"].startswith("That button is")
    assert [type(one) for one in local.core.refused] == [refusal]
    assert local.core.acts == []


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("actions", {"as": "nobody", "action": "x"}, 404, 'There is no person "nobody" here.'),
        ("actions", {"as": "li", "action": "x", "message": "77"}, 404, 'There is no message "77" here.'),
        ("actions", {"as": "li", "action": "x", "message": 1}, 400, "message's id as text"),
        ("actions", {"as": "li", "action": "x", "conversation": "@ana"}, 404, "no conversation"),
        ("actions", {"as": "li"}, 400, '"action" is missing or not right: write a text.'),
        ("actions", {"as": "li", "action": "x", "values": {"a": {}}}, 400, "a takes a text"),
        ("messages", {"as": "li", "conversation": "@ana", "text": "x"}, 404, 'no conversation "@ana"'),
        ("messages", {"as": "li", "conversation": "front-desk", "text": "  "}, 400, "write something"),
        ("messages", {"as": "li", "conversation": "front-desk", "text": "x" * 4001}, 400, "4000"),
        ("messages", {"as": "li", "conversation": "front-desk", "text": "\ud800"}, 400, "no text"),
        ("messages", {"as": "li", "conversation": "front-desk", "text": "/thank x"}, 400, "/kudos"),
        ("clock", {"to": "2020-01-01T00:00:00Z"}, 400, "only moves forward"),
        ("clock", {"to": "2030-01-01T00:00:00Z"}, 400, "smaller steps"),
        ("messages", {"as": "li", "conversation": "front-desk", "text": "a\x00b"}, 400, "no text"),
        ("clock", {"to": "soon"}, 400, "with its zone"),
    ],
)
async def test_what_cannot_be_done_is_told_in_a_sentence_and_changes_nothing(
    local: LocalChat, path: str, body: dict[str, object], status: int, sentence: str
) -> None:
    response = await local.client.post(f"/api/local/{path}", json=body)
    assert response.status == status
    assert sentence in (await response.json())["error"]
    assert local.core.acts == []
    assert local.core.moves == []
    assert await local.texts("li", "front-desk") == []
    assert local.clock.now() < THURSDAY + timedelta(minutes=5)


async def test_somebody_elses_conversation_is_as_if_it_were_not_there(local: LocalChat) -> None:
    message = local.chat.post("@marta", "kindling", THURSDAY, "Private", []).id
    response = await local.client.get("/api/local/messages", params={"as": "jonas", "conversation": "@marta"})
    assert response.status == 404
    response = await local.client.post(
        "/api/local/actions", json={"as": "jonas", "message": str(message), "action": ANSWER_B}
    )
    assert (response.status, (await response.json())["error"]) == (404, 'There is no message "1" here.')
    assert local.core.acts == []


async def test_a_store_that_is_busy_is_told_kindly(local: LocalChat) -> None:
    local.core.fault = StoreBusy()
    response = await local.client.post("/api/local/actions", json={"as": "li", "action": ANSWER_B})
    assert response.status == 503
    assert "Try again in a moment." in (await response.json())["error"]


async def test_messages_page_back(local: LocalChat) -> None:
    for number in range(3):
        await local.say("li", "front-desk", str(number))
    found = await local.get("messages", **{"as": "li", "conversation": "front-desk", "before": "3"})
    assert [message["push"] for message in found["messages"]] == ["0", "1"]


async def test_the_clock_moves_to_what_is_due_and_says_what_it_was(local: LocalChat) -> None:
    monday = THURSDAY + timedelta(days=4)
    local.core.due = (monday, "Priya's summary")
    before = await local.get("clock")
    assert before["next"] == {"at": "2026-11-30T10:00:00.000Z", "what": "Priya's summary"}
    moved = await local.post("clock", to="next")
    assert (moved["what"], moved["next"]) == ("Priya's summary", None)
    assert moved["now"].startswith("2026-11-30T10:00:0")
    moved = await local.post("clock", to="2026-12-01T10:00:00Z")
    assert moved["now"].startswith("2026-12-01T10:00:0")


async def test_who_sees_what_is_the_demos_alone(local: LocalChat) -> None:
    refused = await local.client.get("/api/local/who-sees?as=li")
    assert refused.status == 404
    local.chat.open_demo(THURSDAY)
    assert await local.get("who-sees", **{"as": "li"}) == {
        "sights": [
            {"who": "You", "sees": ["Your answer, li: B."]},
            {"who": "Priya", "sees": ["Nothing yet.", "4 of 5."]},
        ],
        "steps": {"answer": False, "thank": False, "move": False},
    }
    assert (await local.client.get("/api/local/who-sees?as=nobody")).status == 404


async def test_the_clock_says_whom_it_brought_something(
    local: LocalChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = local.core.advance

    async def bring(to: datetime | None) -> Moved:
        local.chat.post("front-desk", "kindling", THURSDAY, "For all.", [])
        local.chat.post("@priya", "kindling", THURSDAY, "A summary.", [])
        return await advance(to)

    monkeypatch.setattr(local.core, "advance", bring)
    moved = await local.post("clock", to="next")
    assert moved["news"] == [{"person": "priya", "name": "Priya", "push": "A summary."}]


async def test_a_card_comes_in_every_look_and_a_form_in_none(local: LocalChat) -> None:
    post = await local.messenger.send(FRONT_DESK, QUESTION, "quiz/1", None)
    shouted = {"shout": {"said": QUESTION.push.upper()}}
    found = await local.get("messages", **{"as": "marta", "conversation": "front-desk"})
    assert found["messages"][0]["looks"] == shouted
    await local.messenger.edit(FRONT_DESK, post, TIP)
    found = await local.get("messages", **{"as": "marta", "conversation": "front-desk"})
    assert found["messages"][0]["looks"] == {"shout": {"said": TIP.push.upper()}}
    said = await local.say("marta", "@marta", "hello")
    assert set(said["answer"]["looks"]) == {"shout"}
    assert said["message"]["looks"] == {}
    asked = await local.say("marta", "@marta", "form")
    assert asked["answer"]["looks"] == {}
    page = await (await local.client.get("/")).text()
    assert "Shouted" in page
    assert "/local/look-shout.css" in page


async def test_a_card_comes_as_plain_text_too(local: LocalChat) -> None:
    await post_question(local)
    found = await local.get("messages", **{"as": "jonas", "conversation": "front-desk"})
    assert found["messages"][0]["plain"].startswith("What would you do first?\n\n")
    assert "\nB  Look at her" in found["messages"][0]["plain"]
    said = await local.say("marta", "@marta", "hello")
    assert said["answer"]["plain"].startswith("You said hello, Marta.")
    assert said["message"]["plain"] is None
