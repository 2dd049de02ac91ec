"""Sealing what is stored and signing what leaves, with keys derived from `KINDLING_SECRET_KEY`."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from bot.errors import SetupFault


class SealBroken(SetupFault):
    """What is stored was sealed with a key that is not given any more."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"KINDLING_SECRET_KEY can't open {what}. It was sealed with another key: write that one behind "
            "the new one, as new,old. If it is lost, install Kindling there again."
        )


class Sealer:
    """Opens what any of the keys sealed, and seals with the first."""

    def __init__(self, secret_keys: SecretStr, purpose: str) -> None:
        """`secret_keys` as the setting has them: new,old. Each purpose has keys of its own."""
        keys = [Fernet(urlsafe_b64encode(key)) for key in _derived(secret_keys, purpose)]
        self._first = keys[0]
        self._all = MultiFernet(keys)

    def seal(self, text: str) -> str:
        return self._first.encrypt(text.encode()).decode()

    def open(self, sealed: str, what: str) -> str:
        """`what` names it for the operator. Raises SealBroken."""
        try:
            return self._all.decrypt(sealed).decode()
        except InvalidToken:
            raise SealBroken(what) from None

    def is_old(self, sealed: str) -> bool:
        """Whether it has to be sealed anew before an older key can be taken away."""
        try:
            self._first.extract_timestamp(sealed)
        except InvalidToken:
            return True
        return False


class Signer:
    """Marks a text so that only who has the keys can tell which text it was."""

    def __init__(self, secret_keys: SecretStr, purpose: str) -> None:
        self._keys = _derived(secret_keys, purpose)

    def mark(self, text: str) -> str:
        return self.marks(text)[0]

    def marks(self, text: str) -> tuple[str, ...]:
        """By each key, the first first: what was marked before the keys were changed is still known."""
        return tuple(hmac.new(key, text.encode(), sha256).hexdigest() for key in self._keys)


def _derived(secret_keys: SecretStr, purpose: str) -> list[bytes]:
    """32 bytes for each key (HKDF, RFC 5869). The keys are long and random, so no salt is needed."""
    keys = (key.strip() for key in secret_keys.get_secret_value().split(","))
    return [HKDF(SHA256(), 32, None, f"kindling {purpose}".encode()).derive(key.encode()) for key in keys]
