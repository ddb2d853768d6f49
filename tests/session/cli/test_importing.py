"""Import from the command line: what came in, what did not and why, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.importer import ImportSummary, Refusal
from session.__main__ import main
from session.cli.importing import MAX_LISTED, in_words, refusals


def test_a_folder_comes_in_and_again_changes_nothing(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(files), "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "10 imported; 1 series.\n"
    assert main(["import", str(files), "--data", str(tmp_path)]) == 0
    assert "10 already here" in capsys.readouterr().out


def test_a_refused_file_is_named_and_the_rest_comes_in(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    whole = next(iter(sorted(files.iterdir())))
    (mixed / "good.dcm").write_bytes(whole.read_bytes())
    (mixed / "cut.dcm").write_bytes(whole.read_bytes()[:-100])
    (mixed / "notes.txt").write_text("no DICOM")
    assert main(["import", str(mixed), "--data", str(tmp_path / "data"), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["imported"], found["not_dicom"]) == (1, 1)
    (refused,) = found["refused"]
    assert refused["file"].endswith("cut.dcm")
    assert refused["why"]


def test_long_lists_of_refusals_are_cut_in_words() -> None:
    summary = ImportSummary(refused=[Refusal(f"f{n}", "cut") for n in range(MAX_LISTED + 5)])
    lines = refusals(summary)
    assert len(lines) == MAX_LISTED + 1
    assert lines[-1] == "and 5 more (--json lists all)"


def test_what_is_kept_but_cannot_be_shown_is_said() -> None:
    summary = ImportSummary(imported=3, not_showable={"MPEG4": 2}, series={"1": 3})
    assert in_words(summary) == "3 imported, 2 kept but not showable (MPEG4); 1 series."
