"""The CUDA back end: its host code and its kernels run on a double of CuPy, and on a GPU where there is one."""

import functools
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from render.errors import KernelsUnavailableError, MemoryBudgetError
from render.kernels import Kernels, SliceRays, Tone
from render.kernels.cpu import CpuKernels
from render.kernels.cuda import CudaKernels
from tests.render.kernels.conformance import KernelsConformance
from tests.render.kernels.fake_cupy import FakeCupy
from tests.render.kernels.volumes import (
    BONE,
    HEADLIGHT,
    MATRICES,
    SIZE,
    SKIN,
    UNLIT,
    oblique_slice,
    perspective,
    stored,
)


@functools.cache
def on_double(*, texture: bool = False) -> CudaKernels:
    return CudaKernels(cupy=FakeCupy(), texture=texture, threads=2)


@functools.cache
def on_gpu(*, texture: bool = False) -> CudaKernels:
    return CudaKernels(texture=texture, threads=2)


class TestOnDouble(KernelsConformance):
    """Every conformance test, with the real host code and the real kernels."""

    @pytest.fixture
    def kernels(self) -> Kernels:
        return on_double()


@pytest.mark.gpu
class TestOnGpu(KernelsConformance):
    """Every conformance test on the device."""

    @pytest.fixture
    def kernels(self) -> Kernels:
        return on_gpu()


class SamePixels:
    """Pictures of a CUDA back end beside the CPU's."""

    @pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
    def test_every_byte_is_the_cpus(self, kernels: CudaKernels, kind: str) -> None:
        data, matrix = stored(kind), MATRICES["oblique"]
        camera = perspective(matrix, data.voxels.shape)
        pictures: list[list[NDArray[Any]]] = []
        backends: tuple[Kernels, ...] = (kernels, CpuKernels(2))
        for each in backends:
            volume = each.prepare(data.voxels, matrix, smooth=1)
            made: list[NDArray[Any]] = [
                each.mip(volume, camera, data.tone(300, 800), SIZE, SIZE - 3),
                each.mip_values(volume, camera, SIZE, SIZE),
                each.slice(volume, oblique_slice(matrix, data.voxels.shape), data.tone(40, 400), SIZE + 1, SIZE),
            ]
            frame = np.random.default_rng(1).integers(0, 1 << 24, (29, 31), np.int32)
            made.append(each.colors(frame, SliceRays((2.5, -1, 0), (0.3, 0.2, 0), (-0.1, 0.4, 0)), SIZE, SIZE - 1))
            for mode in ("min", "max", "mean"):
                rays = oblique_slice(matrix, data.voxels.shape, samples=5, mode=mode)
                made.append(each.slice_values(volume, rays, SIZE, SIZE))
            for pre_integrated in (False, True):
                for points in (BONE, SKIN):
                    table = data.table(points, pre_integrated=pre_integrated)
                    made += [
                        each.composite(volume, camera, table, shading, SIZE, SIZE)
                        for shading in (UNLIT, HEADLIGHT, data.studio(0.8))
                    ]
            pictures.append(made)
        for ours, cpu in zip(*pictures, strict=True):
            assert np.array_equal(ours, cpu, equal_nan=True)


class TestSameOnDouble(SamePixels):
    """Without a device."""

    @pytest.fixture
    def kernels(self) -> CudaKernels:
        return on_double()


@pytest.mark.gpu
class TestSameOnGpu(SamePixels):
    """With one."""

    @pytest.fixture
    def kernels(self) -> CudaKernels:
        return on_gpu()


class TextureFiltering:
    """Volume rendering through the texture unit, whose weights have eight bits."""

    @pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
    def test_within_three_levels_almost_everywhere(self, kernels: CudaKernels, kind: str) -> None:
        data, matrix = stored(kind), MATRICES["sheared"]
        camera, cpu = perspective(matrix, data.voxels.shape), CpuKernels(2)
        volume = kernels.prepare(data.voxels, matrix, smooth=1)
        exact_volume = cpu.prepare(data.voxels, matrix, smooth=1)
        differ = False
        for pre_integrated in (False, True):
            for points, shading in ((BONE, data.studio(0.8)), (SKIN, HEADLIGHT), (SKIN, UNLIT)):
                table = data.table(points, pre_integrated=pre_integrated)
                picture = kernels.composite(volume, camera, table, shading, SIZE, SIZE).astype(int)
                exact = cpu.composite(exact_volume, camera, table, shading, SIZE, SIZE)
                off = np.abs(picture - exact).max(-1)
                # Where light turns to the other side of a surface, a picture of any precision may jump.
                assert (off > 3).mean() < 0.0005
                assert off.max() <= 8
                differ |= bool((picture != exact).any())
        assert differ == (kind != "float32")  # floats are never textures

    def test_slices_and_projections_stay_exact(self, kernels: CudaKernels) -> None:
        data, matrix, cpu = stored("int16"), MATRICES["sheared"], CpuKernels(2)
        volume, exact = kernels.prepare(data.voxels, matrix), cpu.prepare(data.voxels, matrix)
        rays, camera = oblique_slice(matrix, data.voxels.shape), perspective(matrix, data.voxels.shape)
        ours, cpus = kernels.slice_values(volume, rays, SIZE, SIZE), cpu.slice_values(exact, rays, SIZE, SIZE)
        assert np.array_equal(ours, cpus, equal_nan=True)
        tone = data.tone(300, 800)
        assert np.array_equal(kernels.mip(volume, camera, tone, SIZE, SIZE), cpu.mip(exact, camera, tone, SIZE, SIZE))

    def test_updates_reach_the_texture(self, kernels: CudaKernels) -> None:
        data, matrix = stored("int16"), MATRICES["diagonal"]
        camera, table = perspective(matrix, data.voxels.shape), data.table(SKIN)
        growing = np.full_like(data.voxels, -1000)
        volume = kernels.prepare(growing, matrix)
        assert not kernels.composite(volume, camera, table, HEADLIGHT, SIZE, SIZE).any()
        growing[:] = data.voxels
        volume.update(0, len(growing))
        fresh = kernels.prepare(growing, matrix)
        updated, expected = (kernels.composite(v, camera, table, HEADLIGHT, SIZE, SIZE) for v in (volume, fresh))
        assert np.array_equal(updated, expected)


class TestTextureOnDouble(TextureFiltering):
    """Without a device."""

    @pytest.fixture
    def kernels(self) -> CudaKernels:
        return on_double(texture=True)


@pytest.mark.gpu
class TestTextureOnGpu(TextureFiltering):
    """With one."""

    @pytest.fixture
    def kernels(self) -> CudaKernels:
        return on_gpu(texture=True)


PLANE = SliceRays((0, 0, 1), (1, 0, 0), (0, 1, 0))


def test_volumes_stay_on_the_device_and_pictures_wait_for_the_stream() -> None:
    cupy = FakeCupy()
    kernels = CudaKernels(cupy=cupy, threads=2)
    data = stored("int16")
    volume = kernels.prepare(data.voxels, np.eye(3))
    cupy.log.events.clear()
    kernels.slice(volume, PLANE, Tone(1, 0), 20, 10)
    assert cupy.log.events == [("launch", "slice_int16"), ("read", 200), ("wait", "")]
    cupy.log.events.clear()
    rays, table = perspective(np.eye(3), data.voxels.shape), data.table(SKIN)
    kernels.composite(volume, rays, table, data.studio(0.5), 20, 10)
    assert cupy.log.names().count("write") == 4  # opacities, colours, maps, light: brought once
    cupy.log.events.clear()
    kernels.composite(volume, rays, table, data.studio(0.5), 20, 10)
    assert cupy.log.events == [("launch", "composite_int16_02"), ("read", 600), ("wait", "")]


def test_updates_bring_only_what_changed() -> None:
    cupy = FakeCupy()
    kernels = CudaKernels(cupy=cupy, threads=2)
    voxels = stored("int16").voxels.copy()
    volume = kernels.prepare(voxels, np.eye(3))
    for first, last, planes in ((10, 13, 3), (0, 2, 3), (38, 40, 4), (0, 40, 43)):
        cupy.log.events.clear()
        volume.update(first, last)
        assert cupy.log.written() == planes * (56 + 3) * (64 + 4) * 2
    cupy.log.events.clear()
    volume.update(7, 7)
    assert cupy.log.events == []


def test_memory_runs_out_with_a_clear_error() -> None:
    kernels = CudaKernels(cupy=FakeCupy(memory_limit=100_000), threads=2)
    with pytest.raises(MemoryBudgetError, match=r"the device has no .* MiB left"):
        kernels.prepare(stored("int16").voxels, np.eye(3))


def test_without_a_device() -> None:
    with pytest.raises(KernelsUnavailableError, match="no CUDA here"):
        CudaKernels()


def test_volumes_beyond_the_texture_limit_are_filtered_exactly() -> None:
    kernels = CudaKernels(cupy=FakeCupy(texture_limit=32), texture=True, threads=2)
    data, matrix = stored("int16"), MATRICES["diagonal"]
    camera, table = perspective(matrix, data.voxels.shape), data.table(SKIN)
    picture = kernels.composite(kernels.prepare(data.voxels, matrix), camera, table, HEADLIGHT, SIZE, SIZE)
    cpu = CpuKernels(2)
    assert np.array_equal(
        picture, cpu.composite(cpu.prepare(data.voxels, matrix), camera, table, HEADLIGHT, SIZE, SIZE)
    )


def test_name_tells_the_architecture() -> None:
    assert on_double().name == "cuda-sm80"
