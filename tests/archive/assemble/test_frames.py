from typing import Any

import pytest
from pydicom import Dataset

from archive.assemble.elements import Elements
from archive.assemble.frames import frame_records
from archive.assemble.records import FrameRecord, ModalityLut, Rescale
from tests.archive.assemble.samples import ENHANCED_MR, image, item, kept, row, table

PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30"
JPEG_2000 = "1.2.840.10008.1.2.4.91"


def records(dataset: Dataset, syntax: str = "1.2.840.10008.1.2.1") -> list[FrameRecord]:
    return frame_records(row(dataset, syntax), Elements.of_header(kept(dataset)))


def record(**attributes: Any) -> FrameRecord:
    (found,) = records(image(0, **attributes))
    return found


def test_pixel_format() -> None:
    pixels = record(PixelRepresentation=1, BitsStored=13).pixels
    assert (pixels.rows, pixels.columns, pixels.bits_stored, pixels.signed, pixels.number) == (
        6,
        8,
        13,
        True,
        "integer",
    )


@pytest.mark.parametrize(("allocated", "number"), [(32, "float"), (64, "double")])
def test_parametric_maps_may_store_floats(allocated: int, number: str) -> None:
    found = record(SOPClassUID=PARAMETRIC_MAP, BitsAllocated=allocated, BitsStored=None, HighBit=None)
    assert found.pixels.number == number
    assert record(SOPClassUID=PARAMETRIC_MAP).pixels.number == "integer"


def test_slope_and_intercept_default_to_nothing() -> None:
    assert record(RescaleSlope=-2, RescaleIntercept=5).rescale == Rescale(-2, 5)
    assert record(RescaleSlope=None, RescaleIntercept=5).rescale == Rescale(1, 5)
    assert record(RescaleSlope=None, RescaleIntercept=None).rescale == Rescale()


@pytest.mark.parametrize("values", [{"RescaleSlope": 0}, {"RescaleSlope": "1e300"}, {"RescaleIntercept": "-1e30"}])
def test_an_impossible_rescale_is_doubted(values: dict[str, Any]) -> None:
    found = record(**values)
    assert found.rescale == Rescale()
    assert [doubt.code for doubt in found.doubts] == ["units"]


def test_a_real_world_mapping_is_no_rescale() -> None:
    mapping = [item(RealWorldValueSlope=0.5, RealWorldValueIntercept=3.0)]
    found = record(RescaleSlope=None, RescaleIntercept=None, RealWorldValueMappingSequence=mapping)
    assert found.rescale == Rescale()


def test_a_modality_table_replaces_the_slope() -> None:
    lut_item = table([3, 10, 16], [7, 8, 9])
    assert record(ModalityLUTSequence=[lut_item]).rescale == Rescale(lut=ModalityLut(10, (7, 8, 9)))


def test_a_tables_first_value_has_the_pixels_sign() -> None:
    lut_item = table([3, 0xFFF0, 16], [7, 8, 9], ModalityLUTType="US")
    lut = record(PixelRepresentation=1, ModalityLUTSequence=[lut_item]).rescale.lut
    assert lut is not None
    assert lut.first == -16


@pytest.mark.parametrize(
    ("signed", "value", "limit", "expected"),
    [
        (0, 5, None, (5, 5)),
        (1, 0xF830, None, (-2000, -2000)),
        (0, 100, 90, (90, 100)),
        (1, 0xFFFF, 0xFFFE, (-2, -1)),
    ],
)
def test_padding_is_read_with_the_pixels_sign(signed: int, value: int, limit: int | None, expected: Any) -> None:
    dataset = image(0, PixelRepresentation=signed)
    dataset.add_new("PixelPaddingValue", "US", value)
    if limit is not None:
        dataset.add_new("PixelPaddingRangeLimit", "US", limit)
    assert records(dataset)[0].padding == expected


def test_unsigned_padding_under_a_signed_representation() -> None:
    dataset = image(0, PixelRepresentation=0)
    dataset.add_new("PixelPaddingValue", "SS", -1)
    assert records(dataset)[0].padding == (65535, 65535)


def test_float_padding() -> None:
    found = record(SOPClassUID=PARAMETRIC_MAP, BitsAllocated=32, BitsStored=None, FloatPixelPaddingValue=-1.5)
    assert found.padding == (-1.5, -1.5)
    double = record(
        SOPClassUID=PARAMETRIC_MAP,
        BitsAllocated=64,
        BitsStored=None,
        DoubleFloatPixelPaddingValue=-1e9,
        DoubleFloatPixelPaddingRangeLimit=-2e9,
    )
    assert double.padding == (-2e9, -1e9)


@pytest.mark.parametrize(
    ("attributes", "first"),
    [
        ({"PixelRepresentation": 1, "RescaleIntercept": 0}, -16),
        ({"RescaleIntercept": -1024}, -16),
        ({"RescaleIntercept": 0, "RescaleSlope": -1}, -16),
        ({"RescaleIntercept": 0}, 0xFFF0),
        ({"PixelRepresentation": 1, "ModalityLUTSequence": [table([3, 0, 16], [7, 8, 9])]}, 0xFFF0),
    ],
)
def test_a_voi_tables_first_value_has_the_real_values_sign(attributes: dict[str, Any], first: int) -> None:
    (window,) = record(VOILUTSequence=[table([3, 0xFFF0, 16], [7, 8, 9])], **attributes).windows
    assert window.lut is not None
    assert window.lut.first == first


def test_what_tells_phases_apart() -> None:
    traits = record(
        TemporalPositionIdentifier=3,
        TriggerTime=120,
        EchoTime=30,
        FlipAngle=15,
        AcquisitionNumber=7,
        AcquisitionDate="20200101",
        AcquisitionTime="01",
        ImageType=["ORIGINAL", "PRIMARY"],
        DiffusionBValue=1000.0,
        DiffusionGradientOrientation=[0.0, 0.6, 0.8],
    ).traits
    assert (traits.time, traits.trigger_ms, traits.echo_ms, traits.flip_deg, traits.acquisition) == (3, 120, 30, 15, 7)
    assert traits.kind == "ORIGINAL\\PRIMARY"
    assert traits.diffusion == (1000.0, 0.0, 0.6, 0.8)
    assert traits.acquired_s is not None
    assert traits.object is None


def test_frames_of_an_enhanced_object_have_their_own_values() -> None:
    def own(k: int) -> Dataset:
        return item(
            PlanePositionSequence=[item(ImagePositionPatient=[0, 0, k])],
            FrameContentSequence=[item(StackID="1", TemporalPositionIndex=k, FrameReferenceDateTime="20200101010000")],
            PixelValueTransformationSequence=[item(RescaleSlope=k + 1, RescaleIntercept=0, RescaleType="US")],
            MRDiffusionSequence=[
                item(
                    DiffusionBValue=500.0,
                    DiffusionGradientDirectionSequence=[item(DiffusionGradientOrientation=[1.0, 0.0, 0.0])],
                )
            ],
        )

    dataset = image(
        0,
        SOPClassUID=ENHANCED_MR,
        Modality="MR",
        NumberOfFrames=2,
        ImagePositionPatient=None,
        PerFrameFunctionalGroupsSequence=[own(0), own(1)],
    )
    first, second = records(dataset)
    assert second.position == (0.0, 0.0, 1.0)
    assert second.stack == "1"
    assert second.traits.time == 1
    assert second.rescale.slope == 2
    assert second.traits.diffusion == (500.0, 1.0, 0.0, 0.0)
    assert second.source.frame == 1
    assert first.traits.object == dataset.SOPInstanceUID


def test_lossy_compression_by_header_or_syntax() -> None:
    assert record().lossy_ratio is None
    assert record(LossyImageCompression="01").lossy_ratio == 0
    assert record(LossyImageCompression="01", LossyImageCompressionRatio=[2, 5]).lossy_ratio == 10
    assert records(image(), JPEG_2000)[0].lossy_ratio == 0


def test_broken_values_are_no_values() -> None:
    dataset = image(0, SliceThickness=None, ImagePositionPatient=None)
    broken = kept(dataset) + b"\x18\0\x50\0DS\x04\0a\\b " + b"\x20\0\x32\0DS\x06\0x\\y\\z "
    (found,) = frame_records(row(dataset), Elements.of_header(broken))
    assert found.thickness_mm is None
    assert found.position is None


def test_frames_share_their_objects_tables() -> None:
    lut_item = table([3, 10, 16], [7, 8, 9])
    first, second = records(image(0, NumberOfFrames=2, ModalityLUTSequence=[lut_item], VOILUTSequence=[lut_item]))
    assert first.rescale.lut is not None
    assert second.rescale.lut is not None
    assert first.rescale.lut.values is second.rescale.lut.values
    assert first.windows[-1].lut is not None
    assert second.windows[-1].lut is not None
    assert first.windows[-1].lut.values is second.windows[-1].lut.values
