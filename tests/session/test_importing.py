"""The import in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.phantom import write_series
from session.errors import ImportFailedError
from session.importing import import_folder


async def test_a_folder_is_imported_by_a_child(tmp_path: Path) -> None:
    write_series(tmp_path / "files", slices=3, rows=16, columns=16)
    (tmp_path / "files" / "notes.txt").write_text("no DICOM at all")

    done = await import_folder(tmp_path / "data", tmp_path / "files")

    assert (done.imported, done.known, done.refused) == (3, 0, ())
    assert done.not_dicom_files == (str(tmp_path / "files" / "notes.txt"),)
    assert sum(done.series.values()) == 3
    with Archive(tmp_path / "data") as archive:
        assert archive.counts().instances == 3


async def test_an_import_that_cannot_begin_says_why(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match=r"Nothing of these files was imported: .*nowhere does not exist"):
        await import_folder(tmp_path / "data", tmp_path / "nowhere")
