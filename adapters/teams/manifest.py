"""The package that Teams takes an app from: its manifest (schema 1.19) and two icons, zipped. Pure."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.icons import EMBER, colour_icon, outline_icon
from bot.messages import Translator
from bot.messages.package import Words, give_kudos, in_full, in_short, words_alone, words_in_a_channel

Json = dict[str, Any]

KUDOS_COMMAND = "giveKudos"
"""The message extension's command, as `commandId` names it."""

VERSION = "1.19"
_SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
_COLOUR, _OUTLINE = "color.png", "outline.png"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of all times that a zip can tell: the same package twice is the same file."""


def teams_manifest(t: Translator, app_id: str, public_url: str, version: str) -> Json:
    """`app_id` is the registration's, `public_url` with https, `version` as 1.2.3."""
    about = f"{public_url}/about"
    return {
        "$schema": _SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Kindling, run by your team",
            "websiteUrl": about,
            "privacyUrl": f"{about}#privacy",
            "termsOfUseUrl": f"{about}#terms",
        },
        "name": {"short": "Kindling", "full": "Kindling, a coach for customer-facing teams"},
        "description": {"short": in_short(t), "full": in_full(t)},
        "icons": {"color": _COLOUR, "outline": _OUTLINE},
        "accentColor": "#" + bytes(EMBER).hex(),
        "bots": [_bot(t, app_id)],
        "composeExtensions": [{"botId": app_id, "commands": [_give_kudos(t)]}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(public_url).netloc],
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot"},
    }


def teams_package(manifest: Json) -> bytes:
    """The zip to upload."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as zipped:
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        for name, data in (
            ("manifest.json", text.encode()),
            (_COLOUR, colour_icon()),
            (_OUTLINE, outline_icon()),
        ):
            zipped.writestr(zipfile.ZipInfo(name, _FIRST_DAY), data, zipfile.ZIP_DEFLATED)
    return package.getvalue()


def _bot(t: Translator, app_id: str) -> Json:
    return {
        "botId": app_id,
        "scopes": ["personal", "team"],
        "isNotificationOnly": False,
        "supportsFiles": False,
        "commandLists": [
            {"scopes": ["personal"], "commands": _commands(words_alone(t))},
            {"scopes": ["team"], "commands": _commands(words_in_a_channel(t))},
        ],
    }


def _commands(words: Words) -> list[Json]:
    return [{"title": word, "description": does} for word, does in words]


def _give_kudos(t: Translator) -> Json:
    """Beside the box to write in, and in a message's own menu, where its author is filled in."""
    title, description = give_kudos(t)
    return {
        "id": KUDOS_COMMAND,
        "type": "action",
        "title": title,
        "description": description,
        "context": ["compose", "commandBox", "message"],
        "fetchTask": True,
    }
