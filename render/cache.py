"""Where voxels come from, and which volumes are kept where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

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
