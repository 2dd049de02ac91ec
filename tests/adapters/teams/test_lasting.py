"""What came of a press in one's own chat stays there; what others see and what was owed does not change."""

from __future__ import annotations

from typing import Any

import pytest

from bot.actions import OpenKudos, ShowHelp, StopMe, UndoStop
from tests.adapters.teams.talk import CHANNEL, PERSONAL, TENANT, Talk, payload, pressed
from tests.fake_platform.rules import Fault, Rules

Json = dict[str, Any]


@pytest.fixture
async def helped(there: Talk) -> Json:
    """Marta has asked for help in her own chat: the message that answered her."""
    await there.tell(payload("message_personal", text="help"))
    await there.settled()
    [post] = there.posts(PERSONAL)
    return post


async def press(talk: Talk, post: Json, action: Any, number: int = 1, kind: str = "execute_personal") -> None:
    about = {"id": f"f:{number}", "replyToId": post["id"], "value__action__data": pressed(action)}
    answer = await talk.tell(payload(kind, **about))
    assert answer.body["statusCode"] == 200


async def standing(talk: Talk, post: Json) -> tuple[int, str]:
    """How often it was edited, and what can be read in it now."""
    await talk.settled()
    [now] = [one for one in talk.posts() if one["id"] == post["id"]]
    return now["edits"], str(now["activity"])


async def test_what_came_of_it_stays(there: Talk, helped: Json) -> None:
    await press(there, helped, StopMe())
    edits, text = await standing(there, helped)
    assert edits == 1
    assert "I won't write to you" in text
    assert "Kindling, for" not in text


async def test_a_form_that_was_only_opened_does_not(there: Talk, helped: Json) -> None:
    await press(there, helped, OpenKudos())
    assert (await standing(there, helped))[0] == 0


async def test_of_several_the_last_one_stays(there: Talk, helped: Json) -> None:
    """While Teams takes its time with the first."""
    there.fake.set_up(TENANT, Rules(stall=0.5))
    there.fake.script(TENANT, f"change {PERSONAL}", [Fault.STALL])
    for number, action in enumerate((ShowHelp(), StopMe(), UndoStop()), start=1):
        await press(there, helped, action, number)
    edits, text = await standing(there, helped)
    assert edits == 2
    assert "I won't write to you" not in text
    assert "Kindling, for" not in text


async def test_what_was_owed_keeps_its_words(there: Talk) -> None:
    await there.tell(payload("installed_personal"))
    await there.settled()
    [welcome] = there.posts(PERSONAL)
    await press(there, welcome, StopMe())
    edits, text = await standing(there, welcome)
    assert edits == 0
    assert "Kindling, for" in text


async def test_in_a_channel_nothing_changes(there: Talk) -> None:
    await there.tell(payload("message_channel", text="<at>Kindling</at> help"))
    await there.settled()
    [post] = there.posts(CHANNEL)
    await press(there, post, ShowHelp(), kind="execute_channel")
    assert (await standing(there, post))[0] == 0


async def test_that_it_could_not_be_kept_hurts_nothing(there: Talk, helped: Json) -> None:
    await press(there, {"id": "1700000000000"}, ShowHelp())
    await press(there, helped, StopMe(), 2)
    assert (await standing(there, helped))[0] == 1
