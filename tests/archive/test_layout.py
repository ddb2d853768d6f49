from typing import Any

import numpy as np
import pytest

from archive.errors import UnsupportedPixelsError
from archive.layout import Number, PixelLayout, read_layout
from archive.part10 import open_file
from tests.archive.samples import part10 as whole
from tests.archive.samples import slice_dataset, slice_file
from tests.data import shared_data


def layout_of(**changes: Any) -> PixelLayout:
    return read_layout(open_file(slice_file(**changes)))


def test_a_plain_slice() -> None:
    layout = layout_of()
    assert (layout.rows, layout.columns, layout.frames, layout.samples) == (12, 10, 1, 1)
    assert (layout.frame_shape, layout.frame_dtype, layout.colour) == ((12, 10), np.dtype(np.int16), False)
    assert layout.frame_bits == 12 * 10 * 16


@pytest.mark.parametrize(
    ("allocated", "signed", "dtype"),
    [(1, 0, "u1"), (8, 0, "u1"), (8, 1, "i1"), (12, 0, "u2"), (16, 1, "i2"), (32, 0, "u4")],
)
def test_cells_get_the_dtype_that_holds_them(allocated: int, signed: int, dtype: str) -> None:
    layout = layout_of(BitsAllocated=allocated, BitsStored=allocated, HighBit=allocated - 1, PixelRepresentation=signed)
    assert layout.frame_dtype == np.dtype(dtype)


def test_colour_frames_are_rgb_pictures() -> None:
    layout = read_layout(open_file(shared_data("odd", "color", "US-YBR_FULL_422-EVRLE.dcm").read_bytes()))
    assert (layout.colour, layout.frame_shape, layout.frame_dtype) == (True, (555, 800, 3), np.dtype(np.uint8))
    assert layout.frame_bits == 555 * 800 * 16


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"Rows": 0}, "Rows"),
        ({"Rows": None}, "Rows"),
        ({"BitsAllocated": 7}, "BitsAllocated 7"),
        ({"BitsAllocated": 64}, "BitsAllocated 64"),
        ({"BitsAllocated": 0}, "BitsAllocated 0"),
        ({"BitsStored": 17}, "BitsStored 17"),
        ({"HighBit": 16}, "HighBit 16"),
        ({"HighBit": 10}, "HighBit 10"),
        ({"SamplesPerPixel": 4}, "SamplesPerPixel 4"),
        ({"PixelData": None}, "no pixel data"),
        ({"Rows": 65535, "Columns": 65535}, "larger than 1 GiB"),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(changes: dict[str, Any], field: str) -> None:
    from pydicom import config

    with config.disable_value_validation(), pytest.raises(UnsupportedPixelsError, match=field):
        layout_of(**changes)


def test_a_number_of_frames_that_is_none_is_refused() -> None:
    data = slice_file(NumberOfFrames=12).replace(b"IS\2\x0012", b"IS\2\x001A")
    with pytest.raises(UnsupportedPixelsError, match="NumberOfFrames"):
        read_layout(open_file(data))


def test_missing_high_bit_and_sign_have_their_usual_values() -> None:
    layout = layout_of(HighBit=None, PixelRepresentation=None, PhotometricInterpretation=None, SamplesPerPixel=None)
    assert (layout.high_bit, layout.signed, layout.samples, layout.photometric) == (15, False, 1, "MONOCHROME2")


def test_float_pixels() -> None:
    dataset = slice_dataset(PixelData=None, BitsAllocated=None, BitsStored=None, HighBit=None)
    dataset.FloatPixelData = bytes(12 * 10 * 4)
    layout = read_layout(open_file(whole(dataset)))
    assert (layout.number, layout.frame_dtype) == (Number.FLOAT, np.dtype(np.float32))
