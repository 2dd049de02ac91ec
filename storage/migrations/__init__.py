"""The schema of an SQLite database, as migrations in the order in which they are applied.

A migration that has been released is never edited: the next change is the next one.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from storage.migrations.clock_places import STATEMENTS as CLOCK_PLACES
from storage.migrations.first_tables import STATEMENTS as FIRST_TABLES
from storage.migrations.installation_tables import STATEMENTS as INSTALLATION_TABLES
from storage.migrations.kudos_tables import STATEMENTS as KUDOS_TABLES
from storage.migrations.looks import STATEMENTS as LOOKS
from storage.migrations.people_indexes import STATEMENTS as PEOPLE_INDEXES
from storage.migrations.post_addresses import STATEMENTS as POST_ADDRESSES
from storage.migrations.sending_indexes import STATEMENTS as SENDING_INDEXES
from storage.migrations.small_gifts import STATEMENTS as SMALL_GIFTS
from storage.migrations.summary_tables import STATEMENTS as SUMMARY_TABLES
from storage.migrations.team_keys import STATEMENTS as TEAM_KEYS
from storage.migrations.team_places import STATEMENTS as TEAM_PLACES

SCHEMA = Migrations("kindling")


@SCHEMA()
def first_tables(database: Database) -> None:
    for statement in FIRST_TABLES:
        database.conn.execute(statement)


@SCHEMA()
def kudos_tables(database: Database) -> None:
    for statement in KUDOS_TABLES:
        database.conn.execute(statement)


@SCHEMA()
def summary_tables(database: Database) -> None:
    for statement in SUMMARY_TABLES:
        database.conn.execute(statement)


@SCHEMA()
def people_indexes(database: Database) -> None:
    for statement in PEOPLE_INDEXES:
        database.conn.execute(statement)


@SCHEMA()
def sending_indexes(database: Database) -> None:
    for statement in SENDING_INDEXES:
        database.conn.execute(statement)


@SCHEMA()
def installation_tables(database: Database) -> None:
    for statement in INSTALLATION_TABLES:
        database.conn.execute(statement)


@SCHEMA()
def small_gifts(database: Database) -> None:
    for statement in SMALL_GIFTS:
        database.conn.execute(statement)


@SCHEMA()
def clock_places(database: Database) -> None:
    for statement in CLOCK_PLACES:
        database.conn.execute(statement)


@SCHEMA()
def team_places(database: Database) -> None:
    for statement in TEAM_PLACES:
        database.conn.execute(statement)


@SCHEMA()
def looks(database: Database) -> None:
    for statement in LOOKS:
        database.conn.execute(statement)


@SCHEMA()
def team_keys(database: Database) -> None:
    for statement in TEAM_KEYS:
        database.conn.execute(statement)


@SCHEMA()
def post_addresses(database: Database) -> None:
    for statement in POST_ADDRESSES:
        database.conn.execute(statement)


NAMES = tuple(migration.name for migration in SCHEMA.pending(Database(memory=True)))
