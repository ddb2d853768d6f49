import pytest

from archive.assemble import attributes
from archive.assemble.elements import Elements
from tests.archive.assemble.samples import elements, item, kept


def raw(tag: bytes, vr: bytes, value: bytes) -> Elements:
    return Elements.of_header(b"e" + tag + vr + len(value).to_bytes(2, "little") + value)


SPACING = b"\x28\0\x30\0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"0.5\\0.75", (0.5, 0.75)),
        (b" 0.5 \\ 1e-1 ", (0.5, 0.1)),
        (b"-0.0\\1\0", (0.0, 1.0)),
        (b"", ()),
        (b"  ", ()),
        (b"0.5\\", ()),
        (b"1,5", ()),
        (b"nan\\1", ()),
        (b"inf", ()),
    ],
)
def test_decimal_strings_are_numbers_or_nothing(value: bytes, expected: tuple[float, ...]) -> None:
    assert attributes.numbers(raw(SPACING, b"DS", value), "PixelSpacing") == expected


def test_binary_numbers_follow_their_byte_order() -> None:
    dataset = item(Rows=258, RealWorldValueSlope=2.5)
    for explicit, little in ((True, True), (False, True), (True, False)):
        found = Elements.of_header(kept(dataset, explicit=explicit, little=little))
        assert attributes.number(found, "Rows") == 258
        assert attributes.number(found, "RealWorldValueSlope") == 2.5


def test_a_cut_binary_number_is_none() -> None:
    assert attributes.numbers(raw(b"\x28\0\x10\0", b"US", b"\1"), "Rows") == ()


def test_whole_numbers() -> None:
    assert attributes.whole(elements(SeriesNumber="3"), "SeriesNumber") == 3
    assert attributes.whole(raw(b"\x20\0\x11\0", b"IS", b"3.5 "), "SeriesNumber") is None
    assert attributes.whole(raw(b"\x20\0\x11\0", b"IS", b"1A"), "SeriesNumber") is None
    assert attributes.whole(elements(), "SeriesNumber") is None


def test_codes_lose_their_padding() -> None:
    found = elements(ImageType=["ORIGINAL", "PRIMARY", "AXIAL"])
    assert attributes.codes(found, "ImageType") == ("ORIGINAL", "PRIMARY", "AXIAL")
    assert attributes.code(found, "ImageType") == "ORIGINAL"
    assert attributes.code(found, "Modality") == ""


def test_text_is_read_in_its_character_set() -> None:
    found = elements(SpecificCharacterSet="ISO_IR 100", SeriesDescription="Schädel")
    assert attributes.text(found, "SeriesDescription") == "Schädel"
    assert attributes.text(elements(), "SeriesDescription") == ""


def test_presence_and_items() -> None:
    found = elements(SliceThickness="", VOILUTSequence=[item(LUTExplanation="A"), item(LUTExplanation="B")])
    assert attributes.present(found, "SliceThickness")
    assert attributes.number(found, "SliceThickness") is None
    assert not attributes.present(found, "Rows")
    assert [attributes.text(part, "LUTExplanation") for part in attributes.items(found, "VOILUTSequence")] == ["A", "B"]
    assert attributes.first_item(found, "ModalityLUTSequence") is None


def test_an_unknown_keyword_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        attributes.tag_of("NoSuchAttribute")


def test_numbers_of_unknown_representation_are_those_of_the_dictionary() -> None:
    unknown = Elements.of_header(b"e\x28\0\x10\0UN\0\0\2\0\0\x0051" + b"\x28\0\x30\0UN\0\0\4\0\0\x001\\2 ")
    assert attributes.whole(unknown, "Rows") == 0x3135
    assert attributes.numbers(unknown, "PixelSpacing") == (1, 2)
