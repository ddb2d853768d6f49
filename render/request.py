"""What a picture is asked for with: frozen, hashable, plain values. Equal requests are the same picture."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from render.errors import BadRequestError
from render.geometry import Vec3, cross, dot, length
from render.volume import VoiLut, VolumeKey, Window

MAX_SIDE = 8192


class Mode(StrEnum):
    """What becomes of the voxels on a pixel's ray: a plane or slab, the maximum of the whole volume, light in fog."""

    SLICE = "slice"
    MIP = "mip"
    VOLUME = "volume"


class SlabMode(StrEnum):
    """How a slab's samples become one value."""

    MAX = "max"
    MIN = "min"
    MEAN = "mean"


class Quality(StrEnum):
    """MOVING may trade fineness for time while the hand moves; FULL is the picture a reader relies on."""

    MOVING = "moving"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a picture lies in the patient.

    `center` is the patient point (mm) at picture point ((width - 1) / 2, (height - 1) / 2); `right` and `down` are
    perpendicular unit vectors; one looks along right x down. `field_of_view_deg` is the vertical opening angle of a
    perspective picture, whose scale `mm_per_pixel` holds in the plane through `center`; 0 is a parallel projection.
    """

    center: Vec3
    right: Vec3
    down: Vec3
    mm_per_pixel: float
    field_of_view_deg: float = 0.0

    def __post_init__(self) -> None:
        numbers = (*self.center, *self.right, *self.down, self.mm_per_pixel, self.field_of_view_deg)
        if not all(math.isfinite(x) for x in numbers):
            raise BadRequestError("the camera holds a number that is not finite")
        if abs(length(self.right) - 1) > 1e-6 or abs(length(self.down) - 1) > 1e-6:
            raise BadRequestError("the camera's right and down are not unit vectors")
        if abs(dot(self.right, self.down)) > 1e-6:
            raise BadRequestError("the camera's right and down are not perpendicular")
        if not 1e-6 <= self.mm_per_pixel <= 1e6:
            raise BadRequestError(f"{self.mm_per_pixel:g} mm per pixel is out of bounds")
        if not 0 <= self.field_of_view_deg <= 120:
            raise BadRequestError(f"a field of view of {self.field_of_view_deg:g} degrees is not within 0 to 120")

    @property
    def forward(self) -> Vec3:
        """The unit direction one looks along."""
        return cross(self.right, self.down)


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """One picture of one volume.

    `revision` counts the slices that had come: a picture of a partial volume is not the full volume's.
    """

    volume: VolumeKey
    width: int
    height: int
    mode: Mode
    camera: Camera
    window: Window
    invert: bool = False
    slab_mm: float = 0.0
    slab_mode: SlabMode = SlabMode.MAX
    preset: str = ""
    quality: Quality = Quality.FULL
    revision: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.width <= MAX_SIDE and 1 <= self.height <= MAX_SIDE):
            raise BadRequestError(f"a picture of {self.width} x {self.height} pixels is not within 1 to {MAX_SIDE}")
        if not 0 <= self.slab_mm <= 10_000:
            raise BadRequestError(f"a slab of {self.slab_mm:g} mm is not within 0 to 10000")
        if not (math.isfinite(self.window.center) and math.isfinite(self.window.width) and self.window.width >= 0):
            raise BadRequestError(f"the window {self.window.center:g} / {self.window.width:g} is out of bounds")

    def encode(self) -> dict[str, Any]:
        """The request as nested dictionaries and lists of plain values, for another process."""
        plain: dict[str, Any] = asdict(self)
        plain.update(mode=str(self.mode), slab_mode=str(self.slab_mode), quality=str(self.quality))
        return plain

    @staticmethod
    def decode(plain: Mapping[str, Any]) -> "RenderRequest":
        """The equal request that `encode` wrote, tuples given back as lists included.

        Raises:
            BadRequestError: a field is missing, unknown, of the wrong kind or out of bounds.
        """
        try:
            fields = dict(plain)
            fields["volume"] = VolumeKey(**fields["volume"])
            fields["camera"] = _camera(fields["camera"])
            fields["window"] = _window(fields["window"])
            fields["mode"] = Mode(fields["mode"])
            fields["slab_mode"] = SlabMode(fields["slab_mode"])
            fields["quality"] = Quality(fields["quality"])
            return RenderRequest(**fields)
        except (KeyError, TypeError, ValueError) as error:
            raise BadRequestError(f"not a render request: {error}") from error


def _camera(plain: Mapping[str, Any]) -> Camera:
    vectors = {name: _vector(plain[name]) for name in ("center", "right", "down")}
    return Camera(**{**plain, **vectors})


def _vector(plain: Any) -> Vec3:
    x, y, z = (float(value) for value in plain)
    return (x, y, z)


def _window(plain: Mapping[str, Any]) -> Window:
    lut = plain["lut"]
    table = None if lut is None else VoiLut(**{**lut, "values": tuple(lut["values"])})
    return Window(**{**plain, "lut": table})
