"""The stories' driver for Teams: the whole application at its own door, beside a Teams that keeps it all."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from adapters.teams.connection import TeamsConnection
from adapters.wiring import StandingClock, build
from bot import teams
from bot.models import DeliveryWay, ThanksWay, Timetable
from bot.ports import Transaction
from tests.adapters.teams.issuer import Issuer
from tests.adapters.teams.talk import TENANT, Answer, Json, Talk, payload, settings_for
from tests.fake_platform.rules import Fault, Rules
from tests.fake_teams.process import FakeTeams, person
from tests.scenarios.driver import Change, Coaching, Event, Values, View
from tests.scenarios.teams_views import Handle, actions, card_view, inputs_of, text_view

ZONE = "Europe/Lisbon"
PROGRAMME = "first-look"
ADMIN = "Sam"
NOTHING = View("")


class TeamsDriver:
    """Kindling in one tenant of a fake Teams, in a folder of its own. Each channel has a team of its own."""

    has_threads = True

    def __init__(self, fake: FakeTeams) -> None:
        self._fake = fake
        self._folder = Path()
        self._at = datetime.min.replace(tzinfo=UTC)
        self._talking: Talk | None = None
        self._rooms: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        self._answers: set[str] = set()
        self._seen: dict[str, tuple[int, str]] = {}
        self._numbers = itertools.count(1)

    async def open(self, folder: Path, at: datetime) -> None:
        self._folder, self._at = folder, at
        self._fake.forget()
        self._fake.tokens()
        self._fake.set_up(TENANT, Rules())
        await self.start()

    async def close(self) -> None:
        await self.stop()

    async def start(self) -> None:
        issuer = Issuer(self._fake.address)
        self._fake.tell("keys", {"keys": [issuer.public_key]})
        application = build(settings_for(self._fake, self._folder), local=False, at=self._at)
        # A story's time does not pass while it is told, so nothing may have to wait for Teams' pace.
        application.outbox._means.paces.clear()  # type: ignore[attr-defined]
        await application.settle()
        await application.open()
        site = web.Application(client_max_size=1024 * 1024)
        application.add_routes(site)
        server = TestServer(site, host="127.0.0.1")
        await server.start_server()
        self._talking = Talk(self._fake, application, issuer, server, ClientSession())
        await application.make_pass()

    async def stop(self) -> None:
        if self._talking is not None:
            await self._talking.close()
        self._talking = None

    @property
    def _talk(self) -> Talk:
        assert self._talking is not None
        return self._talking

    async def now(self) -> datetime:
        return self._at

    async def wait_until(self, at: datetime) -> None:
        if self._talking is None:
            self._at = at
            return
        application = self._talk.application
        await application.make_pass()
        while (stop := await self._next_stop()) is not None and stop < at:
            await self._pass_at(stop)
        await self._pass_at(at)

    async def _pass_at(self, at: datetime) -> None:
        clock = self._talk.application.clock
        assert isinstance(clock, StandingClock)
        self._at = clock._at = at
        await self._talk.application.make_pass()

    async def _next_stop(self) -> datetime | None:
        application = self._talk.application
        now = application.clock.now()
        return await application.store.read(lambda tx: application.coach.next_stop(tx, now))

    async def make_channel(self, channel: str, people: Sequence[str]) -> None:
        """Sam adds Kindling to the channel's team; what it says then is in no story."""
        is_new = channel not in self._rooms
        self._put_channel(channel, people)
        if is_new:
            place = {"id": _channel_id(channel)}
            data: Json = {"team": {"id": _team_id(channel)}, "channel": place, "tenant": {"id": TENANT}}
            data |= {"settings": {"selectedChannel": place}}
            added = payload("installed_team", channelData=data, conversation__id=_team_id(channel))
            await self._tell({**added, "from": _sender(ADMIN)})
        await self._talk.settled()
        await self._talk.application.settle()
        self._answers.update(post["id"] for post in self._fake.record().posts)

    def _put_channel(self, channel: str, people: Sequence[str]) -> None:
        team = _team_id(channel)
        self._rooms[channel] = list(people)
        self._names |= {f"a:29:{_id(one)}": one for one in people} | {_channel_id(channel): channel}
        roster = [person(_id(one), one, TENANT) for one in people]
        room = {"id": _channel_id(channel), "name": channel.removeprefix("#"), "type": "standard"}
        self._fake.open_tenant(TENANT, members={team: roster}, channels={team: [room]}, blocked=())

    async def join(self, person: str, channel: str) -> None:
        self._put_channel(channel, [*self._rooms[channel], person])
        await self._moved("members_added", "membersAdded", person, channel)

    async def leave(self, person: str, channel: str) -> None:
        self._put_channel(channel, [one for one in self._rooms[channel] if one != person])
        await self._moved("members_removed", "membersRemoved", person, channel)

    async def _moved(self, name: str, key: str, person: str, channel: str) -> None:
        data = {"team": {"id": _team_id(channel)}, "tenant": {"id": TENANT}}
        about = {key: [_sender(person)], "conversation__id": _team_id(channel)}
        told = payload(name, **about)
        told["channelData"] |= data
        await self._tell(told)
        await self._talk.settled()

    async def coach(self, coaching: Coaching) -> None:
        application, now, place = self._talk.application, self._at, _channel_id(coaching.channel)

        def add(tx: Transaction) -> None:
            room = tx.conversations.find(TENANT, place)
            assert room is not None
            plan = teams.TeamPlan(
                coaching.name,
                Timetable(zone=ZONE),
                application.library.programme(PROGRAMME).series,
                DeliveryWay.DIRECT if coaching.direct else DeliveryWay.CHANNEL,
                ThanksWay.WEEKLY if coaching.thanks_weekly else ThanksWay.AT_ONCE,
            )
            team = teams.add_team(tx, application.library, room, plan, now)
            for leader in coaching.leaders:
                member = tx.members.find(TENANT, _id(leader))
                assert member is not None
                teams.set_manager(tx, team, member, now, manages=True)

        await application.store.decide(add)
        await application.follow_channel(TENANT, place)

    async def say(self, person: str, words: str, channel: str | None) -> View:
        if channel is None:
            said = self._from(person, payload("message_personal", text=words))
            said["conversation"] |= {"id": f"a:29:{_id(person)}"}
        else:
            said = self._typed(person, words, channel)
        before = {post["id"] for post in self._fake.record().posts}
        await self._tell(said)
        return await self._written_back(person, before)

    def _typed(self, person: str, words: str, channel: str) -> Json:
        """In the channel after @Kindling; people are picked, as Teams has it."""
        named = [one for one in self._rooms[channel] if f"@{one}" in words]
        for one in named:
            words = words.replace(f"@{one}", f"<at>{one}</at>")
        said = self._from(person, payload("message_channel", text=f"<at>Kindling</at> {words}"))
        mentions = [
            {"type": "mention", "text": f"<at>{one}</at>", "mentioned": {"id": f"29:{_id(one)}", "name": one}}
            for one in named
        ]
        said["entities"] = [said["entities"][0], *mentions]
        return self._in_channel(said, channel, said["id"])

    def _in_channel(self, activity: Json, channel: str, thread: str) -> Json:
        place = _channel_id(channel)
        activity["conversation"] |= {"id": f"{place};messageid={thread}"}
        activity["channelData"] |= {"channel": {"id": place}, "team": {"id": _team_id(channel)}}
        return activity

    def _from(self, person: str, activity: Json) -> Json:
        number = next(self._numbers)
        at = f"2026-11-26T10:00:00.{number:07}Z"
        return {**activity, "from": _sender(person), "id": f"f:{number}", "timestamp": at}

    async def write(self, person: str, text: str, channel: str) -> View:
        """Kindling is told nothing of what people say to each other."""
        return text_view(text, _channel_id(channel), str(1_600_000_000_000 + next(self._numbers)))

    async def thank_from(self, person: str, message: View, author: str) -> View:
        handle = _handle(message)
        asked = self._from(person, payload("fetch_message"))
        told = asked["value"]["messagePayload"]
        told |= {"id": handle.number, "replyToId": None, "mentions": []}
        told["from"]["user"] |= {"id": _id(author), "displayName": author}
        channel = self._names[handle.place]
        answer = await self._tell(self._in_channel(asked, channel, handle.number))
        return self._dialog(answer, handle)

    def _dialog(self, answer: Answer, handle: Handle) -> View:
        task = answer.body["task"]
        if task["type"] == "message":
            return text_view(task["value"], handle.place, handle.number)
        card = task["value"]["card"]["content"]
        return card_view(card, handle.place, handle.number, dialog="kudosMessage")

    async def press(self, person: str, view: View, label: str) -> View:
        return await self._execute(person, _handle(view), label, {})

    async def send(self, person: str, form: View, values: Values) -> View:
        handle = _handle(form)
        return await self._execute(person, handle, form.buttons[-1], inputs_of(handle.card, values))

    async def _execute(self, person: str, handle: Handle, label: str, entered: dict[str, str]) -> View:
        pressed = next(one for one in actions(handle.card) if one["title"].removeprefix("✓ ") == label)
        data = {**pressed["data"], **entered}
        if handle.dialog:
            value = {"commandId": handle.dialog, "commandContext": "message", "data": data}
            sent = self._from(person, payload("submit_extension", value=value))
            sent = self._in_channel(sent, self._names[handle.place], handle.number)
            view = self._dialog(await self._tell(sent), handle)
        else:
            view = self._answered(await self._tell(self._invoke(person, handle, data)), handle)
        await self._talk.settled()
        return view

    def _invoke(self, person: str, handle: Handle, data: Json) -> Json:
        is_direct = handle.place.startswith("a:")
        name = "execute_personal" if is_direct else "execute_channel"
        sent = self._from(person, payload(name, value__action__data=data, replyToId=handle.number))
        if is_direct:
            sent["conversation"] |= {"id": handle.place}
            return sent
        return self._in_channel(sent, self._names[handle.place], handle.number)

    def _answered(self, answer: Answer, handle: Handle) -> View:
        body = answer.body
        if body["type"].endswith("activity.message"):
            return text_view(body["value"], handle.place, handle.number)
        return card_view(body["value"], handle.place, handle.number)

    async def _tell(self, activity: Json) -> Answer:
        answer = await self._talk.tell(activity)
        assert answer.status in {200, 201}, (answer, activity)
        return answer

    async def _written_back(self, person: str, before: set[str]) -> View:
        """What came into the person's own chat, else what stands in the thread they asked in."""
        [connection] = self._talk.application.connections
        assert isinstance(connection, TeamsConnection)
        await connection._later.finish(10)
        new = [post for post in self._fake.record().posts if post["id"] not in before]
        self._answers.update(post["id"] for post in new)
        own = [post for post in new if post["channel"] == f"a:29:{_id(person)}"]
        shown = next(iter(own or new), None)
        await self._talk.settled()
        return NOTHING if shown is None else self._post_view(shown)

    def _post_view(self, post: Json) -> View:
        card = post["activity"]["attachments"][0]["content"]
        return card_view(card, post["channel"], post["id"])

    async def news(self) -> list[Event]:
        if self._talking is None:
            return []
        found: list[Event] = []
        for post in self._fake.record().posts:
            if post["id"] in self._answers:
                continue
            state = (post["edits"], str(post["activity"])) if not post["deleted"] else (-1, "")
            if (event := self._event(post, self._seen.get(post["id"]), state)) is not None:
                found.append(event)
            self._seen[post["id"]] = state
        order = [Change.EDITED, Change.POSTED, Change.DELETED]
        return sorted(found, key=lambda event: order.index(event.change))

    def _event(self, post: Json, seen: tuple[int, str] | None, state: tuple[int, str]) -> Event | None:
        """None where nothing is new, and for what was never seen before it was gone."""
        gone = state[0] < 0
        if seen == state or (gone and seen is None):
            return None
        change = Change.DELETED if gone else Change.POSTED if seen is None else Change.EDITED
        under = Handle(post["channel"], post["thread"]) if post["thread"] else None
        return Event(self._names[post["channel"]], change, self._post_view(post), under)

    async def break_down(self) -> None:
        """In the channels Teams asks to wait for longer than a story lasts; answers still come."""
        self._fake.set_up(TENANT, Rules(retry_after=3600))
        for channel in self._rooms:
            self._fake.script(TENANT, _channel_id(channel), [Fault.THROTTLE] * 99)

    async def mend(self) -> None:
        """The machine's time does not pass in a story, so what waits for it is begun anew."""
        self._fake.set_up(TENANT, Rules())
        await self.stop()
        await self.start()


def _handle(view: View) -> Handle:
    assert isinstance(view.handle, Handle)
    return view.handle


def _id(person: str) -> str:
    """As the directory has it."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, person))


def _sender(person: str) -> Json:
    return {"id": f"29:{_id(person)}", "aadObjectId": _id(person), "name": person}


def _channel_id(channel: str) -> str:
    return f"19:{channel.removeprefix('#')}@thread.tacv2"


def _team_id(channel: str) -> str:
    return f"19:team-{channel.removeprefix('#')}@thread.tacv2"
