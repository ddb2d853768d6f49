"""What the DICOM node says of itself and of what it receives, and how it is started."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from session.gateway.config import Settings
from session.gateway.events import Changes

READY_S: Final = 30.0
_HOPELESS: Final = 2

_LOG: Final = logging.getLogger(__name__)


class Grown(msgspec.Struct, frozen=True):
    """A series that has grown."""

    study: str


class Notice(msgspec.Struct, frozen=True):
    """One line of the node (`archive.node.notices` writes them)."""

    kind: str
    port: int = 0
    series: tuple[Grown, ...] = ()


class Notices:
    """What the DICOM node reports: where it listens, and which studies have grown."""

    def __init__(self, changes: Changes) -> None:
        """Pass changes on to open pages."""
        self.port = 0
        self._settled = asyncio.Event()
        self._deaths = 0
        self.received: Callable[[str, float], None] = lambda _study, _now: None
        self._changes = changes

    async def take(self, line: bytes) -> None:
        """Read one line of the node; what cannot be read is told in the log and left."""
        try:
            notice = msgspec.json.decode(line, type=Notice)
        except msgspec.MsgspecError:
            _LOG.warning("the DICOM node sent a notice that is none")
            return
        if notice.kind == "listening":
            self.port = notice.port
            self._settled.set()
        for series in notice.series:
            self.received(series.study, time.monotonic())
        await self._changes.publish()

    def died(self) -> None:
        """The node ended, and is started again; one that dies twice before it listens will not soon."""
        self._deaths += 1
        if self._deaths >= _HOPELESS:
            self._settled.set()

    async def settled(self) -> None:
        """Return when the node listens, or when it should have and does not: the supervisor goes on trying."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_S):
                await self._settled.wait()


def node_command(settings: Settings, socket: Path) -> Sequence[str]:
    """Return the DICOM node's command line (after the interpreter)."""
    return (
        *("-m", "archive.node", "--data", str(settings.data_dir), "--notify", str(socket)),
        *("--host", settings.dicom_host, "--port", str(settings.dicom_port), "--aet", settings.aet),
        *("--log-level", "warning"),
    )
