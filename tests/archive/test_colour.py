from dataclasses import replace

import numpy as np
import pytest
from pydicom.pixels.processing import convert_color_space

from archive.colour import apply_palette, eight_bits, expand_segments, spread_422, to_rgb, ybr_to_rgb
from archive.errors import UnsupportedPixelsError
from archive.layout import Number, PixelLayout
from archive.part10 import open_file
from tests.archive.samples import part10, slice_dataset

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


def palette(first: int, entries: bytes, bits: int = 16) -> bytes:
    dataset = slice_dataset()
    count = len(entries) // (2 if bits == 16 else 1)
    for name in ("Red", "Green", "Blue"):
        setattr(dataset, f"{name}PaletteColorLookupTableDescriptor", [count, first, bits])
        setattr(dataset, f"{name}PaletteColorLookupTableData", entries)
    return part10(dataset)


def test_palettes_of_sixteen_and_eight_bits_clamp_at_their_ends() -> None:
    indices = np.array([[0, 10, 11, 13, 99]], np.uint8)
    wide = palette(10, np.array([0x0100, 0x0200, 0x0300, 0xFF00], np.uint16).tobytes())
    narrow = palette(10, bytes([1, 2, 3, 255]), 8)
    low = palette(10, np.array([1, 2, 3, 255], np.uint16).tobytes())
    for data in (wide, narrow, low):
        rgb = apply_palette(indices, open_file(data))
        assert rgb.shape == (1, 5, 3)
        assert rgb[0, :, 1].tolist() == [1, 1, 2, 255, 255]


def test_a_missing_or_short_palette_is_refused() -> None:
    with pytest.raises(UnsupportedPixelsError, match="descriptor"):
        apply_palette(np.zeros((1, 1), np.uint8), open_file(part10(slice_dataset())))
    short = palette(0, bytes(8)).replace(b"\4\0\0\0\x10\0", b"\xff\0\0\0\x10\0")
    with pytest.raises(UnsupportedPixelsError, match="4 entries"):
        apply_palette(np.zeros((1, 1), np.uint8), open_file(short))


def test_segments_are_expanded() -> None:
    segments = np.array([0, 2, 10, 20, 1, 4, 100, 0, 1, 7], np.uint16)
    assert expand_segments(segments, 7).tolist() == [10, 20, 40, 60, 80, 100, 7]
    with pytest.raises(UnsupportedPixelsError, match="type 2"):
        expand_segments(np.array([2, 1, 0, 0], np.uint16), 4)
