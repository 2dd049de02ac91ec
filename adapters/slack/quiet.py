"""A logger for Slack's kits: they write out what people typed, and addresses with tickets.

What an operator has to know of them we say ourselves.
"""

from __future__ import annotations

import logging

QUIET = logging.getLogger("kindling.slack_kits")
# The kits compare the level itself, which is 0 where none was set: that would be below debug.
QUIET.setLevel(logging.CRITICAL)
