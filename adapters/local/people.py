"""Who is in the local chat from the first day."""

from __future__ import annotations

from dataclasses import dataclass

WORKSPACE_ID = "local"
FIRST_CHANNEL = "front-desk"
APP_ID = "kindling"
APP_NAME = "Kindling"


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """Somebody one can be. `title` says what they do, as a chat's profile would."""

    id: str
    name: str
    title: str
    zone: str = "Europe/Lisbon"
    is_admin: bool = False


def direct_id(person_id: str) -> str:
    """The conversation between a person and Kindling."""
    return f"@{person_id}"


NINE = (
    LocalPerson("marta", "Marta", "Front desk"),
    LocalPerson("jonas", "Jonas", "Front desk"),
    LocalPerson("li", "Li", "Front desk"),
    LocalPerson("ana", "Ana", "Front desk"),
    LocalPerson("tunde", "Tunde", "Night desk"),
    LocalPerson("ines", "Ines", "Reservations"),
    LocalPerson("omar", "Omar", "Concierge"),
    LocalPerson("sam", "Sam", "Looks after the chat (admin)", is_admin=True),
    LocalPerson("priya", "Priya", "Front desk manager"),
)
