from typing import Any

import pytest

from render.volume import Window
from tests.archive.assemble.samples import codes, item, note_of, rows, volume

TRACER = item(RadiopharmaceuticalStartTime="100000", RadionuclideTotalDose=3.5e8, RadionuclideHalfLife=6588)
PET: dict[str, Any] = {
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.128",
    "Modality": "PT",
    "Units": "BQML",
    "PatientWeight": 70,
    "DecayCorrection": "START",
    "SeriesDate": "20200101",
    "SeriesTime": "114948",  # 6588 s later: one half-life
    "RescaleIntercept": 0,
    "RadiopharmaceuticalInformationSequence": [TRACER],
}
FACTOR = 70000 / 1.75e8


def test_a_plain_ct() -> None:
    info = volume(rows(4, WindowCenter=40, WindowWidth=400)).info
    assert (info.columns, info.rows, info.slices) == (8, 6, 4)
    assert info.spacing_mm == pytest.approx((0.75, 0.5, 1))
    assert (info.voxel, info.slope, info.intercept, info.unit) == ("uint16", 1, -1024, "HU")
    assert info.windows == (Window(40, 400),)
    assert info.frame_of_reference == "1.2.4"
    assert not info.inverted
    assert info.calibrated
    assert not info.notes
    assert (info.label, info.modality, info.key.number, info.key.revision) == ("axial", "CT", 1, 1)


@pytest.mark.parametrize(
    ("orientation", "label"),
    [
        ([1, 0, 0, 0, 1, 0], "axial"),
        ([1, 0, 0, 0, 0, -1], "coronal"),
        ([0, 1, 0, 0, 0, -1], "sagittal"),
        ([1, 0, 0, 0, 0.8, -0.6], "axial oblique"),
    ],
)
def test_labels_name_the_acquired_plane(orientation: list[float], label: str) -> None:
    assert volume(rows(1, ImageOrientationPatient=orientation)).info.label == label


def test_monochrome1_is_inverted_and_keeps_its_values() -> None:
    info = volume(rows(2, PhotometricInterpretation="MONOCHROME1")).info
    assert info.inverted
    assert info.slope == 1


def test_one_slope_for_all_keeps_stored_values_as_suv() -> None:
    info = volume(rows(3, **PET, RescaleSlope=2)).info
    assert (info.voxel, info.unit) == ("uint16", "SUVbw")
    assert info.slope == pytest.approx(2 * FACTOR)


def test_a_slope_for_each_slice_is_float_in_suv_and_windows_follow() -> None:
    def slope(k: int, dataset: Any) -> None:
        dataset.RescaleSlope = k + 1

    plan = volume(rows(3, slope, **PET, WindowCenter=5000, WindowWidth=10000))
    assert (plan.info.voxel, plan.info.unit, plan.info.slope) == ("float32", "SUVbw", 1)
    assert [rule.slope for rule in plan.rules] == pytest.approx([FACTOR, 2 * FACTOR, 3 * FACTOR])
    (window,) = plan.info.windows
    assert (window.center, window.width) == pytest.approx((5000 * FACTOR, 10000 * FACTOR))
    assert "converted" in note_of(plan, "units")


@pytest.mark.parametrize(
    ("changes", "unit", "word"),
    [
        ({"PatientWeight": None}, "Bq/ml", "weight"),
        ({"DecayCorrection": "NONE"}, "Bq/ml", "decay"),
        ({"RadiopharmaceuticalInformationSequence": None}, "Bq/ml", "dose"),
        ({"Units": "CNTS"}, "counts", "counts"),
        ({"Units": None}, "", "no known unit"),
    ],
)
def test_a_pet_without_suv_keeps_its_unit_and_says_why(changes: dict[str, Any], unit: str, word: str) -> None:
    plan = volume(rows(3, **{**PET, **changes}))
    assert plan.info.unit == unit
    assert plan.info.slope == 1
    assert word in note_of(plan, "units")


def test_suv_data_are_not_converted_again() -> None:
    plan = volume(rows(3, **{**PET, "Units": "GML"}))
    assert (plan.info.unit, plan.info.slope) == ("SUVbw", 1)
    assert codes(plan) == set()


def test_a_changing_frame_of_reference_links_nothing() -> None:
    def change(k: int, dataset: Any) -> None:
        dataset.FrameOfReferenceUID = f"1.2.{k}"

    plan = volume(rows(3, change))
    assert plan.info.frame_of_reference is None
    assert codes(plan) == {"frame-of-reference"}
    assert volume(rows(3, FrameOfReferenceUID=None)).info.frame_of_reference is None


def test_a_volume_in_pixels_is_linked_with_nothing() -> None:
    plan = volume(rows(3, PixelSpacing=None))
    assert not plan.info.calibrated
    assert plan.info.frame_of_reference is None
    assert "uncalibrated" in codes(plan)


@pytest.mark.parametrize(("ratio", "word"), [(None, "not said"), (10, "by 10:1"), (2114.5, "by 2114:1")])
def test_lossy_sources_say_so(ratio: float | None, word: str) -> None:
    plan = volume(rows(3, LossyImageCompression="01", LossyImageCompressionRatio=ratio))
    assert word in note_of(plan, "lossy")


def test_a_doubt_of_many_slices_stands_once() -> None:
    plan = volume(rows(5, ImageOrientationPatient=[1, 0, 0, 0.004, 1, 0]))
    assert "0.23 degrees" in note_of(plan, "orientation")


def test_notes_name_nobody() -> None:
    plan = volume(rows(3, **PET, PatientName="Muster^Eva", PatientID="4711"))
    assert not any(word in note.text for note in plan.info.notes for word in ("Muster", "4711", "70"))
