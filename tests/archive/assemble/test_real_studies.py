"""Real studies beside the checkout: sizes, spacing, units and notes as they are known, and another reader's word."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
import SimpleITK

from archive.assemble.content import SeriesContent, VolumePlan
from archive.assemble.folder import OpenedPaths
from render.geometry import to_index, to_patient
from render.volume import Volume
from tests.archive.assemble.samples import codes, loaded, note_of, opened
from tests.data import shared_data


@contextmanager
def study(*parts: str) -> Iterator[tuple[OpenedPaths, list[SeriesContent]]]:
    with opened(shared_data(*parts)) as paths:
        yield paths, paths.contents()


def volumes(*parts: str) -> list[VolumePlan]:
    with study(*parts) as (_, contents):
        return [plan for content in contents for plan in content.volumes]


def only(*parts: str) -> VolumePlan:
    (plan,) = volumes(*parts)
    return plan


def described(plan: VolumePlan) -> tuple[Any, ...]:
    info = plan.info
    spacing = tuple(round(length, 3) for length in info.spacing_mm)
    return (info.columns, info.rows, info.slices, *spacing, info.voxel, info.unit)


@pytest.mark.parametrize(
    ("parts", "expected", "notes"),
    [
        (("mr-head-t1-studyforrest.zip",), (274, 384, 384, 0.7, 0.667, 0.667, "int16", ""), set()),
        (("petct-thigh-sts001", "CT"), (198, 202, 59, 0.977, 0.977, 3.27, "int16", "HU"), set()),
        (("petct-thigh-sts001", "MR_T1"), (174, 158, 59, 0.977, 0.977, 3.27, "int16", ""), set()),
        (("petct-thigh-sts001", "PET"), (128, 128, 267, 4.688, 4.688, 3.27, "float32", "SUVbw"), {"units"}),
        (
            ("ct-head-tilt-ge",),
            (512, 512, 37, 0.488, 0.488, 4.002, "int16", "HU"),
            {"tilt", "spacing", "window"},
        ),
        (("ct-liver-3slice-seg", "CT"), (512, 512, 3, 0.811, 0.811, 1.0, "int16", "HU"), set()),
        (("odd", "geometry", "missing_slice_4"), (512, 512, 5, 0.43, 0.43, 5.0, "int16", "HU"), {"gap"}),
        (("odd", "geometry", "two_slices_only"), (256, 256, 2, 1.0, 1.0, 1.0, "uint16", ""), set()),
        (("odd", "geometry", "non_square_pixels_4"), (64, 28, 4, 6.4, 4.0, 0.5, "float32", ""), set()),
        (("odd", "geometry", "double_oblique_4"), (64, 64, 4, 2.344, 2.344, 4.0, "int16", ""), set()),
        (
            ("multiframe", "enhanced-mr", "nema_BRTUM003.dcm"),
            (256, 256, 24, 0.82, 0.82, 6.0, "int16", ""),
            {"window"},
        ),
        (
            ("multiframe", "enhanced-mr", "philips_anat_8f.dcm"),
            (256, 256, 8, 1.0, 1.0, 1.2, "uint16", ""),
            {"window"},
        ),
        (
            ("multiframe", "enhanced-ct", "CT0012_fragmented_no_bot.dcm"),
            (512, 512, 2, 0.389, 0.389, 10.0, "uint16", "ml/100ml/s"),
            {"lossy"},
        ),
        (
            ("odd", "pixels", "parametric_map_float.dcm"),
            (128, 128, 1, 0.661, 0.661, 5.0, "float32", ""),
            {"single"},
        ),
        (
            ("odd", "headers", "explicit_VR-UN.dcm"),
            (512, 512, 1, 0.859, 0.859, 0.859, "int16", "HU"),
            {"single"},
        ),
    ],
)
def test_one_volume_each(parts: tuple[str, ...], expected: tuple[Any, ...], notes: set[str]) -> None:
    plan = only(*parts)
    assert described(plan) == expected
    assert codes(plan) == notes


@pytest.mark.parametrize(
    ("parts", "count", "slices", "first", "last"),
    [
        (("mr-4d-fmri-studyforrest",), 6, 35, "axial oblique, time 1 of 6", "axial oblique, time 6 of 6"),
        (
            ("multiframe", "enhanced-mr", "philips_dti_32f.dcm"),
            4,
            8,
            "axial, b = 0",
            "axial, b = 1300, direction 3",
        ),
        (("odd", "geometry", "mixed_orientation_4"), 2, 2, "sagittal", "axial oblique"),
    ],
)
def test_several_volumes(parts: tuple[str, ...], count: int, slices: int, first: str, last: str) -> None:
    found = volumes(*parts)
    assert [plan.info.slices for plan in found] == [slices] * count
    assert (found[0].info.label, found[-1].info.label) == (first, last)


@pytest.mark.parametrize(
    ("parts", "pictures", "films"),
    [
        (("odd", "pixels", "CR_MONOCHROME1_RG3_J2KI.dcm"), 1, 0),
        (("odd", "pixels", "CT-MONO2-16-ankle_signed_no_spacing.dcm"), 1, 0),
        (("odd", "pixels", "US_no_pixel_spacing.dcm"), 1, 0),
        (("odd", "geometry", "siemens_mosaic.dcm"), 1, 0),
        (("odd", "color", "TestPattern_RGB.dcm"), 1, 0),
        (("multiframe", "cine", "mr_heart_16f.dcm"), 0, 1),
        (("multiframe", "cine", "xa_coronary_96f_jpeg.dcm"), 0, 1),
        (("multiframe", "cine", "us_echo_34f_jpeg_ybr422.dcm"), 0, 1),
        (("multiframe", "cine", "us_palette_rle_2f.dcm"), 0, 1),
        (("multiframe", "enhanced-mr", "emri_small.dcm"), 0, 1),
    ],
)
def test_what_is_no_volume_is_kept_and_explained(parts: tuple[str, ...], pictures: int, films: int) -> None:
    with study(*parts) as (_, (content,)):
        assert content.volumes == ()
        assert (content.pictures, len(content.films)) == (pictures, films)
        assert content.why_no_volume


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (("petct-thigh-sts001", "CT_RTSTRUCT"), "structure sets"),
        (("ct-liver-3slice-seg", "SEG", "liver.dcm"), "segmentations"),
        (("odd", "headers", "sr_no_pixel_data.dcm"), "structured reports"),
        (("malformed", "badVR.dcm"), "doses"),
        (("odd", "headers", "GH178_no_pixel_data.dcm"), "no pixel data"),
        (("malformed", "GH1146_empty_pixel_data.dcm"), "no pixel data"),
        (("odd", "syntaxes", "ct_JPEGProcess6_8_1.2.840.10008.1.2.4.53.dcm"), "cannot be decoded"),
    ],
)
def test_what_comes_later_is_named(parts: tuple[str, ...], word: str) -> None:
    with study(*parts) as (_, (content,)):
        assert content.volumes == ()
        assert [refusal.instances for refusal in content.refused] == [1]
        assert word in content.refused[0].why


def test_localizers_and_screens_of_one_series_are_apart() -> None:
    with study("odd", "geometry", "localizers_and_screens_one_series") as (_, (content,)):
        assert content.instances == 5
        assert sum(len(reel.frames) for reel in content.reels if reel.colour) == 3
        # Two localizers of one place and equal pixels: one is left.
        (plan,) = content.volumes
        assert codes(plan) == {"duplicates", "single"}


def test_tilt_and_changing_steps_of_a_head() -> None:
    plan = only("ct-head-tilt-ge")
    assert "18.5 degrees" in note_of(plan, "tilt")
    assert "1.08 to 7.00 mm" in note_of(plan, "spacing")
    assert len(plan.frames) == 28
    # The fourteen slices of 4 mm lie on the grid; their corners are where their headers say.
    assert plan.info.source_slices[:14] == tuple(map(float, range(14)))


def test_corners_of_the_tilted_head_are_where_the_headers_say() -> None:
    plan = only("ct-head-tilt-ge")
    for source, k in zip(plan.frames, plan.info.source_slices, strict=True):
        position = pydicom.dcmread(source.path, stop_before_pixels=True).ImagePositionPatient
        assert to_patient(plan.info.matrix, (0, 0, k)) == pytest.approx(tuple(map(float, position)), abs=0.05)


def reader_of(plan: VolumePlan) -> Any:
    """SimpleITK's volume of the same files in the same order."""
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames([str(source.path) for source in plan.frames])
    reader.SetOutputPixelType(SimpleITK.sitkFloat64)
    return reader.Execute()


@pytest.mark.parametrize(
    "parts",
    [
        ("petct-thigh-sts001", "CT"),
        ("petct-thigh-sts001", "MR_T1"),
        ("odd", "geometry", "double_oblique_4"),
        ("odd", "geometry", "non_square_pixels_4"),
    ],
)
def test_values_and_places_agree_with_simpleitk(parts: tuple[str, ...]) -> None:
    with study(*parts) as (paths, (content,)):
        (plan,) = content.volumes
        volume = loaded(paths, plan)
        other = reader_of(plan)
        info = plan.info
        assert other.GetSize() == (info.columns, info.rows, info.slices)
        corners = [(i, j, k) for i in (0, info.columns - 1) for j in (0, info.rows - 1) for k in (0, info.slices - 1)]
        for corner in corners:
            # SimpleITK takes the first step for all; a long stack of rounded positions ends elsewhere by a little.
            expected = other.TransformIndexToPhysicalPoint(corner)
            assert to_patient(info.matrix, corner) == pytest.approx(expected, abs=0.3)
        real = volume.voxels.astype(np.float64) * info.slope + info.intercept
        assert np.allclose(real, SimpleITK.GetArrayViewFromImage(other), rtol=1e-6, atol=1e-4)


def real_values(volume: Volume) -> Any:
    return volume.voxels.astype(np.float64) * volume.info.slope + volume.info.intercept


def test_suv_of_the_whole_body_and_of_the_box_that_the_ct_covers() -> None:
    ct = only("petct-thigh-sts001", "CT").info
    with study("petct-thigh-sts001", "PET") as (paths, (content,)):
        (plan,) = content.volumes
        suv = real_values(loaded(paths, plan))
    assert suv.max() == pytest.approx(66.52, abs=0.005)
    matrix = plan.info.matrix
    corners = ((0, 0, 0), (ct.columns - 1, ct.rows - 1, ct.slices - 1))
    ends = np.array([to_index(matrix, to_patient(ct.matrix, corner)) for corner in corners])
    low, high = np.ceil(ends.min(0) - 0.01).astype(int), np.floor(ends.max(0) + 0.01).astype(int)
    box = suv[low[2] : high[2] + 1, low[1] : high[1] + 1, low[0] : high[0] + 1]
    assert box.max() == pytest.approx(25.41, abs=0.005)


def test_pet_ct_and_mr_share_a_frame_of_reference() -> None:
    found = {only("petct-thigh-sts001", part).info.frame_of_reference for part in ("CT", "PET", "MR_T1")}
    assert len(found) == 1
    assert None not in found


def test_values_and_places_of_the_chest_are_those_of_its_files() -> None:
    with study("ct-chest-thin-lidc0314.zip") as (paths, (content,)):
        (plan,) = content.volumes
        assert described(plan) == (512, 512, 275, 0.781, 0.781, 1.0, "uint16", "HU")
        assert codes(plan) == {"frame-of-reference"}
        volume = loaded(paths, plan)
        for k in (0, 137, 274):
            dataset = pydicom.dcmread(plan.frames[k].path)
            position = tuple(map(float, dataset.ImagePositionPatient))
            assert np.array_equal(volume.voxels[k], dataset.pixel_array)
            assert to_patient(plan.info.matrix, (0, 0, k)) == pytest.approx(position, abs=1e-3)


def test_one_slice_in_every_lossless_syntax_has_the_same_voxels() -> None:
    folder = shared_data("odd", "syntaxes")
    digests = set()
    for file in sorted(folder.glob("ct_*")):
        with opened(file) as paths:
            (content,) = paths.contents()
            if not content.volumes or "lossy" in codes(content.volumes[0]):
                continue
            volume = loaded(paths, content.volumes[0])
            digests.add(volume.voxels.tobytes())
    assert len(digests) == 1


def test_no_malformed_file_takes_a_description_down() -> None:
    for file in sorted(Path(shared_data("malformed")).iterdir()):
        with opened(file) as paths:
            for content in paths.contents():
                assert content.volumes or content.why_no_volume
