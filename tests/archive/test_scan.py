from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from archive.errors import LimitExceededError, MalformedError
from archive.scan import PIXEL_DATA, Limits, named, scan
from archive.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE, transfer_syntax
from tests.archive.samples import PIXELS, bare, element, slice_dataset

ITEM = b"\xfe\xff\x00\xe0"
UNDEFINED = b"\xff\xff\xff\xff"
ITEM_END = b"\xfe\xff\x0d\xe0\0\0\0\0"
SEQUENCE_END = b"\xfe\xff\xdd\xe0\0\0\0\0"
OPEN_SEQUENCE = b"\x08\x00\x40\x11SQ\0\0" + UNDEFINED


class CountingBytes(bytes):
    """Bytes that count how many of them were read in pieces."""

    read = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.read += len(found) if isinstance(found, bytes) else 1
        return found


def nested(depth: int) -> bytes:
    return (OPEN_SEQUENCE + ITEM + UNDEFINED) * depth + (ITEM_END + SEQUENCE_END) * depth


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian])
@pytest.mark.parametrize("undefined", [True, False])
def test_finds_every_top_level_element_where_it_lies(syntax: str, undefined: bool) -> None:
    inner = Dataset()
    inner.ReferencedSOPInstanceUID = "1.2.3"
    inner.PurposeOfReferenceCodeSequence = Sequence([Dataset(), Dataset()])
    dataset = slice_dataset(ReferencedImageSequence=Sequence([inner, inner]))
    dataset["ReferencedImageSequence"].is_undefined_length = undefined
    data = bare(dataset, syntax)
    found = scan(data, 0, len(data), transfer_syntax(syntax))
    assert list(found.elements) == [element.tag for element in dataset]
    pixels = found.elements[PIXEL_DATA]
    assert data[pixels.value : pixels.end] == dataset.PixelData
    assert pixels.end == len(data)


def test_fragments_of_encapsulated_pixels_are_listed() -> None:
    pixels = b"\xe0\x7f\x10\x00OB\0\0" + UNDEFINED + ITEM + b"\0\0\0\0" + ITEM + b"\4\0\0\0abcd" + SEQUENCE_END
    data = pixels + element(0x7FE0, 0x0020, b"OB", b"zz")
    found = scan(data, 0, len(data), EXPLICIT_LITTLE)
    assert found.fragments == [(20, 0), (28, 4)]
    assert len(found.elements) == 2


def test_a_cut_is_noticed_wherever_it_is() -> None:
    data = bare(slice_dataset(pixels=PIXELS[:2, :3]))
    whole = scan(data, 0, len(data), EXPLICIT_LITTLE).elements
    between = {element.end for element in whole.values()}
    for cut in set(range(1, len(data))) - between:
        with pytest.raises(MalformedError):
            scan(data[:cut], 0, cut, EXPLICIT_LITTLE)
    for cut in between:
        assert len(scan(data[:cut], 0, cut, EXPLICIT_LITTLE).elements) == sum(e.end <= cut for e in whole.values())


def test_compressed_pixels_that_are_cut_inside_a_fragment_are_refused() -> None:
    data = b"\xe0\x7f\x10\x00OB\0\0" + UNDEFINED + ITEM + b"\0\0\0\0" + ITEM + b"\x40\0\0\0abcd"
    with pytest.raises(MalformedError, match="fragment 1"):
        scan(data, 0, len(data), EXPLICIT_LITTLE)


def test_an_absurd_length_is_refused_by_its_element() -> None:
    data = b"\x08\x00\x05\x00OB\0\0\xf0\xff\xff\xff" + b"x" * 10
    with pytest.raises(MalformedError, match=r"\(0008,0005\)"):
        scan(data, 0, len(data), EXPLICIT_LITTLE)


def test_depth_is_capped_without_recursion_errors() -> None:
    allowed = nested(32)
    scan(allowed, 0, len(allowed), EXPLICIT_LITTLE)
    for depth in (33, 200, 100_000):
        data = nested(depth)
        with pytest.raises(LimitExceededError, match="nested"):
            scan(data, 0, len(data), EXPLICIT_LITTLE)


def test_depth_is_capped_in_implicit_and_unknown_values_too() -> None:
    sequence = b"\x08\x00\x40\x11" + UNDEFINED + ITEM + UNDEFINED
    data = sequence * 100
    with pytest.raises(LimitExceededError):
        scan(data, 0, len(data), IMPLICIT_LITTLE)
    hidden = element(0x0009, 0x1010, b"UN", ITEM + UNDEFINED + sequence * 100)
    with pytest.raises(LimitExceededError):
        scan(hidden, 0, len(hidden), EXPLICIT_LITTLE)


def test_items_are_capped() -> None:
    data = OPEN_SEQUENCE + (ITEM + b"\0\0\0\0") * 1000 + SEQUENCE_END
    scan(data, 0, len(data), EXPLICIT_LITTLE, Limits(items=1000))
    with pytest.raises(LimitExceededError, match="999 sequence items"):
        scan(data, 0, len(data), EXPLICIT_LITTLE, Limits(items=999))


@pytest.mark.parametrize(
    "bomb",
    [OPEN_SEQUENCE + (ITEM + b"\0\0\0\0") * 1_000_000, element(8, 5, b"CS", b"") * 1_000_000],
    ids=["items", "elements"],
)
def test_a_million_empty_items_or_repeats_of_an_element_are_refused(bomb: bytes) -> None:
    with pytest.raises(LimitExceededError):
        scan(bomb, 0, len(bomb), EXPLICIT_LITTLE)


def test_fragments_are_capped() -> None:
    data = b"\xe0\x7f\x10\x00OB\0\0" + UNDEFINED + (ITEM + b"\0\0\0\0") * 20
    with pytest.raises(LimitExceededError, match="10 fragments"):
        scan(data, 0, len(data), EXPLICIT_LITTLE, Limits(fragments=10))


def test_zeros_at_the_end_are_padding() -> None:
    data = bare(slice_dataset())
    assert scan(data + b"\0" * 512, 0, len(data) + 512, EXPLICIT_LITTLE).elements.keys() == (
        scan(data, 0, len(data), EXPLICIT_LITTLE).elements.keys()
    )


def test_empty_elements_before_long_zeros_are_looked_through_once() -> None:
    zeros = CountingBytes(bytes(8 * 1000) + bytes(500_000) + b"\1")
    with pytest.raises(LimitExceededError):
        scan(zeros, 0, len(zeros), IMPLICIT_LITTLE, Limits(elements=1000))
    assert zeros.read < 2 * len(zeros)


def test_a_missing_end_of_the_fragments_is_tolerated_when_all_are_whole() -> None:
    data = b"\xe0\x7f\x10\x00OB\0\0" + UNDEFINED + ITEM + b"\0\0\0\0" + ITEM + b"\4\0\0\0abcd"
    assert scan(data, 0, len(data), EXPLICIT_LITTLE).fragments == [(20, 0), (28, 4)]


def test_tags_are_written_as_the_standard_does() -> None:
    assert named(PIXEL_DATA) == "(7FE0,0010)"
