from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
import pytest

from render.device import DeviceCopies, Finish
from render.errors import MemoryBudgetError
from render.kernels.protocol import Kernels
from render.surroundings import Surroundings
from render.volume import Volume, VolumeKey
from tests.render.test_surroundings import TABLE_HU, lying
from tests.render.volumes import noise, volume


@dataclass
class Copy:
    """What a back end would hold, and what happened to it."""

    options: dict[str, Any]
    nbytes: int
    had_table: bool
    updates: list[tuple[int, int]] = field(default_factory=list)
    closed: bool = False

    def update(self, first: int, last: int) -> None:
        self.updates.append((first, last))

    def close(self) -> None:
        self.closed = True


class Shelf:
    """Kernels that only hold."""

    def __init__(self) -> None:
        self.made: list[Copy] = []

    def prepare(self, voxels: Any, matrix: Any, **options: Any) -> Copy:
        self.made.append(Copy(options, voxels.nbytes, bool((voxels == TABLE_HU).any())))
        return self.made[-1]


def copies(budget: int | None = None) -> tuple[DeviceCopies, Shelf]:
    shelf = Shelf()
    return DeviceCopies(cast(Kernels, shelf), budget), shelf


def numbered(n: int, **fields: Any) -> Volume:
    plain = volume(noise(4, 8, 8), **fields)
    return replace(plain, info=replace(plain.info, key=VolumeKey("1.2.3", n, 1)))


SIZE = 4 * 8 * 8 * 2


def test_copies_are_made_once_and_slices_never_see_a_filter() -> None:
    held, shelf = copies()
    one = numbered(1, padding=(-2000.0, -2000.0))
    assert held.sharp(one) is held.sharp(one)
    assert held.finished(one, Finish(1)) is held.finished(one, Finish(1))
    assert held.finished(one, Finish(2)) is not held.finished(one, Finish(1))
    assert [made.options.get("smooth", 0) for made in shelf.made] == [0, 1, 2]
    assert not any(made.closed for made in shelf.made)
    assert "clear" not in shelf.made[0].options
    assert shelf.made[1].options["clear"] == (-2000.0, -2000.0)
    assert held.nbytes == 3 * SIZE


def test_who_cannot_wait_gets_what_there_is() -> None:
    held, shelf = copies()
    one = numbered(1)
    assert held.finished(one, Finish(1), at_once=True) is held.sharp(one)
    smoothed = held.finished(one, Finish(1))
    assert held.finished(one, Finish(1), at_once=True) is smoothed
    assert len(shelf.made) == 2


def test_a_table_is_left_out_of_complete_volumes_only() -> None:
    held, shelf = copies()
    one = replace(lying(), info=replace(lying().info, key=VolumeKey("1.2.3", 1, 1)))
    finish = Finish(1, Surroundings.TABLE)
    one.loaded[3] = False
    held.finished(one, finish)
    one.loaded[3] = True
    held.finished(one, finish)
    assert [made.had_table for made in shelf.made] == [True, True, False]
    held.update(one.info.key, 3, 4)
    assert [made.closed for made in shelf.made] == [False, False, True]
    assert shelf.made[1].updates == [(3, 4)]


def test_nothing_to_filter_or_clear_needs_no_copy() -> None:
    held, shelf = copies()
    one = numbered(1)
    assert held.finished(one, Finish(0)) is held.sharp(one)
    assert len(shelf.made) == 1


def test_padding_brighter_than_the_body_is_cleared_for_maxima_only() -> None:
    held, _ = copies()
    dark, bright = numbered(1, padding=(-2000.0, -2000.0)), numbered(2, padding=(5000.0, 5000.0))
    assert held.projected(dark) is held.sharp(dark)
    assert cast(Copy, held.projected(bright)).options["clear"] == (5000.0, 5000.0)


def test_new_slices_go_to_every_copy() -> None:
    held, shelf = copies()
    one = numbered(1)
    held.sharp(one)
    held.finished(one, Finish(1))
    held.update(one.info.key, 1, 3)
    assert [made.updates for made in shelf.made] == [[(1, 3)], [(1, 3)]]


def test_smoothed_copies_give_way_to_another_volume() -> None:
    held, shelf = copies(budget=int(2.5 * SIZE))
    one, two = numbered(1), numbered(2)
    held.finished(one, Finish(1))
    assert held.sharp(two) is held.sharp(two)
    assert [made.closed for made in shelf.made] == [False, True, False]


def test_without_room_for_a_smoothed_copy_the_sharp_one_is_shown() -> None:
    held, _ = copies(budget=int(1.5 * SIZE))
    one = numbered(1)
    assert held.finished(one, Finish(1)) is held.sharp(one)


def test_a_volume_that_does_not_fit_is_refused_before_it_is_copied() -> None:
    held, shelf = copies(budget=int(1.5 * SIZE))
    held.sharp(numbered(1))
    with pytest.raises(MemoryBudgetError):
        held.sharp(numbered(2))
    assert len(shelf.made) == 1
    held.drop(VolumeKey("1.2.3", 1, 1))
    assert shelf.made[0].closed
    held.sharp(numbered(2))


def test_the_longest_unused_smoothed_copy_goes_first() -> None:
    held, shelf = copies(budget=int(3.3 * SIZE))
    one = numbered(1)
    held.finished(one, Finish(1))
    held.finished(one, Finish(2))
    held.finished(one, Finish(1))
    held.finished(one, Finish(3))
    assert [made.closed for made in shelf.made] == [False, False, True, False]
    assert np.isfinite(held.nbytes)
