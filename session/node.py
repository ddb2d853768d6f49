"""Keeps the DICOM node running as a child process and passes on its notices.

The node receives, parses and indexes in a process of its own, since one pure-Python thread beside the streams would
make pictures late. When it dies it is started again after a growing pause; the streams never notice. Notices come over
a Unix socket and only say that something changed: the truth is in the index.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 5.0
STEADY_S: Final = 10.0
STOP_S: Final = 1.0
# A notice names each series that grew in a tenth of a second.
LONGEST_LINE: Final = 1 << 23

_LOG: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Backoff:
    """How long to wait before the next start: doubles while the child dies young, starts over once it ran steadily."""

    pause_s: float = FIRST_PAUSE_S

    def after(self, ran_s: float) -> float:
        """Return the pause after a child that ran for ``ran_s``."""
        if ran_s >= STEADY_S:
            self.pause_s = FIRST_PAUSE_S
        pause = self.pause_s
        self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)
        return pause


@dataclass(slots=True)
class NodeSupervisor:
    """Owns the child process and those who listen to it. Made and unmade by :func:`supervised`."""

    arguments: Callable[[Path], Sequence[str]]
    """Returns the child's command line for the path of the notice socket."""
    changed: Callable[[bytes], Awaitable[None]]
    """Called with each line the child reports."""
    restarted: Callable[[], None]
    process: asyncio.subprocess.Process | None = None
    _readers: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def alive(self) -> bool:
        """Whether a child is running now."""
        return self.process is not None and self.process.returncode is None

    async def _keep(self, socket: Path) -> None:
        backoff, loop = Backoff(), asyncio.get_running_loop()
        while True:
            began = loop.time()
            how = await self._run(socket)
            pause = backoff.after(loop.time() - began)
            _LOG.warning("the DICOM node %s; starting it again in %.1f s", how, pause)
            self.restarted()
            await asyncio.sleep(pause)

    async def _run(self, socket: Path) -> str:
        """Run one child to its end and say how that came."""
        try:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.arguments(socket),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            return f"cannot be started ({error.strerror})"
        return f"ended with status {await self.process.wait()}"

    async def _stop_child(self) -> None:
        process = self.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._read(reader))
        self._readers.add(task)
        task.add_done_callback(self._readers.discard)
        task.add_done_callback(lambda _: writer.close())

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                await self._tell(line)
        except (ConnectionError, ValueError):
            _LOG.warning("the DICOM node's notices broke off")

    async def _tell(self, line: bytes) -> None:
        try:
            await self.changed(line)
        # The edge of a task: what one notice breaks must not end those that follow.
        except Exception:  # noqa: BLE001
            _LOG.exception("a notice of the DICOM node could not be taken")

    async def _stop_listening(self) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)


@contextlib.asynccontextmanager
async def supervised(
    arguments: Callable[[Path], Sequence[str]],
    changed: Callable[[bytes], Awaitable[None]],
    restarted: Callable[[], None],
) -> AsyncIterator[NodeSupervisor]:
    """Keep a child running while the block runs; afterwards child, socket and folder are gone."""
    node = NodeSupervisor(arguments, changed, restarted)
    with tempfile.TemporaryDirectory(prefix="tomocast-") as folder:
        socket = Path(folder) / "node.sock"
        server = await asyncio.start_unix_server(node._listen, path=str(socket), limit=LONGEST_LINE)
        keeper = asyncio.create_task(node._keep(socket), name="dicom-node")
        try:
            yield node
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            await node._stop_child()
            server.close()
            await node._stop_listening()
            await server.wait_closed()
