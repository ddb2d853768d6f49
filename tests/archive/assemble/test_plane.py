import math

import pytest

from archive.assemble.functional import FrameHeader
from archive.assemble.plane import normal_of, plane_of, position_of, spacing_of, straightened
from render.geometry import dot, length, rotate
from tests.archive.assemble.samples import elements


def header(**attributes: object) -> FrameHeader:
    return FrameHeader(elements(**attributes))


def test_rounded_cosines_are_normalised_without_a_note() -> None:
    plane, notes = plane_of(header(ImageOrientationPatient=["0.999", "-0.035", "0.0", "0.035", "0.999", "-0.0"]))
    assert plane is not None
    assert notes == ()
    assert length(plane.row) == pytest.approx(1)
    assert length(plane.column) == pytest.approx(1)
    assert dot(plane.row, plane.column) == pytest.approx(0, abs=1e-15)


def test_negative_zeros_are_zeros() -> None:
    plane, _ = plane_of(header(ImageOrientationPatient=["1", "-0.0", "-0", "0", "1", "-0.0"]))
    assert plane is not None
    assert [math.copysign(1, value) for value in (*plane.row, *plane.column)] == [1] * 6


@pytest.mark.parametrize(("off_deg", "noted"), [(0.05, False), (0.3, True)])
def test_small_errors_of_the_right_angle_are_shared_by_both_directions(off_deg: float, noted: bool) -> None:
    column = rotate((0, 1, 0), (0, 0, 1), -off_deg)
    plane, notes = plane_of(header(ImageOrientationPatient=[1, 0, 0, *(f"{v:.10f}" for v in column)]))
    assert plane is not None
    assert plane.error_deg == pytest.approx(off_deg)
    assert math.degrees(math.acos(plane.row[0])) == pytest.approx(off_deg / 2, rel=1e-6)
    assert dot(plane.row, plane.column) == pytest.approx(0, abs=1e-15)
    assert [found.code for found in notes] == ["orientation"] * noted


@pytest.mark.parametrize("column", [(0.02, 1, 0), (1, 0, 0), (0, 0, 0), (-1, 0, 0)])
def test_what_spans_no_plane_is_refused_in_words(column: tuple[float, ...]) -> None:
    plane, notes = plane_of(header(ImageOrientationPatient=[1, 0, 0, *column]))
    assert plane is None
    assert [found.code for found in notes] == ["orientation"]


def test_absent_or_short_orientations_are_none() -> None:
    assert plane_of(header()) == (None, ())
    assert plane_of(header(ImageOrientationPatient=[1, 0, 0])) == (None, ())


def test_normal_is_row_cross_column() -> None:
    assert normal_of(straightened((0, 1, 0), (0, 0, -1))) == pytest.approx((-1, 0, 0))


def test_positions_must_be_three_sensible_numbers() -> None:
    assert position_of(header(ImagePositionPatient=[1, 2, 3])) == (1, 2, 3)
    assert position_of(header(ImagePositionPatient=[1, 2])) is None
    assert position_of(header(ImagePositionPatient=[1, 2, 1e9])) is None
    assert position_of(header()) is None


def test_rows_come_first_in_a_spacing() -> None:
    spacing, notes = spacing_of(header(PixelSpacing=[4, 6.4]), "MR")
    assert spacing is not None
    assert (spacing.down, spacing.across) == (4, 6.4)
    assert notes == ()


@pytest.mark.parametrize("value", [[0, 1], [-1, 1], [1]])
def test_impossible_spacings_are_none(value: list[float]) -> None:
    assert spacing_of(header(PixelSpacing=value), "CT") == (None, ())


def test_a_detectors_spacing_holds_for_projections_only() -> None:
    detector = header(ImagerPixelSpacing=[0.1, 0.2])
    spacing, notes = spacing_of(detector, "DX")
    assert spacing is not None
    assert spacing.source == "ImagerPixelSpacing"
    assert [found.code for found in notes] == ["projection-spacing"]
    assert spacing_of(detector, "CT") == (None, ())


@pytest.mark.parametrize(
    ("modality", "spacing", "calibration", "noted"),
    [
        ("DX", [0.1, 0.1], None, True),
        ("DX", [0.1, 0.1], "GEOMETRY", False),
        ("DX", [0.08, 0.08], None, False),
        ("CT", [0.1, 0.1], None, False),
    ],
)
def test_a_pixel_spacing_that_is_but_the_detectors_says_so(
    modality: str, spacing: list[float], calibration: str | None, noted: bool
) -> None:
    frame = header(PixelSpacing=spacing, ImagerPixelSpacing=[0.1, 0.1], PixelSpacingCalibrationType=calibration)
    found, notes = spacing_of(frame, modality)
    assert found is not None
    assert found.source == "PixelSpacing"
    assert [note.code for note in notes] == (["projection-spacing"] if noted else [])
