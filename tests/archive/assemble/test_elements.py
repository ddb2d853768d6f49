import pytest
from pydicom import Dataset
from pydicom.sequence import Sequence

from archive.assemble.elements import Elements
from archive.errors import MalformedError
from archive.scan import scan
from archive.syntaxes import IMPLICIT_LITTLE
from tests.archive.assemble.samples import item, kept

ROWS, SEQUENCE, CHARSET = 0x00280010, 0x00081140, 0x00080005
INSTANCE, GROUP, FRAMES = 0x00081155, 0x00081199, 0x52009230
SHARED_GROUPS = 0x52009229


def nested() -> Dataset:
    inner = item(ReferencedSOPInstanceUID="1.2.3")
    outer = item(ReferencedSOPInstanceUID="1.2.4", ReferencedSOPSequence=[inner, inner])
    return item(SpecificCharacterSet="ISO_IR 100", ReferencedImageSequence=[outer, outer], Rows=7)


@pytest.mark.parametrize(("explicit", "little"), [(True, True), (False, True), (True, False)])
@pytest.mark.parametrize("delimited", [False, True])
def test_values_and_items_are_found_in_every_encoding(explicit: bool, little: bool, delimited: bool) -> None:
    dataset = nested()
    for level in (dataset, *dataset.ReferencedImageSequence):
        for element in level:
            if element.VR == "SQ":
                element.is_undefined_length = delimited
                for part in element.value:
                    part.is_undefined_length_sequence_item = delimited
    found = Elements.of_header(kept(dataset, explicit=explicit, little=little))
    assert found.raw(ROWS) == (b"\7\0" if little else b"\0\7")
    assert found.little is little
    assert found.vr(ROWS) == ("US" if explicit else "")
    first, second = found.items(SEQUENCE)
    assert second.raw(INSTANCE) == b"1.2.4\0"
    assert [part.raw(INSTANCE) for part in first.items(GROUP)] == [b"1.2.3\0"] * 2


def test_a_missing_or_plain_element_has_no_items() -> None:
    found = Elements.of_header(kept(nested()))
    assert found.items(ROWS) == []
    assert found.items(FRAMES) == []
    assert found.raw(FRAMES) is None
    assert FRAMES not in found


def test_an_empty_sequence_ends_where_it_should() -> None:
    dataset = item(ReferencedImageSequence=Sequence(), Rows=5)
    dataset["ReferencedImageSequence"].is_undefined_length = True
    found = Elements.of_header(kept(dataset))
    assert found.items(SEQUENCE) == []
    assert found.raw(ROWS) == b"\5\0"


def test_an_unknown_representation_of_undefined_length_holds_implicit_items() -> None:
    inner = kept(item(ReferencedSOPInstanceUID="1.2.3"), explicit=False)[1:]
    unknown = b"\x08\0\x40\x11UN\0\0\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0" + len(inner).to_bytes(4, "little") + inner
    unknown += b"\xfe\xff\xdd\xe0\0\0\0\0"
    found = Elements.of_header(b"e" + unknown + kept(item(Rows=9))[1:])
    assert [part.raw(INSTANCE) for part in found.items(SEQUENCE)] == [b"1.2.3\0"]
    assert found.raw(ROWS) == b"\x09\0"


def test_items_take_over_the_character_set() -> None:
    found = Elements.of_header(kept(nested()))
    assert found.charset == b"ISO_IR 100"
    assert found.items(SEQUENCE)[0].charset == b"ISO_IR 100"


def test_other_bytes_are_refused() -> None:
    with pytest.raises(MalformedError, match="unknown encoding"):
        Elements.of_header(b"?")


def test_whether_there_were_pixels() -> None:
    whole = kept(nested())
    assert Elements.of_header(whole).has_pixels
    without = Elements.of_header(whole[:1].upper() + whole[1:])
    assert not without.has_pixels
    assert without.raw(ROWS) == b"\7\0"


def test_a_cut_header_ends_without_an_error() -> None:
    whole = kept(nested())
    for length in range(1, len(whole)):
        Elements.of_header(whole[:length])


def test_what_the_scan_did_not_look_into_is_not_followed_for_ever() -> None:
    sequence, item_mark, undefined = b"\0\x52\x29\x92", b"\xfe\xff\x00\xe0", b"\xff\xff\xff\xff"
    # The first item's element is longer than the item, so that the scan takes the value for something else.
    value = item_mark + b"\x08\0\0\0" + b"\x28\0\x10\x91\x64\0\0\0"
    value += (item_mark + undefined + b"\x28\0\x10\x91" + undefined) * 5000
    dataset = sequence + len(value).to_bytes(4, "little") + value
    assert scan(dataset, 0, len(dataset), IMPLICIT_LITTLE).elements.keys() == {SHARED_GROUPS}
    assert Elements.of_header(b"i" + dataset).items(SHARED_GROUPS) == []
