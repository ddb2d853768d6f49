"""Pictures of slices, and the marks in them."""

import numpy as np

from bench.render_data import BenchVolume
from bench.slices import MARK_BITS, Slices, marked


def read(picture: np.ndarray) -> int:
    """The number in a mark, as the page's probe reads it."""
    side = picture.shape[1] / 16
    left = (picture.shape[1] - MARK_BITS * side) / 2
    columns = [int(left + (bit + 0.5) * side) for bit in range(MARK_BITS)]
    high, low = (picture[int((row + 0.5) * side), columns] for row in (0, 1))
    assert np.all(np.abs(high.astype(int) - low) > 120)
    return sum(int(bit) << place for place, bit in enumerate(high > low))


def test_every_slice_bears_its_number() -> None:
    volume = BenchVolume("flat", np.zeros((9, 64, 64), np.int16), (1.0, 1.0, 1.0))
    bearing = BenchVolume("marked", marked(volume.voxels), volume.spacing_mm)

    with Slices(bearing, 256, 256) as slices:
        assert [read(slices.picture(number)) for number in range(len(slices))] == list(range(9))
    assert not volume.voxels.any()


def test_scrolling_begins_at_a_third_and_turns_over() -> None:
    voxels = np.repeat(np.arange(6, dtype=np.int16) * 30, 16).reshape(6, 4, 4)
    with Slices(BenchVolume("steps", voxels, (1.0, 1.0, 1.0)), 4, 4) as slices:
        shown = list(slices.scroll(4))
        assert np.array_equal(shown[0], slices.picture(2))
        assert np.array_equal(shown[3], shown[0])
        assert not np.array_equal(shown[1], shown[0])
