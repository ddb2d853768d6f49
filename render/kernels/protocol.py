"""What every back end of the kernels offers."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.kernels.look import Shading, Tone
from render.kernels.pictures import Bytes, Floats
from render.kernels.rays import CameraRays, SliceRays
from render.kernels.table import TransferTable


class DeviceVolume(Protocol):
    """A volume where the kernels run: a padded copy, min/max bricks, and what is derived from transfer tables."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """(slices, rows, columns)."""
        ...

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes, on the host and on the device together."""
        ...

    def update(self, first: int, last: int) -> None:
        """Take over the slices [first, last) of the source array that `prepare` got, and what depends on them."""
        ...

    def close(self) -> None:
        """Give the memory back; the volume cannot be rendered afterwards. May be called again."""
        ...


class Kernels(Protocol):
    """One device's kernels. One thread at a time may call them; calls return when the pixels are there."""

    @property
    def name(self) -> str:
        """The device and instruction set, for instance "cpu-avx512" or "cuda-sm80"."""
        ...

    def prepare(
        self,
        voxels: NDArray[Any],
        matrix: ArrayLike,
        *,
        smooth: int = 0,
        clear: tuple[float, float] | None = None,
        apron: int = 1,
    ) -> DeviceVolume:
        """Copy `voxels` [k, j, i] (int16, uint16 or float32) to where the kernels run; `update` reads them again.

        Args:
            voxels: stored values. Those that are not finite are taken for the smallest finite one.
            matrix: index (i, j, k) -> mm, 3x3 (columns are the steps along i, j, k) or 3x4 with the place of
                voxel (0, 0, 0) in the fourth column; may be sheared. Cameras look at the space it maps to.
            smooth: passes of a 1-2-1 filter along each axis (for volume pictures of noisy data).
            clear: stored values in this inclusive range become the smallest other value.
            apron: voxels around a brick that count for it; raised by itself where a pre-integrated table needs more.

        Raises:
            BadVolumeError: another type or shape, a flat matrix, or 2**31 voxels and more.
            MemoryBudgetError: the device has too little memory.
        """
        ...

    def slice(
        self, volume: Any, rays: SliceRays, tone: Tone, width: int, height: int, *, out: Bytes | None = None
    ) -> Bytes:
        """A plane or slab as grey (height, width)."""
        ...

    def slice_values(self, volume: Any, rays: SliceRays, width: int, height: int) -> Floats:
        """A plane or slab as stored values (height, width); NaN outside."""
        ...

    def colors(
        self, frame: NDArray[np.int32], rays: SliceRays, width: int, height: int, *, out: Bytes | None = None
    ) -> Bytes:
        """A frame of a film in colour, RGB (height, width, 3): bilinear where `rays` lie in it, black outside.

        `frame` is (rows, columns) with red, green and blue in the low bytes; of `rays` the depth does not count.

        Raises:
            BadVolumeError: it is of another type or shape.
        """
        ...

    def mip(
        self,
        volume: Any,
        rays: CameraRays,
        tone: Tone,
        width: int,
        height: int,
        *,
        accelerate: bool = True,
        out: Bytes | None = None,
    ) -> Bytes:
        """The maximum along each ray as grey (height, width); not accelerated, every sample is taken: equal pixels."""
        ...

    def mip_values(self, volume: Any, rays: CameraRays, width: int, height: int, *, accelerate: bool = True) -> Floats:
        """The maximum along each ray as stored value (height, width); NaN where the ray misses the volume."""
        ...

    def composite(
        self,
        volume: Any,
        rays: CameraRays,
        table: TransferTable,
        shading: Shading,
        width: int,
        height: int,
        *,
        skip: bool = True,
        adaptive_threshold: int | None = None,
        out: Bytes | None = None,
    ) -> Bytes:
        """Direct volume rendering on black, RGB (height, width, 3).

        Args:
            volume: from `prepare` of the same kernels.
            rays: the camera.
            table: colours and opacities; made for the step of `rays`.
            shading: the light.
            width: in pixels.
            height: in pixels.
            skip: leap over empty bricks; the pixels are the same without.
            adaptive_threshold: trace every second pixel in x and y, and the rest only where neighbours differ by more
                than so many levels; -1 traces all. A fast device may trace all of them anyway.
            out: where to write the picture instead of into a new array.
        """
        ...
