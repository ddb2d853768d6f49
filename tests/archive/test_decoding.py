from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import DeflatedExplicitVRLittleEndian

from archive.decode import FrameSource
from archive.decoding import DecodePool
from archive.errors import ArchiveError, DecodeError, StoreError
from archive.workers import WorkerPool
from tests.archive.samples import PIXELS, part10, slice_dataset
from tests.data import shared_data

Errors = dict[int, ArchiveError | None]


@pytest.fixture(scope="module")
def decoder() -> Iterator[DecodePool]:
    with WorkerPool(2) as workers:
        yield DecodePool(workers)


def test_plain_compressed_and_broken_frames_side_by_side(decoder: DecodePool, tmp_path: Path) -> None:
    plain, deflated, gone = (tmp_path / name for name in ("plain", "deflated", "gone"))
    plain.write_bytes(part10(slice_dataset()))
    deflated.write_bytes(part10(slice_dataset(), DeflatedExplicitVRLittleEndian))
    sources = [FrameSource(path) for path in (plain, gone, deflated, plain)] + [FrameSource(plain, 7)]
    out = np.zeros((5, 12, 10), np.int16)
    errors: Errors = {}
    decoder.decode_into(sources, out, errors.__setitem__)
    assert {index for index, error in errors.items() if error is None} == {0, 2, 3}
    assert isinstance(errors[1], StoreError)
    assert isinstance(errors[4], DecodeError)
    assert all(np.array_equal(out[index], PIXELS) for index in (0, 2, 3))
    assert not out[[1, 4]].any()


@pytest.mark.parametrize("kind", ["jpeg_2k_lossless", "RLE"])
def test_frames_of_one_compressed_file_go_where_they_belong(decoder: DecodePool, kind: str) -> None:
    path = shared_data("multiframe", "enhanced-mr", f"emri_small_{kind}.dcm")
    expected = dcmread(shared_data("multiframe", "enhanced-mr", "emri_small.dcm")).pixel_array
    order = [7, 2, 0, 9, 1, 3, 4, 5, 6, 8]
    out = np.zeros((10, 64, 64), np.float32)
    errors: Errors = {}
    decoder.decode_into([FrameSource(path, frame) for frame in order], out, errors.__setitem__)
    assert list(errors.items()) == [(index, None) for index in range(10)]
    assert np.array_equal(out, expected[order])
    assert np.array_equal(decoder.decode(FrameSource(path, 4)), expected[4])


def test_places_of_the_wrong_size_are_errors_of_their_frames(decoder: DecodePool) -> None:
    path = shared_data("multiframe", "enhanced-mr", "emri_small_RLE.dcm")
    errors: Errors = {}
    decoder.decode_into([FrameSource(path)], np.zeros((1, 10, 10), np.uint16), errors.__setitem__)
    assert isinstance(errors[0], DecodeError)


def test_nothing_is_begun_after_a_cancel(decoder: DecodePool, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(part10(slice_dataset()))
    errors: Errors = {}
    places = [np.zeros((12, 10), np.int16)] * 500
    decoder.decode_into([FrameSource(path)] * 500, places, errors.__setitem__, lambda: len(errors) >= 2)
    assert list(errors) == [0, 1]


def test_a_plain_frame_alone(decoder: DecodePool, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(part10(slice_dataset()))
    assert np.array_equal(decoder.decode(FrameSource(tmp_path / "x")), PIXELS)
