"""The byte socket over aiohttp: messages pass whole, text and oversize end it, closing never raises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from aiohttp import ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

from session.gateway import socket as module
from session.gateway.socket import WebSocketParticipant, new_socket
from session.view.messages import MAX_MESSAGE_BYTES


@asynccontextmanager
async def echo(heard: list[bytes | None]) -> AsyncIterator[ClientWebSocketResponse]:
    """A server that sends back what it gets until it gets nothing."""

    async def handler(request: web.Request) -> web.StreamResponse:
        socket = new_socket()
        await socket.prepare(request)
        participant = WebSocketParticipant(socket)
        while (data := await participant.receive()) is not None:
            await participant.send(data)
        heard.append(None)
        await participant.close(4401, "x" * 500)
        await participant.close(4401, "again")
        return socket

    app = web.Application()
    app.router.add_get("/", handler)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client, client.ws_connect("/") as socket:
        yield socket


async def test_binary_messages_pass_whole() -> None:
    async with echo([]) as socket:
        await socket.send_bytes(b"\x00" * MAX_MESSAGE_BYTES)
        assert await socket.receive_bytes() == b"\x00" * MAX_MESSAGE_BYTES


async def test_text_ends_the_conversation_with_its_code() -> None:
    heard: list[bytes | None] = []
    async with echo(heard) as socket:
        await socket.send_str("hello")
        await socket.receive()
        assert socket.close_code == 4401
    assert heard == [None]


async def test_what_is_far_too_long_ends_it() -> None:
    heard: list[bytes | None] = []
    async with echo(heard) as socket:
        await socket.send_bytes(b"\x00" * (MAX_MESSAGE_BYTES + 2048))
        await socket.receive()
        assert socket.close_code == 1009
    assert heard == [None]


class Deaf:
    """A socket whose peer takes nothing, not even the end."""

    async def close(self, *, code: int, message: bytes) -> None:
        """Wait for ever."""
        await asyncio.Event().wait()


class Transport(asyncio.WriteTransport):
    """Remembers that it was cut."""

    aborted = False

    def abort(self) -> None:
        """Cut."""
        self.aborted = True


async def test_a_peer_that_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLOSE_WITHIN_S", 0.01)
    transport = Transport()
    participant = WebSocketParticipant(cast("web.WebSocketResponse", Deaf()), transport)
    await participant.close(4401, "over")
    assert transport.aborted


async def fill(participant: WebSocketParticipant) -> None:
    """Send until the peer's and our own buffers are full, and give the send up that waits then."""
    async with asyncio.timeout(1.0):
        while True:
            await participant.send(bytes(1 << 20))


async def test_a_real_peer_that_takes_nothing_is_cut_off_after_a_send_was_given_up() -> None:
    over: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def handler(request: web.Request) -> web.StreamResponse:
        socket = new_socket()
        await socket.prepare(request)
        assert request.transport is not None
        transport = request.transport
        participant = WebSocketParticipant(socket, transport)
        with pytest.raises(TimeoutError):
            await fill(participant)
        await participant.close(4408, "too slow")
        over.set_result(transport.is_closing())
        return socket

    app = web.Application()
    app.router.add_get("/", handler)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client, client.ws_connect("/", max_msg_size=0) as deaf:
        connection = deaf._response.connection
        assert connection is not None
        assert isinstance(connection.transport, asyncio.ReadTransport)
        connection.transport.pause_reading()
        async with asyncio.timeout(10):
            assert await over
        connection.transport.resume_reading()
