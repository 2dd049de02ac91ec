"""Starts Microsoft's Agents Playground on loopback, speaks for its people, and hears both sides.

Of the page's stream comes what stands in the channel and in Ana's chat; of the log's stream each request that
either side made, with its answer, so that what somebody else alone is told can be read too.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

Json = dict[str, Any]
HERE = Path(__file__).parent
CHANNEL, PERSONAL = "19:coaching@thread.tacv2", "a:personal-ana"
BOT = {"id": "28:22222222-2222-2222-2222-222222222222", "name": "Kindling"}
PATIENCE = 60.0
UNDER = ";messageid="
_UNSEEN = dict.fromkeys(map(ord, "\u2068\u2069\u200b"))


def _person(short: str, name: str, number: int) -> Json:
    """As in m365agentsplayground.yml."""
    return {"id": f"29:{short}", "name": name, "aadObjectId": f"aaaaaaaa-0000-0000-0000-00000000000{number}"}


ANA, BEN = _person("ana", "Ana Silva", 1), _person("ben", "Ben Okafor", 2)
CHLOE = _person("chloe", "Chloé Martin", 3)


def start(node_modules: Path, folder: Path, port: int, endpoint: str) -> subprocess.Popen[bytes]:
    """Whose people are there says .m365agentsplayground.yml in the folder; without one, Microsoft's own."""
    cli = node_modules / "@microsoft" / "m365agentsplayground" / "cli.js"
    command = ["node", str(cli), "start", "-e", endpoint, "-c", "msteams", "-p", str(port)]
    command += ["--service-url", f"http://127.0.0.1:{port}/_connector", "--disable-telemetry"]
    quiet = {"APPLICATION_INSIGHTS_NO_STATSBEAT": "1", "TEAMSAPPTESTER_BROWSER": "none"}
    env = os.environ | quiet | {"NODE_OPTIONS": f"--require {HERE / 'loopback.cjs'}"}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, env=env, stdout=nothing, stderr=nothing)


def people(folder: Path) -> None:
    """Ana and the others are there, in a team with the channel Coaching."""
    shutil.copy(HERE / "m365agentsplayground.yml", folder / ".m365agentsplayground.yml")


class Playground:
    """`heard` is what came to stand in the channel and in Ana's chat, `logged` each request; oldest first."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self.address = address
        self._session = session
        self._changed = asyncio.Event()
        self.heard: list[Json] = []
        self.logged: list[Json] = []

    async def listen(self) -> None:
        """Until it is cancelled."""
        streams = (
            ("/_ws_conversation/v1/conversations/stream", self.heard),
            ("/_ws/log/stream", self.logged),
        )
        await asyncio.gather(*(self._listen(path, found) for path, found in streams))

    async def _listen(self, path: str, found: list[Json]) -> None:
        async with self._session.ws_connect(f"{self.address}{path}") as socket:
            async for message in socket:
                found.append(json.loads(message.data))
                self._changed.set()

    def forget(self) -> None:
        """Whatever an earlier test heard."""
        self.heard.clear()
        self.logged.clear()

    async def posted(self, words: str, conversation: str = "", *, after: int = 0) -> Json:
        """The newest message with those words, once it is there, with its `place`.

        `after`: only what was heard after so many.
        """
        return await self._once(lambda: self._newest(words, conversation, after), f"{words!r} was not posted")

    def _newest(self, words: str, conversation: str, after: int) -> Json | None:
        for one in reversed(self.heard[after:]):
            if "message" in one and one["actionConversationId"].startswith(conversation):
                message: Json = one["message"]
                if words in seen(message):
                    return message | {"place": _place(one)}
        return None

    async def answer_to(self, activity_id: str) -> Json:
        """What Kindling answered to that activity."""

        def answered() -> Json | None:
            logs = (one["log"] for one in self.logged)
            return next((one["response"] for one in logs if one.get("messageId") == activity_id), None)

        return await self._once(answered, f"{activity_id} has no answer")

    def asked(self) -> list[tuple[str, int]]:
        """What Kindling asked for, in the Playground's words, and how that was answered."""
        ours = (one["log"] for one in self.logged if one["log"].get("from") == "User Application")
        return [(one["activityName"], one["response"]["statusCode"]) for one in ours]

    async def is_asked(self, name: str, status: int) -> bool:
        """Waits until Kindling has asked for that and was answered so."""
        await self._once(lambda: {} if (name, status) in self.asked() else None, f"{name} {status} was not")
        return True

    async def _once(self, look: Callable[[], Json | None], otherwise: str) -> Json:
        until = time.monotonic() + PATIENCE
        while (found := look()) is None:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), until - time.monotonic())
            except TimeoutError:
                raise AssertionError(f"{otherwise}; but {self.heard[-3:]}") from None
        return found

    async def call(self, path: str, body: Json | None = None) -> Any:
        method = "GET" if body is None else "POST"
        async with self._session.request(method, f"{self.address}{path}", json=body) as answer:
            text = await answer.text()
            assert answer.status < 300, (path, answer.status, text[:300])
            return json.loads(text) if text.startswith(("{", "[")) else text

    async def change(self, conversation: str, kind: str) -> None:
        """`kind`: install or uninstall, which the Playground tells as Ana's doing, by her id alone."""
        query = f"conversationId={conversation}&type={kind}"
        await self.tell(await self.call(f"/_internal/v1/customActivities/template?{query}"))

    async def tell(self, activity: Json) -> None:
        """Any activity, by anybody."""
        await self.call("/_internal/v1/customActivities", activity)

    async def activity(self, person: Json, conversation: str, **parts: Any) -> Json:
        """One of that person's, with what the Playground itself would say about the conversation."""
        top = conversation.partition(UNDER)[0]
        query = f"conversationId={top}&type=install"
        found: Json = await self.call(f"/_internal/v1/customActivities/template?{query}")
        found.pop("action")
        found["conversation"]["id"] = conversation
        return found | {"from": person, "id": f"f:{time.time_ns()}"} | parts

    async def say(self, text: str) -> None:
        """What the current user, Ana, writes to Kindling alone."""
        body = {"from": {"id": ANA["id"]}, "text": text, "textFormat": "plain", "mentions": []}
        await self.call(f"/_conversation/v1/conversations/{PERSONAL}/messages", body)

    async def mention(self, person: Json, text: str, *mentioned: Json) -> None:
        """What somebody writes in the channel; people stand in it as Teams has them, `<at>…</at>`."""
        entities = [
            {"type": "mention", "text": f"<at>{one['name']}</at>", "mentioned": one} for one in mentioned
        ]
        await self.tell(await self.activity(person, CHANNEL, type="message", text=text, entities=entities))

    async def press(self, message: Json, data: Json) -> str:
        """What Ana alone is answered."""
        value = {"action": _execute(data), "trigger": "manual"}
        return seen(await self.invoke("adaptiveCard/action", message["place"], value, message["messageId"]))

    async def press_as(self, person: Json, message: Json, data: Json) -> str:
        """What somebody else alone is answered: the Playground's own way knows the current user only."""
        parts: Json = {"type": "invoke", "name": "adaptiveCard/action", "replyToId": message["messageId"]}
        value = {"action": _execute(data), "trigger": "manual"}
        pressed = await self.activity(person, message["place"], value=value, **parts)
        await self.tell(pressed)
        return seen(await self.answer_to(pressed["id"]))

    async def invoke(self, name: str, conversation: str, value: Json, reply_to: str | None = None) -> Json:
        body = {"name": name, "conversation": {"id": conversation}, "from": {"id": ANA["id"]}, "value": value}
        found: Json = await self.call(
            "/_conversation/v1/invoke", body | ({"replyToId": reply_to} if reply_to else {})
        )
        return found


def _place(heard: Json) -> str:
    """In a channel, as in Teams, the conversation of a press is the thread of the message, first ones too."""
    place, message_id = str(heard["actionConversationId"]), heard["message"]["messageId"]
    return f"{place}{UNDER}{message_id}" if place == CHANNEL else place


def _execute(data: Json) -> Json:
    return {"type": "Action.Execute", "verb": "act", "data": data}


def data_of(node: Any, label: str) -> Json:
    """The data of the button with that label. Raises LookupError."""
    if isinstance(node, dict) and node.get("title") == label and "data" in node:
        return dict(node["data"])
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        try:
            return data_of(inner, label)
        except LookupError:
            continue
    raise LookupError(f"no button {label!r}")


def seen(found: object) -> str:
    """As text, without what nobody sees."""
    return json.dumps(found, ensure_ascii=False).translate(_UNSEEN)
