"""Sends one participant the slices around the one on the screen, so that scrolling need not wait for the way."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any, Final

from render.errors import RenderError
from render.request import RenderRequest
from session.errors import RendererLostError
from session.farm.port import RenderPort
from session.room.ahead_plan import AheadPlan, Flow, Format, Sent
from session.room.lattice import Lattice, Slice
from session.room.stage import Stage
from session.view.ahead import AheadSlice, Held, Missing, Stands
from session.view.operations import Scroll, ViewName
from session.view.quick import Input
from streaming.encoders import Encoder, EncoderSettings, open_jpeg
from streaming.encoders.still import encode_png, pixel_hash
from streaming.errors import StreamingError
from streaming.picture import Pixels

_log = logging.getLogger(__name__)

# FFmpeg's quantiser: about what moving pictures look like.
_QUANTISER: Final = 4
# Grey anatomy takes about this share of a byte a pixel without loss.
_PNG_SHARE: Final = 0.3
_LOOK_AGAIN_S: Final = 0.25
_PLANES: Final[tuple[ViewName, ...]] = ("axial", "coronal", "sagittal")


class AheadService:
    """One participant's slices; `run` is its only task. Nothing is sent before `subscribe`."""

    def __init__(
        self,
        stage: Stage,
        port: RenderPort,
        *,
        write: Callable[[AheadSlice], Awaitable[None]],
        tell: Callable[[Stands], None],
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`write` returns when the socket took the slice; `tell` posts after the state that it belongs to."""
        self._stage, self._port, self._write, self._tell = stage, port, write, tell
        self._executor, self._clock = executor, clock
        self._flow = Flow()
        self._budget = 0
        self._lattice: Lattice | None = None
        self._plan = AheadPlan(self._flow, 0)
        self._stands = False
        self._changed = asyncio.Event()
        self._jpeg: tuple[tuple[int, int], Encoder] | None = None

    def look_at(self, stage: Stage) -> None:
        """The participant looks at another stage from now on."""
        self._stage = stage
        self._choose(self._stream_of_first_plane())

    def subscribe(self, budget: int) -> None:
        """So many encoded bytes may be held by the participant."""
        self._budget = budget
        self._choose(self._stream_of_first_plane())
        self.changed()

    def acted(self, message: Input) -> None:
        """The participant's hand did something: slices are for the view that it scrolls."""
        if self._budget and any(isinstance(one, Scroll) for one in message.operations):
            binding = self._stage.binding(message.view)
            if self._lattice is None or self._lattice.stream != binding.stream:
                self._choose(binding.stream)
                self.changed()

    def changed(self) -> None:
        """The stage may show something else, and everybody has been told."""
        if self._lattice is None:
            return
        look = self._lattice.look
        self._stands = self._lattice.follow()
        if self._lattice.look != look:
            self._plan.clear(self._clock())
        if self._stands:
            self._plan.moved(self._lattice.place, self._clock())
            self._say_where()
        self._changed.set()

    def pause(self) -> None:
        """Others look at the same stage: each slice would be made for one person only, and theirs come all the same."""
        self._stands = False

    def held(self, message: Held) -> None:
        """The participant keeps a slice."""
        if self._is_of_look(message):
            self._plan.came(message.place, self._clock())
        self._changed.set()

    def missing(self, message: Missing) -> bool:
        """The participant does not have what it was said to have; whether it is what the stream shows."""
        if self._is_of_look(message):
            self._plan.held.pop(message.place, None)
        self._changed.set()
        return self._lattice is not None and self._lattice.stream == message.stream

    def holds(self, stream: int, request: RenderRequest) -> bool:
        """Whether the participant has this picture already: nothing need be sent."""
        lattice = self._lattice
        if lattice is None or lattice.stream != stream or not self._stands:
            return False
        place = lattice.place_of(request)
        return place is not None and place in self._plan.held

    async def run(self) -> None:
        """Send slices until cancelled."""
        try:
            while True:
                self._changed.clear()
                try:
                    sent = await self._send_next()
                except (RenderError, StreamingError, RendererLostError) as error:
                    _log.debug("a slice ahead was not made: %s", error)
                    sent = False
                if not sent:
                    await self._wait()
        finally:
            self._close_jpeg()

    async def _send_next(self) -> bool:
        """Make and send the slice that is due; False where none is."""
        lattice, now = self._lattice, self._clock()
        if lattice is None or not self._stands or not self._flow.open:
            return False
        due = self._due(lattice, now)
        if due is None:
            return False
        one, form = due
        look = lattice.look
        data, digest, size, channels = await self._made(one.request, form)
        if self._lattice is not lattice or lattice.look != look or not self._stands:
            return True
        dropped = self._plan.sent(one.place, Sent(form, len(data), self._clock()))
        await self._write(
            AheadSlice(
                stream=lattice.stream,
                look=look,
                place=one.place,
                width=size[0],
                height=size[1],
                channels=channels,
                format=form,
                sha256=digest,
                data=data,
                fields=one.fields,
                drop=dropped,
            )
        )
        return True

    def _due(self, lattice: Lattice, now: float) -> tuple[Slice, Format] | None:
        wanted = self._stage.wanted(lattice.stream)
        if wanted is None:
            return None
        png_bytes = wanted.binding.width * wanted.binding.height * _PNG_SHARE
        for place, form in self._plan.wanted(now, png_bytes):
            one = lattice.at(place)
            if one is not None:
                return one, form
        return None

    async def _made(self, request: RenderRequest, form: Format) -> tuple[bytes, bytes, tuple[int, int], Any]:
        """A slice's bytes, hash, size and channels; behind all moving pictures, and aside from the event loop."""
        with await self._port.still(request) as frame:
            pixels: Pixels = frame.pixels
            work = partial(self._encoded, pixels, form)
            making = asyncio.get_running_loop().run_in_executor(self._executor, work)
            try:
                data, digest = await asyncio.shield(making)
            except asyncio.CancelledError:
                # The thread still reads the pixels: their owner must not have them back before it ends.
                await asyncio.gather(making, return_exceptions=True)
                raise
            return data, digest, (pixels.shape[1], pixels.shape[0]), 1 if pixels.ndim == 2 else 3

    def _encoded(self, pixels: Pixels, form: Format) -> tuple[bytes, bytes]:
        if form == "png":
            return encode_png(pixels), pixel_hash(pixels)
        size = (pixels.shape[1], pixels.shape[0])
        if self._jpeg is None or self._jpeg[0] != size:
            self._close_jpeg()
            self._jpeg = size, open_jpeg(*size, EncoderSettings(fixed_qp=_QUANTISER))
        return self._jpeg[1].encode(pixels, int(self._clock() * 90_000), key=True), b""

    def _close_jpeg(self) -> None:
        if self._jpeg is not None:
            self._jpeg[1].close()
            self._jpeg = None

    def _choose(self, stream: int | None) -> None:
        """Slices are for this stream from now on."""
        self._plan.clear(self._clock())
        look = self._lattice.look if self._lattice is not None else 0
        self._plan = AheadPlan(self._flow, self._budget)
        self._lattice = Lattice(self._stage, stream, look) if self._budget and stream is not None else None
        self._stands = False

    def _stream_of_first_plane(self) -> int | None:
        bound = {one.view: one.stream for one in self._stage.bindings}
        return next((bound[view] for view in _PLANES if view in bound), None)

    def _say_where(self) -> None:
        """Name the slice that the stream shows."""
        lattice = self._lattice
        wanted = self._stage.wanted(lattice.stream) if lattice is not None else None
        if lattice is None or wanted is None:
            return
        self._tell(
            Stands(
                stream=lattice.stream,
                epoch=wanted.epoch,
                revision=self._stage.revision,
                sequence=0,
                look=lattice.look,
                place=lattice.place,
                held=lattice.place in self._plan.held,
            )
        )

    def _is_of_look(self, message: Held | Missing) -> bool:
        lattice = self._lattice
        return lattice is not None and (lattice.stream, lattice.look) == (message.stream, message.look)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_AGAIN_S if self._lattice is not None and self._stands else None):
                await self._changed.wait()
        except TimeoutError:
            return
