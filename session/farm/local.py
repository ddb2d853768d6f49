"""The renderer in this process: loading threads and one render thread behind the port."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from render.cache import Tier, VolumeSource
from render.errors import UnknownVolumeError
from render.films import colour_at
from render.frame import Frame
from render.geometry import Vec3
from render.probe import probe
from render.renderer import Renderer
from render.request import RenderRequest
from render.volume import Volume, VolumeInfo, VolumeKey, Window
from render.window import automatic_projection_window, automatic_window
from session.errors import RendererLostError
from session.farm.port import Loading, StreamId
from session.farm.render_thread import Outcome, RenderThread
from session.farm.schedule import Job
from session.farm.volumes import Volumes

CLOSE_WITHIN_S: Final = 1.0
_CLOSED: Final = "The server is stopping. Open the study again in a moment."
_NOT_HERE: Final = "The volume is not in memory any more. Open the study again."

_T = TypeVar("_T")


@dataclass(slots=True)
class _Stream:
    """A stream's newest finished picture, and who waits for it."""

    finished: Outcome | None = None
    waiter: asyncio.Future[Frame] | None = None


class LocalRenderPort:
    """`RenderPort` by threads of this process; see there. Made on the event loop that it serves.

    `renderer` makes a renderer on the device; it is called again after one has failed.
    """

    def __init__(self, source: VolumeSource, renderer: Callable[[], Renderer], budgets: Mapping[Tier, int]) -> None:
        self._loop = asyncio.get_running_loop()
        self._source = source
        self._streams: dict[StreamId, _Stream] = {}
        self._stills: dict[RenderRequest, list[asyncio.Future[Frame]]] = {}
        self._watches: dict[VolumeKey, set[asyncio.Event]] = {}
        self._frames_out = 0
        self._sequence = 0
        self._closing = False
        self._thread = RenderThread(renderer, self._held_volumes, self._finished, self._refused)
        self._volumes = Volumes(
            source,
            budgets,
            began=self._thread.prepare,
            arrived=self._thread.slices_arrived,
            changed=self._loading_changed,
            dropped=self._volume_dropped,
        )
        self._aside = ThreadPoolExecutor(2, thread_name_prefix="read-out")

    @property
    def frames_out(self) -> int:
        """Frames that were taken and not yet released."""
        return self._frames_out

    # --- the port, on the event loop ---------------------------------------------------------------------------------

    async def load(self, key: VolumeKey) -> VolumeInfo:
        """See `RenderPort.load`."""
        self._check_open()
        held = self._volumes.get(key)
        info = held.volume.info if held is not None else await self._in_thread(self._source.info, key)
        self._check_open()
        if held is None:
            await self._hold_anew(info)
        else:
            self._volumes.hold(info)
        return info

    async def _hold_anew(self, info: VolumeInfo) -> None:
        """Hold a volume that is not here: its memory is written to once, which takes a tenth of a second."""
        holding = self._loop.run_in_executor(self._aside, self._volumes.hold, info)
        try:
            await asyncio.shield(holding)
            self._check_open()
        except (asyncio.CancelledError, RendererLostError):
            holding.add_done_callback(lambda done: self._unless_failed(done, info.key))
            raise

    def _unless_failed(self, holding: asyncio.Future[None], key: VolumeKey) -> None:
        """Give a hold up that nobody waits for any more."""
        if not holding.cancelled() and holding.exception() is None:
            self._volumes.release(key)

    def release(self, key: VolumeKey) -> None:
        """See `RenderPort.release`."""
        self._volumes.release(key)

    async def watch(self, key: VolumeKey) -> AsyncIterator[Loading]:
        """See `RenderPort.watch`."""
        changed = asyncio.Event()
        self._watches.setdefault(key, set()).add(changed)
        try:
            while True:
                self._check_open()
                held = self._volumes.get(key)
                if held is None:
                    raise UnknownVolumeError(_NOT_HERE)
                state = held.loading
                yield state
                if state.over:
                    return
                await changed.wait()
                changed.clear()
        finally:
            self._watches[key].discard(changed)
            if not self._watches[key]:
                del self._watches[key]

    def submit(self, stream: StreamId, request: RenderRequest) -> None:
        """See `RenderPort.submit`."""
        self._streams.setdefault(stream, _Stream())
        self._thread.submit(stream, request)

    async def next(self, stream: StreamId) -> Frame:
        """See `RenderPort.next`. One caller a stream."""
        self._check_open()
        state = self._streams.setdefault(stream, _Stream())
        finished, state.finished = state.finished, None
        if finished is None:
            state.waiter = self._loop.create_future()
            try:
                return await _taken(state.waiter)
            finally:
                state.waiter = None
        if isinstance(finished, Exception):
            raise finished
        return self._lent(finished)

    async def still(self, request: RenderRequest) -> Frame:
        """See `RenderPort.still`."""
        self._check_open()
        waiter: asyncio.Future[Frame] = self._loop.create_future()
        self._stills.setdefault(request, []).append(waiter)
        self._thread.want_still(request)
        try:
            return await _taken(waiter)
        finally:
            self._give_still_up(request, waiter)

    def forget(self, stream: StreamId) -> None:
        """See `RenderPort.forget`."""
        self._thread.forget(stream)
        state = self._streams.pop(stream, None)
        if state is not None and isinstance(state.finished, Frame):
            state.finished.release()

    async def probe(self, key: VolumeKey, points: Sequence[Vec3]) -> tuple[float | None, ...]:
        """See `RenderPort.probe`."""
        values = await self._in_thread(probe, self._volume(key), tuple(points))
        return tuple(None if math.isnan(value) else float(value) for value in values)

    async def colour(self, key: VolumeKey, point: Vec3) -> tuple[int, int, int] | None:
        """See `RenderPort.colour`."""
        return await self._in_thread(colour_at, self._volume(key), point)

    async def measure(self, key: VolumeKey) -> tuple[Window, Window]:
        """See `RenderPort.measure`."""
        volume = self._volume(key)
        planes = await self._in_thread(automatic_window, volume)
        return planes, await self._in_thread(automatic_projection_window, volume)

    async def close(self) -> None:
        """See `RenderPort.close`."""
        if self._closing:
            return
        self._closing = True
        self._thread.stop()
        self._tell_everybody(RendererLostError(_CLOSED))
        self._aside.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._join)

    def _join(self) -> None:
        deadline = time.monotonic() + CLOSE_WITHIN_S
        self._volumes.close(CLOSE_WITHIN_S)
        self._thread.join(max(0.0, deadline - time.monotonic()))

    def _check_open(self) -> None:
        if self._closing:
            raise RendererLostError(_CLOSED)

    def _volume(self, key: VolumeKey) -> Volume:
        held = self._volumes.get(key)
        if held is None:
            raise UnknownVolumeError(_NOT_HERE)
        return held.volume

    async def _in_thread(self, work: Callable[..., _T], *args: object) -> _T:
        return await self._loop.run_in_executor(self._aside, work, *args)

    def _give_still_up(self, request: RenderRequest, waiter: asyncio.Future[Frame]) -> None:
        waiters = self._stills.get(request, [])
        if waiter in waiters:
            waiters.remove(waiter)
        if not waiters:
            self._stills.pop(request, None)
            self._thread.forget_still(request)

    def _lent(self, frame: Frame) -> Frame:
        """The frame, counted until it is released."""
        self._frames_out += 1
        self._sequence += 1
        return Frame(
            frame.pixels,
            frame.request,
            sequence=self._sequence,
            render_ms=frame.render_ms,
            loaded_fraction=frame.loaded_fraction,
            on_release=lambda: self._returned(frame),
        )

    def _returned(self, frame: Frame) -> None:
        self._frames_out -= 1
        frame.release()

    # --- what threads tell the event loop ----------------------------------------------------------------------------

    def _held_volumes(self) -> list[Volume]:
        return [held.volume for held in self._volumes.all()]

    def _finished(self, job: Job, outcome: Outcome) -> None:
        self._on_loop(self._deliver, job, outcome)

    def _refused(self, key: VolumeKey, why: str) -> None:
        self._volumes.fail(key, why)

    def _on_loop(self, call: Callable[..., None], *args: object) -> None:
        # At the very end the loop may be gone; then nobody is left to be told.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call, *args)

    def _loading_changed(self, key: VolumeKey) -> None:
        self._on_loop(self._wake_watchers, key)

    def _volume_dropped(self, key: VolumeKey) -> None:
        self._thread.drop(key)
        self._loading_changed(key)

    def _wake_watchers(self, key: VolumeKey) -> None:
        for event in self._watches.get(key, ()):
            event.set()

    def _deliver(self, job: Job, outcome: Outcome) -> None:
        if job.stream is None:
            self._deliver_still(job.request, outcome)
            return
        state = self._streams.get(job.stream)
        if state is None:
            _release(outcome)
        elif state.waiter is not None and not state.waiter.done():
            self._settle(state.waiter, outcome)
        else:
            _release(state.finished)
            state.finished = outcome

    def _deliver_still(self, request: RenderRequest, outcome: Outcome) -> None:
        waiters = [waiter for waiter in self._stills.pop(request, []) if not waiter.done()]
        if not waiters:
            _release(outcome)
        for waiter in waiters:
            self._settle(waiter, outcome)

    def _settle(self, waiter: asyncio.Future[Frame], outcome: Outcome) -> None:
        if isinstance(outcome, Exception):
            waiter.set_exception(outcome)
        else:
            waiter.set_result(self._lent(outcome))

    def _tell_everybody(self, error: RendererLostError) -> None:
        """Whoever waits for a picture will not get it."""
        for state in self._streams.values():
            if state.waiter is not None and not state.waiter.done():
                state.waiter.set_exception(error)
        for request in tuple(self._stills):
            self._deliver_still(request, error)


async def _taken(waiter: asyncio.Future[Frame]) -> Frame:
    """The frame that is waited for; one that comes just as the waiting is given up goes back."""
    try:
        return await waiter
    except asyncio.CancelledError:
        if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
            waiter.result().release()
        raise


def _release(outcome: Outcome | None) -> None:
    if isinstance(outcome, Frame):
        outcome.release()
