"""conversations.*: which there are, who is in them, and what was said."""

from __future__ import annotations

from collections.abc import Callable

from tests.fake_slack.slack import Slack, flag
from tests.fake_slack.workspace import Json, Room, SlackError, Workspace, page

PAGE = 1000


def open_direct(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    person = str(arguments.get("users") or "")
    if workspace.people.get(person, {}).get("deleted"):
        raise SlackError("user_disabled")
    return {"channel": {"id": workspace.direct(person).id}}


def list_channels(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    wanted = str(arguments.get("types") or "public_channel").split(",")
    team = team_of(workspace, arguments)
    found = [
        channel_facts(workspace, room)
        for room in workspace.rooms.values()
        if _kind(room) in wanted
        and (not room.facts.get("is_private") or workspace.bot in room.members)
        and not (flag(arguments, "exclude_archived") and workspace.is_closed(room))
        and (team is None or room.facts.get("context_team_id", team) == team)
    ]
    channels, more = page(found, arguments, PAGE)
    return {"channels": channels, "response_metadata": more}


def info(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return {"channel": channel_facts(workspace, workspace.room(arguments.get("channel")))}


def members(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    found, more = page(sorted(workspace.room(arguments.get("channel")).members), arguments, PAGE)
    return {"members": found, "response_metadata": more}


def join(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    room = workspace.room(arguments.get("channel"))
    if workspace.is_closed(room):
        raise SlackError("is_archived")
    if room.is_direct or room.facts.get("is_private"):
        raise SlackError("method_not_supported_for_channel_type")
    room.members.add(workspace.bot)
    return {"channel": channel_facts(workspace, room)}


def history(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    """Newest first, without what was said in threads."""
    room = _readable(workspace, arguments)
    found = [one for one in room.messages.values() if one.get("thread_ts") in {None, one["ts"]}]
    shown = sorted(filter(_within(arguments), found), key=lambda one: float(one["ts"]), reverse=True)
    messages, more = page(shown, arguments, 999)
    return {"messages": [_told(one, arguments) for one in messages], "response_metadata": more}


def replies(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    """The first message of the thread, then its replies, oldest first."""
    room, root = _readable(workspace, arguments), str(arguments.get("ts"))
    if root not in room.messages:
        raise SlackError("thread_not_found")
    within = _within(arguments)
    found = [one for one in room.messages.values() if one.get("thread_ts") == root and within(one)]
    shown = [room.messages[root], *sorted(found, key=lambda one: float(one["ts"]))]
    messages, more = page(shown, arguments, 999)
    return {"messages": [_told(one, arguments) for one in messages], "response_metadata": more}


def team_of(workspace: Workspace, arguments: Json) -> str | None:
    """An organisation has to be told which of its teams is meant."""
    if not workspace.teams:
        return None
    team = arguments.get("team_id")
    if team is None:
        raise SlackError("missing_argument")
    if team not in workspace.teams:
        raise SlackError("team_access_not_granted")
    return str(team)


def channel_facts(workspace: Workspace, room: Room) -> Json:
    about = {"is_archived": workspace.is_closed(room), "is_member": workspace.bot in room.members}
    return {**room.facts, **about, "num_members": len(room.members)}


def _kind(room: Room) -> str:
    if room.is_direct:
        return "im"
    return "private_channel" if room.facts.get("is_private") else "public_channel"


def _readable(workspace: Workspace, arguments: Json) -> Room:
    room = workspace.room(arguments.get("channel"))
    if workspace.bot not in room.members:
        raise SlackError("not_in_channel")
    if not workspace.place.rules.askable:
        raise SlackError("missing_scope", needed=f"{_scope(room)}:history", provided="chat:write")
    return room


def _scope(room: Room) -> str:
    kinds = {"im": "im", "private_channel": "groups", "public_channel": "channels"}
    return kinds[_kind(room)]


def _within(arguments: Json) -> Callable[[Json], bool]:
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    both = flag(arguments, "inclusive")

    def is_within(message: Json) -> bool:
        at = float(message["ts"])
        return oldest <= at <= latest if both else oldest < at < latest

    return is_within


def _told(message: Json, arguments: Json) -> Json:
    """Metadata comes whole only where it was asked for."""
    if "metadata" not in message or flag(arguments, "include_all_metadata"):
        return message
    return {**message, "metadata": {"event_type": message["metadata"]["event_type"]}}
