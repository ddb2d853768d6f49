"""Pictures from the command line are the slices themselves where they can be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from archive.phantom import pattern
from session.__main__ import main
from tests.session.cli.conftest import UID


def render(data: Path, out: Path, *words: str) -> int:
    return main(["render", UID, "--data", str(data), "-o", str(out), "--device", "cpu", *words])


def test_an_axial_picture_of_the_matrix_size_is_the_slice(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    assert render(data, out, "--size", "40x32", "--position", "6", "--window", "127.5/256") == 0
    expected = np.clip(np.floor(pattern(10, 32, 40)[3] + 0.5), 0, 255)
    with Image.open(out) as picture:
        assert picture.mode == "L"
        assert np.abs(np.asarray(picture, float) - expected).max() <= 1


@pytest.mark.parametrize("view", ["coronal", "sagittal", "acquired", "mip", "volume"])
def test_every_view_is_a_picture_of_the_asked_size(data: Path, tmp_path: Path, view: str) -> None:
    out = tmp_path / f"{view}.png"
    assert render(data, out, "--view", view, "--size", "64x48") == 0
    with Image.open(out) as picture:
        assert picture.size == (64, 48)
        assert picture.mode == ("RGB" if view == "volume" else "L")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--view", "volume", "--preset", "nothing"], "there are: "),
        (["--preset", "nothing"], "No window preset"),
        (["--slab", "-1"], "slab"),
        (["--volume", "2"], "no number 2"),
    ],
)
def test_what_cannot_be_rendered_is_wrong_usage_and_writes_nothing(
    data: Path, tmp_path: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render(data, tmp_path / "a.png", *words) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_wrong_usage(data: Path, tmp_path: Path) -> None:
    assert render(data, tmp_path / "none" / "a.png") == 2


def test_notes_go_to_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from archive.phantom import write_series

    write_series(tmp_path / "tilted", slices=6, tilt_deg=10.0)
    words = ["render", str(tmp_path / "tilted"), "-o", str(tmp_path / "a.png"), "--device", "cpu", "--size", "32x32"]
    assert main(words) == 0
    assert "tilt: " in capsys.readouterr().err
