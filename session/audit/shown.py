"""The record of what was seen without loss: each still that a page said it had shown, and whether it was the one sent.

A page hashes the pixels that it decoded and compares them with the server's hash; what it says of them is kept here,
for whoever must know later what was on a screen. Rows name people by their login and data by its UIDs; patients' names
stand nowhere.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from session.errors import SessionError

_LOG: Final = logging.getLogger(__name__)

_WRITE_EVERY_S: Final = 1.0
# A database that is away for so many is away for good: the oldest are given up, and that is said.
MOST_WAITING: Final = 10_000


@dataclass(frozen=True, slots=True)
class ShownStill:
    """One page's word on one still.

    Attributes:
        who: the login of whoever looked
        number: of the volume in its series
        picture: its number in the session
        sha256: of the raw pixels as they were sent, in hexadecimal digits
        verified: whether the page found the same hash
    """

    who: str
    session: str
    study_uid: str
    series_uid: str
    number: int
    view: str
    picture: int
    sha256: str
    verified: bool


class ShownLedger:
    """Takes words at once and writes them together, once a second. `run` is its only task."""

    def __init__(
        self, write: Callable[[Sequence[tuple[float, ShownStill]]], None], wall_clock: Callable[[], float] = time.time
    ) -> None:
        """`write` appends rows with their times (seconds since 1970); it may raise SessionError."""
        self._write, self._wall_clock = write, wall_clock
        self._waiting: list[tuple[float, ShownStill]] = []

    def note(self, shown: ShownStill) -> None:
        """Keep a word; returns at once."""
        self._waiting.append((self._wall_clock(), shown))

    async def run(self) -> None:
        """Write until cancelled; what waits then is written before it ends."""
        try:
            while True:
                await asyncio.sleep(_WRITE_EVERY_S)
                await self._keep()
        finally:
            self._return(self._unwritten(self._taken()))
            if self._waiting:
                _LOG.error("%d notes of shown stills were not kept", len(self._waiting))

    async def _keep(self) -> None:
        rows = self._taken()
        if not rows:
            return
        writing = asyncio.ensure_future(asyncio.to_thread(self._unwritten, rows))
        try:
            self._return(await asyncio.shield(writing))
        except asyncio.CancelledError:
            self._return(await writing)
            raise

    def _taken(self) -> list[tuple[float, ShownStill]]:
        rows, self._waiting = self._waiting, []
        return rows

    def _unwritten(self, rows: list[tuple[float, ShownStill]]) -> list[tuple[float, ShownStill]]:
        """Write rows; gives back those that could not be written."""
        try:
            if rows:
                self._write(rows)
        except SessionError as error:
            _LOG.warning("%d notes of shown stills wait to be kept: %s", len(rows), error)
            return rows
        return []

    def _return(self, rows: list[tuple[float, ShownStill]]) -> None:
        """These wait again, before those that came meanwhile."""
        all_rows = rows + self._waiting
        if len(all_rows) > MOST_WAITING:
            _LOG.error(
                "%d notes of shown stills were lost: the session database does not answer", len(all_rows) - MOST_WAITING
            )
        self._waiting = all_rows[-MOST_WAITING:]
