"""A team's `had` becomes `place`: where it is in its programme, by a short name instead of every tip's.

NULL where that has to be asked of its lessons, as after each change but the clock's own.
"""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE teams RENAME COLUMN had TO place",
    "UPDATE teams SET place = NULL WHERE place IS NOT NULL",
)
