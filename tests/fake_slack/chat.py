"""chat.*: messages, with Slack's rules for where they may stand."""

from __future__ import annotations

import time

from tests.fake_slack.blocks import MESSAGE, check_blocks
from tests.fake_slack.slack import Slack, given_json
from tests.fake_slack.workspace import Json, Room, SlackError, Workspace

LONGEST_TEXT = 40_000


def post_message(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    room = writable_room(workspace, arguments.get("channel"))
    said = said_in(arguments)
    thread = arguments.get("thread_ts")
    if thread is not None and thread not in room.messages:
        raise SlackError("thread_not_found")
    message = land(slack, workspace, room, said, thread, arguments)
    return {"channel": room.id, "ts": message["ts"], "message": message}


def land(
    slack: Slack, workspace: Workspace, room: Room, said: Json, thread: str | None, arguments: Json
) -> Json:
    """The message stands in its room from now on."""
    ts, metadata = room.next_ts(), given_json(arguments, "metadata")
    message = {"type": "message", "user": workspace.bot, "bot_id": f"B{workspace.bot}", "ts": ts, **said}
    if thread is not None:
        message["thread_ts"] = thread
    if metadata is not None:
        message["metadata"] = metadata
    room.messages[ts] = message
    key = ((metadata or {}).get("event_payload") or {}).get("key", "")
    about = {"id": ts, "workspace": workspace.id, "channel": room.id, "key": key, "at": time.time()}
    post = {**about, "edits": 0, "deleted": False, "thread": thread, "arguments": arguments, **said}
    slack.posts.append(post)
    slack.posted[workspace.id, room.id, ts] = post
    return message


def update(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    room, message = _own(workspace, arguments)
    said = said_in(arguments)
    message.update(said, edited={"user": workspace.bot, "ts": room.next_ts()})
    post = slack.posted[workspace.id, room.id, message["ts"]]
    post.update(said, edits=post["edits"] + 1)
    return {"channel": room.id, "ts": message["ts"], "text": said["text"], "message": message}


def delete(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    room, message = _own(workspace, arguments)
    del room.messages[message["ts"]]
    slack.posted[workspace.id, room.id, message["ts"]]["deleted"] = True
    return {"channel": room.id, "ts": message["ts"]}


def post_ephemeral(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    room, person = writable_room(workspace, arguments.get("channel")), str(arguments.get("user"))
    if person not in room.members:
        raise SlackError("user_not_in_channel")
    ts = room.next_ts()
    shown = {"channel": room.id, "ts": ts, "thread_ts": arguments.get("thread_ts"), **said_in(arguments)}
    workspace.ephemerals[person].append(shown)
    return {"message_ts": ts}


def said_in(arguments: Json) -> Json:
    """What is said, checked."""
    blocks, text = given_json(arguments, "blocks"), str(arguments.get("text") or "")
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if blocks is not None:
        check_blocks(blocks, MESSAGE)
    return {"text": text, "blocks": blocks or []}


def writable_room(workspace: Workspace, channel: object) -> Room:
    room = workspace.room(channel)
    if workspace.is_closed(room):
        raise SlackError("is_archived")
    if workspace.bot not in room.members:
        raise SlackError("not_in_channel")
    return room


def _own(workspace: Workspace, arguments: Json) -> tuple[Room, Json]:
    room = writable_room(workspace, arguments.get("channel"))
    message = room.messages.get(str(arguments.get("ts")))
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != workspace.bot:
        raise SlackError("cant_update_message")
    return room, message
