import random
from collections.abc import Sequence
from typing import Any

import pytest
from pydicom import Dataset

from archive.assemble.content import SeriesContent
from archive.decode import FrameSource
from archive.rows import InstanceRow
from tests.archive.assemble.samples import codes, content, image, note_of, row, volume


def several(placed: Sequence[tuple[float, dict[str, Any]]]) -> list[InstanceRow]:
    """One slice for each height, with attributes; instance numbers and identifiers count through."""
    found = []
    for n, (z, attributes) in enumerate(placed):
        dataset = image(n, ImagePositionPatient=[0, 0, z], **attributes)
        found.append(row(dataset))
    return found


def uid(source: FrameSource) -> int:
    return int(source.path.name.rsplit(".", 1)[1]) - 1


def frames(found: SeriesContent) -> list[list[int]]:
    return [[uid(source) for source in plan.frames] for plan in found.volumes]


def never_equal(source: FrameSource) -> bytes:
    return str(source).encode()


def always_equal(source: FrameSource) -> bytes:
    return b""


HEIGHTS = (0, 1, 2)
BY_TRAIT: list[tuple[str, list[dict[str, Any]], list[str]]] = [
    ("temporal position", [{"TemporalPositionIdentifier": t} for t in (1, 2)], ["time 1 of 2", "time 2 of 2"]),
    ("trigger time", [{"TriggerTime": t} for t in (0, 41.5)], ["trigger 0 ms", "trigger 41.5 ms"]),
    (
        "cardiac cycle",
        [{"NominalPercentageOfCardiacPhase": p} for p in (5.0, 75.0)],
        ["5 % of the cycle", "75 % of the cycle"],
    ),
    ("diffusion", [{"DiffusionBValue": b} for b in (0.0, 1000.0)], ["b = 0", "b = 1000"]),
    (
        "diffusion",
        [
            {"DiffusionBValue": 700.0, "DiffusionGradientOrientation": direction}
            for direction in ([0.0, 0.0, 1.0], [0.0, 1.0, 0.0])
        ],
        ["b = 700, direction 1", "b = 700, direction 2"],
    ),
    ("echo time", [{"EchoTime": t} for t in (4.6, 9.2)], ["echo 4.6 ms", "echo 9.2 ms"]),
    ("flip angle", [{"FlipAngle": a} for a in (5, 20)], ["flip 5°", "flip 20°"]),
    ("contrast", [{"ContrastBolusAgentPhase": p} for p in ("POST", "PRE")], ["contrast post", "contrast pre"]),
    ("image type", [{"ImageType": ["O", "P", p]} for p in ("M", "PHASE")], ["o p m", "o p phase"]),
    ("acquisition number", [{"AcquisitionNumber": n} for n in (1, 2)], ["acquisition 1", "acquisition 2"]),
    (
        "acquisition time",
        [{"AcquisitionDate": "20200101", "AcquisitionTime": t} for t in ("10", "11")],
        ["time 1 of 2", "time 2 of 2"],
    ),
]


@pytest.mark.parametrize(("word", "traits", "labels"), BY_TRAIT)
@pytest.mark.parametrize("by_slice", [True, False])
def test_each_trait_tells_phases_apart(
    word: str, traits: list[dict[str, Any]], labels: list[str], by_slice: bool
) -> None:
    if by_slice:
        placed = [(z, trait) for z in HEIGHTS for trait in traits]
    else:
        placed = [(z, trait) for trait in traits for z in HEIGHTS]
    found = content(several(placed), never_equal)
    assert [plan.info.label for plan in found.volumes] == [f"axial, {label}" for label in labels]
    expected = [[0, 2, 4], [1, 3, 5]] if by_slice else [[0, 1, 2], [3, 4, 5]]
    assert frames(found) == expected
    assert word in note_of(found.volumes[0], "phases")


def test_the_first_trait_that_works_is_taken() -> None:
    placed = [(z, {"EchoTime": e, "AcquisitionNumber": n}) for z in HEIGHTS for n, e in ((1, 5), (2, 9))]
    assert "echo time" in note_of(content(several(placed)).volumes[0], "phases")


def test_a_trait_that_differs_on_every_slice_tells_nothing() -> None:
    placed = [(z, {"AcquisitionTime": f"1000{n:02}"}) for n, z in enumerate(HEIGHTS * 2)]
    found = content(several(placed), never_equal)
    assert frames(found) == [[0, 1, 2], [3, 4, 5]]
    assert "order" in note_of(found.volumes[0], "phases")


def test_traits_work_together_where_none_works_alone() -> None:
    placed = [(z, {"TemporalPositionIdentifier": t, "EchoTime": e}) for z in HEIGHTS for t in (1, 2) for e in (5, 9)]
    found = content(several(placed), never_equal)
    assert [plan.info.label for plan in found.volumes] == [
        f"axial, time {n} of 4, echo {echo} ms" for n, echo in enumerate((5, 9, 5, 9), 1)
    ]
    assert frames(found)[0] == [0, 4, 8]


def test_cardiac_phases_whose_trigger_times_vary_from_slice_to_slice_are_ranked() -> None:
    placed = [(z, {"TriggerTime": 40 * phase + 3 * z}) for z in HEIGHTS for phase in (2, 0, 1)]
    found = content(several(placed), never_equal)
    assert frames(found) == [[1, 4, 7], [2, 5, 8], [0, 3, 6]]


def test_a_phase_that_lacks_positions_keeps_to_itself() -> None:
    placed = [(z, {"TemporalPositionIdentifier": t}) for t in (1, 2) for z in range(5) if (t, z) != (2, 3)]
    found = content(several(placed))
    assert frames(found) == [[0, 1, 2, 3, 4], [5, 6, 7, 8]]
    assert "incomplete" not in codes(found.volumes[0])
    assert {"incomplete", "gap"} <= codes(found.volumes[1])
    assert "4 of the series' 5" in note_of(found.volumes[1], "incomplete")


def test_stations_that_overlap_are_volumes_of_their_own() -> None:
    placed = [(float(z), {"AcquisitionNumber": n}) for n, zs in ((1, range(5)), (2, range(4, 9))) for z in zs]
    assert frames(content(several(placed), never_equal)) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_stations_side_by_side_are_volumes_of_their_own() -> None:
    places = [(x, 0, z) for x in (0, 60) for z in HEIGHTS]
    found = [row(image(n, ImagePositionPatient=list(place))) for n, place in enumerate(places)]
    assert frames(content(found)) == [[0, 1, 2], [3, 4, 5]]
    assert content(found).volumes[1].info.label == "axial, station 2 of 2"


def test_equal_pictures_at_a_place_are_duplicates() -> None:
    plan = volume(several([(z, {}) for z in (*HEIGHTS, 1)]), always_equal)
    assert [uid(source) for source in plan.frames] == [0, 1, 2]
    assert "1 duplicate" in note_of(plan, "duplicates")


@pytest.mark.parametrize(
    "attributes", [{"AcquisitionNumber": 2}, {"ImageType": ["DERIVED"]}, {"AcquisitionTime": "11"}]
)
def test_a_copys_weak_traits_make_no_phase(attributes: dict[str, Any]) -> None:
    placed = [(z, {"AcquisitionDate": "20200101", "AcquisitionTime": "10"}) for z in HEIGHTS]
    copies = [(z, {**common, **attributes}) for z, common in placed]
    plan = volume(several([*placed, *copies]), always_equal)
    assert [uid(source) for source in plan.frames] == [0, 1, 2]
    assert "3 duplicates" in note_of(plan, "duplicates")


def test_equal_pixels_of_true_phases_stay_phases() -> None:
    placed = [(z, {"TemporalPositionIdentifier": t}) for t in (1, 2) for z in HEIGHTS]
    assert frames(content(several(placed), always_equal)) == [[0, 1, 2], [3, 4, 5]]


def test_pixels_are_not_asked_for_where_headers_tell() -> None:
    def forbidden(source: FrameSource) -> bytes:
        raise AssertionError(source)

    placed = [(z, {"EchoTime": e}) for z in HEIGHTS for e in (5, 9)]
    assert len(content(several(placed), forbidden).volumes) == 2


def test_without_a_digest_headers_that_agree_are_copies() -> None:
    assert len(volume(several([(z, {}) for z in (*HEIGHTS, *HEIGHTS)])).frames) == 3


def test_different_rescales_of_equal_stored_values_are_no_duplicates() -> None:
    placed = [(z, {"RescaleSlope": slope}) for slope in (1, 2) for z in HEIGHTS]
    assert len(content(several(placed), always_equal).volumes) == 2


def test_pictures_of_one_place_are_a_film() -> None:
    found = content(several([(5, {"TriggerTime": 10 * n}) for n in range(10)]), never_equal)
    assert found.volumes == ()
    (film,) = found.films
    assert [uid(source) for source in film.frames] == list(range(10))
    assert "one place" in found.why_no_volume


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_means_nothing(seed: int) -> None:
    placed = [(z, {"TemporalPositionIdentifier": t}) for t in (1, 2, 3) for z in HEIGHTS]
    files = several(placed)
    shuffled = random.Random(seed).sample(files, len(files))
    assert content(shuffled, never_equal) == content(files, never_equal)


def test_objects_with_several_frames_separate_what_nothing_else_does() -> None:
    def enhanced(n: int) -> Dataset:
        places = [image(0, ImagePositionPatient=[0, 0, z]) for z in HEIGHTS]
        dataset = image(n, NumberOfFrames=3, ImagePositionPatient=None)
        own = []
        for place in places:
            position = Dataset()
            position.ImagePositionPatient = place.ImagePositionPatient
            group = Dataset()
            group.PlanePositionSequence = [position]
            own.append(group)
        dataset.PerFrameFunctionalGroupsSequence = own
        return dataset

    found = content([row(enhanced(n)) for n in range(2)], never_equal)
    assert frames(found) == [[0, 0, 0], [1, 1, 1]]
    assert [plan.info.label for plan in found.volumes] == ["axial, phase 1 of 2", "axial, phase 2 of 2"]


def test_frames_of_one_object_in_one_place_are_a_film_without_a_look_at_pixels() -> None:
    def forbidden(source: FrameSource) -> bytes:
        raise AssertionError(source)

    found = content([row(image(0, NumberOfFrames=30))], forbidden)
    assert [len(film.frames) for film in found.films] == [30]
    assert found.volumes == ()


def test_long_names_of_a_phase_are_cut() -> None:
    placed = [(z, {"ImageType": ["O", "P", *(f"{p}{n:02}" * 5 for n in range(20))]}) for z in HEIGHTS for p in "AB"]
    assert all(len(plan.info.label) < 80 for plan in content(several(placed), never_equal).volumes)
