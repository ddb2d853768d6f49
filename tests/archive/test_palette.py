import numpy as np
import pytest
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian

from archive.errors import UnsupportedPixelsError
from archive.palette import apply_palette, expand_segments
from archive.part10 import DicomFile, open_file
from tests.archive.samples import part10, slice_dataset

# By hand, of 16-bit entries: discrete 10 and 20, a line of four to 100, then both of these segments again (from byte 0
# on), the line alone (from byte 8 on) and discrete 7.
SEGMENTS = [0, 2, 10, 20, 1, 4, 100, 2, 2, 0, 0, 2, 1, 8, 0, 0, 1, 7]
ENTRIES = [10, 20, 40, 60, 80, 100, 10, 20, 40, 60, 80, 100, 100, 100, 100, 100, 7]


def palette(first: int, entries: bytes, bits: int = 16) -> DicomFile:
    dataset = slice_dataset()
    count = len(entries) // (2 if bits == 16 else 1)
    for name in ("Red", "Green", "Blue"):
        setattr(dataset, f"{name}PaletteColorLookupTableDescriptor", [count, first, bits])
        setattr(dataset, f"{name}PaletteColorLookupTableData", entries)
    return open_file(part10(dataset))


def segmented(data: bytes, count: int, bits: int, syntax: str = ExplicitVRLittleEndian) -> DicomFile:
    dataset = slice_dataset()
    for name in ("Red", "Green", "Blue"):
        setattr(dataset, f"{name}PaletteColorLookupTableDescriptor", [count, 0, bits])
        dataset.add_new(f"Segmented{name}PaletteColorLookupTableData", "OW", data)
    return open_file(part10(dataset, syntax))


def greens(file: DicomFile, count: int) -> list[int]:
    shown: list[int] = apply_palette(np.arange(count, dtype=np.uint8)[np.newaxis], file)[0, :, 1].tolist()
    return shown


def test_palettes_of_sixteen_and_eight_bits_clamp_at_their_ends() -> None:
    indices = np.array([[0, 10, 11, 13, 99]], np.uint8)
    wide = palette(10, np.array([0x0100, 0x0200, 0x0300, 0xFF00], np.uint16).tobytes())
    narrow = palette(10, bytes([1, 2, 3, 255]), 8)
    low = palette(10, np.array([1, 2, 3, 255], np.uint16).tobytes())
    for file in (wide, narrow, low):
        rgb = apply_palette(indices, file)
        assert rgb.shape == (1, 5, 3)
        assert rgb[0, :, 1].tolist() == [1, 1, 2, 255, 255]


def test_the_first_value_has_the_pixels_sign() -> None:
    file = palette(-2, bytes([1, 2, 3, 4]), 8)
    assert apply_palette(np.array([[-9, -2, -1, 1]], np.int8), file)[0, :, 0].tolist() == [1, 1, 2, 4]


def test_a_missing_or_short_palette_is_refused() -> None:
    with pytest.raises(UnsupportedPixelsError, match="descriptor"):
        apply_palette(np.zeros((1, 1), np.uint8), open_file(part10(slice_dataset())))
    with pytest.raises(UnsupportedPixelsError, match="2 entries"):
        apply_palette(np.zeros((1, 1), np.uint8), segmented(np.array([0, 2, 1, 2], "<u2").tobytes(), 5, 16))


def test_segments_are_expanded() -> None:
    assert expand_segments(np.array(SEGMENTS, np.uint16), len(ENTRIES)).tolist() == ENTRIES


@pytest.mark.parametrize(
    "segments",
    [
        [2, 1, 0, 0],  # nothing to copy yet
        [1, 4, 100],  # nothing to draw a line from
        [0, 1, 5, 2, 1, 6, 0],  # a copy of itself
        [0, 1, 5, 1, 4],  # cut off
        [0, 1, 5, 3, 1, 1],  # no such kind
    ],
)
def test_segments_that_cannot_be_are_refused(segments: list[int]) -> None:
    with pytest.raises(UnsupportedPixelsError, match="segment"):
        expand_segments(np.array(segments, np.uint16), 4000)


def test_a_long_copy_ends_with_the_table() -> None:
    bomb = [0, 1, 5, *([1, 65535, 9] * 9), *([2, 65535, 6, 0] * 999)]
    assert len(expand_segments(np.array(bomb, np.uint16), 65536)) < 3 * 65536


def test_a_segmented_palette_of_sixteen_bits_colours_a_picture_in_both_byte_orders() -> None:
    bright = [0, 2, 0x0A00, 0x1400, 1, 4, 0x6400, 2, 2, 0, 0]
    for syntax, order in ((ExplicitVRLittleEndian, "<u2"), (ExplicitVRBigEndian, ">u2")):
        file = segmented(np.array(bright, order).tobytes(), 12, 16, syntax)
        assert greens(file, 12) == ENTRIES[:12]


def test_a_segmented_palette_of_eight_bits_comes_in_bytes_or_in_words() -> None:
    in_bytes = [0, 2, 10, 20, 1, 4, 100, 2, 2, 0, 0, 0, 0, 2, 1, 4, 0, 0, 0, 0, 1, 7]
    data = bytes(in_bytes)
    assert greens(segmented(data, 17, 8), 17) == ENTRIES
    swapped = np.frombuffer(data, np.uint16).byteswap().tobytes()
    assert greens(segmented(swapped, 17, 8, ExplicitVRBigEndian), 17) == ENTRIES
    assert greens(segmented(np.array(SEGMENTS, "<u2").tobytes(), 17, 8), 17) == ENTRIES
