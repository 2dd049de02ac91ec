"""Installations and references as rows."""

from __future__ import annotations

from bot.models import Installation, Reference
from storage.rows.columns import Values
from storage.session import Row
from storage.values import instant, micros, texts, texts_text

INSTALLATION = (
    "workspace_id, app_id, bot_id, installed_at, scopes, installed_by, sealed_token, sealed_refresh, "
    "expires_at"
)


def installation_of(row: Row) -> Installation:
    return Installation(
        row[0], row[1], row[2], instant(row[3]), texts(row[4]), row[5], row[6], row[7], instant(row[8])
    )


def installation_values(one: Installation) -> Values:
    return (
        one.workspace_id,
        one.app_id,
        one.bot_id,
        micros(one.installed_at),
        texts_text(one.scopes),
        one.installed_by,
        one.sealed_token,
        one.sealed_refresh,
        micros(one.expires_at),
    )


REFERENCE = "conversation_id, address, service_url, person"


def reference_of(row: Row) -> Reference:
    return Reference(*row)


def reference_values(one: Reference) -> Values:
    return one.conversation_id, one.address, one.service_url, one.person
