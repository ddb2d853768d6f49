"""The few frames of films that lie where the kernels run: each is drawn alone, so each is a small volume of its own."""

from collections import OrderedDict
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from render import geometry
from render.kernels.look import Tone
from render.kernels.protocol import DeviceVolume, Kernels
from render.kernels.rays import SliceRays
from render.volume import Volume, VolumeKey

# Shows a stored byte as that byte.
AS_STORED: Final = Tone(scale=1.0, offset=0.0, outside=0)
# Enough for the frames that several people look at; a film as a whole is never copied.
KEPT_BYTES: Final = 96 << 20
_LARGEST_SIGNED: Final = 0x7FFF
_IN_PLANE: Final = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

Slot = tuple[VolumeKey, int]


class FrameCopies:
    """Copies of single frames, the last used ones kept."""

    def __init__(self, kernels: Kernels, kept_bytes: int = KEPT_BYTES) -> None:
        self._kernels = kernels
        self._kept_bytes = kept_bytes
        self._held: OrderedDict[Slot, DeviceVolume] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """Bytes taken by all copies."""
        return sum(copy.nbytes for copy in self._held.values())

    def planes(self, film: Volume, rays: SliceRays) -> tuple[DeviceVolume, list[SliceRays]]:
        """The copy of the frame that `rays` lie in, and the rays in it: one plane of grey, or red, green and blue.

        Raises:
            MemoryBudgetError: the device has too little memory.
        """
        i, j, k = rays.origin
        frame = min(max(round(k), 0), film.info.slices - 1)
        count = 3 if film.info.colour else 1
        return self._copy(film, frame), [replace(rays, origin=(i, j, float(n))) for n in range(count)]

    def drop(self, key: VolumeKey, first: int = 0, last: int | None = None) -> None:
        """Give up the copies of a film's frames [first, last), which have changed."""
        for slot in [slot for slot in self._held if slot[0] == key]:
            if first <= slot[1] and (last is None or slot[1] < last):
                self._held.pop(slot).close()

    def _copy(self, film: Volume, frame: int) -> DeviceVolume:
        slot = (film.info.key, frame)
        copy = self._held.pop(slot, None)
        if copy is None:
            copy = self._kernels.prepare(_as_slices(film, frame), _IN_PLANE)
        self._held[slot] = copy
        while len(self._held) > 1 and self.nbytes > self._kept_bytes:
            self._held.popitem(last=False)[1].close()
        return copy


def _as_slices(film: Volume, frame: int) -> NDArray[np.generic]:
    """One frame as the kernels take volumes: a slice of grey, or three of red, green and blue."""
    pixels = film.voxels[frame]
    planes = np.moveaxis(pixels, -1, 0) if film.info.colour else pixels[np.newaxis]
    if film.info.voxel == "uint8" or (film.info.voxel == "uint16" and int(pixels.max()) <= _LARGEST_SIGNED):
        # Kernels shift unsigned values, which costs single precision its last bits; these need no shift.
        return np.ascontiguousarray(planes, np.int16)
    return np.ascontiguousarray(planes)


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
