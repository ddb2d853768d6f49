from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
import SimpleITK
from numpy.typing import NDArray

from render import geometry
from render.errors import BadRequestError, UnknownVolumeError
from render.geometry import Matrix34, Vec3
from render.kernels import Kernels, best_available
from render.rays import slice_rays
from render.renderer import Renderer
from render.request import Quality, RenderRequest, SlabMode
from render.views import View, extent_mm, plane_axes, standard
from render.volume import VoiLut, Volume, Window
from render.window import AUTOMATIC, automatic_window, grey
from tests.render.volumes import AXIAL, CORONAL, OBLIQUE, SAGITTAL, TILTED, matrix, noise, volume

WINDOW = Window(40.0, 1300.0)
# Every way in which rows, columns and slices may lie along the patient's axes, either way round.
ORIENTATIONS = [(order, signs) for order in permutations(range(3)) for signs in product((1.0, -1.0), repeat=3)]


@pytest.fixture(scope="module")
def kernels() -> Kernels:
    return best_available("cpu", 2)


@pytest.fixture
def renderer(kernels: Kernels) -> Iterator[Renderer]:
    renderer = Renderer(kernels)
    yield renderer
    renderer.close()


def shown(renderer: Renderer, held: Volume, request: RenderRequest) -> NDArray[np.uint8]:
    renderer.prepare(held)
    with renderer.render(request) as frame:
        assert frame.pixels.flags.c_contiguous
        return frame.pixels.copy()


def along_axes(order: tuple[int, ...], signs: tuple[float, ...]) -> Matrix34:
    """A matrix of 1 mm voxels whose i, j, k run along the patient's axes `order`, with these signs."""
    steps: list[Vec3] = []
    for axis, sign in zip(order, signs, strict=True):
        x, y, z = (sign if n == axis else 0.0 for n in range(3))
        steps.append((x, y, z))
    i, j, k = steps
    return matrix(i, j, k, (11.0, -7.0, 100.0))


@pytest.mark.parametrize(("order", "signs"), ORIENTATIONS)
def test_patient_planes_are_the_voxels_themselves_for_every_orientation(
    renderer: Renderer, order: tuple[int, ...], signs: tuple[float, ...]
) -> None:
    held = volume(noise(7, 9, 11), along_axes(order, signs))
    center = geometry.to_patient(held.info.matrix, (5.0, 4.0, 3.0))
    planes: tuple[View, ...] = ("axial", "coronal", "sagittal")
    for view in planes:
        right, down, normal = plane_axes(held.info, view)
        size = sizes(held, right, down)
        request = standard(held.info, view, *size, window=WINDOW)
        width, height = size
        expected = np.empty((height, width))
        for y, x in np.ndindex(height, width):
            across = geometry.scale(right, x - (width - 1) / 2)
            point = geometry.add(geometry.add(center, across), geometry.scale(down, y - (height - 1) / 2))
            i, j, k = (round(n) for n in geometry.to_index(held.info.matrix, point))
            expected[y, x] = held.voxels[k, j, i]
        assert geometry.dot(normal, center) == pytest.approx(geometry.dot(normal, request.camera.center))
        assert np.array_equal(shown(renderer, held, request), grey(WINDOW, expected))


def sizes(held: Volume, right: Vec3, down: Vec3) -> tuple[int, int]:
    """The matrix's size in pixels of 1 mm along a plane's axes."""
    width, height = (round(extent_mm(held.info, axis)) for axis in (right, down))
    return width, height


@pytest.mark.parametrize("affine", [AXIAL, CORONAL, SAGITTAL, TILTED, OBLIQUE])
@pytest.mark.parametrize("voxel", ["int16", "uint16", "float32"])
def test_an_acquired_slice_is_shown_voxel_for_pixel(renderer: Renderer, affine: Matrix34, voxel: str) -> None:
    voxels = noise(6, 33, 47)
    stored = (voxels.astype(np.int32) + (1000 if voxel == "uint16" else 0)).astype(voxel)
    held = volume(stored, affine, intercept=-1000.0 if voxel == "uint16" else 0.0)
    for k in (0, 3, 5):
        position = geometry.dot(geometry.to_patient(affine, (0.0, 0.0, float(k))), held.info.normal)
        request = standard(held.info, "acquired", 47, 33, position_mm=position, window=WINDOW)
        assert np.array_equal(shown(renderer, held, request), grey(WINDOW, voxels[k].astype(np.float64)))


def test_an_oblique_plane_agrees_with_simpleitk(renderer: Renderer, kernels: Kernels) -> None:
    held = volume(noise(20, 30, 40), OBLIQUE)
    request = standard(held.info, "coronal", 90, 80, position_mm=2.2, window=WINDOW)
    camera = request.camera
    picture = SimpleITK.Image(90, 80, 1, SimpleITK.sitkFloat64)
    corner = np.array(camera.center) - camera.mm_per_pixel * (
        44.5 * np.array(camera.right) + 39.5 * np.array(camera.down)
    )
    picture.SetOrigin(corner.tolist())
    picture.SetSpacing([camera.mm_per_pixel] * 2 + [1.0])
    picture.SetDirection(np.column_stack([camera.right, camera.down, camera.forward]).ravel().tolist())
    values = SimpleITK.GetArrayFromImage(
        SimpleITK.Resample(
            itk(held), picture, SimpleITK.Transform(), SimpleITK.sitkLinear, np.nan, SimpleITK.sitkFloat64
        )
    )[0]
    inside = np.isfinite(values)
    assert inside.mean() > 0.2
    device = kernels.prepare(held.voxels, held.info.matrix)
    ours = kernels.slice_values(device, slice_rays(held.info, request), 90, 80)
    device.close()
    assert np.abs(ours[inside] - values[inside]).max() < 0.5
    pixels = shown(renderer, held, request).astype(int)
    assert np.abs(pixels - grey(WINDOW, values))[inside].max() <= 1
    assert not pixels[np.isnan(ours)].any(), "nothing is shown where there is nothing"


def itk(held: Volume) -> Any:
    affine = np.array(held.info.matrix)
    spacing = np.linalg.norm(affine[:, :3], axis=0)
    image = SimpleITK.GetImageFromArray(held.voxels.astype(np.float64))
    image.SetSpacing(spacing.tolist())
    image.SetDirection((affine[:, :3] / spacing).ravel().tolist())
    image.SetOrigin(affine[:, 3].tolist())
    return image


@pytest.mark.parametrize("mode", list(SlabMode))
def test_a_slab_combines_the_slices_within_it(renderer: Renderer, mode: SlabMode) -> None:
    held = volume(noise(9, 20, 24))
    request = standard(held.info, "axial", 24, 20, position_mm=-292.0, slab_mm=8.0, slab_mode=mode, window=WINDOW)
    combined = getattr(held.voxels[2:7].astype(np.float64), mode.value)(axis=0)
    difference = shown(renderer, held, request).astype(int) - grey(WINDOW, combined)
    assert np.abs(difference).max() <= (1 if mode is SlabMode.MEAN else 0)


def test_padding_is_left_out_of_minimum_and_mean(renderer: Renderer) -> None:
    voxels = noise(5, 8, 8)
    voxels[2, 3, 4] = voxels[0, 1, 1] = -2000
    held = volume(voxels, padding=(-2000.0, -2000.0))
    without = np.where(voxels == -2000, 9999, voxels).astype(np.float64)
    request = standard(held.info, "axial", 8, 8, position_mm=-296.0, slab_mm=8.0, slab_mode=SlabMode.MIN, window=WINDOW)
    assert np.array_equal(shown(renderer, held, request), grey(WINDOW, without.min(axis=0)))


def test_a_projection_along_the_voxels_is_their_maximum(renderer: Renderer) -> None:
    held = volume(noise(31, 19, 31), along_axes((0, 1, 2), (1.0, 1.0, 1.0)))
    inner = (slice(1, -1), slice(1, -1))  # rays along the volume's very faces may miss it
    front = shown(renderer, held, standard(held.info, "mip", 31, 31, window=WINDOW))
    assert np.array_equal(front[inner], grey(WINDOW, held.voxels.max(axis=1)[::-1].astype(np.float64))[inner])
    below = shown(renderer, held, standard(held.info, "mip", 31, 31, window=WINDOW, elevation_deg=-90.0))
    assert np.array_equal(below[6:25][inner], grey(WINDOW, held.voxels.max(axis=0).astype(np.float64))[inner])


def test_windows_that_are_no_line_are_applied_to_the_values(renderer: Renderer) -> None:
    held = volume(noise(3, 16, 16), intercept=-24.0, slope=0.5)
    real = held.voxels[1] * 0.5 - 24.0
    lut = VoiLut(-100.0, tuple(range(0, 4096, 16)), 12)
    for window in (Window(40.0, 300.0, "SIGMOID"), Window(0.0, 0.0, "LUT", "", lut), Window(40.0, 1.0)):
        request = standard(held.info, "acquired", 16, 16, window=window)
        assert np.array_equal(shown(renderer, held, request), grey(window, real))


def test_without_a_window_the_measured_one_is_shown(renderer: Renderer) -> None:
    held = volume(noise(3, 16, 16))
    request = standard(held.info, "acquired", 16, 16)
    assert request.window is AUTOMATIC
    measured = automatic_window(held)
    assert np.array_equal(shown(renderer, held, request), grey(measured, held.voxels[1].astype(np.float64)))
    assert renderer.window(request) == measured


@pytest.mark.parametrize("window", [WINDOW, Window(40.0, 1300.0, "SIGMOID")])
@pytest.mark.parametrize("view", ["acquired", "mip"])
def test_inversion_is_the_last_step_and_twice_is_none(renderer: Renderer, view: View, window: Window) -> None:
    held = volume(noise(16, 16, 16))
    plain = shown(renderer, held, request := standard(held.info, view, 40, 20, window=window))
    inverted = shown(renderer, held, replace(request, invert=True))
    covered = inverted != 0
    assert np.array_equal(255 - inverted[covered], plain[covered])
    assert not inverted[:, 0].any(), "what lies outside the volume stays black"
    renderer.drop(held.info.key)
    monochrome1 = volume(held.voxels, inverted=True)
    assert np.array_equal(shown(renderer, monochrome1, replace(request, invert=True)), plain)
    assert np.array_equal(shown(renderer, monochrome1, request), inverted)


def marked(where: tuple[slice, slice, slice], affine: Matrix34) -> Volume:
    voxels = np.full((40, 40, 40), -1000, np.int16)
    voxels[where] = 1200
    return volume(voxels, affine)


@pytest.mark.parametrize("view", ["volume", "mip"])
@pytest.mark.parametrize(("order", "signs"), ORIENTATIONS[::7])
def test_projections_are_not_mirrored(
    renderer: Renderer, view: View, order: tuple[int, ...], signs: tuple[float, ...]
) -> None:
    affine = along_axes(order, signs)
    center = geometry.to_patient(affine, (19.5, 19.5, 19.5))
    # A cube towards the patient's left, the head and the front.
    i, j, k = (round(n) for n in geometry.to_index(affine, geometry.add(center, (10.5, -8.5, 12.5))))
    held = marked((slice(k - 3, k + 4), slice(j - 3, j + 4), slice(i - 3, i + 4)), affine)
    for azimuth, elevation, right, down in ((0, 0, 10, -12), (90, 0, 8, -12), (180, 0, -10, -12), (0, 90, 10, 8)):
        request = standard(held.info, view, 81, 81, window=WINDOW, azimuth_deg=azimuth, elevation_deg=elevation)
        picture = shown(renderer, held, request)
        bright = picture.max(axis=2) if picture.ndim == 3 else picture
        y, x = np.argwhere(bright > 100).mean(axis=0) - 40
        assert (x, y) == pytest.approx((2 * right, 2 * down), abs=6)


def test_equal_requests_are_equal_pictures(renderer: Renderer) -> None:
    held = volume(noise(24, 24, 24))
    views: tuple[View, ...] = ("axial", "mip", "volume")
    for view in views:
        request = standard(held.info, view, 64, 48, azimuth_deg=20.0)
        first = shown(renderer, held, request)
        assert np.array_equal(first, shown(renderer, held, RenderRequest.decode(request.encode())))
        assert first.shape == ((48, 64, 3) if view == "volume" else (48, 64))
        assert first.any()


@pytest.mark.parametrize("view", ["mip", "volume"])
def test_a_long_picture_in_parts_is_the_same_as_without_a_break(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch, view: View
) -> None:
    held = volume(noise(30, 40, 36), AXIAL)
    request = standard(held.info, view, 96, 150)
    renderer.prepare(held)
    parts = sum(1 for _ in renderer.making(request))
    assert parts >= 2, "three bands"
    banded = shown(renderer, held, request)
    monkeypatch.setattr("render.rays.BAND_ROWS", 1000)
    whole = shown(renderer, held, request)
    # A band's first ray is rounded once more than the same ray within the whole.
    assert np.abs(banded.astype(int) - whole).max() <= 2
    assert np.mean(banded != whole) < 0.02


def test_a_partial_volume_is_dark_where_slices_are_missing_and_fills_up(renderer: Renderer) -> None:
    full = volume(noise(6, 12, 12))
    held = Volume.empty(full.info)
    renderer.prepare(held)
    held.voxels[2:4] = full.voxels[2:4]
    renderer.slices_arrived(held.info.key, 2, 4)
    request = standard(held.info, "coronal", 12, 24, window=WINDOW)
    with renderer.render(request) as frame:
        assert frame.loaded_fraction == pytest.approx(2 / 6)
        rows = frame.pixels.max(axis=1)
    assert rows[10:14].min() > 0
    assert rows[:6].max() == 0
    held.voxels[:] = full.voxels
    renderer.slices_arrived(held.info.key, 0, 2)
    renderer.slices_arrived(held.info.key, 4, 6)
    with renderer.render(request) as frame:
        assert held.complete
        complete = frame.pixels.copy()
    renderer.drop(held.info.key)
    assert np.array_equal(complete, shown(renderer, full, request))


def test_volume_pictures_of_a_partial_volume_follow_too(renderer: Renderer) -> None:
    full = marked((slice(10, 30), slice(10, 30), slice(10, 30)), along_axes((0, 1, 2), (1.0, 1.0, 1.0)))
    held = Volume.empty(full.info)
    request = standard(held.info, "volume", 64, 64)
    assert not shown(renderer, held, request).any()
    held.voxels[:] = full.voxels
    renderer.slices_arrived(held.info.key, 0, 40)
    filled = shown(renderer, held, request)
    renderer.drop(held.info.key)
    assert np.array_equal(filled, shown(renderer, full, request))


def test_padding_is_clear_in_volume_rendering(renderer: Renderer) -> None:
    affine = along_axes((0, 1, 2), (1.0, 1.0, 1.0))
    plain = marked((slice(15, 25), slice(15, 25), slice(15, 25)), affine)
    padded = plain.voxels.copy()
    padded[:, :3] = padded[:, :, :3] = 3000
    request = standard(plain.info, "volume", 64, 64)
    expected = shown(renderer, plain, request)
    renderer.drop(plain.info.key)
    assert np.array_equal(shown(renderer, volume(padded, affine, padding=(3000.0, 3000.0)), request), expected)


def test_moving_pictures_get_coarser_when_they_take_too_long(kernels: Kernels) -> None:
    clock = iter(range(10_000))
    renderer = Renderer(kernels, clock=lambda: float(next(clock)))  # every picture takes a second
    rng = np.random.default_rng(3)
    held = volume(rng.integers(-200, 1200, (40, 40, 40)).astype(np.int16), along_axes((0, 1, 2), (1.0, 1.0, 1.0)))
    request = replace(standard(held.info, "volume", 96, 96), quality=Quality.MOVING)
    full = shown(renderer, held, replace(request, quality=Quality.FULL)).astype(int)
    errors = [float(np.abs(shown(renderer, held, request) - full).mean()) for _ in range(8)]
    assert errors[-1] > errors[0]
    assert errors == sorted(errors)
    renderer.close()


@pytest.mark.parametrize(("width", "height"), [(96, 80), (95, 81)])
def test_moving_projections_halve_their_size_in_place_when_they_take_too_long(
    kernels: Kernels, width: int, height: int
) -> None:
    clock = iter(range(10_000))
    renderer = Renderer(kernels, clock=lambda: float(next(clock)))
    z, y, x = np.mgrid[0:40, 0:40, 0:40]
    smooth = (600 * np.sin(x / 5.0) + 300 * np.cos(z / 7.0) + y).astype(np.int16)
    held = volume(smooth, along_axes((0, 1, 2), (1.0, 1.0, 1.0)))
    request = replace(standard(held.info, "mip", width, height, window=WINDOW), quality=Quality.MOVING)
    fine = shown(renderer, held, request).astype(int)
    coarse = [shown(renderer, held, request) for _ in range(3)][-1].astype(int)
    inner = (slice(10, -10), slice(20, -20))
    assert not np.array_equal(coarse, fine)
    assert np.abs(coarse - fine)[inner].mean() < 1.0
    assert np.abs(coarse - np.roll(fine, 1, axis=1))[inner].mean() > 2.0, "no pixel aside"
    renderer.close()


def test_what_is_not_here_is_told(renderer: Renderer) -> None:
    held = volume(noise(4, 8, 8))
    request = standard(held.info, "volume", 16, 16)
    with pytest.raises(UnknownVolumeError):
        renderer.render(request)
    renderer.prepare(held)
    with pytest.raises(BadRequestError, match="there are bone"):
        renderer.render(replace(request, preset="nothing"))
    renderer.drop(held.info.key)
    renderer.drop(held.info.key)
    with pytest.raises(UnknownVolumeError):
        renderer.slices_arrived(held.info.key, 0, 1)
