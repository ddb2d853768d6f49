"""What a volume is: its description, its voxels, and the one place where voxel memory comes from."""

import math
import mmap
import os
import tempfile
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from render import geometry
from render.errors import BadVolumeError, MemoryBudgetError
from render.geometry import Matrix34, Vec3

VoxelType = Literal["int16", "uint16", "float32", "uint8"]
# What slices of a CT that have not come look like; elsewhere a stored zero is dark already.
_AIR_HU = -1024.0

WindowFunction = Literal["LINEAR", "LINEAR_EXACT", "SIGMOID", "LUT"]


@dataclass(frozen=True, slots=True)
class VolumeKey:
    """Names one volume's content: the n-th volume (from 1) of a series at one revision of that series."""

    series_uid: str
    number: int
    revision: int


@dataclass(frozen=True, slots=True)
class Note:
    """A correction or doubt that belongs on the picture: a stable code and one sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class VoiLut:
    """A VOI look-up table over real values (PS3.3 C.11.2.1.1): `values[0]` is shown for `first` and below."""

    first: float
    values: tuple[int, ...]
    bits: int


@dataclass(frozen=True, slots=True)
class Window:
    """What maps real values to grey (PS3.3 C.11.2.1); `center` and `width` in the volume's unit."""

    center: float
    width: float
    function: WindowFunction = "LINEAR"
    label: str = ""
    lut: VoiLut | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """What frames without a place in the patient have beside a volume's description; see `VolumeInfo.film`.

    `orientation` are the patient's unit directions along a row and down a column, where they are told. `windows` are
    each frame's own, where they differ from frame to frame. `pages` are single pictures that were laid together.
    """

    colour: bool = False
    frame_ms: float = 0.0  # mean time of a frame; 0: none is told
    loops: bool = True  # after the last frame comes the first; False: the way back
    orientation: tuple[Vec3, Vec3] | None = None
    windows: tuple[tuple[Window, ...], ...] = ()
    pages: bool = False


@dataclass(frozen=True, slots=True)
class VolumeInfo:
    """Everything about a volume but its voxels.

    Real value = stored * slope + intercept, and the slope is always positive.

    With `film` it is no volume but frames behind one another: slice k is frame k, nothing is interpolated between two
    of them, and the matrix is of the picture alone: x to the right and y down in mm (or pixels), z the frame, from 0.
    Only such frames may be `uint8`, and those in colour are: red, green and blue of a pixel beside each other.
    """

    key: VolumeKey
    label: str
    modality: str
    columns: int
    rows: int
    slices: int
    matrix: Matrix34  # index (i=column, j=row, k=slice) -> patient LPS mm; may be sheared
    voxel: VoxelType
    slope: float = 1.0
    intercept: float = 0.0
    unit: str = ""
    padding: tuple[float, float] | None = None  # stored values, inclusive
    windows: tuple[Window, ...] = ()  # the data set's own, the first is its default
    inverted: bool = False  # MONOCHROME1: the display is inverted, last of all
    calibrated: bool = True  # False: the matrix counts pixels, no millimetres may be shown
    frame_of_reference: str | None = None  # None where it must not link volumes
    source_slices: tuple[float, ...] = ()  # k of each acquired slice, ascending; fractional where resampled
    notes: tuple[Note, ...] = ()
    film: Film | None = None

    def __post_init__(self) -> None:
        if min(self.columns, self.rows, self.slices) < 1:
            raise BadVolumeError(f"a volume of {self.columns} x {self.rows} x {self.slices} voxels is empty")
        if not (self.slope > 0 and math.isfinite(self.slope) and math.isfinite(self.intercept)):
            raise BadVolumeError(f"slope {self.slope:g}: it must be positive, complement the stored values instead")
        if not all(math.isfinite(x) for row in self.matrix for x in row) or geometry.determinant(self.matrix) == 0:
            raise BadVolumeError("the matrix from voxels to the patient is flat or not finite")
        if (self.colour and self.voxel != "uint8") or (self.film is None and self.voxel == "uint8"):
            raise BadVolumeError("bytes are for the frames of films, and colours are bytes")

    @property
    def colour(self) -> bool:
        """Whether these are frames in colour."""
        return self.film is not None and self.film.colour

    @property
    def shape(self) -> tuple[int, ...]:
        """The voxel array's shape: (slices, rows, columns), and 3 for colours."""
        return (self.slices, self.rows, self.columns, *((3,) if self.colour else ()))

    @property
    def dtype(self) -> np.dtype[Any]:
        """The stored values' type."""
        return np.dtype(self.voxel)

    @property
    def nbytes(self) -> int:
        """Size of all voxels in bytes."""
        return math.prod(self.shape) * self.dtype.itemsize

    def windows_at(self, frame: int) -> tuple[Window, ...]:
        """The data set's own windows for a slice or frame: the same for all but in some films."""
        return self.film.windows[frame] if self.film is not None and self.film.windows else self.windows

    @property
    def normal(self) -> Vec3:
        """The slices' unit normal, row direction x column direction (PS3.3 C.7.6.2.1.1)."""
        return geometry.normalize(geometry.cross(geometry.column(self.matrix, 0), geometry.column(self.matrix, 1)))

    @property
    def spacing_mm(self) -> tuple[float, float, float]:
        """Distances of neighbouring voxels: across a row, down a column, and of slices along their normal."""
        across, down, step = (geometry.column(self.matrix, n) for n in range(3))
        return (geometry.length(across), geometry.length(down), abs(geometry.dot(step, self.normal)))


class VoxelMemory:
    """Shared memory for voxels: a file descriptor that another process may map, and arrays over it.

    The memory returns to the system when the handle is closed and the last array over it is gone.
    """

    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes
        self.fd = _anonymous_file(nbytes)
        self._map = mmap.mmap(self.fd, nbytes)

    def array(self, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """A writable array over the start of the memory; ValueError where it does not fit."""
        return np.frombuffer(self._map, dtype, count=math.prod(shape)).reshape(shape)

    def discard(self) -> None:
        """Give the pages back now, where the system can: from then on arrays over them read zeros."""
        if hasattr(mmap, "MADV_REMOVE"):
            self._map.madvise(mmap.MADV_REMOVE)

    def close(self) -> None:
        """Give up the descriptor. Arrays made before stay valid. May be called again."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def _anonymous_file(nbytes: int) -> int:
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("tomocast-voxels", os.MFD_CLOEXEC)
    else:
        with tempfile.TemporaryFile() as file:
            fd = os.dup(file.fileno())
    os.truncate(fd, nbytes)
    return fd


def allocate(nbytes: int) -> VoxelMemory:
    """Take zeroed voxel memory; the only place voxels come from.

    Raises:
        MemoryBudgetError: more than the machine's memory was asked for, or nothing.
    """
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if not 0 < nbytes <= machine:
        raise MemoryBudgetError(f"{nbytes / 2**20:.0f} MiB of voxels asked for, the machine has {machine / 2**20:.0f}")
    return VoxelMemory(nbytes)


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A description with its voxels. `voxels` is [k, j, i]; `loaded[k]` tells which slices have come."""

    info: VolumeInfo
    voxels: NDArray[Any]
    loaded: NDArray[np.bool_]
    memory: VoxelMemory | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.voxels.shape != self.info.shape or self.voxels.dtype != self.info.dtype:
            raise BadVolumeError(f"voxels are {self.voxels.dtype} {self.voxels.shape}, described as {self.info.voxel}")
        if self.loaded.shape != (self.info.slices,):
            raise BadVolumeError(f"{self.loaded.shape} flags for {self.info.slices} slices")

    @property
    def complete(self) -> bool:
        """Whether every slice has come."""
        return bool(self.loaded.all())

    @staticmethod
    def empty(info: VolumeInfo) -> "Volume":
        """A volume of this description in fresh memory with no slice loaded; slices to come are dark until then."""
        memory = allocate(info.nbytes)
        voxels = memory.array(info.shape, info.dtype)
        if info.unit == "HU":
            stored = round((_AIR_HU - info.intercept) / info.slope)
            limits = np.iinfo(info.dtype) if info.dtype.kind in "iu" else None
            voxels.fill(stored if limits is None else min(max(stored, limits.min), limits.max))
        return Volume(info, voxels, np.zeros(info.slices, np.bool_), memory)
