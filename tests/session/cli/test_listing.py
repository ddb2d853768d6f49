"""The listing, in words and as JSON, of an archive and of files that lie anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from session.__main__ import main
from tests.session.cli.conftest import UID, film


@pytest.mark.parametrize("where", ["archive", "files"])
def test_json_describes_the_volume(
    where: str, files: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(data)] if where == "archive" else [str(files), "--data", str(tmp_path / "none")]
    assert main(["list", "--json", *words]) == 0
    (study,) = json.loads(capsys.readouterr().out)["studies"]
    assert study["patient"]["name"] == "Roe^Richard"
    (series,) = study["series"]
    (volume,) = series["volumes"]
    assert series["uid"] == UID
    assert (volume["columns"], volume["rows"], volume["slices"]) == (40, 32, 10)
    assert volume["spacing_mm"] == [1.0, 1.0, 2.0]
    assert (volume["unit"], volume["voxel"]) == ("HU", "int16")


def test_words_for_people(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--data", str(data)]) == 0
    text = capsys.readouterr().out
    assert "volume 1" in text
    assert "40 x 32 x 10, 1 x 1 x 2 mm, HU" in text


def test_an_archive_that_is_not_there_is_empty_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--data", str(tmp_path / "none")]) == 0
    assert "No studies" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_films_are_named_with_their_frames(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film(tmp_path / "us", np.zeros((4, 20, 30, 3), np.uint8), FrameTime="40")
    assert main(["list", str(tmp_path / "us")]) == 0
    words = "film 1 4 frames: 30 x 20, in colour, 25 frames a second (a colour picture)"
    assert words in capsys.readouterr().out
