"""Whether blocks are some that Slack would take, by the SDK's own models."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.fake_slack.workspace import SlackError

MESSAGE, VIEW = 50, 100


def check_blocks(blocks: Any, most: int) -> None:
    """Raises SlackError as Slack answers."""
    if not isinstance(blocks, list) or len(blocks) > most:
        raise SlackError("invalid_blocks", errors=[f"no more than {most} items allowed"])
    for block in blocks:
        if (wrong := _fault(json.dumps(block, sort_keys=True))) is not None:
            raise SlackError("invalid_blocks", errors=[wrong])


@lru_cache(maxsize=4096)
def _fault(written: str) -> str | None:
    block = json.loads(written)
    parsed = Block.parse(block)
    if parsed is None:
        return f"unsupported type: {block.get('type')}"
    try:
        parsed.validate_json()
    except SlackObjectFormationError as fault:
        return str(fault)
    return None
