from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from openjpeg.utils import encode_array
from pydicom import dcmread
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from archive.errors import ArchiveError, DecodeError, PixelsTooShortError, UnsupportedPixelsError
from archive.pixels import PixelFile, store_frame
from tests.archive.samples import PIXELS, part10, slice_dataset
from tests.data import shared_data

Array = NDArray[Any]
LARGE = (np.arange(64 * 48, dtype=np.int16) * 7 - 9000).reshape(64, 48)


@pytest.fixture
def frame_of(tmp_path: Path) -> Callable[..., Array]:
    def read(data: bytes, frame: int = 0) -> Array:
        path = tmp_path / "x"
        path.write_bytes(data)
        with PixelFile(path) as pixels:
            return pixels.frame(frame)

    return read


FrameOf = Callable[..., Array]
PLAIN = [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]


@pytest.mark.parametrize("syntax", PLAIN)
@pytest.mark.parametrize("kind", ["i2", "u2", "u1", "i1", "u4", "i4"])
def test_plain_pixels_of_every_width_and_order(syntax: str, kind: str, frame_of: FrameOf) -> None:
    pixels = (np.arange(12 * 10) * 11 % 200 - (100 if kind[0] == "i" else 0)).astype(kind).reshape(12, 10)
    dataset = slice_dataset(pixels=pixels)
    if syntax == ExplicitVRBigEndian:
        words = pixels.byteswap() if pixels.dtype.itemsize > 1 else pixels.view(np.uint16).byteswap()
        dataset.PixelData = words.tobytes()
    found = frame_of(part10(dataset, syntax))
    assert found.dtype == pixels.dtype
    assert np.array_equal(found, pixels)
    assert found.flags.owndata


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless, JPEGLSLossless])
def test_compressed_pixels(syntax: str, frame_of: FrameOf) -> None:
    dataset = slice_dataset(pixels=LARGE)
    part10(dataset)
    dataset.compress(syntax, generate_instance_uid=False)
    assert np.array_equal(frame_of(part10(dataset, syntax)), LARGE)


def test_compressed_bytes_in_words_of_sixteen_bits(frame_of: FrameOf) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (32, 40)).astype(np.uint16)
    dataset = slice_dataset(pixels=picture, BitsStored=8, HighBit=7, PixelRepresentation=0)
    dataset.PixelData = encapsulate([encode_array(picture, bits_stored=8)])
    dataset["PixelData"].VR = "OB"
    assert np.array_equal(frame_of(part10(dataset, JPEG2000Lossless)), picture)


@pytest.mark.parametrize("signed", [0, 1])
def test_overlay_bits_and_junk_are_masked(signed: int, frame_of: FrameOf) -> None:
    cells = (PIXELS.view(np.uint16) & 0x0FFF) | 0xA000
    found = frame_of(part10(slice_dataset(pixels=cells, BitsStored=12, HighBit=11, PixelRepresentation=signed)))
    assert np.array_equal(found, PIXELS if signed else PIXELS & 0x0FFF)


def test_padded_pixels_are_read_and_short_ones_refused(frame_of: FrameOf) -> None:
    long = slice_dataset()
    long.PixelData = PIXELS.tobytes() + bytes(14)
    assert np.array_equal(frame_of(part10(long)), PIXELS)
    short = slice_dataset()
    short.PixelData = PIXELS.tobytes()[:-2]
    with pytest.raises(PixelsTooShortError, match=r"238 bytes.*240"):
        frame_of(part10(short))


def test_an_odd_number_of_bytes_in_each_frame(frame_of: FrameOf) -> None:
    frames = np.arange(3 * 5 * 3, dtype=np.uint8).reshape(3, 5, 3)
    dataset = slice_dataset(pixels=frames[0], NumberOfFrames=3)
    dataset.PixelData = frames.tobytes() + b"\0"
    for index in range(3):
        assert np.array_equal(frame_of(part10(dataset), index), frames[index])


def test_frames_beyond_the_last_and_missing_ones(frame_of: FrameOf) -> None:
    dataset = slice_dataset(NumberOfFrames=2_000_000)
    data = part10(dataset)
    assert np.array_equal(frame_of(data, 0), PIXELS)
    with pytest.raises(PixelsTooShortError):
        frame_of(data, 1_999_999)
    for outside in (-1, 2_000_000):
        with pytest.raises(DecodeError, match="does not exist"):
            frame_of(data, outside)


def test_one_bit_frames_that_do_not_end_on_a_byte(frame_of: FrameOf) -> None:
    path = shared_data("odd", "pixels", "liver_nonbyte_aligned.dcm")
    expected = dcmread(path).pixel_array
    for index in range(3):
        assert np.array_equal(frame_of(path.read_bytes(), index), expected[index])


def test_float_and_double_pixels(frame_of: FrameOf) -> None:
    for name, dtype in (("parametric_map_float", np.float32), ("parametric_map_double_float", np.float64)):
        path = shared_data("odd", "pixels", f"{name}.dcm")
        found = frame_of(path.read_bytes())
        assert found.dtype == dtype
        assert np.array_equal(found, dcmread(path).pixel_array)


def test_twelve_bit_packed_pixels_look_like_a_head(frame_of: FrameOf) -> None:
    found = frame_of(shared_data("odd", "pixels", "MR-MONO2-12-packed_acr_nema").read_bytes())
    assert (found.shape, found.dtype) == ((256, 256), np.dtype(np.uint16))
    # Neighbours of a picture are alike; cells cut at the wrong place are noise.
    values = found.astype(float)
    assert np.corrcoef(values[:, 1:].ravel(), values[:, :-1].ravel())[0, 1] > 0.9


def test_planar_and_interleaved_colour_are_the_same_picture(frame_of: FrameOf) -> None:
    planar, interleaved = (shared_data("odd", "color", f"color-{kind}.dcm").read_bytes() for kind in ("pl", "px"))
    assert np.array_equal(frame_of(planar), frame_of(interleaved))


SYNTAXES = {
    path.name.rpartition("_")[2][:-4]: path
    for path in (Path(__file__).parents[3] / "shared" / "data" / "odd" / "syntaxes").glob("ct_*")
}
LOSSLESS = ("1.2.2", "1.2.1.99", "1.2.4.90", "1.2.4.80", "1.2.4.70", "1.2.4.57", "1.2.1", "1.2", "1.2.5")


def syntax_file(uid: str) -> bytes:
    shared_data("odd", "syntaxes")
    return SYNTAXES[f"1.2.840.10008.{uid}"].read_bytes()


def test_one_slice_in_nine_lossless_syntaxes_is_the_same(frame_of: FrameOf) -> None:
    frames = [frame_of(syntax_file(uid)) for uid in LOSSLESS]
    assert all(np.array_equal(frame, frames[0]) for frame in frames)
    assert (frames[0].dtype, int(frames[0].min()), int(frames[0].max())) == (np.dtype(np.int16), -2000, 2402)


@pytest.mark.parametrize(("uid", "most"), [("1.2.4.81", 1), ("1.2.4.91", 5)])
def test_lossy_syntaxes_stay_close(uid: str, most: int, frame_of: FrameOf) -> None:
    error = frame_of(syntax_file(uid)).astype(int) - frame_of(syntax_file("1.2.1"))
    assert 0 < np.abs(error).max() <= most


@pytest.mark.parametrize(("uid", "dtype"), [("1.2.4.50", "u1"), ("1.2.4.51", "u2")])
def test_rescaled_lossy_jpegs_look_alike(uid: str, dtype: str, frame_of: FrameOf) -> None:
    found, whole = frame_of(syntax_file(uid)), frame_of(syntax_file("1.2.1"))
    assert found.dtype == dtype
    assert np.corrcoef(found.ravel(), np.maximum(whole, -1000).ravel())[0, 1] > 0.98


@pytest.mark.parametrize("uid", ["1.2.4.53", "1.2.4.55"])
def test_retired_syntaxes_are_refused_by_name(uid: str, frame_of: FrameOf) -> None:
    with pytest.raises(UnsupportedPixelsError, match="retired"):
        frame_of(syntax_file(uid))


@pytest.mark.parametrize("name", ["JLSL_16_15_1_1F", "JLSL_RGB_ILV0", "HTJ2KLossless_08_RGB"])
def test_other_codestreams_agree_with_pydicom(name: str, frame_of: FrameOf) -> None:
    path = shared_data("odd", "syntaxes", f"{name}.dcm")
    assert np.array_equal(frame_of(path.read_bytes()), dcmread(path, force=True).pixel_array)


@pytest.mark.parametrize(
    "name",
    ["TestPattern_JPEG-Baseline_YBR422", "TestPattern_JPEG-LS-Lossless", "US-YBR_FULL_422-EVRLE", "US1_J2KR",
     "TestPattern_RGB"],
)  # fmt: skip
def test_colour_agrees_with_pydicom(name: str, frame_of: FrameOf) -> None:
    path = shared_data("odd", "color", f"{name}.dcm")
    assert np.array_equal(frame_of(path.read_bytes()), dcmread(path).pixel_array)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("oob_65535x65535", "1 GiB"),
        ("GH1146_empty_pixel_data", "0 bytes"),
        ("MR_truncated", "ends inside"),
        ("jpeg_ts_with_raw_pixels", "JPEG"),
        ("jpeg_extended_bad_scan", "JPEG frame is broken"),
        ("JPEG2000-embedded-sequence-delimiter", "header says"),
        ("no_rows", "Rows"),
        ("badVR", "NumberOfFrames"),
        ("deeply_nested_sequence", "nested"),
        ("rtplan_truncated", "ends inside"),
        ("UN_sequence", "no pixel data"),
    ],
)
def test_malformed_files_fail_in_words(name: str, why: str, frame_of: FrameOf) -> None:
    with pytest.raises(ArchiveError, match=why):
        frame_of(shared_data("malformed", f"{name}.dcm").read_bytes())


@pytest.mark.parametrize(
    "name", ["CT1_RLE_FRAGS", "J2K_pixelrep_mismatch", "GH177_mixed_endian_ELE_undefined_length", "bad_sequence"]
)
def test_odd_files_decode_as_in_pydicom(name: str, frame_of: FrameOf) -> None:
    import warnings

    path = shared_data("malformed", f"{name}.dcm")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = dcmread(path).pixel_array
    assert np.array_equal(frame_of(path.read_bytes()), expected)


def test_fragmented_frames_without_an_offset_table(frame_of: FrameOf) -> None:
    path = shared_data("multiframe", "enhanced-ct", "CT0012_fragmented_no_bot.dcm")
    expected = dcmread(path).pixel_array
    for index in range(2):
        assert np.array_equal(frame_of(path.read_bytes(), index), expected[index])


def test_frames_are_widened_into_their_place_but_never_narrowed(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(part10(slice_dataset()))
    with PixelFile(path) as pixels:
        for dtype in (np.int16, np.int32, np.float32):
            place = np.zeros((12, 10), dtype)
            pixels.frame_into(0, place)
            assert np.array_equal(place, PIXELS)
        with pytest.raises(DecodeError, match="do not fit"):
            pixels.frame_into(0, np.zeros((12, 10), np.uint8))
    with pytest.raises(DecodeError, match="its place"):
        store_frame(PIXELS, np.zeros((10, 12), np.int16))
