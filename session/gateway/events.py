"""Tells open start pages that the archive changed: one server-sent event stream a page, coalesced, never queued."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

KEEP_ALIVE_S: Final = 15.0


class Changes:
    """A counter that pages wait on. Any number of changes while a page is busy are one change to it."""

    def __init__(self) -> None:
        """Start with nothing changed."""
        self._revision = 0
        self._changed = asyncio.Condition()

    async def publish(self) -> None:
        """Note that studies came or changed."""
        async with self._changed:
            self._revision += 1
            self._changed.notify_all()

    async def follow(self, keep_alive_s: float = KEEP_ALIVE_S) -> AsyncGenerator[bool, None]:
        """Yield True after each change, False when ``keep_alive_s`` passed without one: dead pages are noticed so."""
        seen = self._revision
        while True:
            changed = await self._beyond(seen, keep_alive_s)
            seen = self._revision
            yield changed

    async def _beyond(self, seen: int, limit_s: float) -> bool:
        try:
            async with asyncio.timeout(limit_s), self._changed:
                await self._changed.wait_for(lambda: self._revision != seen)
        except TimeoutError:
            return False
        return True
