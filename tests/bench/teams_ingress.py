"""Teams' invokes through the whole application: proved, decided, durable and answered with a card.

The ratio is the server's CPU for the same requests: of a bare aiohttp handler that reads the JSON to that of
the application, which also checks the token's signature.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from adapters.loop import run_long
from adapters.wiring import StandingClock, build
from bot import teams, workspaces
from bot.actions import Action, AnswerQuiz, ShowHelp
from bot.codec import pack
from bot.models import Conversation, ConversationKind, Platform, Reference, Timetable, Workspace
from bot.ports import Transaction
from tests.adapters.teams.issuer import Issuer
from tests.adapters.teams.talk import CHANNEL, TEAM, TENANT, payload
from tests.bench.ingress.load import Heard, Request, running, send_all
from tests.bench.ingress.servers import AT, settings_for
from tests.bench.lines import Line
from tests.fake_teams.process import FakeTeams, person

ROUNDS = 5
REQUESTS = 1_200
"""A round: the system counts processor time in hundredths of a second."""
IN_FLIGHT = 20
PATH = "/api/messages"
BAR = 0.12


def run() -> list[Line]:
    fake = FakeTeams.start()
    issuer = Issuer(fake.address)
    fake.tell("keys", {"keys": [issuer.public_key]})
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _lines(fake, issuer, Path(folder) / "kindling.db")
    finally:
        fake.stop()


def _lines(fake: FakeTeams, issuer: Issuer, file: Path) -> list[Line]:
    everybody = [str(uuid.UUID(int=one + 1)) for one in range(ROUNDS * REQUESTS)]
    answer = asyncio.run(_settle(fake, file, everybody))
    rounds = [everybody[one * REQUESTS : (one + 1) * REQUESTS] for one in range(ROUNDS)]
    lines = []
    with running("json") as bare, running("teams", str(file), fake.address) as ours:
        for name, action in (("quiz answers", answer), ("presses that change nothing", ShowHelp())):
            made = [_presses(fake, issuer, action, people) for people in rounds]
            cpus = [
                [_cpu(run_long(send_all(server, PATH, requests, IN_FLIGHT))) for server in (bare, ours)]
                for requests in made
            ]
            lines.append(_line(name, cpus))
    return lines


def _cpu(heard: Heard) -> float:
    if set(heard.statuses) != {200}:
        raise RuntimeError(f"not every request was taken: {sorted(set(heard.statuses))}")
    return heard.cpu / len(heard.statuses)


def _line(name: str, cpus: Sequence[Sequence[float]]) -> Line:
    ratio = median(bare / ours for bare, ours in cpus)
    bare, ours = (median(column) * 1e6 for column in zip(*cpus, strict=True))
    return Line(
        f"Teams {name} with invoke body, by server CPU",
        f"{ratio:.2f} ({ours:.0f} µs)",
        f"JSON read alone: {bare:.0f} µs",
        f">= {BAR}",
        met=ratio >= BAR,
    )


async def _settle(fake: FakeTeams, file: Path, people: Sequence[str]) -> AnswerQuiz:
    """A team with all of them, on the Thursday of its question."""
    roster = [person(one, f"Person {one[-6:]}", TENANT) for one in people]
    rooms = [{"id": CHANNEL, "name": "Desk", "type": "standard"}]
    fake.open_tenant(TENANT, members={TEAM: roster}, channels={TEAM: rooms}, blocked=())
    settings = settings_for("teams", file, fake.address)
    async with build(settings, local=False, at=AT - timedelta(days=3)) as application:
        await application.store.decide(lambda tx: _make_room(tx, fake.service_url(TENANT)))

        def coach(tx: Transaction) -> None:
            room = tx.conversations.find(TENANT, CHANNEL)
            assert room is not None
            plan = teams.TeamPlan("Desk", Timetable(), ("look-up",))
            teams.add_team(tx, application.library, room, plan, application.clock.now())

        await application.store.decide(coach)
        await application.follow_channel(TENANT, CHANNEL)
        await application.store.decide(_let_zones_be_known)
        assert isinstance(application.clock, StandingClock)
        for at in (AT.replace(day=24, hour=10), AT):
            application.clock._at = at
            await application.make_pass()
        [quiz] = await application.store.read(lambda tx: tx.quizzes.of_team(1))
        assert quiz.posted_at is not None
        return AnswerQuiz(quiz.id, (quiz.order[0],))


def _make_room(tx: Transaction, url: str) -> None:
    workspaces.open_workspace(tx, Workspace(TENANT, Platform.TEAMS, "Hotel", AT), AT)
    room = tx.conversations.put(Conversation(0, TENANT, CHANNEL, ConversationKind.CHANNEL, "Desk"))
    tx.references.put(Reference(room.id, CHANNEL, url, group_id=TEAM))


def _let_zones_be_known(tx: Transaction) -> None:
    """A first word of somebody's tells their zone, which is looked at for the whole team: here, 2,000."""
    for member in tx.members.all(TENANT):
        tx.members.save(replace(member, zone="Europe/Lisbon"))


def _presses(fake: FakeTeams, issuer: Issuer, action: Action, people: Sequence[str]) -> list[Request]:
    url, found = fake.service_url(TENANT), []
    headers = {"Authorization": issuer.header(service_url=url), "Content-Type": "application/json"}
    for one in people:
        sender = {"id": f"29:{one}", "aadObjectId": one, "name": f"Person {one[-6:]}"}
        activity = payload("execute_channel", value__action__data={"k": pack(action)}, sender=sender)
        about = {"serviceUrl": url, "id": f"f:{one}/{action.verb}"}
        found.append((json.dumps({**activity, **about}).encode(), headers))
    return found
