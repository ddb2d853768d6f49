"""The command's edges: exit statuses and sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from session.__main__ import FAILED, WRONG_USAGE, main, parser


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["render", "x"], ["import"], ["bench", "other"]])
def test_wrong_usage_is_status_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == WRONG_USAGE
    assert "usage: tomocast" in capsys.readouterr().err


def test_help_names_every_verb() -> None:
    text = parser().format_help()
    for verb in ("demo", "serve", "import", "list", "render", "probe", "bench"):
        assert verb in text


def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "none"), "--data", str(tmp_path / "data")]) == WRONG_USAGE
    assert capsys.readouterr().err.startswith("tomocast: ")


def test_a_series_that_does_not_exist_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    Archive(data).close()
    assert main(["probe", "9.9.9", "0,0,0", "--data", str(data)]) in {FAILED, WRONG_USAGE}
    assert capsys.readouterr().err.count("\n") == 1


def test_what_cannot_be_served_starts_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["serve", "--data", str(tmp_path / "data"), "--host", "0.0.0.0"])
    assert status == FAILED
    assert "access token" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_broken_archive_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert main(["import", str(blocked), "--data", str(blocked / "data")]) == FAILED
    assert capsys.readouterr().err.count("tomocast: ") == 1
