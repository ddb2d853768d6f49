"""A volume prepared on the host: what every back end begins with."""

import ctypes
import math
from typing import Any

from numpy.typing import ArrayLike, NDArray

from render.errors import RenderError
from render.kernels.ambient import LightVolume, build_light
from render.kernels.bricks import Bricks
from render.kernels.kept import Kept
from render.kernels.padded import PaddedVoxels
from render.kernels.placement import Placement
from render.kernels.table import TransferTable

_KEPT_LIGHTS = 4


class PreparedVolume:
    """Padded voxels, bricks and light volumes in host memory; the CPU's `DeviceVolume`."""

    def __init__(
        self,
        library: ctypes.CDLL,
        threads: int,
        voxels: NDArray[Any],
        matrix: ArrayLike,
        *,
        smooth: int,
        clear: tuple[float, float] | None,
        apron: int,
    ) -> None:
        self._library, self._threads = library, threads
        self.placement = Placement.of(matrix)
        self._voxels: PaddedVoxels | None = PaddedVoxels(library, threads, voxels, smooth, clear)
        self.shape = self._voxels.shape
        self._bricks: Bricks | None = Bricks(library, threads, self._voxels, apron)
        # Planes need no bricks: while slices come and planes are looked at, nobody waits for them.
        self._stale = (0, self.shape[0])
        self._lights: Kept[LightVolume] = Kept(_KEPT_LIGHTS)

    @property
    def voxels(self) -> PaddedVoxels:
        """The padded copy; RenderError after `close`."""
        if self._voxels is None:
            raise RenderError("the prepared volume has been closed")
        return self._voxels

    @property
    def bricks(self) -> Bricks:
        """Extrema and leap maps; RenderError after `close`."""
        if self._bricks is None:
            raise RenderError("the prepared volume has been closed")
        first, last = self._stale
        if first < last:
            self._stale = (0, 0)
            self._bricks.refresh(first, last)
        return self._bricks

    @property
    def nbytes(self) -> int:
        """Memory held on the host; 0 after `close`."""
        if self._voxels is None or self._bricks is None:
            return 0
        lights = sum(light.cells.nbytes for light in self._lights.values())
        return self._voxels.flat.nbytes + self._bricks.nbytes + lights

    def update(self, first: int, last: int) -> None:
        """Take over the slices [first, last) of the source array."""
        self.changed(first, last)

    def changed(self, first: int, last: int) -> tuple[int, int]:
        """Take over source slices [first, last); returns the slices of the copy that are new (smoothing spreads)."""
        first, last = max(first, 0), min(last, self.shape[0])
        if first >= last:
            return first, first
        first, last = self.voxels.refill(first, last)
        known = self._stale if self._stale[0] < self._stale[1] else (first, last)
        self._stale = (min(first, known[0]), max(last, known[1]))
        self._lights.clear()
        return first, last

    def close(self) -> None:
        """Give the memory back."""
        self._voxels = self._bricks = None
        self._lights.clear()

    def allow_for(self, table: TransferTable) -> None:
        """Widen the bricks' aprons where pairs of samples of a pre-integrated table reach farther than they do."""
        if table.pre_integrated:
            self.bricks.widen(math.ceil(table.step_mm * self.placement.voxels_per_mm()))

    def light_for(self, table: TransferTable) -> LightVolume:
        """The light volume under a transfer table, built where it is not kept."""
        return self._lights.get(
            table.key, lambda: build_light(self._library, self._threads, self.voxels, self.placement, table)
        )
