"""Pictures over a WebSocket: the same bytes as over WebRTC, through one TCP port."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from streaming.picture import EncodedPicture, PictureFormat

_HAND_OVER: Final = 3


class WebSocketLink:
    """A hand-over of at most three pictures between an encoder and a socket.

    `write` turns a picture into a message and sends it; it returns when the socket took it.
    The owner runs `run` as a task and awaits it; it ends with `close` or with the error of `write`.
    """

    def __init__(
        self, write: Callable[[EncodedPicture], Awaitable[None]], picture_format: PictureFormat = "h264"
    ) -> None:
        """`picture_format` is what the peer at the other end can show."""
        self.format = picture_format
        self._write = write
        self._pictures: deque[EncodedPicture] = deque()
        self._changed = asyncio.Event()
        self._closed = False

    @property
    def load(self) -> float:
        """See `Link.load`."""
        return 1.0

    @property
    def ready(self) -> bool:
        """See `Link.ready`."""
        return not self._closed and len(self._pictures) < _HAND_OVER

    def send(self, picture: EncodedPicture) -> None:
        """See `Link.send`."""
        if not self._closed:
            self._pictures.append(picture)
            self._changed.set()

    async def run(self) -> None:
        """Write pictures until the link is closed."""
        try:
            while not self._closed:
                await self._changed.wait()
                self._changed.clear()
                while self._pictures and not self._closed:
                    await self._write(self._pictures[0])
                    if self._pictures:
                        self._pictures.popleft()
        finally:
            self.close()

    def close(self) -> None:
        """Take nothing more and let `run` end."""
        self._closed = True
        self._pictures.clear()
        self._changed.set()
