"""README's "behind a proxy with TLS": who comes by https reaches everything, and what is signed stays so."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar, DummyCookieJar, TCPConnector, web
from aiohttp.test_utils import TestClient, TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from multidict import CIMultiDict
from yarl import URL

from tests.adapters.slack.front_desk import HOTEL, FrontDesk, front_desk, text_of
from tests.adapters.slack.test_oauth import FOR_MANY, begun, finish, kept, state_of
from tests.fake_slack import FakeSlack

OF_THE_WAY = {"connection", "content-length", "transfer-encoding", "content-encoding", "host"}
"""Headers that belong to one stretch of the way."""

Handler = Callable[[web.Request], Awaitable[web.Response]]


def certificate(folder: Path) -> Path:
    """One file with a new key and what it signed itself, for this machine."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "proxy.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )
    return file


def handed_on(session: ClientSession, target: Callable[[], URL]) -> Handler:
    """As Caddy and nginx do it: path, query, body and headers as they came, and where they came from."""

    async def hand_on(request: web.Request) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in OF_THE_WAY}
        headers |= {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "Host": request.host}
        address, body = target().join(request.rel_url), await request.read()
        async with session.request(
            request.method, address, data=body, headers=headers, allow_redirects=False
        ) as answer:
            back = CIMultiDict(
                (name, value) for name, value in answer.headers.items() if name.lower() not in OF_THE_WAY
            )
            return web.Response(status=answer.status, body=await answer.read(), headers=back)

    return hand_on


@asynccontextmanager
async def behind_a_proxy(slack: FakeSlack, folder: Path) -> AsyncIterator[FrontDesk]:
    """The desk as a browser and Slack reach it: by https alone."""
    pem = certificate(folder)
    inside: list[URL] = []
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(pem)
    trusting = TCPConnector(ssl=ssl.create_default_context(cafile=str(pem)))
    async with ClientSession(cookie_jar=DummyCookieJar(), auto_decompress=True) as session:
        proxy = web.Application()
        proxy.router.add_route("*", "/{path:.*}", handed_on(session, lambda: inside[0]))
        server = TestServer(proxy, scheme="https", host="127.0.0.1")
        await server.start_server(ssl=server_side)
        public = {"public_url": str(server.make_url("")).rstrip("/")}
        async with (
            TestClient(server, connector=trusting, cookie_jar=CookieJar(unsafe=True)) as client,
            front_desk(slack, folder, **{**FOR_MANY, **public}) as desk,
        ):
            inside.append(desk.client.make_url("/"))
            yield replace(desk, client=client)


@pytest.fixture
async def outside(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[FrontDesk]:
    slack.rotate(None)
    async with behind_a_proxy(slack, tmp_path) as desk:
        yield desk


async def test_a_workspace_installs_it_and_lives_with_it(outside: FrontDesk) -> None:
    page = await outside.client.get("/slack/install")
    assert page.status == 200
    [cookie] = outside.client.session.cookie_jar
    assert cookie["secure"]
    address, header = await begun(outside, path="/slack")
    [back] = parse_qs(urlsplit(address).query)["redirect_uri"]
    assert back == str(outside.client.make_url("/slack/oauth_redirect"))
    assert (await finish(outside, header, code=f"code-{HOTEL}", state=state_of(address))).status == 200
    workspace, _ = await kept(outside)
    assert workspace is not None
    assert "Kindling, for Marta" in text_of(await outside.say("help"))


async def test_what_was_not_signed_is_not_let_in_by_it(outside: FrontDesk) -> None:
    response = await outside.client.post("/slack/events", data=b"command=%2Fkindling&text=help")
    assert response.status == 401
