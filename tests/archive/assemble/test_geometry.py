import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from archive.assemble.elements import Elements
from archive.assemble.frames import frame_records
from archive.assemble.geometry import Crooked, Geometry, Placement, common_plane, far_apart, fit_steps, height, measure
from archive.assemble.records import FrameRecord
from render.geometry import Vec3, determinant, to_patient
from tests.archive.assemble.samples import image, kept, row


def records(positions: list[Vec3], **attributes: object) -> list[FrameRecord]:
    datasets = [
        image(k, ImagePositionPatient=[f"{v:.6f}" for v in position], **attributes)
        for k, position in enumerate(positions)
    ]
    return [frame for d in datasets for frame in frame_records(row(d), Elements.of_header(kept(d)))]


def geometry(positions: list[Vec3], **attributes: object) -> Geometry:
    frames = records(positions, **attributes)
    found = measure(frames, common_plane(frames))
    assert isinstance(found, Geometry)
    return found


def codes(found: Geometry) -> list[str]:
    return [note.code for note in found.notes]


def test_every_slice_lies_where_its_position_says() -> None:
    positions: list[Vec3] = [(-3.0, 5.0, 2.5 * k - 7) for k in range(9)]
    found = geometry(positions)
    for k, position in enumerate(positions):
        assert to_patient(found.matrix, (0, 0, k)) == pytest.approx(position)
    assert to_patient(found.matrix, (2, 0, 0)) == pytest.approx((-3 + 2 * 0.75, 5, -7))
    assert to_patient(found.matrix, (0, 2, 0)) == pytest.approx((-3, 5 + 2 * 0.5, -7))
    assert codes(found) == []
    assert found.planes == tuple(map(Placement, range(9)))


@settings(max_examples=60, deadline=None)
@given(
    angles=st.tuples(*[st.floats(-180, 180)] * 3),
    shear=st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4)),
    step=st.floats(0.2, 12),
    count=st.integers(2, 12),
    seed=st.integers(0, 999),
)
def test_any_sheared_stack_lies_where_its_headers_say(
    angles: tuple[float, float, float], shear: tuple[float, float], step: float, count: int, seed: int
) -> None:
    turn = Rotation.from_euler("xyz", angles, degrees=True).as_matrix()
    row_axis, column_axis, normal = turn[:, 0], turn[:, 1], turn[:, 2]
    forward = step * (normal + shear[0] * row_axis + shear[1] * column_axis)
    corner = np.array([-31.0, 12.0, 55.0])
    places = [tuple(corner + k * forward) for k in range(count)]
    files = list(enumerate(places))
    random.Random(seed).shuffle(files)
    orientation = [f"{v:.9f}" for v in (*row_axis, *column_axis)]
    frames = records([(float(p[0]), float(p[1]), float(p[2])) for _, p in files], ImageOrientationPatient=orientation)
    plane = common_plane(frames)
    found = measure(sorted(frames, key=lambda frame: height(frame, plane)), plane)
    assert isinstance(found, Geometry)
    assert determinant(found.matrix) > 0
    for i, j, k in ((0, 0, 0), (7, 0, count - 1), (3, 5, count // 2)):
        expected = corner + i * 0.75 * row_axis + j * 0.5 * column_axis + k * forward
        # Up to 0.02 mm of drift over the whole stack are taken for rounding.
        assert to_patient(found.matrix, (i, j, k)) == pytest.approx(tuple(expected), abs=0.021)


def test_tilt_stays_in_the_matrix() -> None:
    column = (0, math.cos(math.radians(15)), math.sin(math.radians(15)))
    positions: list[Vec3] = [(0, 0, 3.0 * k) for k in range(5)]
    found = geometry(positions, ImageOrientationPatient=[1, 0, 0, *(f"{v:.9f}" for v in column)])
    for k, position in enumerate(positions):
        assert to_patient(found.matrix, (0, 0, k)) == pytest.approx(position, abs=1e-6)
    assert codes(found) == ["tilt"]
    assert "15.0 degrees" in found.notes[0].text


@pytest.mark.parametrize(("drift_mm", "noted"), [(0.0005, False), (0.01, True)])
def test_a_tilt_below_a_tenth_of_a_degree_is_no_tilt(drift_mm: float, noted: bool) -> None:
    found = geometry([(0, drift_mm * k, 1.0 * k) for k in range(50)])
    assert ("tilt" in codes(found)) is noted


def test_rounded_positions_are_fitted_as_a_whole() -> None:
    rng = np.random.default_rng(1)
    heights = np.arange(200) * 0.7 + rng.uniform(-0.02, 0.02, 200)
    steps = fit_steps(list(heights))
    assert not steps.notes
    assert steps.step_mm == pytest.approx(0.7, abs=1e-4)
    assert steps.planes == 200


def test_missing_slices_become_planes_between_their_neighbours() -> None:
    found = geometry([(0, 0, z) for z in (0.0, 5.0, 10.0, 25.0)])
    assert len(found.planes) == 6
    assert codes(found) == ["gap"]
    assert "2 of 6 slices" in found.notes[0].text
    assert found.source_slices == (0.0, 1.0, 2.0, 5.0)
    assert [plane.before for plane in found.planes] == [0, 1, 2, 2, 2, 3]
    assert [plane.weight for plane in found.planes] == pytest.approx([0, 0, 0, 1 / 3, 2 / 3, 0])
    assert to_patient(found.matrix, (0, 0, 5)) == pytest.approx((0, 0, 25))


def test_uneven_steps_are_resampled_to_the_commonest() -> None:
    found = geometry([(0, 0, z) for z in (0.0, 4.0, 8.0, 12.0, 13.0, 20.0, 27.0)])
    assert codes(found) == ["spacing"]
    assert "1.00 to 7.00" in found.notes[0].text
    assert found.source_slices == pytest.approx((0, 1, 2, 3, 3.25, 5, 6.75))
    assert len(found.planes) == 8
    assert found.planes[4].before == 4
    assert found.planes[4].weight == pytest.approx(3 / 7)
    assert found.planes[5] == Placement(5)
    assert found.planes[7] == Placement(6)
    assert to_patient(found.matrix, (0, 0, 6)) == pytest.approx((0, 0, 24))


def test_the_grid_holds_the_commonest_run_wherever_it_is() -> None:
    found = geometry([(0, 0, z) for z in (0.0, 7.0, 8.0, 12.0, 16.0, 20.0)])
    assert found.source_slices[2:] == tuple(range(2, 6))
    assert to_patient(found.matrix, (0, 0, 2)) == pytest.approx((0, 0, 8))


def test_planes_stay_in_proportion_to_slices() -> None:
    steps = fit_steps([0.0, 0.1, 0.2, 7.33, 51.2, 99.9])
    assert steps.planes <= 4 * 6 + 16 + 2


def test_blocks_far_apart_are_cut() -> None:
    heights = [0.0, 1.0, 2.0, 500.0, 501.0]
    assert far_apart(heights) == [3]
    assert far_apart([0.0, 1.0, 5.0]) == []
    assert far_apart([0.0, 900.0]) == []


def test_slices_shifted_within_their_planes_make_no_stack() -> None:
    frames = records([(0, 0, 0), (40, 0, 1), (-30, 0, 2)])
    found = measure(frames, common_plane(frames))
    assert isinstance(found, Crooked)
    assert "mm within their planes" in found.why


def test_one_slice_is_as_thick_as_it_says() -> None:
    found = geometry([(1, 2, 3)], SliceThickness=4)
    assert codes(found) == ["single"]
    assert to_patient(found.matrix, (0, 0, 0)) == (1, 2, 3)
    assert to_patient(found.matrix, (0, 0, 1)) == (1, 2, 7)


def test_without_spacing_everything_counts_in_pixels() -> None:
    found = geometry([(0, 0, 3.0 * k) for k in range(4)], PixelSpacing=None)
    assert codes(found) == ["uncalibrated"]
    assert not found.calibrated
    assert to_patient(found.matrix, (1, 1, 1)) == (1, 1, 1)


def test_slices_ascend_along_row_cross_column() -> None:
    flipped = [1, 0, 0, 0, -1, 0]
    found = geometry([(0, 0, -1.0 * k) for k in range(3)], ImageOrientationPatient=flipped)
    heights = [to_patient(found.matrix, (0, 0, k))[2] for k in range(3)]
    assert all(b < a for a, b in pairwise(heights))


def test_the_commonest_orientation_is_the_stacks() -> None:
    frames = [
        *records([(0, 0, k) for k in range(3)]),
        *records([(0, 0, 9)], ImageOrientationPatient=[1, 0.0005, 0, -0.0005, 1, 0]),
    ]
    assert common_plane(frames).row == (1, 0, 0)
