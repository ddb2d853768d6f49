import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import Dataset

from archive.assemble.describe import describe
from archive.rows import InstanceRow
from tests.archive.assemble.samples import (
    CT,
    ENHANCED_MR,
    SECONDARY,
    codes,
    content,
    image,
    item,
    note_of,
    row,
    rows,
    volume,
)

SCREEN: dict[str, Any] = {
    "SOPClassUID": SECONDARY,
    "SamplesPerPixel": 3,
    "PhotometricInterpretation": "RGB",
    "BitsAllocated": 8,
    "BitsStored": 8,
    "HighBit": 7,
    "Rows": 20,
    "Columns": 30,
    "ImagePositionPatient": None,
    "ImageOrientationPatient": None,
    "PixelSpacing": None,
}


def test_names_of_a_series() -> None:
    found = content(rows(2, SeriesDescription="Hals"))
    assert (found.uid, found.modality, found.number, found.description) == ("1.2.3", "CT", 4, "Hals")
    assert found.instances == 2
    assert found.why_no_volume == ""


def test_names_and_numbers_decide_no_order() -> None:
    def confuse(k: int, dataset: Dataset) -> None:
        dataset.InstanceNumber = (7 * k) % 5
        dataset.SliceLocation = -k
        dataset.SOPInstanceUID = f"1.2.3.{(3 * k) % 5 + 1}"
        dataset.SliceThickness = 9
        dataset.SpacingBetweenSlices = 4

    plan = volume(rows(5, confuse))
    assert [source.path.name for source in plan.frames] == [f"1.2.3.{(3 * k) % 5 + 1}" for k in range(5)]
    assert plan.info.spacing_mm[2] == pytest.approx(1)


def test_localizers_screens_and_odd_sizes_are_pictures_beside_the_volume() -> None:
    others = [
        row(image(10, ImageOrientationPatient=[0, 1, 0, 0, 0, -1])),
        row(image(11, **SCREEN)),
        row(image(12, Rows=12)),
    ]
    found = content([*rows(4), *others])
    assert [plan.info.slices for plan in found.volumes] == [4]
    assert found.pictures == 3
    assert found.refused == ()
    assert sum(len(reel.frames) for reel in found.reels if reel.colour) == 1


def test_orientations_of_one_series_are_volumes_of_their_own_the_largest_first() -> None:
    sagittal = [
        row(image(n, ImageOrientationPatient=[0, 1, 0, 0, 0, -1], ImagePositionPatient=[n, 0, 0]))
        for n in range(10, 15)
    ]
    found = content([*rows(3), *sagittal])
    assert [(plan.info.label, plan.info.slices, plan.info.key.number) for plan in found.volumes] == [
        ("sagittal", 5, 1),
        ("axial", 3, 2),
    ]


def test_one_slice_alone_is_a_volume_of_one() -> None:
    plan = volume(rows(1))
    assert plan.info.slices == 1
    assert codes(plan) == {"single"}


def test_an_image_without_position_is_kept_and_named() -> None:
    def lose(k: int, dataset: Dataset) -> None:
        if k == 2:
            dataset.ImagePositionPatient = None

    found = content(rows(5, lose))
    (plan,) = found.volumes
    assert (plan.info.slices, len(plan.frames)) == (5, 4)
    assert "gap" in codes(plan)
    assert found.pictures == 1
    assert [(refusal.instances, refusal.why) for refusal in found.refused] == [
        (1, "no part of the volume: no position in the patient")
    ]


def test_directions_too_far_off_are_refused_in_words() -> None:
    found = content(rows(3, ImageOrientationPatient=[1, 0, 0, 0.1, 1, 0]))
    assert found.volumes == ()
    assert "right angle" in found.why_no_volume


@pytest.mark.parametrize(("frames", "pictures", "films"), [(1, 1, 0), (34, 0, 1)])
def test_pictures_without_position_are_pictures_or_a_film(frames: int, pictures: int, films: int) -> None:
    cine = image(0, NumberOfFrames=frames, ImagePositionPatient=None)
    found = content([row(cine)])
    assert (len(found.volumes), found.pictures, len(found.films)) == (0, pictures, films)
    assert "no position" in found.why_no_volume


def test_secondary_captures_with_a_plane_are_a_volume() -> None:
    assert volume(rows(3, SOPClassUID=SECONDARY)).info.slices == 3


def test_other_objects_are_counted_with_the_reason() -> None:
    segmentation = row(image(9, SOPClassUID="1.2.840.10008.5.1.4.1.1.66.4"))
    found = content([segmentation])
    assert [(refusal.instances, "segmentations" in refusal.why) for refusal in found.refused] == [(1, True)]
    assert "segmentations" in found.why_no_volume


def test_absurd_numbers_of_frames_are_refused_before_anything_is_made_of_them() -> None:
    (refused,) = content([replace(rows(1)[0], number_of_frames=10**9)]).refused
    assert "1000000000 frames" in refused.why


@pytest.mark.parametrize(
    "attributes",
    [{"PixelSpacing": ["1e-300", "1e-300"]}, {"PixelSpacing": ["1e300", "1"]}, {"SliceThickness": "1e300"}],
)
def test_absurd_lengths_are_no_lengths(attributes: dict[str, Any]) -> None:
    (plan,) = content(rows(1, **attributes)).volumes
    assert all(length < 100 for length in plan.info.spacing_mm)


def test_a_mosaic_is_a_picture_and_no_volume() -> None:
    found = content(rows(1, ImageType=["ORIGINAL", "PRIMARY", "M", "MOSAIC"]))
    assert found.volumes == ()
    assert found.pictures == 1
    assert "mosaic" in found.refused[0].why


def test_slices_that_follow_no_line_are_pictures() -> None:
    def wander(k: int, dataset: Dataset) -> None:
        dataset.ImagePositionPatient = [(40, -30, 7)[k], 0, k]

    found = content(rows(3, wander))
    assert found.volumes == ()
    assert found.pictures == 3
    assert "shifted" in found.refused[0].why


def test_blocks_far_apart_are_volumes_with_a_note() -> None:
    def move(k: int, dataset: Dataset) -> None:
        dataset.ImagePositionPatient = [0, 0, k + (900 if k > 3 else 0)]

    found = content(rows(6, move))
    assert [plan.info.slices for plan in found.volumes] == [4, 2]
    assert [plan.info.label for plan in found.volumes] == ["axial, block 1 of 2", "axial, block 2 of 2"]
    assert all("incomplete" in codes(plan) for plan in found.volumes)


def test_a_broken_header_is_a_refusal() -> None:
    good = rows(1)[0]
    broken = InstanceRow(good.path, "1.2.9", CT, good.transfer_syntax_uid, 1, b"?")
    assert [refusal.instances for refusal in content([broken]).refused] == [1]


@settings(max_examples=150, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(1, 10_000), st.binary(max_size=3), st.integers(0, 3)), max_size=12))
def test_no_damaged_header_takes_a_description_down(edits: list[tuple[int, bytes, int]]) -> None:
    good = rows(3, WindowCenter=40, WindowWidth=400)
    header = bytearray(good[1].header)
    for place, new, cut in edits:
        start = 1 + place % (len(header) - 1)
        header[start : start + cut] = new
    found = content([good[0], replace(good[1], header=bytes(header)), good[2]])
    assert found.volumes


def test_an_empty_series() -> None:
    found = describe("1.2.3", 1, [])
    assert found.instances == 0
    assert found.why_no_volume == "there are no images"


def enhanced(positions: list[float], n: int = 0, **attributes: Any) -> Dataset:
    own = [item(PlanePositionSequence=[item(ImagePositionPatient=[0, 0, z])]) for z in positions]
    shared = item(
        PlaneOrientationSequence=[item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
        PixelMeasuresSequence=[item(PixelSpacing=[0.5, 0.75], SliceThickness=2)],
    )
    return image(
        n,
        SOPClassUID=ENHANCED_MR,
        Modality="MR",
        NumberOfFrames=len(positions),
        ImagePositionPatient=None,
        ImageOrientationPatient=None,
        PixelSpacing=None,
        SharedFunctionalGroupsSequence=[shared],
        PerFrameFunctionalGroupsSequence=own,
        **attributes,
    )


def test_frames_of_an_enhanced_object_are_ordered_by_position() -> None:
    plan = volume([row(enhanced([4.0, 0.0, 2.0, 6.0]))])
    assert [source.frame for source in plan.frames] == [1, 2, 0, 3]
    assert plan.info.spacing_mm == pytest.approx((0.75, 0.5, 2))


def test_objects_of_a_concatenation_are_one_volume() -> None:
    parts = [enhanced([0.0, 2.0], 0), enhanced([4.0, 6.0], 1)]
    plan = volume([row(part) for part in parts])
    assert [(source.path.name, source.frame) for source in plan.frames] == [
        ("1.2.3.1", 0),
        ("1.2.3.1", 1),
        ("1.2.3.2", 0),
        ("1.2.3.2", 1),
    ]


def test_frames_without_groups_are_a_film() -> None:
    bare = {"NumberOfFrames": 10, "ImagePositionPatient": None, "ImageOrientationPatient": None}
    assert len(content([row(image(0, SOPClassUID=ENHANCED_MR, **bare))]).films) == 1


def test_a_multiframe_note_of_the_window() -> None:
    dataset = enhanced([0.0, 1.0, 2.0])
    for n, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.FrameVOILUTSequence = [item(WindowCenter=n, WindowWidth=10)]
    plan = volume([row(dataset)])
    assert plan.info.windows[0].center == 1
    assert "middle" in note_of(plan, "window")


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    tilt=st.floats(-0.3, 0.3),
    missing=st.sets(st.integers(1, 8), max_size=3),
    phases=st.integers(1, 3),
)
def test_shuffled_files_give_the_same_volumes(seed: int, tilt: float, missing: set[int], phases: int) -> None:
    files = []
    for phase in range(phases):
        for k in sorted(set(range(10)) - missing):
            n = 10 * phase + k
            position = [0, round(tilt * k, 5), k * 1.25]
            files.append(row(image(n, ImagePositionPatient=position, TemporalPositionIdentifier=phase)))
    shuffled = random.Random(seed).sample(files, len(files))
    found = content(shuffled)
    assert found == content(files)
    assert [plan.info.slices for plan in found.volumes] == [10] * phases
    for plan in found.volumes:
        heights = [int(source.path.name.rsplit(".", 1)[1]) for source in plan.frames]
        assert heights == sorted(heights)
