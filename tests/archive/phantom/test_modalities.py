import shutil
import subprocess
from pathlib import Path

import pytest
from pydicom import Dataset

from archive.phantom.modalities import SOP_CLASSES, describe_modality
from archive.phantom.series import write_series


@pytest.mark.peers
@pytest.mark.parametrize("modality", SOP_CLASSES)
def test_images_are_valid_for_dciodvfy(tmp_path: Path, modality: str) -> None:
    validator = shutil.which("dciodvfy")
    if not validator:
        pytest.skip("needs dciodvfy (Debian package dicom3tools)")
    for file in write_series(tmp_path, slices=2, modality=modality):
        report = subprocess.run([validator, str(file)], capture_output=True, text=True, check=False)
        assert "Error" not in report.stderr
        assert "Warning" not in report.stderr


def test_an_unknown_modality_is_named() -> None:
    with pytest.raises(ValueError, match="modality 'XX' has no template; choose one of CT, MR, PT"):
        describe_modality(Dataset(), "XX", 0, 1)


def test_a_pet_image_says_which_of_how_many_it_is() -> None:
    dataset = Dataset()
    describe_modality(dataset, "PT", 2, 9)
    assert (dataset.ImageIndex, dataset.NumberOfSlices) == (3, 9)
