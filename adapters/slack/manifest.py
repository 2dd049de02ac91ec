"""What a Slack app has to be for Kindling: its commands, shortcuts, events and scopes, as Slack's manifest.

The format: https://docs.slack.dev/reference/app-manifest. An optional scope stands in both lists, as in
slackapi/slack-cli#517: whoever installs the app may leave it out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from adapters.slack.happenings import TAKEN
from adapters.slack.lines import Manner
from adapters.slack.parse import GIVE_KUDOS, GIVE_KUDOS_FOR

EVENTS_PATH = "/slack/events"
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
CREATE = "https://api.slack.com/apps?new_app=1&manifest_json="
"""Opens Slack's page for a new app with the manifest filled in."""

NEEDED: Mapping[str, str] = {
    "app_mentions:read": "to answer who mentions it in a channel",
    "channels:join": "to come into the public channel that somebody sets up",
    "channels:read": "to know public channels and who is in them",
    "chat:write": "to post ideas, questions and thanks",
    "commands": "for its two commands and the shortcut in a message's menu",
    "groups:read": "the same for the private channels it was invited to",
    "im:history": "to read what people write to it, and nothing else",
    "im:write": "to write to people who want it, and answer them",
    "users:read": "to know names, time zones, and who is an admin or an app",
}
"""Each scope with what it is for."""

OPTIONAL: Mapping[str, str] = {
    "channels:history": "to find its own post after a connection broke, so that nothing is posted twice",
    "groups:history": "the same in private channels",
    "reactions:read": "for thanks by an emoji, where a team chooses one",
    "usergroups:read": "to thank the people of a user group",
}

HEARD = ("app_home_opened", "app_mention", "message.im", "reaction_added", "reaction_removed", *TAKEN)
"""The events that Kindling listens to."""

_DESCRIPTION = "A coach for customer-facing teams: one short idea a week, one question, and thanks."
_LONG = (
    "Once a week Kindling brings a team one small idea about caring for customers and each other, a minute "
    "to read. Two days later it asks one question about it; answers are private. Colleagues thank each other "
    "for what they saw, in a sentence. A manager gets one page about the team as a whole, never a person."
)


def manifest_of(manner: Manner, public_url: str | None = None) -> dict[str, Any]:
    """For Socket Mode; with `public_url`, for requests over HTTP to there."""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Kindling",
            "description": _DESCRIPTION,
            "long_description": _LONG,
            "background_color": "#7a3d00",
        },
        "features": _features(manner, public_url),
        "oauth_config": {
            **({"redirect_urls": [f"{public_url}{REDIRECT}"]} if public_url else {}),
            "scopes": {"bot": sorted({**NEEDED, **OPTIONAL}), "bot_optional": sorted(OPTIONAL)},
        },
        "settings": _settings(public_url),
    }


def _features(manner: Manner, public_url: str | None) -> dict[str, Any]:
    url = {"url": f"{public_url}{EVENTS_PATH}"} if public_url else {}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Kindling", "always_online": True},
        "shortcuts": [
            {
                "name": "Give kudos",
                "type": "message",
                "callback_id": GIVE_KUDOS_FOR,
                "description": "Thank who wrote this",
            },
            {
                "name": "Give kudos",
                "type": "global",
                "callback_id": GIVE_KUDOS,
                "description": "Thank a colleague for what you saw",
            },
        ],
        "slash_commands": [
            {
                "command": manner.command,
                "description": "Your home, settings, practice and more",
                "usage_hint": "[help | settings | mine | pause until friday | stop]",
                "should_escape": True,
                **url,
            },
            {
                "command": manner.kudos_command,
                "description": "Thank colleagues for what you saw",
                "usage_hint": "@who for what they did",
                "should_escape": True,
                **url,
            },
        ],
    }


def _settings(public_url: str | None) -> dict[str, Any]:
    url = {"request_url": f"{public_url}{EVENTS_PATH}"} if public_url else {}
    return {
        "event_subscriptions": {"bot_events": sorted(HEARD), **url},
        "interactivity": {"is_enabled": True, **url},
        "org_deploy_enabled": True,
        "socket_mode_enabled": public_url is None,
        "token_rotation_enabled": False,
    }


def creating_link(manifest: Mapping[str, Any]) -> str:
    return CREATE + quote(json.dumps(manifest, separators=(",", ":")), safe="")
