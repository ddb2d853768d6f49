"""The media socket: aiohttp's WebSocket as the plain byte socket that a room serves."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from aiohttp import WSMsgType, web

from session.view.messages import MAX_MESSAGE_BYTES

CLOSE_WITHIN_S: Final = 0.8


class WebSocketParticipant:
    """A participant's socket over aiohttp: whole binary messages in both directions."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.BaseTransport | None = None) -> None:
        """Wrap a prepared socket; its ``transport`` is cut where the peer does not even take the end."""
        self._socket, self._transport = socket, transport

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
        try:
            async with asyncio.timeout(CLOSE_WITHIN_S):
                with contextlib.suppress(ConnectionError, RuntimeError):
                    await self._socket.close(code=code, message=reason.encode()[:120])
        except TimeoutError:
            self._cut()
        except asyncio.CancelledError:
            # aiohttp lets all writers of a connection wait for one future: a send that was given up while it waited
            # has cancelled it, and the next writer is told so though nobody cancelled its task.
            self._cut()
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise

    def _cut(self) -> None:
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()


def new_socket() -> web.WebSocketResponse:
    """Return a socket with the limits of the protocol: no compression, bounded messages, quick close."""
    return web.WebSocketResponse(compress=False, max_msg_size=MAX_MESSAGE_BYTES + 1024, timeout=0.5, autoping=True)
