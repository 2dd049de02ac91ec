"""What the clock reads and writes of each team in a week, in few places.

`had` are the ids of the tips planned in the team's round, a space between two; NULL where that has to be
asked of the lessons, as after each change but the clock's own. `lessons_had` was for asking every week. What
a week owes stands together in its index, where it stood with each team.
"""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE teams ADD COLUMN had TEXT",
    "DROP INDEX lessons_had",
    "DROP INDEX deliveries_by_week",
    "CREATE INDEX deliveries_of_week ON deliveries (week, kind, team_id) WHERE week IS NOT NULL",
)
