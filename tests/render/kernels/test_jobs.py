"""From rays, tones and lights to structs."""

from dataclasses import replace

import numpy as np
import pytest

from render.errors import BadRequestError
from render.kernels import CameraRays, Shading, SliceRays, Tone, jobs, library
from render.kernels.prepared import PreparedVolume
from tests.render.kernels.volumes import MATRICES, SKIN, parallel, perspective, stored

SHAPE = stored("int16").voxels.shape


@pytest.fixture(scope="module")
def volume() -> PreparedVolume:
    return PreparedVolume(library.load(), 2, stored("int16").voxels, MATRICES["oblique"], smooth=0, clear=None, apron=1)


def test_cameras_are_taken_to_index_space(volume: PreparedVolume) -> None:
    rays = perspective(MATRICES["oblique"], SHAPE)
    struct = jobs.camera_rays(rays, volume, 96, 96)
    matrix = MATRICES["oblique"]
    assert np.allclose(matrix @ struct["origin"]["at"], rays.origin, atol=1e-3)
    assert np.allclose(matrix @ struct["index_direction"]["right"], rays.direction_right, atol=1e-7)
    assert np.isclose(struct["step"] * struct["inverse_step"], 1)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": (float("nan"), 0, 0)},
        {"direction_down": (0, float("inf"), 0)},
        {"direction": (0.0, 0.0, 0.0)},
        {"step_mm": 0.0},
        {"step_mm": float("nan")},
        {"step_mm": 1e-5},
        {"origin": (1e9, 0, 0)},
    ],
)
def test_cameras_that_cannot_be(volume: PreparedVolume, change: dict[str, object]) -> None:
    rays = replace(perspective(MATRICES["oblique"], SHAPE), **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequestError):
        jobs.camera_rays(rays, volume, 96, 96)


def test_padding_matters_to_min_and_mean_of_several_samples() -> None:
    plane = SliceRays((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), 3, "mean", (65000, 65535))
    struct = jobs.slice_rays(plane, 32768.0)
    assert [float(struct[name]) for name in ("skip_padding", "padding_low", "padding_high")] == [1, 32232, 32767]
    for other in (replace(plane, samples=1), replace(plane, mode="max"), replace(plane, skip_range=None)):
        assert not jobs.slice_rays(other, 0.0)["skip_padding"]


@pytest.mark.parametrize("change", [{"samples": 0}, {"origin": (float("inf"), 0, 0)}, {"samples": 10**7}])
def test_slices_that_cannot_be(change: dict[str, object]) -> None:
    with pytest.raises(BadRequestError, match="slice"):
        jobs.slice_rays(replace(SliceRays((0, 0, 0), (1, 0, 0), (0, 1, 0)), **change), 0.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("tone", [Tone(float("nan"), 0), Tone(1, float("inf")), Tone(1, 0, 256), Tone(1, 0, -1)])
def test_tones_that_cannot_be(tone: Tone) -> None:
    with pytest.raises(BadRequestError, match="tone"):
        jobs.tone_struct(tone, 0.0)


def test_only_an_ascending_tone_bounds_what_matters(volume: PreparedVolume) -> None:
    window = jobs.mip_window(Tone(0.5, 10), volume)
    assert window["windowed"]
    assert window["floor"] == pytest.approx(-20)
    assert window["ceiling"] == pytest.approx(489, abs=0.01)
    for tone in (Tone(-0.5, 10), Tone(0, 10), None):
        assert not jobs.mip_window(tone, volume)["windowed"]


@pytest.mark.parametrize(
    ("shading", "lighting"),
    [
        (Shading(ambient=1, head=0, highlight=0), 0),
        (Shading(), 1),
        (Shading(key=0.1), 2),
        (Shading(flat=0.1), 2),
        (Shading(ao=0.5), 2),
        (Shading(g0=0.5), 2),
        (Shading(gs=0.5), 2),
        (Shading(head=0, highlight=0, gs=0.1), 2),
    ],
)
def test_lighting(shading: Shading, lighting: int) -> None:
    assert jobs.lighting_of(shading) == lighting


@pytest.mark.parametrize("camera", [perspective, parallel])
def test_key_light_is_given_in_camera_axes(volume: PreparedVolume, camera: object) -> None:
    rays: CameraRays = camera(MATRICES["oblique"], SHAPE)  # type: ignore[operator]
    table = stored("int16").table(SKIN)
    shading = Shading(key=1, key_direction=(0, 0, 2))
    struct = jobs.shading_struct(shading, table, rays, volume.placement, 96, 96)
    middle = np.array(rays.direction) + 47.5 * (np.array(rays.direction_right) + np.array(rays.direction_down))
    assert np.allclose(struct["key_mm"], -middle / np.linalg.norm(middle), atol=1e-6)
    up = jobs.shading_struct(replace(shading, key_direction=(0, 1, 0)), table, rays, volume.placement, 96, 96)
    assert up["key_mm"][2] > 0.9
    assert np.allclose(MATRICES["oblique"] @ up["key_index"], up["key_mm"], atol=1e-5)


@pytest.mark.parametrize("change", [{"shininess": 0}, {"shininess": 99}, {"key_direction": (0, 0, 0)}])
def test_lights_that_cannot_be(volume: PreparedVolume, change: dict[str, object]) -> None:
    rays, table = perspective(MATRICES["oblique"], SHAPE), stored("int16").table(SKIN)
    with pytest.raises(BadRequestError, match="shininess"):
        jobs.shading_struct(replace(Shading(), **change), table, rays, volume.placement, 96, 96)  # type: ignore[arg-type]


def test_a_camera_without_axes_casts_no_light(volume: PreparedVolume) -> None:
    rays = CameraRays((0, -300, 0), (0, 0, 0), (0, 0, -1), (0, 1, 0))
    with pytest.raises(BadRequestError, match="right, down and forward"):
        jobs.shading_struct(Shading(), stored("int16").table(SKIN), rays, volume.placement, 96, 96)


def test_tables_belong_to_a_step() -> None:
    rays = perspective(MATRICES["oblique"], SHAPE, step_mm=0.5)
    jobs.check_step(stored("int16").table(SKIN, 0.5), rays)
    with pytest.raises(BadRequestError, match="steps of 1 mm"):
        jobs.check_step(stored("int16").table(SKIN, 1.0), rays)
