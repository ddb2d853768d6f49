"""What SERIES means: UIDs, prefixes and paths; ambiguity is refused in words."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from pydicom import Dataset

from archive.errors import UnknownSeriesError
from archive.phantom import Identity, pattern, write_series
from session.cli.target import load_with_progress, opened
from session.errors import NothingToShowError, UsageError
from tests.session.cli.conftest import UID


def test_a_uid_and_a_prefix_mean_the_same(data: Path) -> None:
    for name in (UID, UID[:20]):
        with opened(name, data) as target:
            assert target.content.uid == UID


def test_a_folder_and_a_zip_are_opened_without_importing(files: Path, tmp_path: Path) -> None:
    archive = tmp_path / "study.zip"
    with ZipFile(archive, "w") as writer:
        for file in files.iterdir():
            writer.write(file, f"inside/{file.name}")
    for path in (files, archive):
        with opened(str(path), tmp_path / "none") as target:
            volume = load_with_progress(target.source, target.volume(1))
            assert np.array_equal(volume.voxels, pattern(10, 32, 40))
            assert volume.loaded.all()


def test_two_series_in_a_folder_must_be_named(tmp_path: Path) -> None:
    for series in ("1", "2"):
        write_series(tmp_path / "files", slices=3, identity=Identity(series=series))
    with pytest.raises(UsageError, match="2 series"), opened(str(tmp_path / "files"), tmp_path):
        pass


def test_what_is_not_there_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no archive"), opened("1.2.3", tmp_path / "none"):
        pass
    with pytest.raises(UnknownSeriesError), opened("9.9.9", data):
        pass
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no DICOM series"), opened(str(tmp_path / "empty"), tmp_path):
        pass


def test_a_volume_that_is_not_there_is_said(data: Path) -> None:
    with opened(UID, data) as target, pytest.raises(UsageError, match="no number 2"):
        target.volume(2)


def test_a_series_with_nothing_to_show_says_why(tmp_path: Path) -> None:
    def report(_: int, dataset: Dataset) -> None:
        dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.11"

    write_series(tmp_path / "files", slices=1, edit=report)
    with opened(str(tmp_path / "files"), tmp_path) as target, pytest.raises(NothingToShowError, match="structured"):
        target.volume(1)


def test_pictures_without_a_place_are_opened_as_such(tmp_path: Path) -> None:
    def without_place(_: int, dataset: Dataset) -> None:
        del dataset.ImagePositionPatient
        del dataset.ImageOrientationPatient

    write_series(tmp_path / "files", slices=3, edit=without_place)
    with opened(str(tmp_path / "files"), tmp_path) as target:
        info = target.volume(1)
    assert info.film is not None
    assert info.slices == 3
