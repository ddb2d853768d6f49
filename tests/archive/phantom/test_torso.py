import inspect
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray

from archive.phantom.torso import EXTENT_MM, torso_voxels, write_torso


@pytest.fixture(scope="module")
def voxels() -> NDArray[np.int16]:
    return torso_voxels(slices=60, size=96)


def test_it_is_the_same_at_every_call(voxels: NDArray[np.int16]) -> None:
    np.testing.assert_array_equal(voxels, torso_voxels(slices=60, size=96))


def test_its_values_are_hounsfield_units_of_a_body(voxels: NDArray[np.int16]) -> None:
    assert voxels.dtype == np.int16
    assert -1024 <= voxels.min() < -980
    assert 600 < voxels.max() <= 3071
    shares = {
        "air and lung": (voxels < -700).mean(),
        "fat": ((voxels > -150) & (voxels < -50)).mean(),
        "soft tissue": ((voxels > 0) & (voxels < 150)).mean(),
        "contrast and bone": (voxels > 150).mean(),
    }
    assert shares["air and lung"] > 0.4
    assert shares["fat"] > 0.04
    assert shares["soft tissue"] > 0.1
    assert 0.01 < shares["contrast and bone"] < 0.1


def test_heart_lies_left_and_liver_right(voxels: NDArray[np.int16]) -> None:
    blood = (voxels[30:40] > 280) & (voxels[30:40] < 380)
    assert blood[:, 30:50, 48:].sum() > blood[:, 30:50, :48].sum()
    belly = (voxels[22:26] > 80) & (voxels[22:26] < 115)
    assert belly[:, :, :48].sum() > 2 * belly[:, :, 48:].sum()


def test_by_default_it_is_a_study_of_more_than_200_slices() -> None:
    defaults = {name: p.default for name, p in inspect.signature(write_torso).parameters.items()}
    assert defaults["slices"] >= 200
    assert defaults["size"] == 512


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_torso(tmp_path_factory.mktemp("torso"), slices=6, size=32)


def test_the_files_are_one_ct_series_around_the_middle(folder: Path) -> None:
    images = [pydicom.dcmread(file) for file in sorted(folder.iterdir())]
    assert len(images) == 6
    assert {image.SeriesInstanceUID for image in images} == {images[0].SeriesInstanceUID}
    assert images[0].Modality == "CT"
    step = EXTENT_MM / 6
    assert [image.ImagePositionPatient[2] for image in images] == pytest.approx([-180 + k * step for k in range(6)])
    assert images[0].PixelSpacing == pytest.approx([EXTENT_MM / 32] * 2)


@pytest.mark.peers
def test_the_files_are_valid_for_dciodvfy(folder: Path) -> None:
    validator = shutil.which("dciodvfy")
    if not validator:
        pytest.skip("needs dciodvfy (Debian package dicom3tools)")
    for file in folder.iterdir():
        report = subprocess.run([validator, str(file)], capture_output=True, text=True, check=False)
        assert "Error" not in report.stderr
        assert "Warning" not in report.stderr
