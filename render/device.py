"""The copies of volumes that lie where the kernels run."""

from dataclasses import dataclass, field

from render.errors import MemoryBudgetError
from render.kernels.protocol import DeviceVolume, Kernels
from render.volume import Volume, VolumeKey

# Padding and min/max bricks on top of the voxels, generously.
_OVERHEAD = 1.1
_APRON = 2


@dataclass(slots=True)
class _Copies:
    """One volume's: as it is for slices, and cleared and smoothed for pictures in depth, the last used one last."""

    volume: Volume
    sharp: DeviceVolume
    smoothed: dict[int, DeviceVolume] = field(default_factory=dict)

    def all(self) -> tuple[DeviceVolume, ...]:
        return (self.sharp, *self.smoothed.values())


class DeviceCopies:
    """Makes copies when a picture needs them, within a budget; smoothed ones give way to others.

    Slices and read-outs always show the voxels as they are. Pictures in depth of noisy data gain by a light 1-2-1
    filter, and padding must not stand in the way there; so they have copies of their own, made at their first picture.
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
            MemoryBudgetError: there is no room, even without any smoothed copy.
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

    def smoothed(self, volume: Volume, passes: int) -> DeviceVolume:
        """Without padding, filtered `passes` times; the sharp copy where memory has no room for another."""
        sharp = self.sharp(volume)
        if not passes and volume.info.padding is None:
            return sharp
        copies = self._held[volume.info.key].smoothed
        device = copies.pop(passes, None)
        if device is None:
            if not self._make_room(volume):
                return sharp
            device = self._kernels.prepare(
                volume.voxels, volume.info.matrix, smooth=passes, clear=volume.info.padding, apron=_APRON
            )
        copies[passes] = device
        return device

    def projected(self, volume: Volume) -> DeviceVolume:
        """For maximum projections: as they are, but without padding where that is not the darkest value there is."""
        padding = volume.info.padding
        if padding is None or padding[1] <= volume.voxels[volume.info.slices // 2].min():
            return self.sharp(volume)
        return self.smoothed(volume, 0)

    def update(self, key: VolumeKey, first: int, last: int) -> None:
        """Slices [first, last) have changed."""
        for copy in self._held[key].all():
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
        spare = [(held, passes) for held in self._held.values() for passes in held.smoothed]
        while self.nbytes + needed > self._budget and spare:
            held, passes = spare.pop(0)
            held.smoothed.pop(passes).close()
        return self.nbytes + needed <= self._budget
