"""Pictures from the command line are the slices themselves where they can be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from archive.phantom import pattern
from session.__main__ import main
from tests.session.cli.conftest import UID, film


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


def rendered(folder: Path, out: Path, *words: str) -> int:
    return main(["render", str(folder), "-o", str(out), "--device", "cpu", *words])


@pytest.mark.parametrize("colour", [True, False])
def test_a_frame_of_a_film_is_that_frame(tmp_path: Path, colour: bool) -> None:
    shape = (4, 20, 30, 3) if colour else (4, 20, 30)
    frames = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    film(tmp_path / "us", frames)
    for words, frame in (((), 0), (("--view", "film"), 0), (("--position", "3"), 2), (("--position", "4"), 3)):
        assert rendered(tmp_path / "us", tmp_path / "a.png", "--size", "30x20", *words) == 0
        with Image.open(tmp_path / "a.png") as picture:
            assert np.array_equal(np.asarray(picture), frames[frame])


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["--view", "axial"], 1, "--view film"),
        (["--position", "5"], 2, "from 1 to 4"),
        (["--position", "0"], 2, "from 1 to 4"),
        (["--position", "1.5"], 2, "from 1 to 4"),
        (["--slab", "3"], 2, "slab"),
        (["--window", "3/4"], 2, "colour"),
    ],
)
def test_what_a_film_has_not_is_refused_in_words(
    tmp_path: Path, words: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    film(tmp_path / "us", np.zeros((4, 20, 30, 3), np.uint8))
    assert rendered(tmp_path / "us", tmp_path / "a.png", *words) == status
    assert says in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()


def test_a_volume_has_no_film(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert render(data, tmp_path / "a.png", "--view", "film") == 1
    assert "no film" in capsys.readouterr().err
