"""One device's thread: the only one that touches its renderer."""

import logging
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from render.errors import RenderError
from render.frame import Frame
from render.renderer import Renderer
from render.request import RenderRequest
from render.volume import Volume, VolumeKey
from session.errors import RendererLostError
from session.farm.port import StreamId
from session.farm.schedule import Arrivals, Command, Job, Schedule

_log = logging.getLogger(__name__)

Outcome = Frame | Exception
# What may be done between two parts of a still, which then gets on whatever else waits.
_AT_ONCE: Final = 8


class RenderThread:
    """Renders what its schedule says, and replaces a renderer that failed.

    One picture at a time, but for stills that take long: those are made in parts, and between two of them whatever
    may not wait is done. One that nobody wants any more is left unfinished.

    Called from any thread: the methods. Called on the render thread: `make`, which makes a renderer; `held`, the
    volumes that a fresh one must have; `finished`, with each job's frame or error; `refused`, when a volume does not
    fit on the device.
    """

    def __init__(
        self,
        make: Callable[[], Renderer],
        held: Callable[[], Iterable[Volume]],
        finished: Callable[[Job, Outcome], None],
        refused: Callable[[VolumeKey, str], None],
    ) -> None:
        self._make, self._held = make, held
        self._finished, self._refused = finished, refused
        self._schedule = Schedule()
        self._wake = threading.Condition()
        self._closing = False
        self._renderer: Renderer | None = None
        self._unwanted: RenderRequest | None = None
        self._thread = threading.Thread(target=self._run, name="render", daemon=True)
        self._thread.start()

    def submit(self, stream: StreamId, request: RenderRequest) -> None:
        """A stream wants this picture; the latest wins."""
        with self._wake:
            self._schedule.submit(stream, request)
            self._wake.notify()

    def want_still(self, request: RenderRequest) -> None:
        """Somebody wants this still."""
        with self._wake:
            self._schedule.want_still(request)
            if self._unwanted == request:
                self._unwanted = None
            self._wake.notify()

    def forget(self, stream: StreamId) -> None:
        """A stream wants nothing any more."""
        with self._wake:
            self._schedule.forget(stream)

    def forget_still(self, request: RenderRequest) -> None:
        """Nobody wants this still any more."""
        with self._wake:
            self._schedule.forget_still(request)
            self._unwanted = request

    def prepare(self, volume: Volume) -> None:
        """Take a volume up, before anything else."""
        self._command(lambda: self._prepare(self._live(), volume))

    def slices_arrived(self, key: VolumeKey, first: int, last: int) -> None:
        """Slices [first, last) of a volume have been written."""
        with self._wake:
            self._schedule.arrive(key, first, last)
            self._wake.notify()

    def drop(self, key: VolumeKey) -> None:
        """Give a volume up."""
        with self._wake:
            self._schedule.forget_arrivals(key)
        self._command(lambda: self._drop(key))

    def stop(self) -> None:
        """Let the thread end after the picture it is at."""
        with self._wake:
            self._closing = True
            self._wake.notify()

    def join(self, within_s: float) -> bool:
        """Wait for the end; true when it has come."""
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _command(self, command: Command) -> None:
        with self._wake:
            self._schedule.commands.append(command)
            self._wake.notify()

    def _run(self) -> None:
        try:
            while not self._closing:
                with self._wake:
                    work = self._schedule.take()
                    if work is None:
                        if not self._closing:
                            self._wake.wait()
                        continue
                self._do(work)
        finally:
            self._discard()

    def _do(self, work: Command | Arrivals | Job) -> None:
        if isinstance(work, Job):
            self._finished(work, self._picture(work))
        elif isinstance(work, Arrivals):
            self._obey(partial(self._take_up, work))
        else:
            self._obey(work)

    def _picture(self, job: Job) -> Outcome:
        try:
            return self._live().render(job.request) if job.stream is not None else self._still(job.request)
        except (RenderError, RendererLostError) as error:
            return error
        except Exception:  # noqa: BLE001 - a driver's or a kernel's failure may be anything
            _log.exception("the renderer failed at a picture")
            self._discard()
            return RendererLostError("The renderer failed; a fresh one has taken over.")

    def _still(self, request: RenderRequest) -> Frame:
        """Made in parts; RendererLostError where it was left unfinished."""
        renderer, gave_way = self._live(), False
        making = renderer.making(request)
        self._unwanted = None
        while True:
            try:
                next(making)
            except StopIteration as done:
                frame: Frame = done.value
                return frame
            except RenderError:
                if not gave_way:
                    raise
                # What it was made of has gone meanwhile.
                return renderer.render(request)
            gave_way |= self._give_way()
            if self._closing or self._is_unwanted(request) or self._renderer is not renderer:
                raise RendererLostError("The still was left unfinished.")

    def _is_unwanted(self, request: RenderRequest) -> bool:
        with self._wake:
            return self._unwanted == request

    def _give_way(self) -> bool:
        """Do what waits and may not; each stream once, so that the still gets on. False where nothing waited."""
        done = 0
        while done < _AT_ONCE and not self._closing:
            with self._wake:
                work = self._schedule.take_urgent()
            if work is None:
                break
            self._do(work)
            done += 1
        return done > 0

    def _obey(self, command: Command) -> None:
        try:
            command()
        except RenderError as error:
            _log.warning("the renderer refused a volume's slices: %s", error)
        except Exception:  # noqa: BLE001 - as above; a fresh renderer takes up what is held
            _log.exception("the renderer failed at a volume")
            self._discard()

    def _live(self) -> Renderer:
        if self._renderer is None:
            self._renderer = self._make()
            for volume in self._held():
                self._prepare(self._renderer, volume)
        return self._renderer

    def _prepare(self, renderer: Renderer, volume: Volume) -> None:
        try:
            renderer.prepare(volume)
        except RenderError as error:
            self._refused(volume.info.key, str(error))

    def _take_up(self, arrivals: Arrivals) -> None:
        for key, runs in arrivals.runs.items():
            for first, last in runs:
                self._live().slices_arrived(key, first, last)

    def _drop(self, key: VolumeKey) -> None:
        if self._renderer is not None:
            self._renderer.drop(key)

    def _discard(self) -> None:
        renderer, self._renderer = self._renderer, None
        if renderer is not None:
            try:
                renderer.close()
            except Exception:  # noqa: BLE001 - it has failed before and is beyond repair
                _log.exception("a failed renderer could not be closed")
