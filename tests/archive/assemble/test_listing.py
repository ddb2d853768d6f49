import json
from pathlib import Path

import pytest
from pydicom import Dataset

from archive.assemble.listing import listing
from archive.phantom.series import Identity, write_series
from tests.archive.assemble.samples import opened

ITEM = {
    "n": 1,
    "kind": "volume",
    "label": "axial",
    "columns": 40,
    "rows": 32,
    "frames": 5,
    "colour": False,
    "frame_ms": 0.0,
    "loops": False,
    "calibrated": True,
    "why": "",
}


def test_the_whole_object(tmp_path: Path) -> None:
    def report(k: int, dataset: Dataset) -> None:
        if k == 5:
            dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.11"

    identity = Identity(patient_name="Müller^Eva", accession="A1", description="Thorax")
    write_series(tmp_path, slices=6, spacing=(0.5, 0.75, 1 / 3), origin=(-1, -2, -3), identity=identity, edit=report)
    with opened(tmp_path) as paths:
        found = listing(paths, paths.source)
    (study,) = found["studies"]
    (series,) = study["series"]
    assert study == {
        "uid": study["uid"],
        "patient": {"name": "Müller^Eva", "id": "SAMPLE-1", "birth_date": "19700101", "sex": "O"},
        "date": "20260101",
        "description": "Generated study",
        "accession": "A1",
        "series": [series],
    }
    assert series == {
        "uid": series["uid"],
        "modality": "CT",
        "number": 1,
        "description": "Thorax",
        "instances": 6,
        "volumes": [
            {
                "n": 1,
                "label": "axial",
                "columns": 40,
                "rows": 32,
                "slices": 5,
                "spacing_mm": [0.5, 0.75, 0.333333],
                "matrix": [[0.5, 0, 0, -1], [0, 0.75, 0, -2], [0, 0, 0.333333, -3]],
                "unit": "HU",
                "voxel": "int16",
                "notes": [],
            }
        ],
        "items": [ITEM],
        "pictures": 0,
        "films": 0,
        "refused": [{"instances": 1, "why": "structured reports are shown in a later version"}],
    }


def test_it_is_plain_json_and_searchable(tmp_path: Path) -> None:
    for name in ("one", "two"):
        identity = Identity(study=name, series=name, patient_name=f"{name}^X", patient_id=name)
        write_series(tmp_path / name, slices=3, offsets=(0, 1, 3), identity=identity)
    with opened(tmp_path) as paths:
        whole = listing(paths, paths.source)
        assert json.loads(json.dumps(whole)) == whole
        assert len(whole["studies"]) == 2
        (study,) = listing(paths, paths.source, "two")["studies"]
    assert study["patient"]["name"] == "two^X"
    (note,) = study["series"][0]["volumes"][0]["notes"]
    assert set(note) == {"code", "text"}
    assert note["code"] == "gap"


def test_lengths_have_no_negative_zeros(tmp_path: Path) -> None:
    write_series(tmp_path, slices=2, orientation=(-1, 0, 0, 0, -1, 0), origin=(-0.0, 0, 0))
    with opened(tmp_path) as paths:
        text = json.dumps(listing(paths, paths.source))
    assert "-0.0" not in text.replace("-0.00", "")


def test_more_studies_than_a_page_are_all_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.assemble.listing._PAGE", 2)
    for n in range(5):
        write_series(tmp_path / str(n), slices=1, rows=4, columns=4, identity=Identity(study=str(n), series=str(n)))
    with opened(tmp_path) as paths:
        assert len(listing(paths, paths.source)["studies"]) == 5
