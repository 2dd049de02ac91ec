"""Installations and references as rows."""

from __future__ import annotations

from bot.models import Installation, Reference
from storage.rows.columns import Values
from storage.session import Row
from storage.values import instant, micros, texts, texts_text

INSTALLATION = (
    "workspace_id, app_id, bot_id, installed_at, scopes, installed_by, sealed_token, sealed_refresh, "
    "expires_at, renewing_until"
)


def installation_of(row: Row) -> Installation:
    workspace_id, app_id, bot_id, installed_at, scopes, *rest = row
    by, token, refresh, expires_at, renewing_until = rest
    return Installation(
        workspace_id,
        app_id,
        bot_id,
        instant(installed_at),
        texts(scopes),
        by,
        token,
        refresh,
        instant(expires_at),
        instant(renewing_until),
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
        micros(one.renewing_until),
    )


REFERENCE = "conversation_id, address, service_url, person, group_id, added_by"


def reference_of(row: Row) -> Reference:
    return Reference(*row)


def reference_values(one: Reference) -> Values:
    return one.conversation_id, one.address, one.service_url, one.person, one.group_id, one.added_by
