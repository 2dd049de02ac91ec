"""The manifest of the Slack app: valid by Slack's own schema, and no more in it than is used."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from adapters.slack.lines import Manner
from adapters.slack.manifest import CREATE, HEARD, NEEDED, OPTIONAL, creating_link, manifest_of

ROOT = Path(__file__).parent.parent.parent.parent
SCHEMA = ROOT.parent / "shared" / "schemas" / "slack-manifest-2.json"
PUBLIC = "https://kindling.example.com"
BOTH = pytest.mark.parametrize("public_url", [None, PUBLIC])


@pytest.fixture(scope="module")
def schema() -> Any:
    for folder in ROOT.parents:
        found = folder / "shared" / "schemas" / SCHEMA.name
        if found.is_file():
            return json.loads(found.read_text(encoding="utf-8"))
    pytest.skip("Slack's schema is not on this machine: shared/schemas/slack-manifest-2.json")


@BOTH
def test_it_is_what_slack_takes(schema: Any, public_url: str | None) -> None:
    jsonschema.validate(manifest_of(Manner(), public_url), schema)


def test_socket_mode_names_no_address() -> None:
    made = manifest_of(Manner())
    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(made).replace("https://docs", "")


def test_http_names_this_servers() -> None:
    made = manifest_of(Manner(), PUBLIC)
    assert made["settings"]["socket_mode_enabled"] is False
    events = f"{PUBLIC}/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["settings"]["interactivity"]["request_url"] == events
    assert {one["url"] for one in made["features"]["slash_commands"]} == {events}
    assert made["oauth_config"]["redirect_urls"] == [f"{PUBLIC}/slack/oauth_redirect"]


def test_commands_are_called_as_the_settings_say() -> None:
    made = manifest_of(Manner("/coach", "/thanks"))
    assert [one["command"] for one in made["features"]["slash_commands"]] == ["/coach", "/thanks"]
    assert all(one["should_escape"] for one in made["features"]["slash_commands"])


def test_optional_scopes_stand_in_both_lists() -> None:
    scopes = manifest_of(Manner())["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {*NEEDED, *OPTIONAL}
    assert set(scopes["bot_optional"]) == set(OPTIONAL)


METHODS = {
    "app_mentions:read": "app_mention",
    "channels:join": "conversations.join",
    "channels:read": "conversations.members",
    "chat:write": "chat.postMessage",
    "commands": "slash_commands",
    "groups:read": "private_channel",
    "im:history": "message.im",
    "im:write": "conversations.open",
    "users:read": "users.list",
    "channels:history": "conversations.history",
    "groups:history": "conversations.history",
    "reactions:read": "reaction_added",
    "usergroups:read": "usergroups.users.list",
}
"""Where in the code each scope is used."""


def test_no_scope_is_asked_for_that_is_not_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "adapters" / "slack").glob("*.py"))
    assert set(METHODS) == {*NEEDED, *OPTIONAL}
    assert [scope for scope, used in METHODS.items() if used not in code] == []


def test_every_scope_is_explained_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"(?m)^\| `([a-z_]+:?[a-z.]*)` \| .* \|$", readme))
    assert {*NEEDED, *OPTIONAL} <= told


def test_no_event_is_asked_for_twice() -> None:
    assert len(HEARD) == len(set(HEARD))


def test_the_link_carries_the_whole_manifest() -> None:
    made = manifest_of(Manner(), PUBLIC)
    link = creating_link(made)
    assert json.loads(unquote(link.removeprefix(CREATE))) == made
