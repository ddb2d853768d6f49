from dataclasses import replace

import numpy as np
import pytest
from pydicom.pixels.processing import convert_color_space

from archive.colour import eight_bits, spread_422, to_rgb, ybr_to_rgb
from archive.errors import UnsupportedPixelsError
from archive.layout import Number, PixelLayout

RGB = PixelLayout(
    2, 4, 1, 3, "RGB", planar=False, bits_allocated=8, bits_stored=8, high_bit=7, signed=False, number=Number.INTEGER
)
SAMPLES = np.random.default_rng(2).integers(0, 256, (2, 4, 3), np.uint8)


def test_ybr_becomes_rgb_by_the_standards_equations() -> None:
    assert (
        np.abs(ybr_to_rgb(SAMPLES).astype(int) - convert_color_space(SAMPLES, "YBR_FULL", "RGB").astype(int)).max() <= 1
    )
    assert ybr_to_rgb(np.array([[[76, 85, 255]]], np.uint8)).tolist() == [[[254, 0, 0]]]
    assert ybr_to_rgb(np.array([[[128, 128, 128]]], np.uint8)).tolist() == [[[128, 128, 128]]]


@pytest.mark.parametrize("photometric", ["RGB", "YBR_RCT", "YBR_ICT"])
def test_decoded_rgb_stays_what_it_is(photometric: str) -> None:
    assert np.array_equal(to_rgb(SAMPLES, replace(RGB, photometric=photometric)), SAMPLES)


def test_the_codestreams_word_is_stronger_than_the_headers() -> None:
    assert np.array_equal(to_rgb(SAMPLES, RGB, ycc=True), ybr_to_rgb(SAMPLES))
    assert np.array_equal(to_rgb(SAMPLES, replace(RGB, photometric="YBR_FULL"), ycc=False), SAMPLES)
    assert np.array_equal(to_rgb(SAMPLES, replace(RGB, photometric="YBR_FULL")), ybr_to_rgb(SAMPLES))


def test_other_interpretations_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedPixelsError, match="CMYK"):
        to_rgb(SAMPLES, replace(RGB, photometric="CMYK"))


def test_more_than_eight_bits_are_scaled() -> None:
    layout = replace(RGB, bits_allocated=16, bits_stored=12, high_bit=11)
    assert eight_bits(np.array([0, 15, 16, 4095], np.uint16), layout).tolist() == [0, 0, 1, 255]


def test_422_is_spread() -> None:
    layout = replace(RGB, rows=1, photometric="YBR_FULL_422")
    ybr = spread_422(bytes([1, 2, 30, 40, 3, 4, 50, 60]), layout)
    assert ybr.tolist() == [[[1, 30, 40], [2, 30, 40], [3, 50, 60], [4, 50, 60]]]
    with pytest.raises(UnsupportedPixelsError, match="odd"):
        spread_422(bytes(6), replace(layout, columns=3))
