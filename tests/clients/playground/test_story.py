"""The whole story in Microsoft's own local Teams, without its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientSession

from tests.clients.playground.conftest import TUESDAY, Kindling
from tests.clients.playground.peer import (
    ANA,
    BEN,
    BOT,
    CHANNEL,
    CHLOE,
    PERSONAL,
    UNDER,
    Json,
    Playground,
    data_of,
    seen,
)

NOT_IMPLEMENTED = 501
pytestmark = pytest.mark.asyncio(loop_scope="session")


def filled_in(form: Json) -> Json:
    return data_of(form, "Set up") | {
        "channel": CHANNEL,
        "managers.several": ANA["aadObjectId"],
        "weekday": "tue",
        "at": "10:00",
        "zone": "Etc/UTC",
        "name": "Front desk",
        "delivery": "channel",
        "quiz_after": "2",
        "thanks": "at-once",
        "working_days.several": "mon,tue,wed,thu,fri",
        "hours": "9:00-17:00",
        "first": "look-up",
    }


async def install(teams: Playground) -> None:
    await teams.change(CHANNEL, "install")
    welcome = await teams.posted("Any time you can thank a colleague", CHANNEL)
    assert "Ana Silva added me." in seen(welcome)
    await teams.change(PERSONAL, "install")
    assert "Set up a team" in seen(await teams.posted("Kindling, for Ana Silva", PERSONAL))


async def set_up(teams: Playground) -> None:
    await teams.say("setup")
    form = await teams.posted("Day of the idea", PERSONAL)
    wrong = await teams.press(form, filled_in(form) | {"zone": "Lisboa"})
    assert "I don't know that time zone" in wrong
    assert '"value": "Front desk"' in wrong
    done = await teams.press(form, filled_in(form))
    assert "Front desk is set up: 6 people, 1 manager." in done


async def answer_question(teams: Playground, kindling: Kindling) -> None:
    """Two people, each told alone; asked again, the same. In the channel it stands as it did."""
    await kindling.move_to(TUESDAY + timedelta(hours=1))
    tip = await teams.posted("Idea of the week", CHANNEL)
    await kindling.move_to(TUESDAY + timedelta(days=2, hours=1))
    question = await teams.posted("Question of the week", CHANNEL)
    assert question["place"] == f"{CHANNEL}{UNDER}{tip['messageId']}"
    stood = len(teams.heard)
    assert "You chose B" in await teams.press(question, data_of(question, "B"))
    assert "You answered" in (again := await teams.press(question, data_of(question, "A")))
    assert "You chose B" in again
    assert "You chose A" in await teams.press_as(CHLOE, question, data_of(question, "A"))
    assert len(teams.heard) == stood


async def give_by_mention_and_undo(teams: Playground) -> None:
    """Kindling deletes the announcement, which the Playground can't."""
    text = "<at>Kindling</at> kudos <at>Ben Okafor</at> for staying with the family"
    await teams.mention(ANA, text, BOT, BEN)
    announced = await teams.posted("Ana Silva thanks <at>Ben Okafor</at>", CHANNEL)
    undo = data_of(announced, "Undo")
    assert "Only Ana Silva can undo or change this." in await teams.press_as(CHLOE, announced, undo)
    assert "Taken back" in await teams.press(announced, undo)
    assert await teams.is_asked("message", NOT_IMPLEMENTED)


async def give_by_extension_and_second(teams: Playground) -> None:
    context = {"commandId": "giveKudos", "commandContext": "compose", "context": {"theme": "default"}}
    opened = await teams.invoke("composeExtension/fetchTask", CHANNEL, context)
    entered = {"people.several": BEN["aadObjectId"], "reason": "Told the truth early.", "where": "team"}
    data = data_of(opened, "Give kudos") | entered
    sent = await teams.invoke("composeExtension/submitAction", CHANNEL, context | {"data": data})
    assert "Sent to #Coaching, for Ben Okafor." in seen(sent)
    given = await teams.posted("Told the truth early.", CHANNEL)
    second = data_of(given, "Second this")
    assert "You gave this one." in await teams.press(given, second)
    await teams.press_as(CHLOE, given, second)
    seconded = await teams.posted("Seconded by Chloé Martin", CHANNEL)
    assert seconded["messageId"] == given["messageId"]


async def read_summary(teams: Playground, kindling: Kindling) -> None:
    await kindling.move_to(TUESDAY + timedelta(days=6, hours=1))
    summary = await teams.posted("Front desk, 23 to 29 November", PERSONAL)
    assert "Look up, or look out" in seen(summary)
    before = len(teams.heard)
    await teams.say("summary")
    await teams.posted("Front desk, 23 to 29 November", PERSONAL, after=before)


async def leave(teams: Playground, kindling: Kindling) -> None:
    await teams.say("stop")
    await teams.posted("I won't write to you", PERSONAL)
    await teams.change(CHANNEL, "uninstall")
    await teams.change(PERSONAL, "uninstall")
    asked = len(teams.asked())
    await kindling.move_to(TUESDAY + timedelta(days=7, hours=2))
    assert teams.asked()[asked:] == []


@pytest.mark.slow
async def test_the_whole_story(teams: Playground, kindling: Kindling) -> None:
    await install(teams)
    await set_up(teams)
    await answer_question(teams, kindling)
    await give_by_mention_and_undo(teams)
    await give_by_extension_and_second(teams)
    await read_summary(teams, kindling)
    await leave(teams, kindling)
    async with ClientSession() as session, session.get(f"{kindling.address}/healthz") as health:
        assert health.status == 200
