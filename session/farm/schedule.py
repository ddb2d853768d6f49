"""What a render thread does next: pure bookkeeping, without threads or time."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from render.request import RenderRequest
from session.farm.port import StreamId

Command = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to make: for a stream, or a still when `stream` is None."""

    request: RenderRequest
    stream: StreamId | None


@dataclass(slots=True)
class Schedule:
    """Commands first, then moving pictures, then stills.

    A stream has one place in the queue, from the time it asked; a newer request takes that place over. So each stream
    that waits is served before another is served twice, and always with its newest request.
    """

    commands: deque[Command] = field(default_factory=deque)
    moving: dict[StreamId, RenderRequest] = field(default_factory=dict)
    stills: dict[RenderRequest, None] = field(default_factory=dict)

    def submit(self, stream: StreamId, request: RenderRequest) -> None:
        """A stream wants this picture and none that it asked for before."""
        self.moving[stream] = request

    def want_still(self, request: RenderRequest) -> None:
        """Somebody wants a still; wanted twice it is made once."""
        self.stills[request] = None

    def forget(self, stream: StreamId) -> None:
        """A stream wants nothing more."""
        self.moving.pop(stream, None)

    def forget_still(self, request: RenderRequest) -> None:
        """Nobody wants this still any more."""
        self.stills.pop(request, None)

    def take(self) -> Command | Job | None:
        """The next thing to do, taken out; None when there is nothing."""
        if self.commands:
            return self.commands.popleft()
        if self.moving:
            stream = next(iter(self.moving))
            return Job(self.moving.pop(stream), stream)
        if self.stills:
            request = next(iter(self.stills))
            del self.stills[request]
            return Job(request, None)
        return None
