"""The media socket: aiohttp's WebSocket as the plain byte socket that a room serves."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import WSMsgType, web

from session.view.messages import MAX_MESSAGE_BYTES


class WebSocketParticipant:
    """A participant's socket over aiohttp: whole binary messages in both directions."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        """Wrap a prepared socket."""
        self._socket = socket

    async def send(self, data: bytes) -> None:
        """Send one message; waits while the peer's buffer is full.

        Raises:
            ConnectionError: the peer is gone.
        """
        await self._socket.send_bytes(data)

    async def receive(self) -> bytes | None:
        """Return the next binary message, or None when the peer is gone or broke the protocol."""
        message = await self._socket.receive()
        return message.data if message.type is WSMsgType.BINARY else None

    async def close(self, code: int, reason: str) -> None:
        """Close with a code; never raises, never waits long for the peer's answer."""
        with contextlib.suppress(ConnectionError, RuntimeError, asyncio.TimeoutError):
            await self._socket.close(code=code, message=reason.encode()[:120])


def new_socket() -> web.WebSocketResponse:
    """Return a socket with the limits of the protocol: no compression, bounded messages, quick close."""
    return web.WebSocketResponse(compress=False, max_msg_size=MAX_MESSAGE_BYTES + 1024, timeout=0.5, autoping=True)
