"""response_url: answers to what somebody did, five times within half an hour."""

from __future__ import annotations

import time

from aiohttp import web

from tests.fake_slack import chat
from tests.fake_slack.slack import SLACK, ResponseUrl, Slack
from tests.fake_slack.workspace import Json, SlackError, Workspace


async def respond(request: web.Request) -> web.Response:
    slack = request.app[SLACK]
    asked = slack.responses.get(f"{request.match_info['number']}/response")
    given: Json = await request.json()
    slack.calls.append({"workspace": asked.workspace if asked else "", "method": "", "arguments": given})
    if asked is None or asked.left <= 0 or asked.ends_at <= time.time():
        return web.json_response({"ok": False, "error": "expired_url"}, status=404)
    asked.left -= 1
    try:
        _show(slack, slack.workspaces[asked.workspace], asked, given)
    except SlackError as error:
        return web.json_response({"ok": False, "error": error.code}, status=404)
    return web.json_response({"ok": True})


def _show(slack: Slack, workspace: Workspace, asked: ResponseUrl, given: Json) -> None:
    """Only who acted sees it, unless it is meant for the channel or stands in place of the message there."""
    room = workspace.room(asked.channel)
    if given.get("delete_original"):
        _remove(slack, workspace, asked)
        return
    said = chat.said_in(given)
    if given.get("replace_original") and asked.ts in room.messages:
        room.messages[asked.ts].update(said)
    elif given.get("response_type") == "in_channel":
        chat.land(slack, workspace, room, said, given.get("thread_ts"), given)
    else:
        if given.get("replace_original"):
            _remove(slack, workspace, asked)
        shown = {"channel": room.id, "ts": room.next_ts(), "thread_ts": given.get("thread_ts"), **said}
        workspace.ephemerals[asked.person].append(shown)


def _remove(_slack: Slack, workspace: Workspace, asked: ResponseUrl) -> None:
    workspace.rooms[asked.channel].messages.pop(asked.ts or "", None)
    kept = [one for one in workspace.ephemerals[asked.person] if one["ts"] != asked.ts]
    workspace.ephemerals[asked.person] = kept
