"""A small study on disk and imported, for the verbs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.phantom import Identity, stable_uid, write_series

IDENTITY = Identity(study="cli", patient_name="Roe^Richard", patient_id="R-7")
UID = stable_uid("cli", "1")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CT of 10 slices of 32 x 40, 1 x 1 x 2 mm, as files."""
    folder = tmp_path_factory.mktemp("files")
    write_series(folder, slices=10, spacing=(1.0, 1.0, 2.0), identity=IDENTITY)
    return folder


@pytest.fixture(scope="session")
def data(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same study in an archive."""
    folder = tmp_path_factory.mktemp("data")
    with Archive(folder) as archive:
        archive.import_paths([files])
    return folder
