"""The demo: a study of its own when none is given, in an archive that goes away with it."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from session.__main__ import main
from session.cli import demo
from session.gateway.app import Running
from session.gateway.config import Settings


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, int]]:
    """What would have been served: the archive's folder and its instances."""
    found: list[tuple[Path, int]] = []

    async def serve(chosen: Settings, ready: Callable[[Running], object]) -> None:
        with Archive(chosen.data_dir) as archive:
            found.append((chosen.data_dir, archive.counts().instances))
        ready(Running("http://localhost:1", chosen.aet, 2, "cpu"))

    monkeypatch.setattr(demo, "serve", serve)
    return found


def test_given_files_are_served_and_the_archive_goes_away(
    files: Path, served: list[tuple[Path, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", str(files), "--no-browser"]) == 0
    ((folder, instances),) = served
    assert instances == 10
    assert not folder.exists()
    assert "http://localhost:1" in capsys.readouterr().out


def test_without_files_a_sample_is_made(
    served: list[tuple[Path, int]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from archive.phantom import write_torso

    monkeypatch.setattr(demo, "write_torso", lambda folder: write_torso(folder, slices=4, size=64))
    assert main(["demo", "--no-browser", "--data", str(tmp_path)]) == 0
    assert main(["demo", "--no-browser", "--data", str(tmp_path)]) == 0
    assert [instances for _, instances in served] == [4, 4]


def test_a_browser_is_opened_only_when_wanted(
    files: Path, served: list[tuple[Path, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    main(["demo", str(files), "--no-browser"])
    assert opened == []
    main(["demo", str(files)])
    assert opened == ["http://localhost:1"]


def test_files_that_are_no_dicom_are_refused_in_words(
    served: list[tuple[Path, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(json.dumps({}))
    assert main(["demo", str(tmp_path / "a.txt"), "--no-browser"]) == 2
    assert "None of these files" in capsys.readouterr().err
    assert served == []
