from pathlib import Path

import numpy as np
import pytest
from pydicom.uid import DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from archive.decode import FrameSource, OpenFiles, decode_frame, is_plain
from archive.errors import StoreError
from tests.archive.samples import PIXELS, bare, part10, slice_dataset
from tests.data import shared_data


def test_a_frame_by_reference(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(part10(slice_dataset()))
    assert np.array_equal(decode_frame(FrameSource(path)), PIXELS)
    with pytest.raises(StoreError, match="gone"):
        decode_frame(FrameSource(tmp_path / "gone"))


def test_plain_is_what_needs_no_decoder(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(part10(slice_dataset(), ImplicitVRLittleEndian))
    assert is_plain(path)
    path.write_bytes(part10(slice_dataset(), DeflatedExplicitVRLittleEndian))
    assert not is_plain(path)
    path.write_bytes(bare(slice_dataset()))
    assert not is_plain(path)
    assert not is_plain(shared_data("multiframe", "enhanced-mr", "emri_small_RLE.dcm"))


def test_only_the_last_few_files_stay_open(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(5)]
    for path in paths:
        path.write_bytes(part10(slice_dataset()))
    with OpenFiles(most=3) as files:
        first = files.get(paths[0])
        assert files.get(paths[0]) is first
        for path in paths[1:4]:
            files.get(path)
        assert [path in files for path in paths] == [False, True, True, True, False]
    assert paths[3] not in files
