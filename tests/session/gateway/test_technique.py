"""The words about the acquisition, from headers as they come."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import Dataset

from archive.archive import Archive
from archive.phantom import write_series
from session.gateway.technique import technique


def words(tmp_path: Path, modality: str, **values: object) -> str:
    def edit(_: int, dataset: Dataset) -> None:
        for name, value in values.items():
            setattr(dataset, name, value)

    write_series(tmp_path / "files", slices=1, modality=modality, edit=edit)
    with Archive(tmp_path / "data") as archive:
        archive.import_paths([tmp_path / "files"])
        (study,) = archive.studies()
        (series,) = archive.series_of(study.uid)
        return technique(archive.instances(series.uid)[0].header)


def test_ct_tells_kernel_and_voltage(tmp_path: Path) -> None:
    assert words(tmp_path, "CT", ConvolutionKernel="B70f", KVP="120") == "B70f · 120 kV"


def test_mr_tells_its_sequence_and_times(tmp_path: Path) -> None:
    text = words(tmp_path, "MR", ProtocolName="T1 3D", RepetitionTime="8.2", EchoTime="3.7")
    assert text == "T1 3D · TR 8.2 · TE 3.7"


@pytest.mark.parametrize("header", [b"", b"\xff" * 40])
def test_a_header_that_says_nothing_gives_no_words(header: bytes) -> None:
    assert technique(header) == ""
