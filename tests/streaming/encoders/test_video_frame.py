import numpy as np
import pytest
from av.video.reformatter import ColorRange

from streaming.encoders.video_frame import TIME_BASE, FrameMaker, even
from streaming.errors import PixelsError
from streaming.picture import Pixels
from tests.streaming.support import grey_levels, planes


def _planes(pixels: Pixels, width: int, height: int) -> tuple[Pixels, Pixels, Pixels]:
    frame = FrameMaker(width, height).make(pixels, timestamp=7)
    samples = planes(frame)
    chroma = samples[frame.height :].reshape(2, frame.height // 2, frame.width // 2)
    return samples[: frame.height], chroma[0], chroma[1]


def test_grey_becomes_full_range_luma_as_it_is() -> None:
    pixels = grey_levels(64)

    luma, blue, red = _planes(pixels, 64, 64)

    assert np.array_equal(luma, pixels)
    assert np.all(blue == 128)
    assert np.all(red == 128)


def test_odd_sides_are_padded_by_repeating_the_edge() -> None:
    pixels = np.arange(35, dtype=np.uint8).reshape(5, 7)

    luma, blue, _ = _planes(pixels, 7, 5)

    assert luma.shape == (6, 8)
    assert blue.shape == (3, 4)
    assert np.array_equal(luma, np.pad(pixels, ((0, 1), (0, 1)), mode="edge"))


@pytest.mark.parametrize(
    "colour", [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 150, 120), (17, 64, 250)]
)
def test_colours_follow_bt709_in_full_range(colour: tuple[int, int, int]) -> None:
    pixels = np.full((32, 48, 3), colour, np.uint8)

    luma, blue, red = _planes(pixels, 48, 32)

    # ITU-R BT.709-6, section 3.2 and 3.3, with 8-bit full-range quantisation.
    r, g, b = colour
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    assert np.abs(luma - y).max() <= 1.0
    assert np.abs(blue - np.clip(128 + (b - y) / 1.8556, 0, 255)).max() <= 1.5
    assert np.abs(red - np.clip(128 + (r - y) / 1.5748, 0, 255)).max() <= 1.5


def test_grey_in_rgb_keeps_all_levels() -> None:
    pixels = np.repeat(grey_levels(64)[..., None], 3, axis=2)

    luma, blue, red = _planes(np.ascontiguousarray(pixels), 64, 64)

    assert np.abs(luma.astype(int) - grey_levels(64)).max() <= 1
    assert np.abs(np.stack([blue, red]).astype(int) - 128).max() <= 1


def test_a_frame_says_what_its_numbers_mean() -> None:
    frame = FrameMaker(16, 16).make(np.zeros((16, 16), np.uint8), timestamp=4711)

    assert frame.color_range == ColorRange.JPEG
    assert (frame.colorspace, frame.color_primaries, frame.color_trc) == (1, 1, 13)
    assert (frame.pts, frame.time_base) == (4711, TIME_BASE)


def test_a_frame_owns_its_memory() -> None:
    pixels = np.full((16, 16), 50, np.uint8)
    frame = FrameMaker(16, 16).make(pixels, timestamp=0)

    pixels[:] = 0

    assert np.all(frame.to_ndarray()[:16] == 50)


def test_another_size_is_refused() -> None:
    with pytest.raises(PixelsError, match=r"the stream is 16 x 16, the pixels are 16 x 18"):
        FrameMaker(16, 16).make(np.zeros((18, 16), np.uint8), timestamp=0)


def test_even_is_the_next_even_number() -> None:
    assert [even(side) for side in (1, 2, 681, 682)] == [2, 2, 682, 682]
