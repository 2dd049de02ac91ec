"""Posts over kept connections, against a server that answers as it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.wire import Address, Answer, NotConnected, Wire, trusted_by_this_machine
from tests.adapters.slack.test_behind_a_proxy import certificate

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
UNTIL_CLOSED = b"HTTP/1.1 200 OK\r\n\r\nok"


class Peer:
    """Each request is answered by the next of `answers`, in as many pieces; an empty one closes."""

    def __init__(self, *answers: tuple[bytes, ...]) -> None:
        self.answers = list(answers)
        self.heard: list[bytes] = []
        self.connections = 0
        self.port = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
                self.heard.append(head + await reader.readexactly(length))
                for piece in self.answers.pop(0):
                    if not piece:
                        return
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
            await reader.read()
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()

    def address(self, path: str = "/response/1") -> Address:
        return Address.read(f"http://127.0.0.1:{self.port}{path}")


@asynccontextmanager
async def listening(
    peer: Peer, within: float = 5.0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Wire]:
    server = await asyncio.start_server(peer.take, "127.0.0.1", 0, ssl=tls)
    peer.port = server.sockets[0].getsockname()[1]
    wire = Wire(within)
    try:
        yield wire
    finally:
        await wire.close()
        server.close()


async def test_a_post_is_one_whole_request() -> None:
    peer = Peer((OK,))
    async with listening(peer) as wire:
        assert await wire.post(peer.address("/actions/T1/1/x%20y?z=1"), b'{"text":"h\xc3\xa9"}') == 200
    head, body = peer.heard[0].split(b"\r\n\r\n")
    line, *headers = head.decode().split("\r\n")
    assert line == "POST /actions/T1/1/x%20y?z=1 HTTP/1.1"
    assert f"Host: 127.0.0.1:{peer.port}" in headers
    assert "Content-Type: application/json" in headers
    assert body == b'{"text":"h\xc3\xa9"}'


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ((OK,), 200),
        (tuple(OK[at : at + 1] for at in range(len(OK))), 200),
        ((CHUNKED,), 200),
        ((CHUNKED[:50], CHUNKED[50:]), 200),
        ((b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK,), 200),
        ((b"HTTP/1.1 204 No Content\r\n\r\n",), 204),
        ((b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",), 404),
        ((b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\nContent-Length: 0\r\n\r\n",), 302),
    ],
)
async def test_a_connection_is_kept_behind_a_whole_answer(pieces: tuple[bytes, ...], status: int) -> None:
    peer = Peer(pieces, (OK,))
    async with listening(peer) as wire:
        assert await wire.post(peer.address(), b"{}") == status
        await until(lambda: bool(wire.kept))
        assert await wire.post(peer.address(), b"{}") == 200
    assert peer.connections == 1


@pytest.mark.parametrize(
    "pieces",
    [
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",),
        (UNTIL_CLOSED, b""),
        (OK, b"more"),
        (OK + OK,),
        (OK, b""),
    ],
)
async def test_a_connection_that_may_not_go_on_is_not_used_again(pieces: tuple[bytes, ...]) -> None:
    peer = Peer(pieces, (OK,))
    async with listening(peer) as wire:
        assert await wire.post(peer.address(), b"{}") == 200
        await asyncio.sleep(0.05)
        assert await wire.post(peer.address(), b"{}") == 200
    assert peer.connections == 2


@pytest.mark.parametrize("pieces", [(b"",), (b"HTTP/1.1 2", b""), (b"SSH-2.0-x\r\n",)])
async def test_no_answer_is_a_fault(pieces: tuple[bytes, ...]) -> None:
    peer = Peer(pieces)
    async with listening(peer) as wire:
        with pytest.raises(ConnectionError, match="No answer"):
            await wire.post(peer.address(), b"{}")


async def test_an_answer_that_takes_too_long_is_a_fault() -> None:
    peer = Peer((b"HTTP/1.1 ",))
    async with listening(peer, within=0.05) as wire:
        with pytest.raises(ConnectionError, match="No answer"):
            await wire.post(peer.address(), b"{}")


async def test_nobody_there_is_a_fault() -> None:
    peer = Peer()
    async with listening(peer):
        pass
    with pytest.raises(NotConnected):
        await Wire(5).post(peer.address(), b"{}")


async def test_who_no_longer_waits_leaves_the_connection_whole() -> None:
    peer = Peer((OK,), (OK,))
    async with listening(peer) as wire:
        asked = asyncio.create_task(wire.post(peer.address(), b"{}"))
        await until(lambda: peer.connections == 1)
        asked.cancel()
        await until(lambda: bool(wire.kept))
        assert await wire.post(peer.address(), b"{}") == 200
    assert peer.connections == 1


async def test_by_https_only_who_is_trusted_hears_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer, pem = Peer((OK,)), certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    async with listening(peer, tls=tls) as wire:
        address = Address.read(f"https://127.0.0.1:{peer.port}/x")
        trusted_by_this_machine.cache_clear()
        with pytest.raises(NotConnected) as fault:
            await wire.post(address, b"{}")
        assert isinstance(fault.value.__cause__, ssl.SSLCertVerificationError)
        assert peer.heard == []
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        trusted_by_this_machine.cache_clear()
        assert await wire.post(address, b"{}") == 200
    trusted_by_this_machine.cache_clear()


TOO_MUCH = b"HTTP/1.1 429 Too Many Requests\r\nRETRY-AFTER: 7\r\nContent-Length: 4\r\n\r\n"
AS_JSON = {"Authorization": "Bearer t", "Content-Type": "application/json; charset=utf-8"}


async def test_who_asks_is_given_the_whole_answer() -> None:
    peer = Peer((TOO_MUCH, b"sl", b"ow"), (CHUNKED[:50], CHUNKED[50:]), (b"HTTP/1.1 204 No Content\r\n\r\n",))
    async with listening(peer) as wire:
        given = [await wire.ask("PUT", peer.address(f"/{n}"), b"{}", AS_JSON) for n in range(3)]
    assert given == [Answer(429, b"slow", "7"), Answer(200, b"ok"), Answer(204)]
    assert peer.connections == 1
    assert peer.heard[0].startswith(b"PUT /0 HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer t\r\n" in peer.heard[0]


@pytest.mark.parametrize("pieces", [(OK[:-1], b""), (UNTIL_CLOSED, b""), (b"",)])
async def test_half_an_answer_is_none_for_who_asks(pieces: tuple[bytes, ...]) -> None:
    peer = Peer(pieces)
    async with listening(peer) as wire:
        with pytest.raises(ConnectionResetError):
            await wire.ask("POST", peer.address(), b"{}", {})


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", f"http://{'x' * 64}.invalid/", "http://[::1]:9/"])
async def test_it_is_told_that_nothing_has_left(address: str) -> None:
    with pytest.raises(NotConnected):
        await Wire(5.0).ask("POST", Address.read(address), b"{}", {})


async def test_a_header_is_one_line() -> None:
    peer = Peer((OK,))
    async with listening(peer) as wire:
        with pytest.raises(ValueError, match="more than one line"):
            await wire.ask("POST", peer.address(), b"{}", {"Authorization": "Bearer t\r\nHost: other"})
    assert peer.heard == []


async def test_it_is_told_when_a_request_was_handed_over() -> None:
    peer, told = Peer((OK,), (OK,)), list[int]()
    async with listening(peer):
        wire = Wire(5.0, lambda: told.append(len(peer.heard)))
        for _ in range(2):
            await wire.ask("POST", peer.address(), b"{}", {})
        await wire.close()
    assert told == [0, 1]


async def test_many_at_once_have_a_connection_each() -> None:
    peer = Peer(*[(OK,)] * 20)
    async with listening(peer) as wire:
        assert set(await asyncio.gather(*(wire.post(peer.address(), b"{}") for _ in range(20)))) == {200}
    assert peer.connections == 20


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://a/",
        "http://",
        "http://a b/",
        "http://a/ x",
        "http://a/\r\nX: y",
        "http://u@a/",
        "http://a:b/",
        "http://a/#x",
        "http://a:99999/",
        "http://é/",
    ],
)
def test_what_is_no_plain_address(url: str) -> None:
    with pytest.raises(ValueError, match="no "):
        Address.read(url)


def test_addresses_have_their_schemes_port() -> None:
    assert Address.read("https://Hooks.Slack.com/x").origin == ("https", "hooks.slack.com", 443)
    assert Address.read("http://[::1]:8080") == (("http", "[::1]", 8080), "/")


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(5_000):
        if holds():
            return
        await asyncio.sleep(0.001)
    pytest.fail("It never came to be so.")
