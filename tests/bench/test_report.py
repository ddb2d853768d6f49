import json

import pytest

from bench.report import Row, as_json, print_table, processor

ROWS = [
    Row("mip-512-phantom", 20.0, 120.0, "VTK", "ms", 6.0),
    Row("mpr-512-real", 1.25, 7.5, "vtkImageReslice", "ms", 6.0),
]


def test_the_json_form_has_the_fields_that_readers_rely_on() -> None:
    told = json.loads(as_json("render", ROWS))
    assert told["bench"] == "render"
    assert [sorted(row) for row in told["rows"]] == [["case", "ours", "peer", "peer_name", "ratio", "unit"]] * 2
    assert told["rows"][0]["ratio"] == 6.0


def test_the_table_names_the_processor_and_every_case(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("render", ROWS)
    told = capsys.readouterr().out
    assert processor() in told
    assert all(row.case in told and f"{row.ratio:.1f}x" in told for row in ROWS)
