"""Where voxels come from, and which volumes are kept where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from numpy.typing import NDArray

from render.errors import MemoryBudgetError
from render.volume import VolumeInfo, VolumeKey


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """Slices [first, last) have just been written; totals so far."""

    first: int
    last: int
    slices_done: int
    slices: int
    bytes_done: int
    bytes: int


class VolumeSource(Protocol):
    """Describes volumes and fills voxel arrays; the archive is one."""

    def info(self, key: VolumeKey) -> VolumeInfo:
        """The description; UnknownVolumeError where there is no such volume or revision."""
        ...

    def fill(
        self,
        key: VolumeKey,
        voxels: NDArray[Any],
        progress: Callable[[LoadProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Write every slice into `voxels` [k, j, i] in any order, the middle first, telling each stretch when done.

        Blocks; returns early, without error, when `cancelled()` turns true.
        """
        ...


class Tier(StrEnum):
    """A kind of memory that volumes are kept in."""

    HOST = "host"
    DEVICE = "device"


class Residence(StrEnum):
    """Whether a volume is in a tier."""

    ABSENT = "absent"
    LOADING = "loading"
    RESIDENT = "resident"


@dataclass(slots=True)
class _Place:
    nbytes: int
    residence: Residence
    used_at: float


@dataclass(slots=True)
class _Shelf:
    budget: int
    places: dict[VolumeKey, _Place] = field(default_factory=dict)

    @property
    def used(self) -> int:
        return sum(place.nbytes for place in self.places.values())


class VolumeCache:
    """Decides which volumes stay in which tier; whoever asks moves the bytes.

    A volume is ABSENT, LOADING from `begin` on (its bytes are taken then), RESIDENT from `finish` on. Room is made by
    the least recently used resident volumes that nobody has pinned. Times are the caller's, in seconds, ascending.
    """

    def __init__(self, budgets: Mapping[Tier, int]) -> None:
        self._shelves = {tier: _Shelf(budget) for tier, budget in budgets.items()}
        self._pins: dict[VolumeKey, int] = {}

    def residence(self, key: VolumeKey, tier: Tier) -> Residence:
        """Where a volume stands in a tier."""
        place = self._shelves[tier].places.get(key)
        return Residence.ABSENT if place is None else place.residence

    def used(self, tier: Tier) -> int:
        """Bytes taken in a tier, loading volumes included."""
        return self._shelves[tier].used

    def begin(self, key: VolumeKey, tier: Tier, nbytes: int, now: float) -> tuple[VolumeKey, ...]:
        """Take room for an absent volume; returns what was evicted for it, which the caller gives up first.

        Raises:
            MemoryBudgetError: it does not fit, even without everything that may go; nothing has changed.
            ValueError: it is not absent.
        """
        shelf = self._shelves[tier]
        if key in shelf.places:
            raise ValueError("the volume is already loading or resident")
        evicted = self._victims(shelf, nbytes)
        for victim in evicted:
            del shelf.places[victim]
        shelf.places[key] = _Place(nbytes, Residence.LOADING, now)
        return evicted

    def _victims(self, shelf: _Shelf, nbytes: int) -> tuple[VolumeKey, ...]:
        free = shelf.budget - shelf.used
        movable = [
            (place.used_at, key, place.nbytes)
            for key, place in shelf.places.items()
            if place.residence is Residence.RESIDENT and not self._pins.get(key)
        ]
        victims = []
        for _, key, size in sorted(movable, key=lambda item: item[0]):
            if free >= nbytes:
                break
            victims.append(key)
            free += size
        if free < nbytes:
            raise MemoryBudgetError(
                f"a volume of {nbytes / 2**20:.0f} MiB does not fit: {free / 2**20:.0f} MiB of"
                f" {shelf.budget / 2**20:.0f} can be made free; close a study or raise the budget"
            )
        return tuple(victims)

    def finish(self, key: VolumeKey, tier: Tier, now: float) -> None:
        """A loading volume is complete."""
        place = self._shelves[tier].places[key]
        place.residence, place.used_at = Residence.RESIDENT, now

    def remove(self, key: VolumeKey, tier: Tier) -> None:
        """A volume has been given up, or could not be loaded; an absent one may be named too."""
        self._shelves[tier].places.pop(key, None)

    def touch(self, key: VolumeKey, now: float) -> None:
        """A volume has just been used."""
        for shelf in self._shelves.values():
            if key in shelf.places:
                shelf.places[key].used_at = now

    def pin(self, key: VolumeKey) -> None:
        """Someone looks at this volume: it stays. Pins add up."""
        self._pins[key] = self._pins.get(key, 0) + 1

    def unpin(self, key: VolumeKey, now: float) -> None:
        """Take one pin back; KeyError where there is none."""
        left = self._pins[key] - 1
        if left:
            self._pins[key] = left
        else:
            del self._pins[key]
        self.touch(key, now)
