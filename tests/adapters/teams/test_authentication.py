"""Which requests are taken for Teams' own, against an issuer with keys of its own."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import jwt
import pytest

from adapters.teams.authentication import Authentication, NotFromTeams
from adapters.teams.keys import REST, KeySet, NoKeysYet
from tests.adapters.teams.issuer import APP_ID, Issuer, rsa_key

EMULATORS_ISSUER = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


@dataclass
class Steady:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Checking:
    issuer: Issuer
    keys: KeySet
    steady: Steady
    service_url: str

    async def passes(self, header: str) -> bool:
        check = Authentication(APP_ID, self.issuer.cloud, self.keys)
        try:
            await check.check(header, self.service_url)
        except NotFromTeams:
            return False
        return True


@pytest.fixture
async def checking() -> AsyncIterator[Checking]:
    issuer, steady = await Issuer.start(), Steady()
    keys = KeySet(issuer.cloud.metadata_url, steady)
    yield Checking(issuer, keys, steady, f"{issuer.url}/emea/")
    await keys.close()
    await issuer.stop()


async def test_what_teams_signed_is_teams(checking: Checking) -> None:
    assert await checking.passes(checking.issuer.header())
    assert checking.issuer.fetches == 1
    assert await checking.passes(checking.issuer.header())
    assert checking.issuer.fetches == 1


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer a.b.c", "Bearer a b", "Basic dXNlcjpwYXNz", "Bearer ....", "x" * 9000],
)
async def test_what_is_no_token_is_refused_without_a_question(checking: Checking, header: str) -> None:
    assert not await checking.passes(header)
    assert checking.issuer.fetches == 0


async def test_the_scheme_is_bearer(checking: Checking) -> None:
    token = checking.issuer.header().removeprefix("Bearer ")
    assert not await checking.passes(f"Basic {token}")
    assert not await checking.passes(token)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://api.botframework.us"},
        {"iss": EMULATORS_ISSUER, "ver": "1.0", "appid": APP_ID},
        {"iss": EMULATORS_ISSUER, "ver": "2.0", "azp": APP_ID},
        {"iss": ["https://api.botframework.com"]},
        {"aud": "33333333-3333-3333-3333-333333333333"},
        {"aud": [APP_ID]},
        {"aud": ""},
        {"serviceurl": "https://smba.trafficmanager.net/amer/"},
        {"serviceurl": ""},
        {"exp": int(time.time()) - 301},
        {"nbf": int(time.time()) + 3000},
        {"exp": "tomorrow"},
    ],
)
async def test_a_claim_that_is_not_as_it_should_be(checking: Checking, claims: dict[str, object]) -> None:
    assert not await checking.passes(checking.issuer.header(claims))


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "serviceurl"])
async def test_a_claim_that_is_missing(checking: Checking, missing: str) -> None:
    assert not await checking.passes(checking.issuer.header(without=[missing]))


async def test_clocks_may_differ_by_five_minutes(checking: Checking) -> None:
    now = int(time.time())
    assert await checking.passes(checking.issuer.header({"exp": now - 200, "nbf": now + 200}))


async def test_a_key_that_may_not_speak_for_teams(checking: Checking) -> None:
    checking.issuer.endorsements = ("webchat", "slack")
    assert not await checking.passes(checking.issuer.header())


async def test_a_key_without_any_endorsement_may_speak_for_nobody(checking: Checking) -> None:
    checking.issuer.endorsements = ()
    assert not await checking.passes(checking.issuer.header())


async def test_a_signature_of_somebody_elses(checking: Checking) -> None:
    assert not await checking.passes(checking.issuer.header(number=99))


async def test_tokens_that_nobody_signed(checking: Checking) -> None:
    claims = jwt.decode(checking.issuer.header().removeprefix("Bearer "), options={"verify_signature": False})
    head = {"alg": "none", "typ": "JWT", "kid": checking.issuer.key_id}
    parts = [
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in (head, claims)
    ]
    assert not await checking.passes(f"Bearer {'.'.join(parts)}.")
    shared = jwt.encode(claims, "marzipan" * 8, "HS256", {"kid": checking.issuer.key_id})
    assert not await checking.passes(f"Bearer {shared}")


async def test_another_algorithm_than_microsofts(checking: Checking) -> None:
    assert not await checking.passes(checking.issuer.header(algorithm="RS512"))


async def test_a_token_that_names_no_key(checking: Checking) -> None:
    claims = jwt.decode(checking.issuer.header().removeprefix("Bearer "), options={"verify_signature": False})
    assert not await checking.passes(f"Bearer {jwt.encode(claims, rsa_key(1), 'RS256')}")


async def test_an_unknown_key_has_the_keys_fetched_once_in_a_while(checking: Checking) -> None:
    assert await checking.passes(checking.issuer.header())
    checking.steady.now += REST
    for _ in range(20):
        assert not await checking.passes(checking.issuer.header(headers={"kid": "made-up"}))
    assert checking.issuer.fetches == 2
    checking.steady.now += REST - 1
    assert not await checking.passes(checking.issuer.header(headers={"kid": "made-up"}))
    assert checking.issuer.fetches == 2
    checking.steady.now += 1
    assert not await checking.passes(checking.issuer.header(headers={"kid": "made-up"}))
    assert checking.issuer.fetches == 3


async def test_keys_rotated_while_running_refuse_nobody(checking: Checking) -> None:
    """A hundred requests over three rotations, ten at a time; each time the old key is withdrawn."""
    for _ in range(3):
        headers = [checking.issuer.header({"jti": str(n)}) for n in range(30)]
        for start in range(0, 30, 10):
            assert all(await asyncio.gather(*map(checking.passes, headers[start : start + 10])))
        checking.issuer.rotate()
        checking.steady.now += REST
    assert checking.issuer.fetches == 3


async def test_a_withdrawn_key_is_refused_once_that_is_known(checking: Checking) -> None:
    old = checking.issuer.header()
    assert await checking.passes(old)
    checking.issuer.rotate()
    await checking.keys.refresh()
    assert not await checking.passes(old)


async def test_keys_that_cannot_be_fetched_leave_those_known(checking: Checking) -> None:
    assert await checking.passes(checking.issuer.header())
    checking.issuer.failing = True
    await checking.keys.refresh()
    assert await checking.passes(checking.issuer.header())


async def test_without_any_key_nothing_is_said_of_a_token(checking: Checking) -> None:
    checking.issuer.failing = True
    with pytest.raises(NoKeysYet):
        await checking.passes(checking.issuer.header())
    checking.issuer.failing = False
    with pytest.raises(NoKeysYet):
        await checking.passes(checking.issuer.header())
    checking.steady.now += 5
    assert await checking.passes(checking.issuer.header())


async def test_keys_are_not_fetched_from_where_anybody_can_change_them(checking: Checking) -> None:
    checking.issuer.jwks_url = "http://192.0.2.1/keys"
    with pytest.raises(NoKeysYet):
        await checking.passes(checking.issuer.header())


async def test_a_stalled_issuer_stalls_nobody_else(checking: Checking) -> None:
    """While a token waits for its key, the loop is free, and tokens of known keys pass."""
    assert await checking.passes(checking.issuer.header())
    known = checking.issuer.header()
    checking.issuer.stalled = asyncio.Event()
    checking.issuer.rotate()
    checking.steady.now += REST
    waiting = asyncio.create_task(checking.passes(checking.issuer.header()))
    await asyncio.sleep(0)
    assert await asyncio.wait_for(checking.passes(known), 1)
    assert not waiting.done()
    checking.issuer.stalled.set()
    assert await waiting
