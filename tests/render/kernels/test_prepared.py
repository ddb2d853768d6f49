"""Prepared volumes: what they hold and what they forget."""

import numpy as np
import pytest

from render.errors import RenderError
from render.kernels import library
from render.kernels.prepared import PreparedVolume
from tests.render.kernels.volumes import SKIN, stored


def prepared(spacing_mm: float = 1.0) -> PreparedVolume:
    matrix = np.diag([spacing_mm] * 3)
    voxels = stored("int16").voxels.copy()
    return PreparedVolume(library.load(), 2, voxels, matrix, smooth=0, clear=None, apron=0)


def test_light_is_built_once_for_each_table() -> None:
    volume = prepared()
    table = stored("int16").table(SKIN)
    light = volume.light_for(table)
    assert volume.light_for(stored("int16").table(SKIN)) is light
    volume.update(3, 4)
    assert volume.light_for(table) is not light


def test_memory_is_counted() -> None:
    volume = prepared()
    before = volume.nbytes
    assert before > stored("int16").voxels.nbytes
    light = volume.light_for(stored("int16").table(SKIN))
    assert volume.nbytes == before + light.cells.nbytes


@pytest.mark.parametrize(
    ("spacing_mm", "step_mm", "apron"), [(1.0, 1.0, 1), (0.5, 1.0, 2), (2.0, 1.0, 1), (0.7, 3.0, 5)]
)
def test_pairs_of_samples_need_wider_aprons(spacing_mm: float, step_mm: float, apron: int) -> None:
    volume = prepared(spacing_mm)
    volume.allow_for(stored("int16").table(SKIN, step_mm))
    assert volume.bricks.apron == 0
    volume.allow_for(stored("int16").table(SKIN, step_mm, pre_integrated=True))
    assert volume.bricks.apron == apron


def test_closed() -> None:
    volume = prepared()
    volume.close()
    assert volume.nbytes == 0
    for use in (lambda: volume.voxels, lambda: volume.bricks, lambda: volume.update(0, 1)):
        with pytest.raises(RenderError, match="closed"):
            use()
