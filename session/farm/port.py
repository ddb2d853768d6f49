"""The one way to a picture: what rooms may ask of a renderer, wherever it runs.

Nothing here holds voxels. Requests and loading states are plain frozen values that survive a process border; the only
memory that crosses is a frame's, and whoever takes a frame releases it.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from render.frame import Frame
from render.geometry import Vec3
from render.request import RenderRequest
from render.volume import VolumeInfo, VolumeKey, Window

# "<session>:<view>": pictures of one stream supersede each other.
StreamId = str
Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Loading:
    """How much of a volume has come: ascending runs [first, last) of slices, bytes, seconds since it began.

    `failed` is a sentence when nothing more will come.
    """

    runs: Runs
    slices: int
    bytes_done: int
    nbytes: int
    seconds: float
    failed: str = ""

    @property
    def slices_done(self) -> int:
        """How many slices have come."""
        return sum(last - first for first, last in self.runs)

    @property
    def complete(self) -> bool:
        """Whether every slice has come."""
        return self.slices_done == self.slices

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.complete or bool(self.failed)

    def has(self, first: int, last: int) -> bool:
        """Whether all slices [first, last) have come; an empty range has."""
        return first >= last or any(a <= first and last <= b for a, b in self.runs)

    def count(self, first: int, last: int) -> int:
        """How many of the slices [first, last) have come."""
        return sum(max(0, min(b, last) - max(a, first)) for a, b in self.runs)


def with_run(runs: Runs, first: int, last: int) -> Runs:
    """Ascending, disjoint runs with [first, last) added."""
    if last <= first:
        return runs
    merged = [run for run in runs if run[1] < first]
    touching = [run for run in runs if run[1] >= first and run[0] <= last]
    merged.append((min([first, *(run[0] for run in touching)]), max([last, *(run[1] for run in touching)])))
    merged.extend(run for run in runs if run[0] > last)
    return tuple(merged)


class RenderPort(Protocol):
    """A renderer behind a port. Every method is called on the event loop's thread and none of them blocks it."""

    async def load(self, key: VolumeKey) -> VolumeInfo:
        """Hold a volume, loading it if it is not here; returns when its description and memory are there.

        Slices come afterwards; `watch` tells. Each `load` is paid back by one `release`, after which a volume that
        nobody holds stops loading.

        Raises:
            RenderError: there is no such volume, or it does not fit into memory.
        """
        ...

    def release(self, key: VolumeKey) -> None:
        """Give up one hold; a volume that nobody holds may be dropped when memory is needed."""
        ...

    def watch(self, key: VolumeKey) -> AsyncIterator[Loading]:
        """The loading state now and after each change, coalesced to the newest, until nothing more will come."""
        ...

    def submit(self, stream: StreamId, request: RenderRequest) -> None:
        """Ask for the stream's next picture. Never waits; a request not yet begun is replaced."""
        ...

    async def next(self, stream: StreamId) -> Frame:
        """The stream's newest picture not yet taken, awaited if need be. The caller releases it.

        Raises:
            RendererLostError: the renderer died; submit again.
            RenderError: the request cannot be rendered.
        """
        ...

    async def still(self, request: RenderRequest) -> Frame:
        """One picture that waits behind all moving ones. Raises as `next` does."""
        ...

    def forget(self, stream: StreamId) -> None:
        """Drop what a stream has pending and not yet taken."""
        ...

    async def probe(self, key: VolumeKey, points: Sequence[Vec3]) -> tuple[float | None, ...]:
        """Real values at patient points (LPS mm), trilinear from source voxels; None outside or not loaded."""
        ...

    async def colour(self, key: VolumeKey, point: Vec3) -> tuple[int, int, int] | None:
        """Red, green and blue of a colour film's pixel nearest to a point; None outside or not loaded."""
        ...

    async def measure(self, key: VolumeKey) -> tuple[Window, Window]:
        """The automatic windows for planes and for maximum projections, by what has come of the volume."""
        ...

    async def close(self) -> None:
        """Stop everything within a second; whoever awaits a picture gets `RendererLostError`."""
        ...
