"""One stream's life: renders what the stage wants there, shows it to every link, and sends the still when it rests."""

import asyncio
import contextlib
import itertools
import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any, Final, Protocol

from render.errors import RenderError
from render.request import Quality, RenderRequest
from session.errors import RendererLostError
from session.farm.port import RenderPort
from session.room.stage import Stage, Wanted
from session.room.stills import make_still
from streaming.errors import StreamingError
from streaming.fanout import Fanout
from streaming.links import Link
from streaming.picture import PictureTag, Still

_log = logging.getLogger(__name__)

# How often a stream without credit asks whether it may send a probe.
_CREDIT_POLL_S: Final = 0.25
_RETRY_S: Final = (0.02, 0.1, 0.5, 1.0)


class Audience(Protocol):
    """Whoever looks at the stream: gets stills, and is told of faults."""

    def still(self, still: Still) -> None:
        """The view without loss."""

    def has(self, stream: int, request: RenderRequest) -> bool:
        """Whether all of it has this picture already."""

    def wants_tiles(self, stream: int) -> bool:
        """Whether somebody's way is so slow that the view without loss goes in tiles."""

    def fault(self, code: str, text: str, view: str) -> None:
        """A picture cannot be shown."""


class Viewer:
    """Keeps one stream in step with the stage. `run` is its only task."""

    def __init__(
        self,
        stream: int,
        name: str,
        stage: Stage,
        port: RenderPort,
        broadcast: Callable[[int, Callable[[], None]], Fanout],
        audience: Audience,
        *,
        lease: int,
        quiet_s: float,
        least_s: float = 0.0,
        next_number: Callable[[], int] | None = None,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream = stream
        self.last_still: Still | None = None
        self._name, self._stage, self._port, self._audience = name, stage, port, audience
        self._lease, self._quiet_s, self._clock = lease, quiet_s, clock
        # Moving pictures follow each other no faster than this.
        self._least_s, self._sent_at = least_s, -math.inf
        self._executor = executor
        self._changed = asyncio.Event()
        self._key_wanted = self._lacking = False
        # Numbers of pictures ascend for whoever changes from one stage's streams to another's, too.
        self._next_number = next_number or partial(next, itertools.count(1))
        self._shown_epoch = 0
        self._sent_epoch = 0
        self._still_epoch = 0
        self._refused_epoch = 0
        self._failures = 0
        self.broadcast = broadcast(stream, self._want_key)

    def add(self, link: Link, start_bit_rate: int | None = None) -> None:
        """Somebody looks through this link from now on; the next picture is a keyframe.

        `start_bit_rate` is what the way to them carries, where that is known.
        """
        self.broadcast.add(link, start_bit_rate)
        self.changed()

    def remove(self, link: Link) -> None:
        """Nobody looks through this link any more."""
        self.broadcast.remove(link)

    def acknowledge(self, link: Link, picture: int) -> None:
        """A picture has been shown: there is credit for another."""
        self.broadcast.acknowledge(link, picture)
        self._changed.set()

    def changed(self) -> None:
        """The stage may want something else here."""
        self._changed.set()

    def again(self) -> None:
        """Somebody lacks the picture of now: it is sent though it was before, or seemed to be there."""
        self._shown_epoch, self._lacking = 0, True
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled: moving pictures while anything differs, the still after it has been quiet."""
        try:
            while True:
                self._changed.clear()
                try:
                    await self._step()
                    self._failures = 0
                except RendererLostError:
                    await self._after_loss()
                except (RenderError, StreamingError) as error:
                    self._refuse(error)
        finally:
            self._port.forget(self._name)
            self.broadcast.close()

    async def _step(self) -> None:
        """Do the one thing that is due now, or wait for something to become due."""
        wanted = self._stage.wanted(self.stream)
        if wanted is None or wanted.request is None or not self.broadcast.links or wanted.epoch == self._refused_epoch:
            await self._changed.wait()
        elif wanted.request.revision == 0 and self._shown_epoch == 0:
            # Nothing of it has come: a first picture that is black says less than none.
            await self._changed.wait()
        elif wanted.epoch != self._shown_epoch or self._key_wanted:
            if not self.broadcast.wants_picture():
                await self._wait(_CREDIT_POLL_S)
            elif (left := self._sent_at + self._least_s - self._clock()) > 0:
                await self._wait(left)
            elif wanted.epoch != self._shown_epoch and self._is_there(wanted.request):
                self._shown_epoch = wanted.epoch
            elif wanted.epoch != self._shown_epoch:
                await self._show(wanted, replace(wanted.request, quality=Quality.MOVING))
            else:
                await self._show_again(wanted)
        elif wanted.whole and wanted.epoch != self._still_epoch:
            await self._rest(wanted, wanted.request)
        else:
            await self._changed.wait()

    def _is_there(self, request: RenderRequest) -> bool:
        """Whether everybody has the picture, and nobody needs a keyframe for the next one."""
        return not self._lacking and not self._key_wanted and self._audience.has(self.stream, request)

    async def _show(self, wanted: Wanted, request: RenderRequest) -> None:
        """Render and send a moving picture."""
        tag = self._tag(wanted)
        self._port.submit(self._name, request)
        with await self._port.next(self._name) as frame:
            if frame.request != request:
                # Left over from before a failure.
                return
            self._key_wanted = self._lacking = False
            sent = await self.broadcast.send(frame.pixels, tag)
        if sent is not None:
            self._shown_epoch = self._sent_epoch = wanted.epoch
            self._sent_at = self._clock()

    async def _show_again(self, wanted: Wanted) -> None:
        """Send the last picture as a keyframe to whoever cannot go on without."""
        self._key_wanted = False
        if self._sent_epoch != wanted.epoch or await self.broadcast.resend(self._tag(wanted)) is None:
            self.again()

    async def _rest(self, wanted: Wanted, request: RenderRequest) -> None:
        """Wait until the view has been quiet, then send it without loss; another content ends both."""
        left = wanted.since + self._quiet_s - self._clock()
        if left > 0:
            await self._wait(left)
            return
        tiled = self._audience.wants_tiles(self.stream)
        making = asyncio.ensure_future(make_still(self._port, request, self._tag(wanted), self._executor, tiled=tiled))
        try:
            while not making.done():
                await self._first(making)
                if self._stage.wanted(self.stream) is not wanted:
                    return
                self._changed.clear()
            self._settle(wanted, making.result())
        finally:
            await _end(making)

    async def _first(self, making: asyncio.Future[Still]) -> None:
        """Until the still is made or the stage changes."""
        changing = asyncio.ensure_future(self._changed.wait())
        try:
            both: set[asyncio.Future[Any]] = {making, changing}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(changing)

    def _settle(self, wanted: Wanted, still: Still) -> None:
        if self._stage.wanted(self.stream) is wanted:
            self._still_epoch = wanted.epoch
            self.last_still = still
            self._audience.still(still)

    def current_still(self) -> Still | None:
        """The still of what the stage wants now, when it has been made."""
        wanted = self._stage.wanted(self.stream)
        still = self.last_still
        return still if still is not None and wanted is not None and still.tag.epoch == wanted.epoch else None

    def _tag(self, wanted: Wanted) -> PictureTag:
        return PictureTag(
            stream=self.stream,
            picture=self._next_number(),
            epoch=wanted.epoch,
            revision=self._stage.revision,
            sequence=0,
            lease=self._lease,
            width=wanted.binding.width,
            height=wanted.binding.height,
        )

    def _want_key(self) -> None:
        self._key_wanted = True
        self._changed.set()

    async def _wait(self, within_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._changed.wait()

    async def _after_loss(self) -> None:
        """The renderer died: tell it once, and try again, ever less eagerly."""
        wanted = self._stage.wanted(self.stream)
        if self._failures == 0 and wanted is not None:
            self._audience.fault("renderer", "The renderer failed; it is being started again.", wanted.binding.view)
        pause = _RETRY_S[min(self._failures, len(_RETRY_S) - 1)]
        self._failures += 1
        await asyncio.sleep(pause)

    def _refuse(self, error: Exception) -> None:
        """A picture cannot be made: say so, and wait for another to be wanted."""
        wanted = self._stage.wanted(self.stream)
        _log.warning("a picture was refused: %s", error)
        if wanted is not None:
            self._refused_epoch = wanted.epoch
            self._audience.fault("picture", str(error), wanted.binding.view)


async def _end(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait for its end, whatever that is."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()
