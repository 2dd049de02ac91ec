"""Whom a form offers: everybody who may be chosen, the nearest first. Over a transaction."""

from __future__ import annotations

from bot.cards import Mention
from bot.messages import Translator, translator
from bot.models import Member
from bot.ports import Transaction


def people_to_choose(tx: Transaction, tenant_id: str, platform_id: str) -> tuple[Mention, ...]:
    """Who is in a team with that person, then the others of the tenant, both by name."""
    member = tx.members.find(tenant_id, platform_id)
    teams = tx.teams.of_member(member.id) if member is not None else []
    near = {one.id: one for team, _ in teams for _, one in tx.teams.people(team.id)}
    everybody = {one.id: one for one in tx.members.all(tenant_id)}
    ordered = [*sorted(near.values(), key=_by_name), *sorted(everybody.values(), key=_by_name)]
    return tuple(Mention(one.platform_id, one.name) for one in dict.fromkeys(ordered) if _is_colleague(one))


def _by_name(member: Member) -> tuple[str, int]:
    return member.name.casefold(), member.id


def _is_colleague(member: Member) -> bool:
    return not member.is_app and not member.is_stranger and member.deactivated_at is None


def language_of(tx: Transaction, tenant_id: str, platform_id: str) -> Translator:
    """That of the person's first team."""
    member = tx.members.find(tenant_id, platform_id)
    teams = tx.teams.of_member(member.id) if member is not None else []
    return translator(teams[0][0].language if teams else "en")
