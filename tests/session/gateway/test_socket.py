"""The byte socket over aiohttp: messages pass whole, text and oversize end it, closing never raises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

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
