"""The volume that a reader most likely opens next: it goes on loading once its preview is shown."""

from __future__ import annotations

import asyncio
from typing import Final

from render.volume import VolumeKey
from session.farm.port import RenderPort

# Somebody who looks at a preview for longer has something else in mind.
KEPT_S: Final = 20.0


class Ahead:
    """Holds at most one volume of a port, for a while, in case it is opened. Used on the event loop."""

    def __init__(self, port: RenderPort, kept_s: float = KEPT_S) -> None:
        self._port, self._kept_s = port, kept_s
        self._key: VolumeKey | None = None
        self._timer: asyncio.TimerHandle | None = None

    def take(self, key: VolumeKey) -> None:
        """Take over the caller's hold of a volume, in place of the one before."""
        self.give_up()
        self._key = key
        self._timer = asyncio.get_running_loop().call_later(self._kept_s, self.give_up)

    def opening(self, key: VolumeKey) -> None:
        """A session opens on a volume: any other gives its memory back first."""
        if self._key != key:
            self.give_up()

    def give_up(self) -> None:
        """Hold nothing."""
        if self._timer is not None:
            self._timer.cancel()
        key, self._key, self._timer = self._key, None, None
        if key is not None:
            self._port.release(key)
