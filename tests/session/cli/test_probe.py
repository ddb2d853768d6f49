"""Values from source voxels, with their unit; outside there is none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from archive.phantom import pattern
from session.__main__ import main
from tests.session.cli.conftest import UID, film


def test_a_voxels_value_and_one_between_two(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["probe", UID, "--data", str(data), "--json", "--", "5,4,6", "5.5,4,6", "-50,0,0"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    voxels = pattern(10, 32, 40)
    assert found["unit"] == "HU"
    values = [value["value"] for value in found["values"]]
    assert values[0] == float(voxels[3, 4, 5])
    assert values[1] == pytest.approx((float(voxels[3, 4, 5]) + float(voxels[3, 4, 6])) / 2)
    assert values[2] is None


def test_words_for_people(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", UID, "--data", str(data), "--", "5,4,6", "-50,0,0"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("HU")
    assert second == "-50,0,0  outside"


def test_pictures_without_a_place_have_no_patient_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film(tmp_path / "us", np.zeros((4, 20, 30), np.uint8))
    assert main(["probe", str(tmp_path / "us"), "--", "0,0,0"]) == 1
    assert "no place in the patient" in capsys.readouterr().err
