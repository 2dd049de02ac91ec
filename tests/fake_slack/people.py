"""users.*, usergroups.* and the teams of an organisation."""

from __future__ import annotations

from tests.fake_slack.conversations import team_of
from tests.fake_slack.slack import Slack
from tests.fake_slack.workspace import Json, SlackError, Workspace, page

PAGE = 200


def list_people(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    """Everybody of the workspace, who left too. People of other workspaces are not listed."""
    team = team_of(workspace, arguments)
    here = {workspace.id} if team is None else {team}
    found = [one for one in workspace.people.values() if one.get("team_id", workspace.id) in here]
    if not arguments.get("limit") and len(found) > PAGE:
        raise SlackError("limit_required")
    members, more = page(found, arguments, 1000)
    return {"members": members, "response_metadata": more}


def info(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    person = workspace.people.get(str(arguments.get("user")))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": person}


def group_members(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    group = workspace.groups.get(str(arguments.get("usergroup")))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group}


def list_teams(_slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    teams, more = page([{"id": one, "name": one} for one in workspace.teams], arguments, PAGE)
    return {"teams": teams, "response_metadata": more}
