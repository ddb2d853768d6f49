"""Axial slices of a volume as pictures, rendered as the product does, and slices that say which one they are."""

from collections.abc import Iterator
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bench.render_data import BenchVolume
from render.kernels import best_available
from render.renderer import Renderer
from render.views import standard
from render.volume import Volume, VolumeInfo, VolumeKey, Window
from streaming.picture import Pixels

SOFT_TISSUE: Final = Window(40, 400)
# A mark is eight squares in a row, each over its complement, at the middle of the slice's upper edge.
MARK_BITS: Final = 8
_MARK_SHARE: Final = 1 / 16
_BLACK_HU, _WHITE_HU = -1000, 1000


class Slices:
    """Every slice of a volume as a picture of one size; closed when left."""

    def __init__(self, volume: BenchVolume, width: int, height: int) -> None:
        slices, rows, columns = volume.voxels.shape
        across, down, self._between_mm = volume.spacing_mm
        matrix = ((across, 0.0, 0.0, 0.0), (0.0, down, 0.0, 0.0), (0.0, 0.0, self._between_mm, 0.0))
        self._info = VolumeInfo(VolumeKey(volume.name, 1, 1), volume.name, "CT", columns, rows, slices, matrix, "int16")
        self._size = width, height
        self._renderer = Renderer(best_available("cpu"))
        self._renderer.prepare(Volume(self._info, volume.voxels, np.ones(slices, bool)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._renderer.close()

    def __len__(self) -> int:
        return self._info.slices

    def picture(self, number: int) -> Pixels:
        """Slice `number`, from 0, in the window for soft tissue."""
        request = standard(self._info, "axial", *self._size, position_mm=number * self._between_mm, window=SOFT_TISSUE)
        with self._renderer.render(request) as frame:
            return np.array(frame.pixels)

    def scroll(self, count: int) -> Iterator[Pixels]:
        """So many slices one after the other, from a third of the volume on."""
        for number in range(count):
            yield self.picture(len(self) // 3 + number % (len(self) // 2))


def marked(voxels: NDArray[np.int16]) -> NDArray[np.int16]:
    """A copy of HU [k, j, i] in which each slice bears its number; at most 256 square slices."""
    side = round(voxels.shape[2] * _MARK_SHARE)
    left = (voxels.shape[2] - MARK_BITS * side) // 2
    copy = voxels.copy()
    for number, plane in enumerate(copy):
        for bit in range(MARK_BITS):
            columns = slice(left + bit * side, left + (bit + 1) * side)
            high, low = (_WHITE_HU, _BLACK_HU) if number >> bit & 1 else (_BLACK_HU, _WHITE_HU)
            plane[:side, columns], plane[side : 2 * side, columns] = high, low
    return copy
