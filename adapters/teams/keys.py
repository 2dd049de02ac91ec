"""The keys with which Microsoft signs what Teams sends: fetched before they are needed, beside the loop."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from adapters.logs import logger
from adapters.settings_slack import is_safe

FETCHED_WITHIN = 10.0
"""Seconds for both requests; Teams waits fifteen for an answer."""

REST = 120.0
"""Seconds between two fetches that an unknown key asked for, so that nobody can have them made at will."""

REST_WITHOUT_KEYS = 5.0
NOBODY = ("",)
"""Stands for no endorsement at all, which botbuilder takes for one of every channel."""

log = logger(__name__)


class UnknownKey(Exception):
    """A token names a key that Microsoft does not publish."""


class NoKeysYet(Exception):
    """None could be fetched so far, so nothing can be told about any token."""


class KeysUnreadable(Exception):
    """What was fetched are no keys."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """As botbuilder's token check reads it. `endorsements` are the channels that it may speak for."""

    public_key: Any
    endorsements: tuple[str, ...]


class KeySet:
    """In the place of botbuilder's own, which fetches on the event loop, and an unknown key not at all."""

    def __init__(self, metadata_url: str, steady: Callable[[], float] = time.monotonic) -> None:
        self._metadata_url = metadata_url
        self._steady = steady
        self._keys: Mapping[str, SigningKey] = {}
        self.revision = 0
        """Grows with each set of keys that was fetched."""
        self._asked_at: float | None = None
        self._fetching: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    async def get(self, key_id: str | None) -> SigningKey:
        """Asks once for one that is new. Raises UnknownKey and NoKeysYet."""
        if key_id not in self._keys and self._may_ask():
            await self.refresh()
        if not self._keys:
            raise NoKeysYet
        if key_id is None or (key := self._keys.get(key_id)) is None:
            raise UnknownKey
        return key

    def _may_ask(self) -> bool:
        rest = REST if self._keys else REST_WITHOUT_KEYS
        if self._fetching is not None:
            return True
        return self._asked_at is None or self._steady() - self._asked_at >= rest

    async def refresh(self) -> None:
        """One fetch at a time, which everybody waits for. One that fails leaves the keys as they are."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch_safely())
        await asyncio.shield(self._fetching)

    async def _fetch_safely(self) -> None:
        self._asked_at = self._steady()
        try:
            async with asyncio.timeout(FETCHED_WITHIN):
                self._keys = await self._fetch()
                self.revision += 1
        except (aiohttp.ClientError, TimeoutError, KeysUnreadable) as fault:
            log.warning(
                "Microsoft's signing keys could not be fetched; those known stay in use.",
                fault=type(fault).__name__,
                keys=len(self._keys),
            )
        finally:
            self._fetching = None

    async def _fetch(self) -> Mapping[str, SigningKey]:
        metadata = await self._object_at(self._metadata_url)
        keys_url = metadata.get("jwks_uri")
        if not isinstance(keys_url, str) or not is_safe(keys_url):
            raise KeysUnreadable
        listed = (await self._object_at(keys_url)).get("keys")
        keys = dict(_read_keys(listed if isinstance(listed, list) else []))
        if not keys:
            raise KeysUnreadable
        return keys

    async def _object_at(self, url: str) -> Mapping[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.get(url, allow_redirects=False) as answer:
            answer.raise_for_status()
            try:
                found = json.loads(await answer.read())
            except ValueError:
                raise KeysUnreadable from None
        if not isinstance(found, dict):
            raise KeysUnreadable
        return found

    async def close(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None


def _read_keys(listed: list[Any]) -> Iterator[tuple[str, SigningKey]]:
    """Those that can be used; a kind of key that is new hides none of the others."""
    for one in listed:
        if not isinstance(one, dict) or not isinstance(key_id := one.get("kid"), str):
            continue
        channels = one.get("endorsements")
        endorsements = tuple(str(channel) for channel in channels) if isinstance(channels, list) else ()
        try:
            public_key = RSAAlgorithm.from_jwk(one)
        except (InvalidKeyError, ValueError, KeyError, TypeError):
            continue
        yield key_id, SigningKey(public_key, endorsements or NOBODY)
