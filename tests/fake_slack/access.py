"""Who may what: auth.test, OAuth with tokens that rotate, and the address of a socket."""

from __future__ import annotations

import time

from tests.fake_slack.slack import Slack
from tests.fake_slack.workspace import SCOPES, Json, SlackError, Token, Workspace

APP = "AKINDLING"
CODE = "code-"


def whose_token(slack: Slack, workspace: Workspace, _asked: Json) -> Json:
    return {
        "url": f"{slack.address}/",
        "team": workspace.name,
        "user": "kindling",
        "user_id": workspace.bot,
        "bot_id": f"B{workspace.bot}",
        **_place(workspace),
    }


def grant(slack: Slack, _token: str, arguments: Json) -> Json:
    """oauth.v2.access: trades a code, or a refresh token, which is spent by it."""
    if not arguments.get("client_id") or not arguments.get("client_secret"):
        raise SlackError("invalid_client_id")
    if arguments.get("grant_type") == "refresh_token":
        name = slack.refresh_tokens.pop(str(arguments.get("refresh_token")), None)
        if name is None:
            raise SlackError("invalid_refresh_token")
    else:
        code = str(arguments.get("code") or "")
        name = code.removeprefix(CODE)
        if not code.startswith(CODE) or name not in slack.workspaces:
            raise SlackError("invalid_code")
    return _granted(slack, slack.workspaces[name])


def _granted(slack: Slack, workspace: Workspace) -> Json:
    number = next(slack.numbers)
    token = f"xoxb-{workspace.id}-{number}"
    lasting: Json = {}
    if slack.rotates is not None:
        token = f"xoxe.{token}"
        refresh = f"xoxe-1-{workspace.id}-{number}"
        slack.refresh_tokens[refresh] = workspace.id
        lasting = {"refresh_token": refresh, "expires_in": slack.rotates}
    ends_at = None if slack.rotates is None else time.time() + slack.rotates
    slack.tokens[token] = Token(workspace.id, SCOPES, ends_at=ends_at)
    place = _place(workspace)
    return {
        "app_id": APP,
        "authed_user": {"id": next((one for one in workspace.people if one != workspace.bot), "UINSTALLER")},
        "scope": ",".join(sorted(SCOPES)),
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": workspace.bot,
        "team": {"id": place["team_id"], "name": workspace.name} if place["team_id"] else None,
        "enterprise": {"id": workspace.enterprise, "name": "Organisation"} if workspace.enterprise else None,
        "is_enterprise_install": place["is_enterprise_install"],
        **lasting,
    }


def _place(workspace: Workspace) -> Json:
    whole = bool(workspace.teams)
    return {
        "team_id": None if whole else workspace.id,
        "enterprise_id": workspace.enterprise,
        "is_enterprise_install": whole,
    }


def open_socket(slack: Slack, token: str, _arguments: Json) -> Json:
    """apps.connections.open: an address that is good for one connection."""
    if not token.startswith("xapp-"):
        raise SlackError("not_allowed_token_type")
    ticket = f"ticket-{next(slack.numbers)}"
    slack.tickets.add(ticket)
    return {"url": f"{slack.address.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id={APP}"}
