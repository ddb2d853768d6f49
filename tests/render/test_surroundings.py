from dataclasses import replace

import numpy as np
import pytest

from render.geometry import Matrix34
from render.surroundings import Surroundings, can_scan, scan, without
from render.volume import Volume
from tests.render.volumes import CORONAL, matrix, volume

SUPINE = matrix((2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0), (-128.0, -128.0, 0.0))
PRONE = matrix((-2.0, 0.0, 0.0), (0.0, -2.0, 0.0), (0.0, 0.0, 3.0), (128.0, 128.0, 0.0))
TABLE_HU = 612


def lying(*, table: bool = True, affine: Matrix34 = SUPINE, columns: int = 128) -> Volume:
    """A body with a lung, 40 slices, on a board of foam between two hard shells, a tube in front of it."""
    y, x = np.mgrid[-64.0:64.0, -64.0 : -64.0 + columns]
    plane = np.full((128, columns), -1000.0)
    plane[(x / 45) ** 2 + (y / 30) ** 2 < 1] = 40.0
    plane[((x - 15) / 20) ** 2 + (y / 20) ** 2 < 1] = -850.0
    plane[(x + 20) ** 2 + (y + 45) ** 2 < 9] = 300.0
    if table:
        for height in (40, 54):
            plane[(np.abs(y - height) < 1.5) & (np.abs(x) < 60)] = TABLE_HU
        plane[(y > 41) & (y < 53) & (np.abs(x) < 60)] = -950.0
        for side in (-60, 60):
            plane[(np.abs(x - side) < 1.5) & (y > 38) & (y < 56)] = TABLE_HU
    voxels = np.repeat(plane[None].astype(np.int16), 40, axis=0)
    if affine == PRONE:
        voxels = voxels[:, ::-1, ::-1].copy()
    return volume(voxels, affine)


def cleaned(held: Volume, what: Surroundings) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]] | None:
    result = without(held, scan(held), what)
    return None if result is None else result[0]


@pytest.mark.parametrize("affine", [SUPINE, PRONE])
def test_the_table_goes_and_the_body_stays_whichever_way_round(affine: Matrix34) -> None:
    held = lying(affine=affine)
    left = cleaned(held, Surroundings.TABLE)
    assert left is not None
    assert not (left == TABLE_HU).any()
    assert np.array_equal(left == 40, held.voxels == 40)
    assert np.array_equal(left == -850, held.voxels == -850)
    assert np.array_equal(left == 300, held.voxels == 300), "what lies before the body stays"
    assert (held.voxels == TABLE_HU).any(), "the volume itself is not touched"


def test_without_a_table_nothing_is_left_out() -> None:
    assert cleaned(lying(table=False), Surroundings.TABLE) is None
    assert cleaned(lying(), Surroundings.KEEP) is None


def test_separate_things_that_are_no_table_stay() -> None:
    held = lying(table=False)
    held.voxels[:, 110:120, 20:40] = 700
    held.voxels[5:9, 110:120, 60:125] = 700
    assert cleaned(held, Surroundings.TABLE) is None


def test_a_table_that_the_body_lies_on_without_a_gap_stays_rather_than_a_back_goes() -> None:
    held = lying()
    held.voxels[:, 60:104, 60:68] = 40
    assert cleaned(held, Surroundings.TABLE) is None


def test_all_but_the_inside_becomes_tissue_for_lungs() -> None:
    left = cleaned(held := lying(), Surroundings.OUTSIDE)
    assert left is not None
    assert (left[:, 0] == 0).all()
    assert np.array_equal(left == -850, held.voxels == -850)
    assert not (left[:, :100] == -1000).any()


def test_stored_values_are_filled_by_slope_and_intercept() -> None:
    held = lying()
    stored = ((held.voxels.astype(np.int32) + 1000) * 2).astype(np.uint16)
    unsigned = volume(stored, SUPINE, slope=0.5, intercept=-1000.0)
    left = cleaned(unsigned, Surroundings.OUTSIDE)
    assert left is not None
    assert left[0, 0, 0] == 2000
    table = cleaned(unsigned, Surroundings.TABLE)
    assert table is not None
    assert not (table == (TABLE_HU + 1000) * 2).any()
    assert table.dtype == np.uint16


def test_only_a_complete_axial_ct_is_looked_at() -> None:
    held = lying()
    assert can_scan(held)
    assert not can_scan(volume(held.voxels, CORONAL))
    assert not can_scan(replace(held, info=replace(held.info, unit="")))
    held.loaded[2] = False
    assert not can_scan(held)


def test_an_empty_picture_has_neither_body_nor_table() -> None:
    assert scan(volume(np.full((4, 40, 40), -1000, np.int16), SUPINE)).table is None
