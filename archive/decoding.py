"""Many frames into one volume, decoded side by side outside of this process."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.decode import FrameSource
from archive.errors import ArchiveError
from archive.pixels import store_frame
from archive.workers import WorkerPool

Array = NDArray[Any]


class Places(Protocol):
    """Where frames go: an array of frames, or a sequence of arrays."""

    def __getitem__(self, index: int, /) -> Array:
        """The place of frame `index`."""
        ...


OnDone = Callable[[int, ArchiveError | None], None]

_FRAME_JOB = "archive.jobs:frame"


class DecodePool:
    """Decodes frames into their places, side by side in `workers`.

    Plain frames go that way too, though copying is all they need: a file that shrinks or a disk that fails under a
    mapping kills its reader, and the reader shall not be the process that serves people.
    """

    def __init__(self, workers: WorkerPool) -> None:
        self._workers = workers

    def decode_into(
        self,
        sources: Sequence[FrameSource],
        out: Places,
        on_done: OnDone,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Decode `sources[i]` into `out[i]` for all i; see `Places`.

        Blocks. Each place may be of the frame's dtype, a wider one, or floating point. `on_done(i, error)` is called in
        this thread in the order of `sources`; one frame's error is its own. After `cancelled()` no frame is begun or
        reported any more. When this returns or raises, nothing writes into `out`.
        """
        running: deque[tuple[int, Future[None]]] = deque()
        try:
            for index, source in enumerate(sources):
                if cancelled():
                    return
                running.append((index, self._begin(source, out[index])))
                # A short queue: loads that run at the same time share the workers fairly.
                if len(running) >= 2 * self._workers.size:
                    _report(*running.popleft(), on_done)
            while running and not cancelled():
                _report(*running.popleft(), on_done)
        finally:
            wait([future for _, future in running])

    def decode(self, source: FrameSource) -> Array:
        """One frame as an array of its own.

        Raises:
            ArchiveError: it cannot be had.
        """
        return self._workers.submit(_FRAME_JOB, _arguments(source), _as_array).result()

    def _begin(self, source: FrameSource, place: Array) -> Future[None]:
        def collect(reply: dict[str, Any], _blob: bytes, scratch: memoryview) -> None:
            store_frame(_view(reply, scratch), place)

        return self._workers.submit(_FRAME_JOB, _arguments(source), collect)


def _arguments(source: FrameSource) -> dict[str, Any]:
    return {"path": str(source.path), "frame": source.frame}


def _view(reply: dict[str, Any], scratch: memoryview) -> Array:
    """The frame in the scratch memory; a worker's word for its size is checked by numpy."""
    dtype, shape = np.dtype(str(reply["dtype"])), tuple(int(side) for side in reply["shape"])
    return np.frombuffer(scratch, dtype, int(np.prod(shape))).reshape(shape)


def _as_array(reply: dict[str, Any], _blob: bytes, scratch: memoryview) -> Array:
    return _view(reply, scratch).copy()


def _report(index: int, future: Future[None], on_done: OnDone) -> None:
    """Wait for a frame and say how it went."""
    error = future.exception()
    if error is not None and not isinstance(error, ArchiveError):
        raise error
    on_done(index, error)
