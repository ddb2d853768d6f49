"""Residency: where a volume's data lies and what its memory comes to."""

import numpy as np

from render.kernels import library
from render.kernels.cuda_runtime import CudaRuntime
from render.kernels.cuda_volume import CudaVolume, moved
from render.kernels.padded import volume_record
from tests.render.kernels.fake_cupy import FakeCupy
from tests.render.kernels.volumes import SKIN, stored


def on_device(cupy: FakeCupy, kind: str = "int16", *, texture: bool = False) -> CudaVolume:
    voxels = stored(kind).voxels
    runtime = CudaRuntime(cupy, 0)
    return CudaVolume(library.load(), 2, runtime, voxels, np.eye(3), smooth=0, clear=None, apron=0, texture=texture)


def test_structs_point_into_the_devices_copy() -> None:
    host = np.arange(200, dtype=np.int16)
    device = CudaRuntime(FakeCupy(), 0).upload(host)
    record = volume_record(host, 2, 2, 2)
    there = moved(record, host, device)
    assert int(there["voxels"]) - device.data.ptr == int(record["voxels"]) - host.ctypes.data
    assert there["row"] == record["row"]


def test_memory_counts_host_and_device() -> None:
    volume = on_device(FakeCupy())
    copies = volume.voxels.flat.nbytes
    assert volume.nbytes == 2 * copies + volume.bricks.nbytes
    maps = volume.bricks.empty_for(stored("int16").table(SKIN))
    volume.empty_maps(stored("int16").table(SKIN))
    assert volume.nbytes == 2 * copies + volume.bricks.nbytes + maps.nbytes
    assert on_device(FakeCupy(), texture=True).nbytes > 2.9 * copies


def test_maps_are_brought_again_where_aprons_grew() -> None:
    cupy = FakeCupy()
    volume = on_device(cupy)
    table = stored("int16").table(SKIN)
    assert volume.empty_maps(table) == volume.empty_maps(table)
    written = cupy.log.written()
    volume.bricks.widen(3)
    volume.empty_maps(table)
    assert cupy.log.written() > written


def test_only_integers_become_textures() -> None:
    assert on_device(FakeCupy(), "float32", texture=True).texture is None
    assert on_device(FakeCupy(), "uint16", texture=True).texture is not None
    assert on_device(FakeCupy(), "uint16").texture is None


def test_closing_gives_everything_back() -> None:
    volume = on_device(FakeCupy(), texture=True)
    volume.light_record(stored("int16").table(SKIN))
    volume.close()
    assert volume.nbytes == 0
    assert volume.texture is None
