"""Brick extrema and leap maps against searches of every voxel."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from render.kernels import TransferTable, library
from render.kernels.bricks import BLOCK_EDGE, BRICK_EDGE, Bricks
from render.kernels.padded import PaddedVoxels
from tests.render.kernels.volumes import SKIN, stored

MAX_LEAP = 32
NOTHING_HERE = -32768


def make(voxels: NDArray[Any], apron: int = 1) -> tuple[PaddedVoxels, Bricks]:
    loaded = library.load()
    padded = PaddedVoxels(loaded, 2, voxels, 0, None)
    bricks = Bricks(loaded, 2, padded, apron)
    bricks.refresh(0, padded.shape[0])
    return padded, bricks


def grid(flat: NDArray[Any], bricks: Bricks) -> NDArray[Any]:
    nx, ny, nz = bricks.dimensions
    return flat[: nx * ny * nz].reshape(nz, ny, nx)


def octant_grid(maps: NDArray[Any], bricks: Bricks, octant: int) -> NDArray[Any]:
    return grid(maps[octant * bricks.octant :], bricks)


@pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
@pytest.mark.parametrize("apron", [0, 1, 3])
def test_extrema(kind: str, apron: int) -> None:
    data = stored(kind)
    padded, bricks = make(data.voxels, apron)
    values = data.voxels.astype(np.float64) - padded.bias
    for index in np.ndindex(*reversed(bricks.dimensions)):
        parts = tuple(slice(max(b * BRICK_EDGE - apron, 0), (b + 1) * BRICK_EDGE + apron + 1) for b in index)
        part = values[parts]
        assert grid(bricks.smallest, bricks)[index] == part.min()
        assert grid(bricks.largest, bricks)[index] == part.max()


@pytest.mark.parametrize("apron", [0, 2])
def test_refresh_looks_at_all_bricks_that_changed(apron: int) -> None:
    voxels = stored("int16").voxels.copy()
    for first, last in ((0, 1), (7, 9), (15, 17), (24, 25), (39, 40)):
        padded, bricks = make(voxels, apron)
        voxels[first:last] += 5000
        padded.refill(first, last)
        bricks.refresh(first, last)
        fresh = make(voxels, apron)[1]
        assert np.array_equal(bricks.largest, fresh.largest)
        assert np.array_equal(bricks.smallest, fresh.smallest)
        voxels[first:last] -= 5000


def largest_cube(full: NDArray[np.bool_], index: tuple[int, ...], octant: int) -> int:
    """The edge of the largest empty cube that begins at a brick and extends ahead; outside all is empty."""
    signs = [1 if octant >> axis & 1 else -1 for axis in (2, 1, 0)]  # z, y, x
    edge = 0
    while edge < MAX_LEAP:
        parts = []
        for at, sign in zip(index, signs, strict=True):
            parts.append(slice(at, at + edge + 1) if sign > 0 else slice(max(at - edge, 0), at + 1))
        if full[tuple(parts)].any():
            break
        edge += 1
    return edge


@pytest.mark.parametrize("octant", range(8))
def test_empty_cubes(octant: int) -> None:
    rng = np.random.default_rng(octant)
    voxels = np.full((40, 48, 64), -1000, np.int16)
    for _ in range(5):
        voxels[tuple(rng.integers(0, n) for n in voxels.shape)] = 500
    _, bricks = make(voxels, 0)
    table = TransferTable.from_points(SKIN, 1.0)
    full = grid(bricks.largest, bricks) > -400
    maps = octant_grid(bricks.empty_for(table), bricks, octant)
    for index in np.ndindex(full.shape):
        assert maps[index] == largest_cube(full, index, octant)
    assert maps.max() > 3


def test_a_brick_is_full_where_values_between_its_extremes_are_opaque() -> None:
    table = TransferTable.from_points(
        [(90, 1, 1, 1, 0), (99, 1, 1, 1, 0), (100, 1, 1, 1, 0.5), (101, 1, 1, 1, 0), (110, 1, 1, 1, 0)]
    )
    for low, high, empty in ((0, 50, True), (0, 200, False), (150, 200, True), (98, 102, False)):
        voxels = np.full((8, 8, 8), low, np.int16)
        voxels[4, 4, 4] = high
        _, bricks = make(voxels)
        assert (octant_grid(bricks.empty_for(table), bricks, 0)[0, 0, 0] > 0) == empty


@pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
@pytest.mark.parametrize("scale", [1e-5, 1.0, 1e5])
def test_coded_maxima_are_never_too_low(kind: str, scale: float) -> None:
    voxels = stored(kind).voxels
    if kind == "float32":
        voxels = voxels * np.float32(scale)
    _, bricks = make(voxels)
    code_scale, code_offset = (np.float32(n) for n in bricks.code_scale_and_offset())
    largest = grid(bricks.largest, bricks)
    floor = float(np.median(largest))
    for octant in (0, 5):
        codes = octant_grid(bricks.maximum_above(floor), bricks, octant).astype(np.float32)
        cubes = codes < -32600
        assert np.array_equal(cubes, largest <= floor)
        bound = codes * code_scale + code_offset
        assert (bound >= largest)[~cubes].all()
        assert (bound - largest)[~cubes].max() <= 3 * code_scale
        full = largest > floor
        for index in list(np.ndindex(full.shape))[::3]:
            if not full[index]:
                assert codes[index] - NOTHING_HERE == largest_cube(full, index, octant)


def test_maps_are_kept_until_voxels_change() -> None:
    voxels = stored("int16").voxels.copy()
    _, bricks = make(voxels)
    table = TransferTable.from_points(SKIN, 1.0)
    maps, maxima = bricks.empty_for(table), bricks.maximum_above(10.0)
    assert bricks.empty_for(TransferTable.from_points(SKIN, 1.0)) is maps
    assert bricks.maximum_above(10.0) is maxima
    assert bricks.nbytes >= maps.nbytes + maxima.nbytes
    bricks.widen(0)
    assert bricks.empty_for(table) is maps
    bricks.widen(2)
    assert bricks.empty_for(table) is not maps


def may_show(bits: NDArray[np.int32], size: tuple[int, int, int]) -> NDArray[np.bool_]:
    nx, ny, nz = ((n - 1) // BLOCK_EDGE + 1 for n in reversed(size))
    words = bits.view(np.uint8).reshape(nz, ny, -1)
    return np.unpackbits(words, axis=2, bitorder="little")[:, :, :nx].astype(bool)


@pytest.mark.parametrize("kind", ["int16", "uint16", "float32"])
@pytest.mark.parametrize("apron", [0, 2])
def test_blocks_that_may_show(kind: str, apron: int) -> None:
    data = stored(kind)
    padded, bricks = make(data.voxels, apron)
    values = data.voxels.astype(np.float64)
    low, high = np.percentile(values, [60, 70])
    table = TransferTable.from_points(
        [(low - 1, 1, 1, 1, 0), (low, 1, 1, 1, 0), ((low + high) / 2, 1, 1, 1, 0.5), (high, 1, 1, 1, 0)]
    )
    opaque = np.concatenate([[0], np.cumsum(table.extinction > 0)])

    def bin_of(value: float) -> int:
        return int(np.clip(value * table.scale + table.offset, 0, table.bins - 1))

    found = may_show(bricks.blocks_for(table), padded.shape)
    assert 0 < found.sum() < found.size
    surplus = 0
    for index in np.ndindex(found.shape):
        parts = tuple(slice(max(b * BLOCK_EDGE - apron, 0), (b + 1) * BLOCK_EDGE + apron + 1) for b in index)
        shows = opaque[bin_of(values[parts].max()) + 1] > opaque[bin_of(values[parts].min())]
        assert found[index] or not shows
        surplus += int(found[index]) - int(shows)
    assert surplus <= 0.01 * found.size


def test_values_between_two_whole_numbers_show() -> None:
    table = TransferTable.from_points(
        [(10, 1, 1, 1, 0), (10.3, 1, 1, 1, 0), (10.5, 1, 1, 1, 0.5), (10.7, 1, 1, 1, 0), (11, 1, 1, 1, 0)]
    )
    for low, high, shows in ((10, 10, False), (11, 11, False), (10, 11, True), (0, 9, False), (0, 300, True)):
        voxels = np.full((4, 4, 4), low, np.int16)
        voxels[0, 0, 0] = high
        padded, bricks = make(voxels, 0)
        assert may_show(bricks.blocks_for(table), padded.shape)[0, 0, 0] == shows
