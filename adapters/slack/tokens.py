"""The token of each installation: opened, sealed anew when keys change, and renewed before it ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from adapters.logs import logger
from adapters.sealing import SealBroken, Sealer
from bot.errors import Refused, SendingFault, Unavailable, Unreachable
from bot.models import Installation, Platform
from bot.ports import Store, Transaction

NOT_INSTALLED = "not_installed"
"""Why nothing reaches a workspace that Kindling has no token for."""

AHEAD = timedelta(hours=2)
"""How long before its end a token is renewed by the clock. Slack's last twelve hours."""

ON_USE = timedelta(minutes=30)
"""The same when it is about to be used, which the clock should have made needless."""

ONE_RENEWAL = timedelta(minutes=2)
"""For how long one process has a renewal to itself, and after which another may try."""

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Renewed:
    """What Slack gives for a refresh token, which is spent by it. `lasts` in seconds; None for ever."""

    token: str
    refresh: str | None
    lasts: float | None


Renew = Callable[[str], Awaitable[Renewed]]
"""Trades a refresh token. Raises SendingFault."""


class Tokens:
    """`token` is that of the settings, for the one workspace whose installation has none of its own."""

    def __init__(
        self,
        store: Store,
        renew: Renew,
        *,
        token: SecretStr | None = None,
        sealer: Sealer | None = None,
        machine: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._renew = renew
        self._token = token
        self._sealer = sealer
        self._machine = machine

    async def of(self, workspace_id: str) -> str:
        """Raises Unreachable for a workspace without Kindling, Unavailable while its token can't be had."""
        installation = await self._store.read(lambda tx: tx.installations.get(workspace_id))
        if installation is None:
            raise Unreachable(NOT_INSTALLED)
        if installation.sealed_token is None:
            return self._of_settings()
        try:
            token = self._open(installation, installation.sealed_token)
            if installation.expires_at is not None:
                return await self._lasting(installation, installation.expires_at, token)
            await self._seal_anew(installation)
        except SealBroken as broken:
            log.error(str(broken), workspace=workspace_id)  # noqa: TRY400 - the sentence says it all
            raise Unavailable from broken
        return token

    async def check(self) -> None:
        """Raises SealBroken if the token of a workspace can't be opened."""
        for one in await self._store.read(lambda tx: tx.installations.of_platform(Platform.SLACK)):
            for sealed in (one.sealed_token, one.sealed_refresh):
                if sealed is not None:
                    self._open(one, sealed)

    async def renew_ending(self) -> None:
        """Renews what ends soon. One that can't be is tried again with the next pass."""
        before = self._machine() + AHEAD
        for one in await self._store.read(lambda tx: tx.installations.expiring(Platform.SLACK, before)):
            try:
                await self._renewed(one)
            except (SendingFault, SealBroken) as fault:
                log.warning("A token could not be renewed.", workspace=one.workspace_id, fault=_name(fault))

    def _of_settings(self) -> str:
        if self._token is None:
            log.error("A workspace was connected with SLACK_BOT_TOKEN, which is not set any more.")
            raise Unavailable
        return self._token.get_secret_value()

    def _open(self, one: Installation, sealed: str) -> str:
        what = f"the Slack token of workspace {one.workspace_id}"
        if self._sealer is None:
            raise SealBroken(what)
        return self._sealer.open(sealed, what)

    async def _lasting(self, one: Installation, expires_at: datetime, token: str) -> str:
        now = self._machine()
        if expires_at - now > ON_USE:
            await self._seal_anew(one)
            return token
        try:
            if (renewed := await self._renewed(one)) is not None:
                return renewed
        except Refused as fault:
            # Slack says what becomes of the token when it is used.
            log.warning("A token could not be renewed.", workspace=one.workspace_id, code=fault.code)
            return token
        except SendingFault:
            pass
        if expires_at <= now:
            raise Unavailable
        return token

    async def _renewed(self, one: Installation) -> str | None:
        """None if another process is at it, or has done it."""
        now = self._machine()
        if one.sealed_refresh is None or not await self._store.decide(lambda tx: _claim(tx, one, now)):
            return None
        fresh = await self._renew(self._open(one, one.sealed_refresh))
        await self._store.decide(lambda tx: self._keep(tx, one, fresh, now))
        return fresh.token

    def _keep(self, tx: Transaction, one: Installation, fresh: Renewed, now: datetime) -> None:
        """Unless Kindling was installed anew meanwhile, or taken out."""
        known, sealer = tx.installations.get(one.workspace_id), self._sealer
        if known is None or known.sealed_refresh != one.sealed_refresh or sealer is None:
            return
        tx.installations.put(
            replace(
                known,
                sealed_token=sealer.seal(fresh.token),
                sealed_refresh=None if fresh.refresh is None else sealer.seal(fresh.refresh),
                expires_at=None if fresh.lasts is None else now + timedelta(seconds=fresh.lasts),
                renewing_until=None,
            )
        )

    async def _seal_anew(self, one: Installation) -> None:
        """What an older key sealed, so that the key can be taken away."""
        if any(self._is_old(sealed) for sealed in (one.sealed_token, one.sealed_refresh)):
            await self._store.decide(lambda tx: self._reseal(tx, one.workspace_id))

    def _is_old(self, sealed: str | None) -> bool:
        return sealed is not None and self._sealer is not None and self._sealer.is_old(sealed)

    def _reseal(self, tx: Transaction, workspace_id: str) -> None:
        known = tx.installations.get(workspace_id)
        if known is None:
            return
        token, refresh = (
            self._sealer.seal(self._open(known, sealed)) if sealed and self._sealer else sealed
            for sealed in (known.sealed_token, known.sealed_refresh)
        )
        tx.installations.put(replace(known, sealed_token=token, sealed_refresh=refresh))


def _claim(tx: Transaction, one: Installation, now: datetime) -> bool:
    """Whether the renewal is this process's: a refresh token is good for one."""
    known = tx.installations.get(one.workspace_id)
    if known is None or known.sealed_refresh != one.sealed_refresh:
        return False
    if known.renewing_until is not None and now < known.renewing_until <= now + ONE_RENEWAL:
        return False
    tx.installations.put(replace(known, renewing_until=now + ONE_RENEWAL))
    return True


def _name(fault: Exception) -> str:
    return type(fault).__name__
