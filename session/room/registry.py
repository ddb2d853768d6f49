"""The rooms of a server: how many there may be, which ones there are, and when an empty one ends."""

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from render.volume import VolumeKey
from session.errors import PlacesTakenError, UsageError
from session.room.parts import OpenedVolume, RoomParts
from session.room.room import Room
from session.room.waiting import WaitingLine

IDLE_S: Final = 60.0
# An empty room keeps its place so long, for a page that is loaded again; then it yields it to whoever asks for one.
_KEPT_S: Final = 10.0
_SWEEP_S: Final = 1.0
# A page says that it leaves a moment before its socket has closed, or after.
_LEAVING_S: Final = 3.0


def _same(key: VolumeKey, series_uid: str, number: int) -> bool:
    return (key.series_uid, key.number) == (series_uid, number)


class Registry:
    """Opens and closes rooms; owns their tasks and the threads that encode for them.

    Enter it on the event loop, and every room ends when it is left. `ended(room)` is awaited once for each, whatever
    ended it.
    """

    def __init__(
        self,
        parts: RoomParts,
        places: int,
        *,
        idle_s: float = IDLE_S,
        ended: Callable[[Room], Awaitable[None]] | None = None,
    ) -> None:
        # Threads of their own: a slow question to the archive must not hold pictures up.
        self._encoders = ThreadPoolExecutor((os.cpu_count() or 1) + 2, thread_name_prefix="encode")
        self._parts = replace(parts, executor=parts.executor or self._encoders)
        self._places, self._idle_s, self._ended = places, idle_s, ended
        self._line = WaitingLine()
        self._rooms: dict[str, Room] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._left: dict[str, float] = {}
        self._sweeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._sweeper = asyncio.create_task(self._sweep_forever())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.wait({self._sweeper})
        for session in tuple(self._rooms):
            await self.close(session)
        self._encoders.shutdown(wait=False, cancel_futures=True)

    @property
    def count(self) -> int:
        """How many places are taken: rooms of still pictures take none, and rooms that everybody left some time ago."""
        return self._taken(stills=False)

    def _taken(self, *, stills: bool) -> int:
        now = self._parts.clock()
        rooms = (room for room in self._rooms.values() if room.stills is stills)
        return sum(room.empty_for_s(now) <= _KEPT_S for room in rooms)

    def admit(self, waiting: str = "", *, stills: bool = False) -> None:
        """Return when a room may be created now by the one who waits under that name (empty: nobody yet).

        Rooms of `stills` need no place, and there may be as many of them again as there are places.

        Raises:
            PlacesTakenError: the server is full, or others came first; it carries the name to ask again with.
        """
        if stills:
            self._check(stills=True)
            self._line.leave(waiting)
        else:
            self._line.ask(waiting, self.count, self._places, self._parts.clock())

    def _check(self, *, stills: bool) -> None:
        taken = self._taken(stills=stills)
        if taken >= self._places:
            which = "places for stills" if stills else "places"
            raise PlacesTakenError(f"All {which} are taken ({taken} of {self._places}).")

    def create(self, opened: OpenedVolume, *, stills: bool = False) -> Room:
        """Open a room; its volume begins to load.

        Raises:
            PlacesTakenError: the server is full.
        """
        self._check(stills=stills)
        session = secrets.token_hex(16)
        room = self._rooms[session] = Room(session, opened, self._parts, stills=stills)
        self._tasks[session] = asyncio.create_task(room.run())
        return room

    def room(self, session: str) -> Room:
        """The room of a session.

        Raises:
            UsageError: there is none.
        """
        try:
            return self._rooms[session]
        except KeyError:
            raise UsageError("There is no such session any more; open the study again.") from None

    def rooms_of(self, key: VolumeKey) -> list[Room]:
        """The rooms that look at this series and volume, the oldest first."""
        return [room for room in self._rooms.values() if _same(room.volume, key.series_uid, key.number)]

    def room_for(self, session: str, series_uid: str, number: int) -> Room | None:
        """The room of a session; where that has ended, the oldest on the same volume, if there is one."""
        others = (room for room in self._rooms.values() if _same(room.volume, series_uid, number))
        return self._rooms.get(session) or next(others, None)

    def measure(self) -> None:
        """Bring the figures of all rooms up to date."""
        metrics, rooms = self._parts.metrics, self._rooms.values()
        metrics.sessions.set(self.count)
        metrics.participants.set(sum(room.participants for room in rooms))
        metrics.free.set(sum(room.free for room in rooms))
        metrics.reduced.set(sum(room.reduced for room in rooms))
        metrics.packets.set(self._parts.packets.per_second(self._parts.clock()))

    def check_viewers(self) -> None:
        """Return where one more viewer leaves the others undisturbed.

        Raises:
            PlacesTakenError: this process sends as many packets as it can.
        """
        viewers = sum(room.participants for room in self._rooms.values())
        if not self._parts.packets.bears_another(viewers, self._parts.clock()):
            self._parts.metrics.refused.labels("packets").inc()
            raise PlacesTakenError(
                f"{viewers} viewers are here, and one more would disturb their pictures. Try again in a moment."
            )

    async def leave(self, session: str) -> None:
        """A page leaves for good: the room ends now, or as soon as that page's socket has closed; not under others.

        Raises:
            UsageError: there is no such room.
        """
        if self.room(session).participants:
            self._left[session] = self._parts.clock()
        else:
            await self.close(session)

    async def close(self, session: str) -> None:
        """End a room and everybody's part in it; one that has ended is none to end."""
        room, task = self._rooms.pop(session, None), self._tasks.pop(session, None)
        self._left.pop(session, None)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        if room is not None and self._ended is not None:
            await self._ended(room)

    async def _sweep_forever(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_S)
            for room in self._over(self._parts.clock()):
                await self.close(room.session)

    def _over(self, now: float) -> list[Room]:
        """The rooms that nobody comes back to, and those whose place somebody else took."""
        self._left = {session: at for session, at in self._left.items() if now - at < _LEAVING_S}
        gone = {session for session in self._left if not self._rooms[session].participants}
        found = [room for room in self._rooms.values() if room.empty_for_s(now) > self._idle_s or room.session in gone]
        for stills in (False, True):
            rooms = [room for room in self._rooms.values() if room.stills is stills and room not in found]
            left = [room for room in rooms if room.empty_for_s(now) > _KEPT_S]
            left.sort(key=lambda room: room.empty_for_s(now), reverse=True)
            found += left[: max(0, len(rooms) - self._places)]
        return found
