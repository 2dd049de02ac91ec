"""docs/roles.md, made from the one table of roles. Write it anew: python -m tests.bot.roles_page"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bot.roles import ALLOWED, Role

PAGE = Path(__file__).parent.parent.parent / "docs" / "roles.md"

_WHO = {
    Role.ANYONE: ("Anybody", "Whoever is in the workspace, about themselves or what concerns them."),
    Role.MEMBER: ("Members of the team", "Whoever is in the team's channel, and its managers."),
    Role.MANAGER: ("Managers of the team", "Whoever was made a manager of this team."),
    Role.LEADER: ("Managers of the team, and admins", "Admins see no summary and no answers by this."),
    Role.ADMIN: ("Admins", "Slack: workspace admins and the installer. Teams: who added Kindling to a team."),
}
_HEAD = """# Who may do what

Made from the table in `bot/roles.py`, which every act is checked against; a test keeps this page the same.
Anybody else is refused with a sentence, and nothing is changed. Some acts look further: only the giver can
undo a gift, for example, and nobody can do anything in another workspace.
"""


def what_it_does(kind: type[Any]) -> str:
    """The first sentence of an action's docstring."""
    text = " ".join((kind.__doc__ or "").split())
    found = re.match(r"(.+?[.?])(?:\s|$)", text)
    return found[1] if found is not None else text


def roles_page() -> str:
    sections = [_HEAD]
    for role, (who, meaning) in _WHO.items():
        rows = sorted((kind.verb, what_it_does(kind)) for kind, needed in ALLOWED.items() if needed is role)
        table = "\n".join(f"| `{verb}` | {does} |" for verb, does in rows)
        sections.append(f"## {who}\n\n{meaning}\n\n| Act | What it does |\n|---|---|\n{table}\n")
    return "\n".join(sections)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(roles_page(), encoding="utf-8")
