from typing import Any

from pydicom import Dataset

from archive.assemble.picture_scale import scale_of
from archive.assemble.records import Spacing
from tests.archive.assemble.samples import elements, item


def region(across_cm: float, down_cm: float, units: int = 3, **changes: Any) -> Dataset:
    return item(
        PhysicalUnitsXDirection=units,
        PhysicalUnitsYDirection=units,
        PhysicalDeltaX=across_cm,
        PhysicalDeltaY=down_cm,
        **changes,
    )


def test_the_frames_spacing_comes_first() -> None:
    regions = elements(SequenceOfUltrasoundRegions=[region(0.1, 0.1)])
    scale = scale_of(regions, Spacing(down=0.5, across=0.25))
    assert (scale.across, scale.down, scale.calibrated, scale.notes) == (0.25, 0.5, True, ())


def test_an_ultrasounds_regions_count_in_centimetres() -> None:
    scale = scale_of(elements(SequenceOfUltrasoundRegions=[region(0.03, -0.03), region(0.03, 0.03)]), None)
    assert (scale.across, scale.down, scale.calibrated) == (0.3, 0.3, True)
    assert [note.code for note in scale.notes] == ["region"]


def test_curves_beside_the_picture_do_not_count() -> None:
    scale = scale_of(elements(SequenceOfUltrasoundRegions=[region(0.03, 0.03), region(0.005, 0.0, units=4)]), None)
    assert (scale.across, scale.calibrated) == (0.3, True)


def test_regions_that_disagree_calibrate_nothing() -> None:
    scale = scale_of(elements(SequenceOfUltrasoundRegions=[region(0.03, 0.03), region(0.06, 0.06)]), None)
    assert (scale.across, scale.down, scale.calibrated) == (1.0, 1.0, False)
    assert "different scales" in scale.notes[0].text


def test_a_scale_that_does_not_fit_the_pixels_calibrates_nothing() -> None:
    regions = [region(0.05, 0.04)]
    bent = scale_of(elements(SequenceOfUltrasoundRegions=regions), None)
    assert (bent.across, bent.down, bent.calibrated) == (1.0, 1.0, False)
    assert "does not fit" in bent.notes[0].text
    wide = scale_of(elements(SequenceOfUltrasoundRegions=regions, PixelAspectRatio=["4", "5"]), None)
    assert (wide.across, wide.down, wide.calibrated) == (0.5, 0.4, True)


def test_without_anything_pixels_keep_their_proportion() -> None:
    plain = scale_of(elements(), None)
    assert (plain.across, plain.down, plain.calibrated) == (1.0, 1.0, False)
    assert [note.code for note in plain.notes] == ["uncalibrated"]
    tall = scale_of(elements(PixelAspectRatio=["4", "3"]), None)
    assert (tall.across, tall.down) == (1.0, 4 / 3)
    for broken in (["0", "1"], ["1"], ["1", "1000"]):
        assert scale_of(elements(PixelAspectRatio=broken), None).down == 1.0
