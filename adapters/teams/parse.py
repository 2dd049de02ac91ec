"""An activity as records: where it happened, who did it, what was said or pressed. Pure, and raises nothing.

The shapes are those of Microsoft's documentation; tests/adapters/teams/payloads/ has one of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.teams.payloads import Json, id_at, list_at, name_at, object_at, words_at
from adapters.teams.words import Mentioned, Said, read_said
from bot.coach import Actor
from bot.teams.values import known_zones

_THREAD = ";messageid="
_OWN_CHAT, _PEOPLES = "a:", "19:"
"""How the ids of chats begin: between one person and the bot, and between people. The Agents Playground has
others of its own."""

MOST_MENTIONS = 100
_CLOSED = {"private", "shared"}


class Scope(StrEnum):
    """`PERSONAL` is somebody's chat with Kindling, `ELSEWHERE` one of people's own, where it may not be."""

    PERSONAL = "personal"
    CHANNEL = "channel"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something happened, as Teams has it; "" for what there is not.

    `address` is what an answer is posted to: in a channel with the message whose thread it belongs to, which
    is also `thread`. `group_id` is the id of the team, in Teams' words. `is_closed`: private or shared.
    """

    tenant_id: str
    service_url: str
    scope: Scope
    address: str
    channel_id: str = ""
    group_id: str = ""
    group_name: str = ""
    channel_name: str = ""
    thread: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """`person` is their id for the bot (`29:…`), `platform_id` the one in the directory, known to all."""

    person: str
    platform_id: str
    name: str
    zone: str | None = None


def tenants_of(activity: Json) -> frozenset[str]:
    """Every tenant that it names, in small letters. The Agents Playground spells one name otherwise."""
    found = (
        id_at(activity, "conversation", "tenantId"),
        id_at(activity, "conversation", "tenantID"),
        id_at(activity, "channelData", "tenant", "id"),
    )
    return frozenset(one.lower() for one in found if one)


def spot_of(activity: Json, tenant_id: str) -> Spot:
    address = id_at(activity, "conversation", "id")
    kind = id_at(activity, "conversation", "conversationType")
    service_url = id_at(activity, "serviceUrl")
    if _is_own_chat(kind, address):
        return Spot(tenant_id, service_url, Scope.PERSONAL, address)
    channel, thread = _channel_of(activity, address)
    data = object_at(activity, "channelData")
    if not channel or not (kind == "channel" or (not kind and id_at(data, "team", "id"))):
        return Spot(tenant_id, service_url, Scope.ELSEWHERE, address)
    group_id = id_at(data, "team", "id") or channel
    return Spot(
        tenant_id,
        service_url,
        Scope.CHANNEL,
        address,
        channel,
        group_id,
        name_at(data, "team", "name"),
        _channel_name(activity),
        thread,
        is_closed=bool({id_at(data, "channel", key).lower() for key in ("type", "membershipType")} & _CLOSED),
    )


def _is_own_chat(kind: str, address: str) -> bool:
    """Teams calls a chat between two people personal too, where a message extension is used in it."""
    if kind == "personal":
        return bool(address) and not address.startswith(_PEOPLES)
    return not kind and address.startswith(_OWN_CHAT)


def _channel_name(activity: Json) -> str:
    """The Agents Playground tells it as the conversation's; of a team's first channel there is none."""
    data = object_at(activity, "channelData")
    told = name_at(data, "channel", "name") or name_at(data, "settings", "selectedChannel", "name")
    return told or name_at(activity, "conversation", "name")


def _channel_of(activity: Json, address: str) -> tuple[str, str]:
    """The channel's own id, and the message whose thread it is in."""
    place, _, thread = address.partition(_THREAD)
    data = object_at(activity, "channelData")
    selected = id_at(data, "settings", "selectedChannel", "id")
    return selected or id_at(data, "channel", "id") or place, thread


def who_of(activity: Json) -> Who | None:
    """Who did it, as Teams authenticated them. None for bots, and for who is in no directory."""
    sender = object_at(activity, "from")
    platform_id, person = id_at(sender, "aadObjectId").lower(), id_at(sender, "id")
    if not platform_id or not person or id_at(sender, "role") == "bot":
        return None
    return Who(person, platform_id, name_at(sender, "name"), zone_of(activity))


def zone_of(activity: Json) -> str | None:
    """The IANA zone of the client that it came from, where it tells one."""
    told = [id_at(activity, "localTimezone")]
    told += [id_at(one, "timezone") for one in list_at(activity, "entities") if _is(one, "clientInfo")]
    return next((zone for zone in told if zone in known_zones()), None)


def actor_of(who: Who, spot: Spot) -> Actor:
    """The core calls a direct conversation by the person, and knows no chats that Kindling is not in."""
    places = {Scope.PERSONAL: f"@{who.platform_id}", Scope.CHANNEL: spot.channel_id}
    name = who.name or who.platform_id
    return Actor(spot.tenant_id, who.platform_id, name, places.get(spot.scope))


def said_of(activity: Json) -> Said:
    """What was typed: names in place of mentions, and the one that only called Kindling taken out."""
    own = id_at(activity, "recipient", "id")
    return read_said(words_at(activity, "text"), list(_mentioned(activity)), own)


def _mentioned(activity: Json) -> Iterator[Mentioned]:
    for one in list_at(activity, "entities")[:MOST_MENTIONS]:
        if _is(one, "mention") and (text := words_at(one, "text", longest=300)):
            yield Mentioned(text, id_at(one, "mentioned", "id"), name_at(one, "mentioned", "name"))


def _is(entity: Any, kind: str) -> bool:
    return id_at(entity, "type").lower() == kind.lower()


def pressed_data(activity: Json) -> Json | None:
    """What a button's press carries: of an invoke, or of a message without text. None where there is none."""
    value = object_at(activity, "value")
    if id_at(activity, "type") == "invoke":
        return object_at(value, "action", "data") or None
    return value or None
