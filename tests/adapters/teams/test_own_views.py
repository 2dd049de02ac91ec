"""One's own view of a question comes back by itself, to those whose it is, and leaves no trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from adapters.teams.own_views import posted_view
from adapters.wiring import StandingClock
from bot.actions import AnswerQuiz, ShowHelp, ShowQuiz
from bot.cards import Button, Buttons, Card
from bot.ports import Transaction
from tests.adapters.teams.talk import AT, CHANNEL, LI, MARTA, SAM, TENANT, Talk, payload, pressed, sender

TUESDAY, THURSDAY = AT + timedelta(days=5), AT + timedelta(days=7)


@pytest.fixture
async def asked(there: Talk) -> Talk:
    """This week's idea and its question stand in the channel."""
    for at in (TUESDAY, THURSDAY):
        assert isinstance(there.application.clock, StandingClock)
        there.application.clock._at = at
        await there.application.make_pass()
    return there


def card_of(post: Any) -> Any:
    return post["activity"]["attachments"][0]["content"]


async def test_a_posted_question_names_whose_views_come_back_and_an_idea_nobodys(asked: Talk) -> None:
    idea, question = asked.posts(CHANNEL)
    assert "refresh" not in card_of(idea)
    refresh = card_of(question)["refresh"]
    assert {f"29:{one}" for one in (MARTA, LI, SAM)} <= set(refresh["userIds"])
    assert refresh["action"]["data"] == pressed(ShowQuiz(1))
    assert question["thread"] == idea["id"]


async def test_the_answer_comes_back_to_who_gave_it_and_the_question_to_who_did_not(asked: Talk) -> None:
    _, question = asked.posts(CHANNEL)
    choices = [one["data"] for one in _executes(card_of(question)) if "answer" in str(one.get("data"))]
    answer = await asked.tell(payload("execute_channel", value__action__data=choices[1]))
    refresh = answer.body["value"]["refresh"]
    assert (refresh["userIds"], refresh["action"]["data"]) == ([f"29:{MARTA}"], pressed(ShowQuiz(1)))
    again = payload("execute_refresh", value__action__data=refresh["action"]["data"], id="f:again")
    assert "You chose B" in (await asked.tell(again)).card_text
    other = await asked.tell({**again, "id": "f:other", "from": sender(LI)})
    assert "You chose" not in other.card_text
    assert len([one for one in _executes(other.body["value"]) if "answer" in str(one.get("data"))]) >= 3


def _executes(found: Any) -> list[Any]:
    if isinstance(found, dict):
        own = [found] if found.get("type") == "Action.Execute" else []
        return own + [one for value in found.values() for one in _executes(value)]
    return [one for value in found for one in _executes(value)] if isinstance(found, list) else []


async def test_what_a_client_asks_for_by_itself_is_nothing_that_anybody_did(asked: Talk) -> None:
    """Silence is silence: whoever only looks at a card has pressed nothing."""
    look = payload("execute_refresh", value__action__data=pressed(ShowQuiz(1)), sender=sender(LI))
    assert (await asked.tell(look)).body["statusCode"] == 200
    assert not await asked.read(has_acted)
    await asked.tell({**look, "value": {**look["value"], "trigger": "manual"}})
    assert await asked.read(has_acted)


def has_acted(tx: Transaction) -> bool:
    li = tx.members.find(TENANT, LI)
    assert li is not None
    return tx.identities.any_since(TENANT, f"{li.id}/", AT)


def test_only_a_question_has_views() -> None:
    button = Button("A", AnswerQuiz(7, ("x",)))
    assert posted_view(Card("x", (Buttons((button,)),))) == ShowQuiz(7)
    assert posted_view(Card("x", (Buttons((Button("Help", ShowHelp()),)),))) is None
