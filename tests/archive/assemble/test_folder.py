import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from archive.assemble.folder import open_paths
from archive.errors import StoreError, UnknownSeriesError
from archive.phantom.series import Identity, pattern, write_series
from tests.archive.assemble.samples import loaded, opened


def zipped(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(folder.rglob("*")):
            out.write(file, file.relative_to(folder))
    return archive


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_a_folder_is_read_where_it_lies(tmp_path: Path, temporary: Path) -> None:
    files = write_series(tmp_path / "in", slices=4)
    with opened(tmp_path / "in") as paths:
        (content,) = paths.contents()
        (plan,) = content.volumes
        assert [source.path for source in plan.frames] == list(files)
        assert np.array_equal(loaded(paths, plan).voxels, pattern(4, 32, 40))
        assert not list(temporary.rglob("*.dcm"))
    assert list(temporary.iterdir()) == []


def test_an_archive_is_unpacked_and_nothing_is_left(tmp_path: Path, temporary: Path) -> None:
    write_series(tmp_path / "in" / "deep", slices=3)
    inner = zipped(tmp_path / "in", tmp_path / "inner.zip")
    (tmp_path / "both").mkdir()
    inner.rename(tmp_path / "both" / "inner.zip")
    outer = zipped(tmp_path / "both", tmp_path / "outer.zip")
    with opened(outer) as paths:
        (content,) = paths.contents()
        assert np.array_equal(loaded(paths, content.volumes[0]).voxels, pattern(3, 32, 40))
    assert list(temporary.iterdir()) == []


def test_series_are_found_like_in_an_archive(tmp_path: Path) -> None:
    for name, number in (("a", 2), ("b", 1)):
        write_series(tmp_path / "in" / name, slices=2, identity=Identity(series=name, number=number))
    with opened(tmp_path / "in") as paths:
        (study,) = paths.studies()
        assert [series.number for series in paths.series_of(study.uid)] == [1, 2]
        uid = paths.all_series()[0].uid
        assert paths.series(uid).uid == uid
        with pytest.raises(UnknownSeriesError):
            paths.series("9.9")


def test_what_is_left_out_is_counted_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    files = write_series(folder, slices=3)
    (folder / "notes.txt").write_text("nothing")
    (folder / "copy.dcm").write_bytes(files[0].read_bytes())
    (folder / "zcut.dcm").write_bytes(files[0].read_bytes()[:400])
    with opened(folder) as paths:
        assert paths.not_dicom == 1
        assert len(paths.refused) == 2
        assert any("same SOP instance UID" in refused.why for refused in paths.refused)
        assert paths.contents()[0].instances == 3


def test_a_missing_path_leaves_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_paths([tmp_path / "nowhere"])
    assert list(temporary.iterdir()) == []


def test_more_studies_than_a_page_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.assemble.folder._BATCH", 2)
    for n in range(5):
        identity = Identity(study=f"s{n}", series=f"{n}")
        write_series(tmp_path / "in" / str(n), slices=1, rows=4, columns=4, identity=identity)
    with opened(tmp_path / "in") as paths:
        assert len(paths.contents()) == 5
