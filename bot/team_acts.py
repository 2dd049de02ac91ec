"""Skeleton, being filled."""

from __future__ import annotations

from bot.actions import TeamAction
from bot.cards import Reply
from bot.context import Context
from bot.errors import NotHere


def act(context: Context, action: TeamAction) -> Reply:
    raise NotHere


def shows(context: Context, action: TeamAction) -> str:
    return ""
