import pytest

from archive.facts import read_facts
from archive.part10 import open_file
from archive.text import PersonName, decode_text, is_harmless_charset, person_name
from tests.data import shared_data

NAMES = {
    "chrArab": PersonName("قباني^لنزار"),
    "chrFren": PersonName("Buc^Jérôme"),
    "chrGreek": PersonName("Διονυσιος"),
    "chrH31": PersonName("Yamada^Tarou", "山田^太郎", "やまだ^たろう"),
    "chrH32": PersonName("ﾔﾏﾀﾞ^ﾀﾛｳ", "山田^太郎", "やまだ^たろう"),
    "chrHbrw": PersonName("שרון^דבורה"),
    "chrI2": PersonName("Hong^Gildong", "洪^吉洞", "홍^길동"),
    "chrRuss": PersonName("Люкceмбypг"),
    "chrX1": PersonName("Wang^XiaoDong", "王^小東"),
    "chrX2": PersonName("Wang^XiaoDong", "王^小东"),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_in_the_worlds_scripts_and_their_groups(name: str) -> None:
    facts = read_facts(open_file(shared_data("odd", "charset", f"{name}.dcm").read_bytes()))
    found = PersonName(facts.patient_name, facts.patient_name_ideographic, facts.patient_name_phonetic)
    assert found == NAMES[name]


def test_an_equals_sign_inside_of_a_character_is_none() -> None:
    groups = [group.encode("iso2022_jp") for group in ("Haruno^Haruko", "春野^春子", "はるの^はるこ")]
    assert b"=" in groups[1]
    found = person_name(b"=".join(groups), b"\\ISO 2022 IR 87")
    assert found == PersonName("Haruno^Haruko", "春野^春子", "はるの^はるこ")


def test_padding_goes_and_empty_stays_empty() -> None:
    assert decode_text(b"Head \0", b"") == "Head"
    assert decode_text(b"", b"ISO_IR 100") == ""
    assert person_name(b"Doe^Jane^^^ ", b"") == PersonName("Doe^Jane")
    assert person_name(b"A^B=C=D\\E^F", b"") == PersonName("A^B", "C", "D")


def test_control_characters_become_spaces() -> None:
    assert decode_text(b"a\0b\x1b[31mc\nd", b"ISO_IR 100") == "a b [31mc d"
    assert person_name(b"Doe\x07^J\0ane", b"") == PersonName("Doe ^J ane")


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (b"M\xfcller", b"ISO_IR 192"),
        (b"\x1b$B\xff\xff\x1b(B", b"\\ISO 2022 IR 87"),
        (b"\x1b\x1b\x1b$", b"ISO 2022 IR 13\\ISO 2022 IR 87"),
        (b"\xff\xfe\x80", b"NO SUCH SET"),
        (b"\x81", b"GB18030"),
        (b"\xe4\xb8", b"\xff\xff"),
    ],
)
def test_wrong_bytes_and_unknown_sets_never_fail(raw: bytes, charset: bytes) -> None:
    assert isinstance(decode_text(raw, charset), str)
    assert isinstance(person_name(raw, charset), PersonName)


def test_undeclared_bytes_are_utf8_if_they_are_that_else_latin_1() -> None:
    assert decode_text("Jürgen".encode(), b"") == "Jürgen"
    assert decode_text("Jürgen".encode("latin-1"), b"") == "Jürgen"


@pytest.mark.parametrize(
    ("charset", "harmless"),
    [
        (b"", True),
        (b"ISO_IR 100", True),
        (b"\\ISO 2022 IR 87 ", True),
        (b"GB18030", True),
        (b"ISO-IR 100", True),
        (b"NO SUCH", True),
        (b"\0\0\0_IR 100", False),
        (b"ISO_IR\x00 100", False),
    ],
)
def test_character_sets_that_would_break_a_parser_are_known(charset: bytes, harmless: bool) -> None:
    assert is_harmless_charset(charset) is harmless
