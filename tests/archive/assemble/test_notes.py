from archive.assemble.notes import Code, counted, distinct, note
from tests.data import CHECKOUT


def test_each_note_stands_once_and_in_the_order_of_the_codes() -> None:
    units, tilt = note(Code.UNITS, "u."), note(Code.TILT, "t.")
    assert distinct([units, tilt, units]) == (tilt, units)


def test_codes_are_plain_text() -> None:
    assert note(Code.FRAME_OF_REFERENCE, "x").code == "frame-of-reference"
    assert type(note(Code.GAP, "x").code) is str


def test_counts_have_their_noun() -> None:
    assert counted(1, "slice") == "1 slice"
    assert counted(2, "slice") == "2 slices"


def test_every_code_stands_in_the_conformance_statement() -> None:
    text = (CHECKOUT / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert [code for code in Code if f"| `{code}` |" not in text] == []
