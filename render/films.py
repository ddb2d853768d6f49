"""The few frames of films that lie ready for the kernels: each is drawn alone, so each is a small thing of its own."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from render import geometry
from render.kernels.protocol import DeviceVolume, Kernels
from render.kernels.rays import SliceRays
from render.volume import Volume, VolumeKey

# Enough for the frames that several people look at; a film as a whole is never copied.
KEPT_BYTES: Final = 96 << 20
_LARGEST_SIGNED: Final = 0x7FFF
_IN_PLANE: Final = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

Colors = NDArray[np.int32]
Slot = tuple[VolumeKey, int]
Copy = DeviceVolume | Colors


class FrameCopies:
    """Copies of single frames, the last used ones kept."""

    def __init__(self, kernels: Kernels, kept_bytes: int = KEPT_BYTES) -> None:
        self._kernels = kernels
        self._kept_bytes = kept_bytes
        self._held: OrderedDict[Slot, Copy] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """Bytes taken by all copies."""
        return sum(copy.nbytes for copy in self._held.values())

    def grey(self, film: Volume, rays: SliceRays) -> tuple[DeviceVolume, SliceRays]:
        """The grey frame that `rays` lie in, as a volume of one slice, and the rays in it.

        Raises:
            MemoryBudgetError: the device has too little memory.
        """
        copy = self._copy(film, rays, lambda pixels: self._kernels.prepare(_as_slice(pixels), _IN_PLANE))
        assert not isinstance(copy, np.ndarray)  # noqa: S101 - a film is grey or in colour as a whole
        i, j, _ = rays.origin
        return copy, replace(rays, origin=(i, j, 0.0))

    def colors(self, film: Volume, rays: SliceRays) -> Colors:
        """The frame in colour that `rays` lie in, as kernels take it."""
        copy = self._copy(film, rays, _packed)
        assert isinstance(copy, np.ndarray)  # noqa: S101 - as above
        return copy

    def drop(self, key: VolumeKey, first: int = 0, last: int | None = None) -> None:
        """Give up the copies of a film's frames [first, last), which have changed."""
        for slot in [slot for slot in self._held if slot[0] == key]:
            if first <= slot[1] and (last is None or slot[1] < last):
                _close(self._held.pop(slot))

    def _copy(self, film: Volume, rays: SliceRays, make: Callable[[NDArray[np.generic]], Copy]) -> Copy:
        frame = min(max(round(rays.origin[2]), 0), film.info.slices - 1)
        slot = (film.info.key, frame)
        copy = self._held.pop(slot, None)
        if copy is None:
            copy = make(film.voxels[frame])
        self._held[slot] = copy
        while len(self._held) > 1 and self.nbytes > self._kept_bytes:
            _close(self._held.popitem(last=False)[1])
        return copy


def _close(copy: Copy) -> None:
    if not isinstance(copy, np.ndarray):
        copy.close()


def _as_slice(pixels: NDArray[np.generic]) -> NDArray[np.generic]:
    """A grey frame as a volume of one slice."""
    unsigned = pixels.dtype == np.uint8 or (pixels.dtype == np.uint16 and int(pixels.max()) <= _LARGEST_SIGNED)
    # Kernels shift unsigned values, which costs single precision its last bits; small ones need no shift.
    return np.ascontiguousarray(pixels[np.newaxis], np.int16 if unsigned else pixels.dtype)


def _packed(pixels: NDArray[np.generic]) -> Colors:
    """Red, green and blue in the low bytes; what the highest one holds does not count."""
    rows, columns, _ = pixels.shape
    source = np.ascontiguousarray(pixels).reshape(-1)
    packed = np.empty(rows * columns, "<i4")
    # Four bytes from each pixel on, of which the last pixel has three: five times as fast as byte by byte.
    packed[:-1] = np.ndarray(len(packed) - 1, "<i4", source.data, strides=(3,))
    packed[-1:].view(np.uint8)[:3] = source[-3:]
    return packed.reshape(rows, columns)


def colour_at(film: Volume, point: geometry.Vec3) -> tuple[int, int, int] | None:
    """The red, green and blue of the pixel that is nearest to a point of a film's picture; None outside or not loaded.

    `point` is in the space of the film's matrix.
    """
    index = [round(value) for value in geometry.to_index(film.info.matrix, point)]
    inside = all(0 <= n < count for n, count in zip(index, film.voxels.shape[2::-1], strict=True))
    if not inside or not film.loaded[index[2]]:
        return None
    red, green, blue = (int(value) for value in film.voxels[index[2], index[1], index[0]])
    return red, green, blue
