from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset

from archive.assemble.content import VolumePlan
from archive.assemble.folder import OpenedPaths
from archive.assemble.load import load
from archive.decoding import DecodePool
from archive.errors import ArchiveError
from archive.phantom.series import Pixels, pattern, write_series
from render.cache import LoadProgress
from render.volume import Volume
from tests.archive.assemble.samples import codes, loaded, opened, table, worker

Opened = tuple[OpenedPaths, VolumePlan]


def only(paths: OpenedPaths) -> VolumePlan:
    (content,) = paths.contents()
    (plan,) = content.volumes
    return plan


def voxels_of(folder: Path) -> tuple[VolumePlan, NDArray[Any]]:
    with opened(folder) as paths:
        plan = only(paths)
        volume = loaded(paths, plan)
        assert volume.complete
        return plan, volume.voxels


def real(plan: VolumePlan, voxels: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(voxels, np.float64) * plan.info.slope + plan.info.intercept


@pytest.mark.parametrize(
    "pixels", [Pixels(), Pixels(signed=False, bits_stored=12), Pixels(signed=False, bits_allocated=8, bits_stored=8)]
)
def test_voxels_are_the_stored_values(tmp_path: Path, pixels: Pixels) -> None:
    stored = pattern(5, 32, 40) // 4
    write_series(tmp_path, voxels=stored, pixels=pixels)
    plan, voxels = voxels_of(tmp_path)
    assert np.array_equal(voxels, stored)
    assert plan.info.voxel == ("int16" if pixels.signed else "uint16")


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.2", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.90"])
def test_every_syntax_gives_the_same_voxels(tmp_path: Path, syntax: str) -> None:
    write_series(tmp_path, slices=3, transfer_syntax=syntax)
    assert np.array_equal(voxels_of(tmp_path)[1], pattern(3, 32, 40))


@pytest.mark.parametrize("signed", [True, False])
def test_a_negative_slope_leaves_real_values_alone(tmp_path: Path, signed: bool) -> None:
    stored = pattern(3, 32, 40)
    write_series(tmp_path, voxels=stored, pixels=Pixels(signed=signed, slope=-0.5, intercept=10))
    plan, voxels = voxels_of(tmp_path)
    assert plan.info.slope == 0.5
    assert np.array_equal(real(plan, voxels), stored * -0.5 + 10)


def test_slopes_of_slices_are_applied(tmp_path: Path) -> None:
    def slope(k: int, dataset: Dataset) -> None:
        dataset.RescaleSlope = 0.5 + k

    stored = pattern(4, 32, 40)
    write_series(tmp_path, voxels=stored, edit=slope)
    plan, voxels = voxels_of(tmp_path)
    assert plan.info.voxel == "float32"
    assert np.array_equal(voxels, stored * (0.5 + np.arange(4))[:, None, None])


def test_a_modality_table_is_applied(tmp_path: Path) -> None:
    def curve(k: int, dataset: Dataset) -> None:
        del dataset.RescaleSlope, dataset.RescaleIntercept
        entries = [60000 - 50 * n for n in range(1001)]
        dataset.ModalityLUTSequence = [table([1001, 0, 16], entries, ModalityLUTType="US")]

    stored = pattern(3, 32, 40)
    write_series(tmp_path, voxels=stored, edit=curve)
    plan, voxels = voxels_of(tmp_path)
    assert (plan.info.voxel, plan.info.unit) == ("uint16", "")
    assert np.array_equal(voxels, 60000 - 50 * stored.astype(np.int64))


def test_stored_bits_of_mixed_signs_share_one_type(tmp_path: Path) -> None:
    def unsigned(k: int, dataset: Dataset) -> None:
        if k == 1:
            dataset.PixelRepresentation, dataset.BitsStored, dataset.HighBit = 0, 12, 11

    write_series(tmp_path, slices=3, edit=unsigned)
    plan, voxels = voxels_of(tmp_path)
    assert plan.info.voxel == "int16"
    assert np.array_equal(voxels, pattern(3, 32, 40))


def test_missing_slices_are_halfway_between_their_neighbours(tmp_path: Path) -> None:
    stored = pattern(4, 32, 40)
    write_series(tmp_path, voxels=stored, offsets=(0.0, 2.0, 6.0, 8.0))
    plan, voxels = voxels_of(tmp_path)
    assert plan.info.slices == 5
    assert np.array_equal(voxels[[0, 1, 3, 4]], stored)
    assert np.array_equal(voxels[2], np.rint((stored[1].astype(float) + stored[2]) / 2))


def test_uneven_slices_are_resampled_along_the_normal(tmp_path: Path) -> None:
    heights = (0.0, 4.0, 8.0, 9.0, 16.0)
    stored = np.broadcast_to((np.array(heights) * 10)[:, None, None], (5, 32, 40)).astype(np.int16)
    write_series(tmp_path, voxels=stored, offsets=heights)
    plan, voxels = voxels_of(tmp_path)
    assert "spacing" in codes(plan)
    assert [int(plane[0, 0]) for plane in voxels] == [0, 40, 80, 120, 160]


def test_padding_is_not_mixed_into_planes_between(tmp_path: Path) -> None:
    stored = np.full((3, 32, 40), 500, np.int16)
    stored[1, :, :20] = -2000
    write_series(tmp_path, voxels=stored, offsets=(0.0, 1.0, 3.0), pixels=Pixels(padding=-2000))
    plan, voxels = voxels_of(tmp_path)
    assert plan.info.padding == (-2000.0, -2000.0)
    assert set(np.unique(voxels[2])) == {-2000, 500}


def progress_of(folder: Path, most: int = 99) -> list[LoadProgress]:
    steps: list[LoadProgress] = []
    with opened(folder) as paths:
        plan = only(paths)
        volume = Volume.empty(plan.info)
        paths.source.fill(plan.info.key, volume.voxels, steps.append, lambda: len(steps) >= most)
    return steps


def test_the_middle_comes_first_and_progress_counts_to_the_end(tmp_path: Path) -> None:
    write_series(tmp_path, slices=9, rows=16, columns=16)
    steps = progress_of(tmp_path)
    assert [step.first for step in steps] == [4, 3, 5, 2, 6, 1, 7, 0, 8]
    assert all(step.last == step.first + 1 for step in steps)
    assert [step.slices_done for step in steps] == list(range(1, 10))
    assert steps[-1].bytes_done == steps[-1].bytes == 9 * 16 * 16 * 2


def test_loading_stops_when_cancelled(tmp_path: Path) -> None:
    write_series(tmp_path, slices=9)
    # What the worker has at hand by then still comes.
    assert 3 <= len(progress_of(tmp_path, most=3)) <= 5


def test_one_unreadable_slice_costs_only_itself_and_is_said(tmp_path: Path) -> None:
    files = write_series(tmp_path, slices=5)
    with opened(tmp_path) as paths:
        plan = only(paths)
        content = files[2].read_bytes()
        files[2].write_bytes(content[: len(content) - 1000])
        volume = Volume.empty(plan.info)
        done: list[int] = []
        with pytest.raises(ArchiveError, match="1 of 5 slices cannot be read"):
            paths.source.fill(plan.info.key, volume.voxels, lambda step: done.append(step.first), lambda: False)
    assert sorted(done) == [0, 1, 3, 4]
    assert np.array_equal(volume.voxels[[0, 1, 3, 4]], pattern(5, 32, 40)[[0, 1, 3, 4]])


def test_voxels_of_another_shape_are_refused(tmp_path: Path) -> None:
    write_series(tmp_path, slices=3)
    with opened(tmp_path) as paths:
        plan = only(paths)
        with pytest.raises(ValueError, match="the volume is"):
            load(plan, DecodePool(worker()), np.zeros((3, 32, 41), np.int16), print, lambda: False)
