"""What a render thread does next: pure bookkeeping, without threads or time."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from render.request import Mode, RenderRequest
from render.volume import VolumeKey
from session.farm.port import Runs, StreamId, with_run

Command = Callable[[], None]
# Quick stills first.
_DEPTH: Final = {Mode.SLICE: 0, Mode.MIP: 1, Mode.VOLUME: 2}
# So many planes may be made before a picture in depth that has waited longer: they take a tenth of its time.
_PASSES: Final = 3


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to make: for a stream, or a still when `stream` is None."""

    request: RenderRequest
    stream: StreamId | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Slices that have come and are to be taken up together."""

    runs: dict[VolumeKey, Runs]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, and how many arrivals it may rely on."""

    request: RenderRequest
    after: int


@dataclass(slots=True)
class Schedule:
    """Commands first, then moving pictures, then stills; slices that came before a picture was asked for before it.

    A stream has one place in the queue, from the time it asked; a newer request takes that place over. So each stream
    that waits is served before another is served twice, and always with its newest request; only planes, being quick,
    may pass a picture in depth a few times. Slices are taken up in batches, whatever has come: a volume that loads fast
    does not keep pictures from being made.
    """

    commands: deque[Command] = field(default_factory=deque)
    _moving: dict[StreamId, _Asked] = field(default_factory=dict)
    _stills: dict[RenderRequest, None] = field(default_factory=dict)
    _arrivals: dict[VolumeKey, Runs] = field(default_factory=dict)
    _arrived: int = 0
    _taken_up: int = 0
    _passed: int = 0

    def submit(self, stream: StreamId, request: RenderRequest) -> None:
        """A stream wants this picture and none that it asked for before."""
        self._moving[stream] = _Asked(request, self._arrived)

    def want_still(self, request: RenderRequest) -> None:
        """Somebody wants a still; wanted twice it is made once."""
        self._stills[request] = None

    def arrive(self, key: VolumeKey, first: int, last: int) -> None:
        """Slices [first, last) of a volume have come."""
        self._arrivals[key] = with_run(self._arrivals.get(key, ()), first, last)
        self._arrived += 1

    def forget(self, stream: StreamId) -> None:
        """A stream wants nothing more."""
        self._moving.pop(stream, None)

    def forget_still(self, request: RenderRequest) -> None:
        """Nobody wants this still any more."""
        self._stills.pop(request, None)

    def forget_arrivals(self, key: VolumeKey) -> None:
        """A volume is given up: what had come of it is of no use."""
        self._arrivals.pop(key, None)

    def take(self) -> Command | Arrivals | Job | None:
        """The next thing to do, taken out; None when there is nothing."""
        urgent = self.take_urgent()
        if urgent is not None or not self._stills:
            return urgent
        request = min(self._stills, key=lambda one: _DEPTH[one.mode])
        del self._stills[request]
        return Job(request, None)

    def take_urgent(self) -> Command | Arrivals | Job | None:
        """The next thing that no still may hold up."""
        if self.commands:
            return self.commands.popleft()
        stream = self._first_stream()
        if self._arrivals and (stream is None or self._moving[stream].after > self._taken_up):
            batch, self._arrivals = Arrivals(self._arrivals), {}
            self._taken_up = self._arrived
            return batch
        if stream is not None:
            self._passed = 0 if stream == next(iter(self._moving)) else self._passed + 1
            return Job(self._moving.pop(stream).request, stream)
        return None

    def _first_stream(self) -> StreamId | None:
        """The stream to be served next: who waits longest, or a plane that may pass."""
        longest = next(iter(self._moving), None)
        if longest is None or self._passed >= _PASSES:
            return longest
        planes = (stream for stream, asked in self._moving.items() if asked.request.mode is Mode.SLICE)
        return next(planes, longest)
