"""Points and planes of a volume."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render import geometry, views
from render.geometry import Vec3
from render.volume import VolumeInfo
from session.view.space import PLANES, clamp, clamp_on_plane, nearest_slice_mm, plane_axes
from tests.session.view.volumes import ALL, AXIAL, SAGITTAL, oblique, tilted

points = st.tuples(*[st.floats(-500, 500)] * 3)


@given(st.sampled_from(sorted(ALL)), points)
def test_a_clamped_point_is_in_the_volume_and_stays(name: str, point: Vec3) -> None:
    info = ALL[name]
    once = clamp(info, point)
    index = geometry.to_index(info.matrix, once)
    counts = (info.columns, info.rows, info.slices)
    assert all(-1e-6 <= at <= count - 1 + 1e-6 for at, count in zip(index, counts, strict=True))
    assert clamp(info, once) == once


def test_a_point_inside_is_the_very_point() -> None:
    point = (-10.1, 3.0000001, 7.7)
    assert clamp(AXIAL, point) is point


@given(points, st.floats(0.02, 0.98))
def test_a_point_is_found_on_every_plane_that_meets_the_volume(point: Vec3, part: float) -> None:
    info = oblique()
    normal = geometry.normalize((1.0, 2.0, -1.5))
    least, greatest = views.position_range(info, normal)
    at = least + part * (greatest - least)
    found = clamp_on_plane(info, point, normal, at)
    assert geometry.dot(found, normal) == pytest.approx(at, abs=0.05)
    assert clamp(info, found) == pytest.approx(found)


@pytest.mark.parametrize("info", [AXIAL, SAGITTAL, tilted(), oblique()], ids=["axial", "sagittal", "tilted", "oblique"])
def test_the_acquisitions_planes_are_the_nearest_to_the_patients(info: VolumeInfo) -> None:
    for name in PLANES:
        own, patient = plane_axes(info, name, "acquisition"), plane_axes(info, name, "patient")
        for a, b in zip(own, patient, strict=True):
            assert abs(geometry.dot(a, b)) > math.cos(math.radians(46))
        # Never mirrored: right, down and the line of sight keep their hand.
        assert geometry.dot(own[0], patient[0]) > 0
        assert geometry.dot(own[1], patient[1]) > 0
        assert geometry.dot(own[0], own[1]) == pytest.approx(0, abs=1e-12)
    assert sum(views.is_parallel(info, plane_axes(info, name, "acquisition")[2]) for name in PLANES) == 1


def test_a_mirrored_slice_order_mirrors_no_picture() -> None:
    x, y, _ = AXIAL.matrix
    flipped = replace(AXIAL, matrix=(x, y, (0.0, 0.0, -2.5, 35.0)))
    right, down, normal = plane_axes(flipped, "axial", "acquisition")
    assert (right, down) == plane_axes(AXIAL, "axial", "patient")[:2]
    # Positions count along the slices' own normal, row x column.
    assert normal == flipped.normal


def test_the_nearest_slice() -> None:
    assert nearest_slice_mm(AXIAL, (0.0, 0.0, 1.0), -33.0) == pytest.approx(-32.5)
    assert nearest_slice_mm(AXIAL, (0.0, 0.0, 1.0), 1e9) == pytest.approx(35.0)
    assert nearest_slice_mm(AXIAL, (0.0, 0.0, -1.0), 33.0) == pytest.approx(32.5)
