"""The copies of volumes that lie where the kernels run."""

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from render.errors import MemoryBudgetError
from render.kernels.protocol import DeviceVolume, Kernels
from render.surroundings import Scan, Surroundings, can_scan, scan, without
from render.volume import Volume, VolumeKey, VoxelMemory

# Padding and min/max bricks on top of the voxels, generously.
_OVERHEAD = 1.1
_APRON = 2
# Finished copies kept of one volume: two looks can be compared without waiting.
_FINISHED = 2


@dataclass(frozen=True, slots=True)
class Finish:
    """What is done to a copy for pictures in depth."""

    smooth: int = 0
    surroundings: Surroundings = Surroundings.KEEP


@dataclass(slots=True)
class _Copies:
    """One volume's: as it is for slices, and finished for pictures in depth, the last used one last."""

    volume: Volume
    sharp: DeviceVolume
    finished: dict[Finish, DeviceVolume] = field(default_factory=dict)
    scan: Scan | None = None

    def all(self) -> tuple[DeviceVolume, ...]:
        return (self.sharp, *self.finished.values())


class DeviceCopies:
    """Makes copies when a picture needs them, within a budget; finished ones give way to others.

    Slices and read-outs always show the voxels as they are. Pictures in depth of noisy data gain by a light 1-2-1
    filter, and neither padding nor a table must stand in the way there; so they have copies of their own, made at
    their first picture.
    """

    def __init__(self, kernels: Kernels, budget_bytes: int | None) -> None:
        self._kernels = kernels
        self._budget = budget_bytes
        self._held: dict[VolumeKey, _Copies] = {}

    @property
    def nbytes(self) -> int:
        """Bytes taken by all copies."""
        return sum(copy.nbytes for held in self._held.values() for copy in held.all())

    def sharp(self, volume: Volume) -> DeviceVolume:
        """The voxels as they are.

        Raises:
            MemoryBudgetError: there is no room, even without any finished copy.
        """
        held = self._held.get(volume.info.key)
        if held is None:
            if not self._make_room(volume):
                raise MemoryBudgetError(
                    f"no room on the device for a volume of {volume.info.nbytes / 2**20:.0f} MiB: "
                    f"{self.nbytes / 2**20:.0f} of {(self._budget or 0) / 2**20:.0f} MiB are taken"
                )
            device = self._kernels.prepare(volume.voxels, volume.info.matrix, apron=_APRON)
            held = self._held[volume.info.key] = _Copies(volume, device)
        return held.sharp

    def finished(self, volume: Volume, finish: Finish, *, at_once: bool = False) -> DeviceVolume:
        """Without padding, finished as told; the sharp copy where memory has no room for another.

        Surroundings are left out of complete CTs only: what has not come cannot be told from air. `at_once` takes
        what there is, the sharp copy at worst, because finishing a new one takes about a second.
        """
        sharp = self.sharp(volume)
        if finish.surroundings is not Surroundings.KEEP and not can_scan(volume):
            finish = Finish(finish.smooth)
        if finish == Finish() and volume.info.padding is None:
            return sharp
        copies = self._held[volume.info.key].finished
        device = copies.pop(finish, None)
        if device is None:
            if at_once:
                return sharp
            if len(copies) == _FINISHED:
                copies.pop(next(iter(copies))).close()
            if not self._make_room(volume):
                return sharp
            device = self._prepare(volume, finish)
        copies[finish] = device
        return device

    def look_around(self, volume: Volume, finish: Finish) -> bool:
        """Find what surrounds the patient, where `finished` would have to; true when that took its time."""
        held = self._held.get(volume.info.key)
        if held is None or held.scan is not None or finish in held.finished:
            return False
        if finish.surroundings is Surroundings.KEEP or not can_scan(volume):
            return False
        held.scan = scan(volume)
        return True

    def _prepare(self, volume: Volume, finish: Finish) -> DeviceVolume:
        cleaned = self._cleaned(volume, finish.surroundings)
        voxels = volume.voxels if cleaned is None else cleaned[0]
        device = self._kernels.prepare(
            voxels, volume.info.matrix, smooth=finish.smooth, clear=volume.info.padding, apron=_APRON
        )
        if cleaned is not None:  # the copy has been made; its source is not read again, see `update`
            cleaned[1].discard()
            cleaned[1].close()
        return device

    def _cleaned(self, volume: Volume, what: Surroundings) -> tuple[NDArray[Any], VoxelMemory] | None:
        if what is Surroundings.KEEP:
            return None
        held = self._held[volume.info.key]
        if held.scan is None:
            held.scan = scan(volume)
        return without(volume, held.scan, what)

    def projected(self, volume: Volume) -> DeviceVolume:
        """For maximum projections: as they are, but without padding where that is not the darkest value there is."""
        padding = volume.info.padding
        if padding is None or padding[1] <= volume.voxels[volume.info.slices // 2].min():
            return self.sharp(volume)
        return self.finished(volume, Finish())

    def update(self, key: VolumeKey, first: int, last: int) -> None:
        """Slices [first, last) have changed."""
        held = self._held[key]
        held.scan = None
        for finish in [finish for finish in held.finished if finish.surroundings is not Surroundings.KEEP]:
            held.finished.pop(finish).close()
        for copy in held.all():
            copy.update(first, last)

    def drop(self, key: VolumeKey) -> None:
        """Give a volume's copies up."""
        held = self._held.pop(key, None)
        if held is not None:
            for copy in held.all():
                copy.close()

    def _make_room(self, volume: Volume) -> bool:
        if self._budget is None:
            return True
        needed = int(volume.info.nbytes * _OVERHEAD)
        spare = [(held, finish) for held in self._held.values() for finish in held.finished]
        while self.nbytes + needed > self._budget and spare:
            held, finish = spare.pop(0)
            held.finished.pop(finish).close()
        return self.nbytes + needed <= self._budget
