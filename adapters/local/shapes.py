"""The chat's own things as JSON: people, conversations, messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.local.chat import Message, Place
from adapters.local.people import LocalPerson
from adapters.local.render import instant_json
from adapters.local.steps import Steps
from bot.summaries.sight import Sight

Json = dict[str, Any]


def person_json(person: LocalPerson) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "title": person.title,
        "zone": person.zone,
        "admin": person.is_admin,
    }


def place_json(place: Place) -> Json:
    return {"id": place.id, "kind": place.kind, "name": place.name}


def message_json(message: Message) -> Json:
    return {
        "id": str(message.id),
        "conversation": message.conversation,
        "from": {"id": message.sender, "name": message.sender_name},
        "at": instant_json(message.at),
        "edited": instant_json(message.edited_at) if message.edited_at else None,
        "thread": str(message.thread) if message.thread else None,
        "push": message.push,
        "parts": message.parts,
        "plain": message.plain,
        "looks": message.looks,
    }


def sight_json(sights: Sequence[Sight], steps: Steps) -> Json:
    return {
        "sights": [{"who": sight.who, "sees": list(sight.sees)} for sight in sights],
        "steps": {"answer": steps.answered, "thank": steps.thanked, "move": steps.moved_on},
    }
