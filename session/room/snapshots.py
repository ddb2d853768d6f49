"""Gives participants the state as they can bring it back to another session."""

import asyncio
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from session.view import messages as m

if TYPE_CHECKING:
    from session.room.participant import Participant

# A snapshot is larger than all else that is said of an input, and only a server that dies makes it needed.
EVERY_S: Final = 0.5


class Snapshots:
    """Seals the newest state for each participant, a moment after it changed. `run` is its only task."""

    def __init__(
        self, everybody: Callable[[], "Collection[Participant]"], seal: Callable[["Participant"], bytes]
    ) -> None:
        """`seal` gives the newest state of what they look at, sealed for them."""
        self._everybody, self._seal = everybody, seal
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """There is a newer state."""
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(EVERY_S)
            self._changed.clear()
            for participant in self._everybody():
                participant.post(m.Snapshot(self._seal(participant)), "snapshot")
