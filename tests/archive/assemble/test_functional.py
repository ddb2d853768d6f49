from pydicom import Dataset

from archive.assemble.elements import Elements
from archive.assemble.functional import FrameHeader, frame_headers
from tests.archive.assemble.samples import elements, item, kept


def enhanced() -> Dataset:
    shared = item(PixelMeasuresSequence=[item(PixelSpacing=[1, 2], SliceThickness=3)])
    own = item(
        PlanePositionSequence=[item(ImagePositionPatient=[1, 2, 3])],
        PixelMeasuresSequence=[item(PixelSpacing=[4, 5])],
        MRImageFrameTypeSequence=[item(FrameType=["ORIGINAL", "PRIMARY", "M"])],
    )
    return item(
        ImageType=["DERIVED"],
        WindowCenter=40,
        SharedFunctionalGroupsSequence=[shared],
        PerFrameFunctionalGroupsSequence=[own, item()],
    )


def headers(count: int) -> list[FrameHeader]:
    return frame_headers(Elements.of_header(kept(enhanced())), count)


def test_the_nearest_place_wins() -> None:
    first, second = headers(2)
    assert first.numbers("PixelSpacing") == (4, 5)
    assert second.numbers("PixelSpacing") == (1, 2)
    assert first.number("SliceThickness") == 3
    assert first.number("WindowCenter") == 40
    assert first.numbers("ImagePositionPatient") == (1, 2, 3)
    assert second.numbers("ImagePositionPatient") == ()


def test_frames_beyond_the_groups_have_what_is_shared() -> None:
    assert headers(3)[2].numbers("PixelSpacing") == (1, 2)


def test_frame_type_before_image_type() -> None:
    first, second = headers(2)
    assert first.image_type() == ("ORIGINAL", "PRIMARY", "M")
    assert second.image_type() == ("DERIVED",)


def test_a_plain_image_reads_its_top_level() -> None:
    header = FrameHeader(elements(PixelSpacing=[1, 2], StackID="A", SeriesDescription="x\\y"))
    assert header.numbers("PixelSpacing") == (1, 2)
    assert header.code("StackID") == "A"
    assert header.macro("PixelMeasuresSequence") is None


def test_an_empty_value_is_no_place() -> None:
    shared = item(PixelMeasuresSequence=[item(PixelSpacing=[1, 2])])
    own = item(PixelMeasuresSequence=[item(PixelSpacing=None, SliceThickness="")])
    own.PixelMeasuresSequence[0].PixelSpacing = None
    top = item(SliceThickness=3, SharedFunctionalGroupsSequence=[shared], PerFrameFunctionalGroupsSequence=[own])
    (header,) = frame_headers(Elements.of_header(kept(top)), 1)
    assert header.numbers("PixelSpacing") == (1, 2)
    assert header.number("SliceThickness") == 3
