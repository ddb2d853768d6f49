"""What a participant is yet to be sent: bounded, whatever the peer does."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Final, Protocol

from session.errors import PeerTooSlowError

HEARTBEAT_S: Final = 0.15
# A peer that takes nothing for so long is gone.
STUCK_S: Final = 10.0
MAX_WAITING: Final = 512
# From here on a newer state takes the place of an older one that still waits.
_CROWDED: Final = 32


class ParticipantSocket(Protocol):
    """A participant's socket: whole binary messages in both directions."""

    async def send(self, data: bytes) -> None:
        """Send one message; waits while the peer's buffer is full. ConnectionError when the peer is gone."""

    async def receive(self) -> bytes | None:
        """The next message, None when the peer is gone."""

    async def close(self, code: int, reason: str) -> None:
        """Close; never raises and never waits long."""


@dataclass(slots=True, eq=False)
class _Letter:
    data: bytes
    kind: str
    written: asyncio.Future[None] | None = None

    def settle(self) -> None:
        """The socket took it."""
        if self.written is not None and not self.written.done():
            self.written.set_result(None)

    def fail(self) -> None:
        """It will not be sent any more, if it was not."""
        if self.written is not None and not self.written.done():
            self.written.set_exception(ConnectionError("the participant is gone"))


class Outbox:
    """Writes messages to one socket in order; `run` is its only task.

    Memory stays bounded: of each replaceable kind (a stream's still, the progress) only the newest waits, of states
    too as soon as it gets crowded, and pictures are held back by their links. A peer that stays behind is given up.
    """

    def __init__(self, socket: ParticipantSocket, heartbeat: bytes, *, stuck_s: float = STUCK_S) -> None:
        self._socket, self._heartbeat, self._stuck_s = socket, heartbeat, stuck_s
        self._letters: deque[_Letter] = deque()
        self._arrived = asyncio.Event()
        self._closed = False

    @property
    def waiting(self) -> int:
        """Messages not yet written."""
        return len(self._letters)

    @property
    def crowded(self) -> bool:
        """Whether so much waits that the newest state takes the place of older ones."""
        return len(self._letters) >= _CROWDED

    def post(self, data: bytes, kind: str = "") -> None:
        """Send when its turn comes; a message of the same `kind` that still waits is not sent any more.

        Raises:
            PeerTooSlowError: too much waits already.
        """
        if self._closed:
            return
        if kind and (kind != "state" or self.crowded):
            self._withdraw(kind)
        if len(self._letters) >= MAX_WAITING:
            raise PeerTooSlowError("Too much waits to be sent; the connection is too slow.")
        self._letters.append(_Letter(data, kind))
        self._arrived.set()

    async def put(self, data: bytes) -> None:
        """Send when its turn comes, and return when the socket took it.

        Raises:
            ConnectionError: the outbox was closed before.
        """
        if self._closed:
            raise ConnectionError("the participant is gone")
        written = asyncio.get_running_loop().create_future()
        self._letters.append(_Letter(data, "", written))
        self._arrived.set()
        await written

    async def run(self) -> None:
        """Write until cancelled, with a heartbeat whenever nothing else was written for 150 ms.

        Raises:
            ConnectionError: the peer is gone.
            PeerTooSlowError: it took nothing for 10 s.
        """
        try:
            while True:
                await self._write(await self._next())
        finally:
            self._close()

    async def _next(self) -> _Letter:
        if not self._letters:
            self._arrived.clear()
            try:
                async with asyncio.timeout(HEARTBEAT_S):
                    await self._arrived.wait()
            except TimeoutError:
                return _Letter(self._heartbeat, "")
        return self._letters.popleft()

    async def _write(self, letter: _Letter) -> None:
        try:
            async with asyncio.timeout(self._stuck_s):
                await self._socket.send(letter.data)
        except TimeoutError as error:
            raise PeerTooSlowError("Nothing could be sent for too long; the connection is too slow.") from error
        else:
            letter.settle()
        finally:
            letter.fail()

    def _withdraw(self, kind: str) -> None:
        for letter in self._letters:
            if letter.kind == kind:
                self._letters.remove(letter)
                return

    def _close(self) -> None:
        self._closed = True
        for letter in self._letters:
            letter.fail()
        self._letters.clear()
