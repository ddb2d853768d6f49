import os
from dataclasses import replace

import numpy as np
import pytest

from render.errors import BadVolumeError, MemoryBudgetError
from render.volume import Volume, allocate
from tests.render.volumes import AXIAL, OBLIQUE, TILTED, info


def test_shape_size_and_spacing_follow_the_matrix() -> None:
    described = info(4, 5, 6, AXIAL, voxel="float32")
    assert described.shape == (6, 5, 4)
    assert described.nbytes == 6 * 5 * 4 * 4
    assert described.spacing_mm == pytest.approx((0.5, 0.5, 2.0))
    assert described.normal == pytest.approx((0.0, 0.0, 1.0))


def test_the_slice_distance_of_a_tilted_stack_is_measured_along_the_normal() -> None:
    across, down, between = info(4, 5, 6, TILTED).spacing_mm
    assert (across, down) == pytest.approx((0.5, 0.5), abs=1e-4)
    assert between == pytest.approx(3.0 * 0.9483, abs=1e-3)
    assert info(4, 5, 6, OBLIQUE).spacing_mm == pytest.approx((0.8, 0.8, 1.6))


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": 0},
        {"slope": -1.0},
        {"slope": 0.0},
        {"intercept": float("nan")},
        {"matrix": ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0))},
        {"matrix": ((1.0, 0.0, 0.0, float("inf")), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0))},
    ],
)
def test_a_description_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadVolumeError):
        replace(info(4, 5, 6), **wrong)  # type: ignore[arg-type]


def test_voxels_must_be_as_described() -> None:
    with pytest.raises(BadVolumeError):
        Volume(info(4, 5, 6), np.zeros((6, 5, 4), np.uint16), np.zeros(6, np.bool_))
    with pytest.raises(BadVolumeError):
        Volume(info(4, 5, 6), np.zeros((6, 5, 4), np.int16), np.zeros(5, np.bool_))


def test_an_empty_volume_of_a_ct_is_air_in_its_stored_values() -> None:
    unsigned = Volume.empty(info(4, 5, 6, voxel="uint16", intercept=-1000.0))
    assert not unsigned.voxels.any()
    signed = Volume.empty(info(4, 5, 6))
    assert (signed.voxels == -1024).all()
    assert not signed.complete
    signed.loaded[:] = True
    assert signed.complete


def test_voxel_memory_can_be_mapped_by_another_descriptor() -> None:
    memory = allocate(4096)
    memory.array((2, 3), np.int16)[1, 2] = 77
    assert os.pread(memory.fd, 2, 10) == np.int16(77).tobytes()
    memory.close()


def test_arrays_outlive_their_memorys_handle() -> None:
    memory = allocate(4096)
    voxels = memory.array((16, 16), np.float32)
    memory.close()
    memory.close()
    voxels[:] = 3.0
    assert voxels.sum() == 768.0


@pytest.mark.parametrize("nbytes", [0, -1, 1 << 60])
def test_memory_that_cannot_be_is_refused_before_it_is_taken(nbytes: int) -> None:
    with pytest.raises(MemoryBudgetError):
        allocate(nbytes)
