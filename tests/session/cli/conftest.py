"""A small study on disk and imported, for the verbs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from archive.archive import Archive
from archive.phantom import Identity, stable_uid, write_series
from tests.archive.samples import part10, slice_dataset

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


def film(folder: Path, frames: NDArray[np.uint8], **changes: Any) -> None:
    """A multi-frame ultrasound object without a position; colour where `frames` is [k, j, i, 3]."""
    colour = frames.ndim == 4
    dataset = slice_dataset(
        pixels=frames[0, ..., 0] if colour else frames[0],
        SOPClassUID="1.2.840.10008.5.1.4.1.1.3.1",
        Modality="US",
        ImagePositionPatient=None,
        NumberOfFrames=len(frames),
        SamplesPerPixel=3 if colour else 1,
        PlanarConfiguration=0,
        PhotometricInterpretation="RGB" if colour else "MONOCHROME2",
        PixelData=frames.tobytes(),
        **changes,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "film.dcm").write_bytes(part10(dataset))
