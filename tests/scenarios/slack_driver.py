"""The stories' driver for Slack: the whole application over signed HTTP, beside a Slack that keeps it all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from adapters.wiring import StandingClock
from bot import teams
from bot.models import DeliveryWay, ThanksWay, Timetable
from bot.ports import Transaction
from tests.adapters.slack.front_desk import HOTEL, FrontDesk, front_desk
from tests.adapters.slack.recorded import recorded
from tests.fake_platform.rules import Fault, Rules
from tests.fake_slack import FakeSlack, channel, person
from tests.scenarios.driver import Change, Coaching, Event, Values, View
from tests.scenarios.slack_views import Handle, Json, SlackEyes, buttons, is_door, keeping, state_of

ZONE = "Europe/Lisbon"
PROGRAMME = "first-look"
ADMIN = "Sam"
NOTHING = View("")


class SlackDriver:
    """Kindling in one workspace of a fake Slack, in a folder of its own."""

    has_threads = True

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._folder = Path()
        self._at = datetime.min.replace(tzinfo=UTC)
        self._running = AsyncExitStack()
        self._desk: FrontDesk | None = None
        self._names: dict[str, str] = {}
        self._rooms: dict[str, tuple[str, list[str]]] = {}
        self._eyes = SlackEyes(self._names)
        self._answers: set[tuple[str, str]] = set()
        self._seen: dict[tuple[str, str], tuple[int, str]] = {}

    async def open(self, folder: Path, at: datetime) -> None:
        self._folder, self._at = folder, at
        self._slack.forget()
        self._slack.set_up(HOTEL, Rules())
        self._slack.open_workspace(HOTEL, name="Hotel")
        await self.start()

    async def close(self) -> None:
        await self.stop()

    async def start(self) -> None:
        self._desk = await self._running.enter_async_context(front_desk(self._slack, self._folder, self._at))
        # A story's time does not pass while it is told, so nothing may have to wait for Slack's pace.
        self._desk.application.outbox._means.paces.clear()  # type: ignore[attr-defined]
        await self._desk.application.make_pass()

    async def stop(self) -> None:
        await self._running.aclose()
        self._running, self._desk = AsyncExitStack(), None

    @property
    def _here(self) -> FrontDesk:
        assert self._desk is not None
        return self._desk

    async def now(self) -> datetime:
        return self._at

    async def wait_until(self, at: datetime) -> None:
        if self._desk is None:
            self._at = at
            return
        application, clock = self._desk.application, self._desk.application.clock
        assert isinstance(clock, StandingClock)
        await application.make_pass()
        while (stop := await self._next_stop()) is not None and stop < at:
            self._desk.move(stop)
            await application.make_pass()
        self._at = at
        self._desk.move(at)
        await application.make_pass()

    async def _next_stop(self) -> datetime | None:
        application = self._here.application
        now = application.clock.now()
        return await application.store.read(lambda tx: application.coach.next_stop(tx, now))

    async def make_channel(self, channel: str, people: Sequence[str]) -> None:
        self._put_channel(channel, people)
        await self._here.application.settle()

    def _put_channel(self, name: str, people: Sequence[str]) -> None:
        plain = name.removeprefix("#")
        place, inside = _channel_id(name), [_id(one) for one in people]
        self._rooms[name] = (place, list(people))
        self._names.update({_id(one): one for one in people} | {place: name})
        persons = [person(_id(one), one, ZONE, is_admin=one == ADMIN) for one in people]
        self._slack.open_workspace(HOTEL, people=persons, channels=[channel(place, plain, inside)])

    async def join(self, person: str, channel: str) -> None:
        """Slack tells of it, and who is new to the workspace is told of too."""
        place, inside = self._rooms[channel]
        self._put_channel(channel, [*inside, person])
        about = {"event.user": _id(person), "event.channel": place}
        await self._here.tell("event_member_joined_channel", **about)

    async def leave(self, person: str, channel: str) -> None:
        place, inside = self._rooms[channel]
        self._put_channel(channel, [one for one in inside if one != person])
        about = {"event.user": _id(person), "event.channel": place}
        await self._here.tell("event_member_left_channel", **about)

    async def coach(self, coaching: Coaching) -> None:
        application, now = self._here.application, self._at
        place = _channel_id(coaching.channel)

        def add(tx: Transaction) -> None:
            room = tx.conversations.find(HOTEL, place)
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
                member = tx.members.find(HOTEL, _id(leader))
                assert member is not None
                teams.set_manager(tx, team, member, now, manages=True)

        await application.store.decide(add)
        await application.follow_channel(HOTEL, place)

    async def say(self, person: str, words: str, channel: str | None) -> View:
        who = _id(person)
        before = self._private(who)
        if channel is None:
            told = await self._here.write(self._mentioning(words), who)
            answer = await self._answered(who, before, told)
            return await self.press(person, answer, answer.buttons[0]) if is_door(answer) else answer
        place = _channel_id(channel)
        told = await self._here.say(self._mentioning(words), who, channel_id=place)
        return await self._answered(who, before, told)

    def _mentioning(self, words: str) -> str:
        """As Slack escapes names that people pick."""
        for who, name in self._names.items():
            words = words.replace(f"@{name}", f"<@{who}|{name.lower()}>") if who.startswith("U") else words
        return words

    async def write(self, person: str, text: str, channel: str) -> View:
        place = _channel_id(channel)
        said = self._slack.say(HOTEL, place, _id(person), text)
        return View(text, handle=Handle(place, said["ts"], said))

    async def thank_from(self, person: str, message: View, author: str) -> View:
        who, handle = _id(person), _handle(message)
        before = self._private(who)
        about = self._slack.press(HOTEL, who, handle.place, handle.number)
        more: Json = {"user.id": who, "channel.id": handle.place, "message_ts": handle.number}
        more |= {"message.user": _id(author), "message.ts": handle.number}
        more |= {"message.text": handle.shown["text"]}
        told = await self._here.hear(recorded("message_shortcut", **more, **about))
        return await self._answered(who, before, told)

    async def press(self, person: str, view: View, label: str) -> View:
        who, handle = _id(person), _handle(view)
        before = self._private(who)
        shown = next(one for one in buttons(handle.shown["blocks"]) if one["text"]["text"] == label)
        button = {name: shown[name] for name in ("action_id", "value")}
        if not handle.place:
            more: Json = {"name": "press_in_view", "view": handle.shown, "container.view_id": handle.number}
        else:
            name = "press_in_ephemeral" if handle.is_own and not handle.place.startswith("D") else "press"
            more = {"name": name, "container.message_ts": handle.number, "container.channel_id": handle.place}
            more |= {"channel.id": handle.place, "ts": handle.number}
            more |= {} if name == "press_in_ephemeral" else {"message.blocks": handle.shown["blocks"]}
        told = await self._here.press(button, who, **more)
        return await self._answered(who, before, told)

    async def send(self, person: str, form: View, values: Values) -> View:
        who, shown = _id(person), _handle(form).shown
        before = self._private(who)
        ids = {name: one for one, name in self._names.items()} | {"#returns": "C0RETURNS"}
        about = self._slack.press(HOTEL, who)
        about.pop("response_url")
        view = {**shown, "state": {"values": state_of(shown, values, ids)}}
        told = await self._here.hear(recorded("form", view=view, **{"user.id": who, **about}))
        return await self._answered(who, before, told, view)

    async def _answered(self, who: str, before: Json, told: Json | None, sent: Json | None = None) -> View:
        """With the acknowledgement, as a modal, privately in the channel, or in the chat with Kindling."""
        answer = self._in_acknowledgement(told or {}, sent) or self._newly_seen(before, self._private(who))
        await self._here.application.make_pass()
        await self._here.settle()
        return answer or NOTHING

    def _in_acknowledgement(self, told: Json, sent: Json | None) -> View | None:
        if told.get("blocks"):
            return self._eyes.message("C-private", "", told, is_own=True)
        match told.get("response_action"):
            case "errors":
                assert sent is not None
                return self._eyes.view(keeping(sent, sent["state"]["values"]), told["errors"])
            case "update":
                assert sent is not None
                return self._eyes.view({**told["view"], "id": sent["id"]})
            case _:
                return None

    def _newly_seen(self, before: Json, after: Json) -> View | None:
        if after["modals"] and after["modals"] != before["modals"]:
            return self._eyes.view(after["modals"][-1])
        if new := [one for one in after["ephemerals"] if one not in before["ephemerals"]]:
            return self._eyes.message(new[-1]["channel"], new[-1]["ts"], new[-1], is_own=True)
        if new := [one for one in after["direct"] if one not in before["direct"]]:
            place = after["place"]
            self._answers.update((place, one["ts"]) for one in new)
            return self._eyes.message(place, new[-1]["ts"], new[-1], is_own=True)
        return None

    def _private(self, who: str) -> Json:
        """What that person alone sees just now."""
        seen, place = self._here.seen(who), f"D{who}"
        return {**seen, "place": place, "direct": seen["rooms"].get(place, [])}

    async def news(self) -> list[Event]:
        if self._desk is None:
            return []
        found: list[Event] = []
        for post in self._slack.record().posts:
            key = (post["channel"], post["id"])
            if key in self._answers:
                continue
            state = (post["edits"], str(post["blocks"])) if not post["deleted"] else (-1, "")
            if (event := self._event(post, self._seen.get(key), state)) is not None:
                found.append(event)
            self._seen[key] = state
        order = [Change.EDITED, Change.POSTED, Change.DELETED]
        return sorted(found, key=lambda event: order.index(event.change))

    def _event(self, post: Json, seen: tuple[int, str] | None, state: tuple[int, str]) -> Event | None:
        """None where nothing is new, and for what was never seen before it was gone."""
        gone = state[0] < 0
        if seen == state or (gone and seen is None):
            return None
        change = Change.DELETED if gone else Change.POSTED if seen is None else Change.EDITED
        place = post["channel"]
        name = self._names[place[1:]] if place.startswith("D") else self._names[place]
        under = Handle(place, post["thread"]) if post["thread"] else None
        return Event(name, change, self._eyes.message(place, post["id"], post), under)

    async def break_down(self) -> None:
        """Slack asks to wait for longer than a story lasts."""
        self._slack.set_up(HOTEL, Rules(faults={Fault.THROTTLE: 1.0}, retry_after=3600))

    async def mend(self) -> None:
        """The machine's time does not pass in a story, so what waits for it is begun anew."""
        self._slack.set_up(HOTEL, Rules())
        await self.stop()
        await self.start()


def _handle(view: View) -> Handle:
    assert isinstance(view.handle, Handle)
    return view.handle


def _id(person: str) -> str:
    return f"U0{person.upper()}"


def _channel_id(channel: str) -> str:
    return f"C0{channel.removeprefix('#').upper()}"
