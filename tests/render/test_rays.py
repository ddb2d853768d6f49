import math
from dataclasses import replace

import numpy as np
import pytest

from render import geometry
from render.rays import camera_rays, half_diagonal_mm, slice_rays
from render.request import SlabMode
from render.views import View, standard
from tests.render.volumes import AXIAL, CORONAL, OBLIQUE, SAGITTAL, TILTED, info


@pytest.mark.parametrize("affine", [AXIAL, CORONAL, SAGITTAL, TILTED, OBLIQUE])
def test_an_acquired_slice_lies_exactly_on_the_voxels(affine: geometry.Matrix34) -> None:
    rays = slice_rays(info(8, 9, 10, affine), standard(info(8, 9, 10, affine), "acquired", 8, 9))
    assert rays.origin[:2] == (0.0, 0.0)
    assert rays.origin[2] in (4.0, 5.0)
    assert (rays.right, rays.down) == ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def test_rounding_in_the_orientation_does_not_blur_a_slice() -> None:
    leaning = ((0.5, 1e-7, 0.0, -10.0), (-1e-7, 0.5, 0.0, 20.0), (0.0, 0.0, 2.0, -300.0))
    rays = slice_rays(info(512, 512, 10, leaning), standard(info(512, 512, 10, leaning), "axial", 512, 512))
    assert rays.right == (1.0, 0.0, 0.0)
    assert rays.origin[:2] == (0.0, 0.0)


def test_a_plane_between_voxels_stays_between_them() -> None:
    request = standard(info(8, 9, 10), "axial", 8, 9, position_mm=-299.5)
    assert slice_rays(info(8, 9, 10), request).origin[2] == pytest.approx(0.25)


@pytest.mark.parametrize("affine", [AXIAL, OBLIQUE])
@pytest.mark.parametrize("view", ["axial", "coronal", "sagittal", "acquired"])
def test_every_pixel_is_the_patient_point_that_the_camera_says(view: View, affine: geometry.Matrix34) -> None:
    described = info(8, 9, 10, affine)
    request = standard(described, view, 31, 17, position_mm=5.3)
    rays, camera = slice_rays(described, request), request.camera
    for x, y in ((0, 0), (30, 0), (7, 16)):
        index = np.array(rays.origin) + x * np.array(rays.right) + y * np.array(rays.down)
        point = np.array(affine) @ [*index, 1.0]
        offset = (x - 15) * np.array(camera.right) + (y - 8) * np.array(camera.down)
        assert point == pytest.approx(np.array(camera.center) + offset * camera.mm_per_pixel, abs=1e-2)


def test_a_slab_of_slices_is_those_within_half_its_thickness() -> None:
    described = info(8, 9, 10)  # slices every 2 mm
    request = standard(described, "axial", 8, 9, position_mm=-290.0, slab_mode=SlabMode.MIN)
    for slab_mm, samples in ((0.0, 1), (3.9, 1), (4.0, 3), (7.9, 3), (8.0, 5)):
        rays = slice_rays(described, replace(request, slab_mm=slab_mm))
        assert rays.samples == samples
        assert rays.origin[2] == 5 - samples // 2
        assert rays.normal == (0.0, 0.0, 1.0)
        assert rays.mode == "min"


def test_an_oblique_slab_spans_its_thickness_in_steps_of_at_most_a_voxel() -> None:
    described = info(8, 9, 10, OBLIQUE)
    rays = slice_rays(described, standard(described, "axial", 8, 9, slab_mm=7.0))
    step = geometry.length(tuple(np.array(OBLIQUE)[:, :3] @ rays.normal))
    assert step * (rays.samples - 1) == pytest.approx(7.0)
    assert step <= 1.6
    assert rays.samples % 2 == 1


def test_padding_is_told_to_the_kernels() -> None:
    described = info(8, 9, 10, padding=(-2000.0, -1900.0))
    assert slice_rays(described, standard(described, "axial", 8, 9)).skip_range == (-2000.0, -1900.0)


def test_a_parallel_camera_starts_outside_and_looks_through_the_middle() -> None:
    described = info(8, 9, 10, OBLIQUE)
    request = standard(described, "mip", 33, 33, azimuth_deg=20.0)
    rays = camera_rays(described, request, 0.5, jitter=False)
    middle = np.array(rays.origin) + 16 * np.array(rays.origin_right) + 16 * np.array(rays.origin_down)
    ahead = np.array(request.camera.center) - middle
    assert ahead == pytest.approx(np.linalg.norm(ahead) * np.array(rays.direction))
    assert np.linalg.norm(ahead) >= half_diagonal_mm(described)
    assert rays.direction_right == rays.direction_down == (0.0, 0.0, 0.0)
    assert rays.step_mm == 0.5


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 180.0])
def test_along_a_voxel_axis_samples_fall_on_voxel_centres(azimuth: float) -> None:
    described = info(8, 9, 10)
    rays = camera_rays(described, standard(described, "mip", 40, 40, azimuth_deg=azimuth), 0.3, jitter=False)
    assert rays.step_mm == pytest.approx(0.5)
    start = np.array(geometry.to_index(AXIAL, rays.origin))
    along = np.array(geometry.direction_to_index(AXIAL, rays.direction))
    axis = int(np.abs(along).argmax())
    assert start[axis] == pytest.approx(round(start[axis]), abs=1e-9)
    assert abs(along[axis]) * rays.step_mm == pytest.approx(1.0)


def test_a_perspective_picture_has_its_scale_in_the_plane_of_its_centre() -> None:
    described = info(80, 90, 100)
    request = standard(described, "volume", 41, 41)
    rays, camera = camera_rays(described, request, 1.0, jitter=True), request.camera
    distance = geometry.length(geometry.subtract(camera.center, rays.origin))
    assert math.tan(math.radians(15)) * distance == pytest.approx(41 / 2 * camera.mm_per_pixel)
    aim = np.array(rays.direction) + 40 * np.array(rays.direction_right) + 20 * np.array(rays.direction_down)
    there = np.array(rays.origin) + aim / np.dot(aim, camera.forward) * distance
    assert there == pytest.approx(np.array(camera.center) + 20 * camera.mm_per_pixel * np.array(camera.right))
    assert rays.origin_right == (0.0, 0.0, 0.0)


def test_zooming_in_narrows_the_angle_before_the_eye_enters_the_body() -> None:
    described = info(80, 90, 100)
    request = standard(described, "volume", 41, 41)
    zoomed = replace(request, camera=replace(request.camera, mm_per_pixel=0.01))
    eye = camera_rays(described, zoomed, 1.0, jitter=True).origin
    distance = geometry.length(geometry.subtract(request.camera.center, eye))
    assert distance > half_diagonal_mm(described)


def test_the_half_diagonal_reaches_the_farthest_corner() -> None:
    corners = [np.array(OBLIQUE)[:, :3] @ [i, j, k] for i in (-4, 4) for j in (-4.5, 4.5) for k in (-5, 5)]
    assert half_diagonal_mm(info(8, 9, 10, OBLIQUE)) == pytest.approx(max(np.linalg.norm(c) for c in corners))
