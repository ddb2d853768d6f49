"""The CPU back end: as any other, and byte for byte the same on every instruction set."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from render.errors import KernelsUnavailableError
from render.kernels import CameraRays, Kernels, Shading, library
from render.kernels.cpu import CpuKernels
from tests.render.kernels.conformance import KernelsConformance
from tests.render.kernels.volumes import (
    BONE,
    HEADLIGHT,
    MATRICES,
    SIZE,
    SKIN,
    UNLIT,
    oblique_slice,
    parallel,
    perspective,
    stored,
)

SETS = tuple(library.instruction_sets(library.load()))


@pytest.fixture(scope="module")
def kernels() -> Kernels:
    return CpuKernels(threads=2)


class TestCpu(KernelsConformance):
    """Every conformance test."""


@pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
@pytest.mark.parametrize("instruction_set", [name for name in SETS if name != "scalar"])
def test_instruction_sets_agree_byte_for_byte(instruction_set: str, kind: str) -> None:
    data, matrix = stored(kind), MATRICES["oblique"]
    width, height = SIZE - 3, SIZE + 2  # packets and tiles that hang over the edge
    camera = perspective(matrix, data.voxels.shape)
    pictures = []
    for name in ("scalar", instruction_set):
        kernels = CpuKernels(threads=2, instruction_set=name)
        volume = kernels.prepare(data.voxels, matrix)
        made = [
            kernels.mip(volume, camera, data.tone(300, 800), width, height),
            kernels.mip_values(volume, parallel(matrix, data.voxels.shape), width, height),
        ]
        skip = (float(data.voxels.min()), float(data.voxels.min()) + 30)
        for samples, mode in ((1, "max"), (9, "max"), (9, "min"), (9, "mean")):
            rays = oblique_slice(matrix, data.voxels.shape, samples=samples, mode=mode, skip_range=skip)
            made.append(kernels.slice(volume, rays, data.tone(40, 400), width, height))
            made.append(kernels.slice_values(volume, rays, width, height))
        for points in (BONE, SKIN):
            for pre_integrated in (False, True):
                table = data.table(points, 1.0, pre_integrated=pre_integrated)
                made += [
                    kernels.composite(volume, camera, table, shading, width, height)
                    for shading in (UNLIT, HEADLIGHT, data.studio(0.8))
                ]
        pictures.append(made)
    for scalar, packets in zip(*pictures, strict=True):
        assert np.array_equal(scalar, packets, equal_nan=True)


def test_threads_change_nothing() -> None:
    data, matrix = stored("int16"), MATRICES["sheared"]
    table = stored("int16").table(SKIN, 1.0)
    pictures = []
    for threads in (1, 2, 5):
        kernels = CpuKernels(threads)
        volume = kernels.prepare(data.voxels, matrix, smooth=1)
        rays = perspective(matrix, data.voxels.shape)
        pictures.append(kernels.composite(volume, rays, table, data.studio(0.9), SIZE, SIZE))
    assert np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])


def test_calls_from_several_threads_take_turns() -> None:
    data, matrix = stored("int16"), MATRICES["sheared"]
    kernels = CpuKernels(3)
    volume = kernels.prepare(data.voxels, matrix)
    cameras = [perspective(matrix, data.voxels.shape, azimuth=azimuth) for azimuth in range(0, 360, 30)]

    def render(camera: CameraRays) -> NDArray[np.uint8]:
        return kernels.composite(volume, camera, data.table(SKIN), HEADLIGHT, SIZE, SIZE)

    expected = [render(camera) for camera in cameras]
    with ThreadPoolExecutor(4) as threads:
        for alone, crowded in zip(expected, threads.map(render, cameras), strict=True):
            assert np.array_equal(alone, crowded)


def test_adaptive_picture_is_close_and_full_where_neighbours_differ() -> None:
    data, matrix = stored("int16"), MATRICES["diagonal"]
    kernels = CpuKernels(2)
    volume = kernels.prepare(data.voxels, matrix)
    table = stored("int16").table(SKIN, 1.0)
    rays = perspective(matrix, data.voxels.shape, jitter=False)
    full = kernels.composite(volume, rays, table, HEADLIGHT, SIZE, SIZE).astype(int)
    coarse = kernels.composite(volume, rays, table, HEADLIGHT, SIZE, SIZE, adaptive_threshold=16).astype(int)
    assert np.array_equal(coarse[::2, ::2], full[::2, ::2])
    assert (coarse != full).any()
    assert np.abs(coarse - full).mean() < 1
    corners = full[::2, ::2]
    blocks = np.stack([corners[:-1, :-1], corners[1:, :-1], corners[:-1, 1:], corners[1:, 1:]])
    refined = (blocks.max(0) - blocks.min(0)).max(-1) > 16
    assert refined.any()
    for y, x in zip(*np.nonzero(refined), strict=True):
        assert np.array_equal(coarse[2 * y : 2 * y + 2, 2 * x : 2 * x + 2], full[2 * y : 2 * y + 2, 2 * x : 2 * x + 2])


def test_renders_after_a_fork() -> None:
    data = stored("int16")
    kernels = CpuKernels(2)
    volume = kernels.prepare(data.voxels, np.eye(3))
    rays, tone = oblique_slice(np.eye(3), data.voxels.shape), data.tone(40, 400)
    expected = kernels.slice(volume, rays, tone, SIZE, SIZE)
    child = os.fork()
    if child == 0:  # the pool's threads are not here: a call must neither hang nor differ
        same = np.array_equal(kernels.slice(volume, rays, tone, SIZE, SIZE), expected)
        os._exit(0 if same else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_name_tells_the_instruction_set() -> None:
    assert CpuKernels(1, instruction_set="scalar").name == "cpu-scalar"
    assert CpuKernels(1).name.removeprefix("cpu-") in SETS


def test_an_instruction_set_that_is_not_here() -> None:
    with pytest.raises(KernelsUnavailableError, match="no amx here"):
        CpuKernels(instruction_set="amx")


def test_wider_aprons_come_by_themselves() -> None:
    data = stored("int16")
    kernels = CpuKernels(2)
    volume = kernels.prepare(data.voxels, np.diag([0.5, 0.5, 1.0]), apron=0)
    rays = perspective(np.diag([0.5, 0.5, 1.0]), data.voxels.shape, step_mm=2.0)
    kernels.composite(volume, rays, stored("int16").table(SKIN, 2.0), Shading(), 8, 8)
    assert volume.bricks.apron == 0
    kernels.composite(volume, rays, stored("int16").table(SKIN, 2.0, pre_integrated=True), Shading(), 8, 8)
    assert volume.bricks.apron == 4
