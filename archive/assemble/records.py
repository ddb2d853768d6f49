"""What assembling knows of a single frame, whatever kind of object it came in."""

from dataclasses import dataclass
from typing import Literal

from archive.assemble.suv import PetFacts
from archive.decode import FrameSource
from archive.rows import InstanceRow
from render.geometry import Vec3
from render.volume import Note, Window


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """How a frame stores its samples. `number` is what `archive.layout.Number` names."""

    rows: int
    columns: int
    samples: int
    photometric: str
    bits_allocated: int
    bits_stored: int
    signed: bool
    number: Literal["integer", "float", "double"] = "integer"

    @property
    def colour(self) -> bool:
        """Whether it is a colour picture."""
        return self.samples > 1 or not self.photometric.startswith("MONOCHROME")


@dataclass(frozen=True, slots=True)
class Plane:
    """Unit vectors along a row and down a column, at right angles; `error_deg` is how far the header was off that."""

    row: Vec3
    column: Vec3
    error_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances of rows (`down`) and of columns (`across`) in mm; `source` is the attribute they stand in."""

    down: float
    across: float
    source: str = "PixelSpacing"


@dataclass(frozen=True, slots=True)
class ModalityLut:
    """A modality look-up table (PS3.3 C.11.1): `values[0]` holds for `first` and every stored value below."""

    first: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rescale:
    """From stored to real values, as the frame's header says; with a look-up table slope and intercept are void."""

    slope: float = 1.0
    intercept: float = 0.0
    lut: ModalityLut | None = None


@dataclass(frozen=True, slots=True)
class Traits:
    """What may tell pictures of the same place apart, in the order in which it is asked."""

    time: float | None = None
    trigger_ms: float | None = None
    cardiac_percent: float | None = None
    diffusion: tuple[float, ...] | None = None
    echo_ms: float | None = None
    flip_deg: float | None = None
    contrast: str | None = None
    kind: str | None = None
    acquisition: float | None = None
    acquired_s: float | None = None
    object: str | None = None  # of a frame in a multi-frame object: which one


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """One frame in plain values; what its header does not say, or says wrong, is None or empty."""

    instance: InstanceRow
    source: FrameSource
    pixels: PixelFormat
    position: Vec3 | None
    plane: Plane | None
    spacing: Spacing | None
    thickness_mm: float | None
    rescale: Rescale
    unit: str
    padding: tuple[float, float] | None  # stored values
    windows: tuple[Window, ...]
    stack: str
    traits: Traits
    order: tuple[float, float, int]  # acquired (s), instance number, frame: the last resort for telling phases apart
    frame_of_reference: str
    lossy_ratio: float | None  # None: not lossy; 0: lossy by an unknown ratio
    pet: PetFacts | None
    doubts: tuple[Note, ...] = ()
