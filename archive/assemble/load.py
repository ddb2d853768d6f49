"""Filling a volume's voxels: the middle first, missing planes between their neighbours, progress as it comes.

A film's frames come from its beginning.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.assemble.content import VolumePlan
from archive.assemble.geometry import Placement
from archive.decode import FrameSource
from archive.decoding import DecodePool
from archive.errors import ArchiveError, DecodeError
from render.cache import LoadProgress

Array = NDArray[Any]


def load(
    plan: VolumePlan,
    pool: DecodePool,
    voxels: Array,
    progress: Callable[[LoadProgress], None],
    cancelled: Callable[[], bool],
) -> None:
    """Write the plan's voxels into `voxels` [k, j, i], from the middle plane outwards, a film's from the first frame.

    `progress` hears of each plane when it is there. Returns early, without error, once `cancelled()` is true.

    Raises:
        DecodeError: some slices cannot be read: all others are loaded by then.
        ValueError: `voxels` has another shape or type than the plan's description.
    """
    if voxels.shape != plan.info.shape or voxels.dtype != plan.info.dtype:
        raise ValueError(f"voxels are {voxels.dtype} {voxels.shape}, the volume is {plan.info.voxel} {plan.info.shape}")
    filling = _Filling(plan, voxels, progress)
    pool.decode_into(filling.sources, filling, filling.came, cancelled)
    filling.finish()


class _Filling(Sequence[Array]):
    """The places that frames are decoded into, and what is left to do when one has come.

    A slice whose stored values are voxels goes straight to its plane; others pass through memory of their own, which
    is taken when their decoding begins and given back when it is done.
    """

    def __init__(self, plan: VolumePlan, voxels: Array, progress: Callable[[LoadProgress], None]) -> None:
        self._plan, self._voxels, self._progress = plan, voxels, progress
        self._users = _users(plan.planes, len(plan.frames))
        self._missing = [len(_needs(placement)) for placement in plan.planes]
        self._own_plane = {p.before: k for k, p in reversed(list(enumerate(plan.planes))) if p.weight == 0}
        count = len(plan.frames)
        self._order = _from_the_middle(count) if plan.info.film is None else list(range(count))
        self._buffers: dict[int, Array] = {}
        self._direct: set[int] = set()  # slices that were decoded into their plane
        self._waiting: dict[int, int] = {n: len(planes) for n, planes in enumerate(self._users)}
        self._slices: dict[int, Array] = {}
        self._done = 0
        self._failed: list[ArchiveError] = []

    @property
    def sources(self) -> list[FrameSource]:
        """The frames in the order in which they are to come."""
        return [self._plan.frames[n] for n in self._order]

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, index: Any) -> Any:
        """The place for the `index`-th frame of `sources`."""
        n = self._order[index]
        if n not in self._buffers:
            self._buffers[n] = self._place(n)
        return self._buffers[n]

    def _place(self, n: int) -> Array:
        rule = self._plan.rules[n]
        if n in self._own_plane and rule.copies:
            self._direct.add(n)
            return self._plane(self._own_plane[n])
        return np.empty(self._plan.info.shape[1:], rule.stored)

    def _plane(self, k: int) -> Array:
        plane: Array = self._voxels[k]
        return plane

    def came(self, index: int, error: ArchiveError | None) -> None:
        """Frame `index` of `sources` is in its place, or cannot be had."""
        n = self._order[index]
        place = self._buffers.pop(n, None)
        if error is not None or place is None:
            self._failed.append(error or DecodeError("a frame did not come"))
            return
        self._slices[n] = place if n in self._direct else self._plan.rules[n].apply(place)
        for k in self._users[n]:
            self._missing[k] -= 1
            if self._missing[k] == 0:
                self._finish_plane(k)
        self._forget_used()

    def _finish_plane(self, k: int) -> None:
        placement, target = self._plan.planes[k], self._plane(k)
        first = self._slices[placement.before]
        if placement.weight == 0:
            if placement.before not in self._direct or self._own_plane[placement.before] != k:
                target[...] = first
        else:
            _blend(first, self._slices[placement.before + 1], placement.weight, self._plan.info.padding, target)
        for n in _needs(placement):
            self._waiting[n] -= 1
        self._done += 1
        size, slices = self._plan.info.nbytes, self._plan.info.slices
        self._progress(LoadProgress(k, k + 1, self._done, slices, self._done * (size // slices), size))

    def _forget_used(self) -> None:
        """Give back slices that no plane waits for."""
        for n in [n for n in self._slices if self._waiting[n] == 0]:
            del self._slices[n]

    def finish(self) -> None:
        """Say so where slices are missing."""
        if self._failed:
            count, of = len(self._failed), len(self._plan.frames)
            raise type(self._failed[0])(f"{count} of {of} slices cannot be read: {self._failed[0]}")


def _needs(placement: Placement) -> tuple[int, ...]:
    """The acquired slices that a plane is made of."""
    return (placement.before,) if placement.weight == 0 else (placement.before, placement.before + 1)


def _users(planes: Sequence[Placement], frames: int) -> list[list[int]]:
    """For each acquired slice the planes that it is part of."""
    users: list[list[int]] = [[] for _ in range(frames)]
    for k, placement in enumerate(planes):
        for n in _needs(placement):
            users[n].append(k)
    return users


def _from_the_middle(count: int) -> list[int]:
    """0 to count - 1, the middle first and outwards from there."""
    middle = (count - 1) / 2
    return sorted(range(count), key=lambda n: (abs(n - middle), n))


def _blend(a: Array, b: Array, weight: float, padding: tuple[float, float] | None, out: Array) -> None:
    """Linear between two slices; where either is padding the nearer slice's value stands, so that none is made up."""
    mixed = a.astype(np.float64) * (1.0 - weight) + b.astype(np.float64) * weight
    if padding is not None:
        low, high = padding
        clear = ((a >= low) & (a <= high)) | ((b >= low) & (b <= high))
        mixed = np.where(clear, b if weight > 0.5 else a, mixed)
    out[...] = np.rint(mixed) if out.dtype.kind in "iu" else mixed
