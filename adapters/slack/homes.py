"""App Home: shown when somebody opens it, and again after what they do changes it."""

from __future__ import annotations

from collections import OrderedDict

from adapters.connection import Core
from adapters.slack.lines import Manner
from adapters.slack.payloads import identity_of
from adapters.slack.render import home_of
from adapters.slack.ways import NoWay, Ways
from bot import actions
from bot.actions import Action, OpenHome
from bot.cards import Card, Reply
from bot.coach import Actor
from bot.errors import NotHere, StoreBusy, StoreFailed

MOST_KEPT = 5_000
"""Homes that this process has shown and keeps up to date; others are shown anew when they are opened."""

CHANGING = (
    actions.SayWords,
    actions.AnswerQuiz,
    actions.AnswerUseful,
    actions.AwayMe,
    actions.ChangeTeam,
    actions.ChooseSummary,
    actions.GiveKudos,
    actions.HideKudos,
    actions.KeepThanksPrivate,
    actions.MoveSlot,
    actions.PauseMe,
    actions.PauseTeam,
    actions.RemoveKudos,
    actions.ResumeMe,
    actions.ResumeTeam,
    actions.SaveSettings,
    actions.SendFirstIdea,
    actions.SetUpTeam,
    actions.SkipDays,
    actions.StopMe,
    actions.StopTeam,
    actions.UndoKudos,
    actions.UndoLatest,
    actions.UndoStop,
)
"""What may look otherwise in one's own home afterwards."""


class Homes:
    def __init__(self, core: Core, ways: Ways, manner: Manner) -> None:
        self._core = core
        self._ways = ways
        self._manner = manner
        self._shown: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def show(self, actor: Actor, reply: Reply) -> None:
        """The home that the core answered with. Opened again, it is shown again."""
        if not isinstance(reply, Card) or reply.is_empty:
            return
        whose = actor.workspace_id, actor.platform_id
        self._shown[whose] = None
        self._shown.move_to_end(whose)
        if len(self._shown) > MOST_KEPT:
            self._shown.popitem(last=False)
        try:
            await self._ways.publish(*whose, home_of(reply, self._manner))
        except NoWay:
            self._shown.pop(whose, None)

    def is_changed(self, actor: Actor, action: Action) -> bool:
        """Whether the actor's home was shown, and may have to be shown anew after that."""
        return isinstance(action, CHANGING) and (actor.workspace_id, actor.platform_id) in self._shown

    async def renew(self, actor: Actor, identity: str) -> None:
        """`identity` is that of the act which changed it."""
        try:
            reply = await self._core.act(actor, identity_of("home", identity), OpenHome())
        except (NotHere, StoreBusy, StoreFailed):
            return
        await self.show(actor, reply)
