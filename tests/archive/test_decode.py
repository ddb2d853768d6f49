from pathlib import Path

import numpy as np
import pytest

from archive.decode import FrameSource, OpenFiles, decode_frame
from archive.errors import StoreError
from tests.archive.samples import PIXELS, part10, slice_dataset


def test_a_frame_by_reference(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(part10(slice_dataset()))
    assert np.array_equal(decode_frame(FrameSource(path)), PIXELS)
    with pytest.raises(StoreError, match="gone"):
        decode_frame(FrameSource(tmp_path / "gone"))


def test_only_the_last_few_files_stay_open(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(5)]
    for path in paths:
        path.write_bytes(part10(slice_dataset()))
    with OpenFiles(most=3) as files:
        first = files.get(paths[0])
        assert files.get(paths[0]) is first
        last = [files.get(path) for path in paths[1:4]]
        assert [files.get(path) for path in paths[1:4]] == last
        assert files.get(paths[0]) is not first


def test_a_file_that_was_changed_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(part10(slice_dataset()))
    with OpenFiles() as files:
        first = files.get(path)
        path.unlink()
        path.write_bytes(part10(slice_dataset(pixels=PIXELS[:4])))
        assert files.get(path) is not first
        assert files.get(path).layout.rows == 4
        path.unlink()
        with pytest.raises(StoreError, match="x cannot be read"):
            files.get(path)
