from pathlib import Path

import numpy as np

from archive.assemble.digests import pixel_digest
from archive.decode import FrameSource
from archive.decoding import DecodePool
from archive.phantom.series import Pixels, pattern, write_series
from tests.archive.assemble.samples import worker


def test_equal_values_are_equal_in_every_syntax_and_others_are_not(tmp_path: Path) -> None:
    stored = pattern(2, 32, 40)
    plain = write_series(tmp_path / "plain", voxels=stored)
    packed = write_series(tmp_path / "packed", voxels=stored, transfer_syntax="1.2.840.10008.1.2.5")
    digest = pixel_digest(DecodePool(worker()))
    assert digest(FrameSource(plain[0])) == digest(FrameSource(packed[0]))
    assert digest(FrameSource(plain[0])) != digest(FrameSource(plain[1]))


def test_an_unreadable_frame_equals_no_other(tmp_path: Path) -> None:
    digest = pixel_digest(DecodePool(worker()))
    assert digest(FrameSource(tmp_path / "a")) != digest(FrameSource(tmp_path / "b"))


def test_width_of_the_cells_means_nothing(tmp_path: Path) -> None:
    stored = (pattern(1, 32, 40) // 4).astype(np.int16)
    wide = write_series(tmp_path / "wide", voxels=stored)
    narrow = write_series(
        tmp_path / "narrow", voxels=stored, pixels=Pixels(signed=False, bits_allocated=8, bits_stored=8)
    )
    digest = pixel_digest(DecodePool(worker()))
    assert digest(FrameSource(wide[0])) == digest(FrameSource(narrow[0]))
