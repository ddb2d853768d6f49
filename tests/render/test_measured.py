import numpy as np
import pytest

from render.measured import Measured
from render.request import Mode
from render.transfer import preset
from tests.render.volumes import OBLIQUE, volume


def test_the_step_is_the_edge_of_a_cube_as_large_as_a_voxel() -> None:
    held = volume(np.zeros((2, 3, 4), np.int16), OBLIQUE)
    assert Measured(held).step_mm ** 3 == pytest.approx(0.8 * 0.8 * 1.6)


def test_a_table_is_made_once_and_for_the_volumes_step() -> None:
    measured = Measured(volume(np.zeros((2, 3, 4), np.int16)))
    table, _ = measured.table(preset("bone"))
    assert measured.table(preset("bone"))[0] is table
    assert table.pre_integrated
    assert table.step_mm == measured.step_mm
    assert measured.table(preset("skin"))[0] != table


def test_more_slices_are_measured_again_but_absolute_presets_stay() -> None:
    held = volume(np.arange(1000, dtype=np.int16).reshape(10, 10, 10))
    held.loaded[5:] = False
    measured = Measured(held)
    early, bone = measured.automatic_window(Mode.SLICE), measured.table(preset("bone"))[0]
    relative = measured.table(preset("mr-surface"))[0]
    held.loaded[:] = True
    assert measured.table(preset("bone"))[0] == bone
    assert measured.automatic_window(Mode.SLICE).width > early.width
    assert measured.table(preset("mr-surface"))[0] != relative
