"""What a user wants to see: one immutable value for all views of a stage. Lengths in patient mm (LPS)."""

from dataclasses import dataclass, replace
from typing import Final, Literal, cast

import msgspec

from render import geometry, views
from render.geometry import Vec3
from render.volume import VolumeInfo
from session.errors import SnapshotError
from session.view.operations import SlabModeName, ViewName
from session.view.space import PLANES, Along, FlatName, PlaneName, clamp, opening_planes, plane_axes
from session.view.subject import AUTO, Subject

STATE_VERSION: Final = 1
ZOOM_LIMITS: Final = (0.1, 64.0)
NUMBER_LIMIT: Final = 1e7
SLAB_LIMIT_MM: Final = 500.0

Projection = Literal["volume", "mip"]
Facing = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Tone:
    """A window: by name, or by its numbers where `name` is empty; and whether black and white are exchanged."""

    name: str
    center: float = 0.0
    width: float = 0.0
    function: Literal["LINEAR", "LINEAR_EXACT"] = "LINEAR"
    invert: bool = False


@dataclass(frozen=True, slots=True)
class Plane:
    """An MPR view or a film: unit vectors of its picture, which side its normal is on, how it is panned and zoomed.

    `pan_mm` is the way (right, down) from the fitted picture's middle to the middle of this one. `mirrored` pictures
    are seen as from the plane's other side, which moves neither the plane nor the direction in which one scrolls;
    `sideways` ones were turned by a right angle and fit the view as such.
    """

    right: Vec3
    down: Vec3
    facing: Facing
    pan_mm: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0
    mirrored: bool = False
    sideways: bool = False

    @property
    def sight(self) -> Vec3:
        """The unit direction one looks along."""
        return geometry.cross(self.right, self.down)

    @property
    def normal(self) -> Vec3:
        """The unit direction in which the plane's position grows."""
        return geometry.scale(self.sight, float(-self.facing if self.mirrored else self.facing))


@dataclass(frozen=True, slots=True)
class Solid:
    """The view of the whole volume: the rendered volume or its maximum projection, seen from anywhere."""

    right: Vec3
    down: Vec3
    preset: str
    projection: Projection = "volume"
    pan_mm: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0

    @property
    def sight(self) -> Vec3:
        """The unit direction one looks along."""
        return geometry.cross(self.right, self.down)


FRAMES: Final = Plane((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 1)
"""A film as it opens: its frames as they are."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """All views: planes through one crosshair with one window and slab, and the volume view with its own.

    Of a film there is one view, `film`; the crosshair's z is then the frame, from 0.
    """

    crosshair: Vec3
    axial: Plane
    coronal: Plane
    sagittal: Plane
    solid: Solid
    along: Along
    tone: Tone
    projection_tone: Tone
    slab_mm: float = 0.0
    slab_mode: SlabModeName = "max"
    film: Plane = FRAMES

    @property
    def frame(self) -> int:
        """The frame of a film that is shown, from 0."""
        return round(self.crosshair[2])

    def plane(self, name: FlatName) -> Plane:
        """The plane of that view."""
        return cast("Plane", getattr(self, name))

    def tone_of(self, view: ViewName) -> Tone:
        """The window that counts in a view."""
        return self.projection_tone if view == "volume" else self.tone


def opening(subject: Subject) -> ViewState:
    """How a volume opens: every view as `render.views.standard` has it."""
    info = subject.info
    along = opening_planes(info)
    planes = {name: standing_plane(info, name, along) for name in PLANES}
    right, down = views.projection_axes(0.0, 0.0)
    return ViewState(
        crosshair=middle(info, along) if info.film is None else (0.0, 0.0, 0.0),
        axial=planes["axial"],
        coronal=planes["coronal"],
        sagittal=planes["sagittal"],
        solid=Solid(right, down, subject.presets[0] if subject.presets else ""),
        along=along,
        tone=Tone(subject.opening_window),
        projection_tone=Tone(subject.opening_projection_window),
    )


def standing_plane(info: VolumeInfo, name: PlaneName, along: Along) -> Plane:
    """A plane as it stands before anybody tilts, pans or zooms it."""
    right, down, normal = plane_axes(info, name, along)
    return Plane(right, down, 1 if geometry.dot(geometry.cross(right, down), normal) > 0 else -1)


def middle(info: VolumeInfo, along: Along) -> Vec3:
    """The point that the three planes of an opened volume have in common."""
    point: Vec3 = (0.0, 0.0, 0.0)
    for name in PLANES:
        normal = plane_axes(info, name, along)[2]
        at = geometry.dot(views.plane_center(info, normal), normal)
        point = geometry.add(point, geometry.scale(normal, at))
    return point


def standing(info: VolumeInfo, state: ViewState) -> Literal["patient", "acquisition", "oblique"]:
    """How the three planes stand."""
    for along in ("patient", "acquisition"):
        if all(_same_axes(state.plane(name), standing_plane(info, name, along)) for name in PLANES):
            return along
    return "oblique"


def _same_axes(a: Plane, b: Plane) -> bool:
    """Whether they are one plane along one pair of axes, mirrored or turned by right angles as may be."""
    along = max(abs(geometry.dot(a.right, b.right)), abs(geometry.dot(a.right, b.down)))
    return geometry.dot(a.normal, b.normal) > 1 - 1e-12 and along > 1 - 1e-12


class _Versioned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    state: ViewState


def encode_state(state: ViewState) -> bytes:
    """The state as bytes that `decode_state` reads, in this version or a later one."""
    return msgspec.json.encode(_Versioned(STATE_VERSION, state))


def decode_state(data: bytes, subject: Subject) -> ViewState:
    """The state in `data`, made to fit the volume.

    Raises:
        SnapshotError: not a state of this version, or of another volume.
    """
    try:
        versioned = msgspec.json.decode(data, type=_Versioned)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SnapshotError("This saved view cannot be read.") from error
    if versioned.version != STATE_VERSION:
        raise SnapshotError(f"This saved view has version {versioned.version}, this server reads {STATE_VERSION}.")
    state = versioned.state
    names = {choice.name for choice in subject.windows} | {"", AUTO}
    if {state.tone.name, state.projection_tone.name} - names or state.solid.preset not in (subject.presets or ("",)):
        raise SnapshotError("This saved view belongs to another volume.")
    shown = (state.axial, state.coronal, state.sagittal, state.solid, state.film)
    if not all(_upright(view.right, view.down) for view in shown):
        raise SnapshotError("This saved view holds a bent plane.")
    if not _in_bounds(state):
        raise SnapshotError("This saved view holds a number that is out of bounds.")
    return replace(state, crosshair=clamp(subject.info, state.crosshair))


def _upright(right: Vec3, down: Vec3) -> bool:
    lengths = abs(geometry.length(right) - 1) < 1e-6 and abs(geometry.length(down) - 1) < 1e-6
    return lengths and abs(geometry.dot(right, down)) < 1e-6


def _in_bounds(state: ViewState) -> bool:
    """Whether every number lies where operations leave it."""
    shown = (state.axial, state.coronal, state.sagittal, state.solid, state.film)
    tones = (state.tone, state.projection_tone)
    numbers = [state.slab_mm, *state.crosshair]
    numbers += [number for view in shown for number in view.pan_mm]
    numbers += [number for tone in tones for number in (tone.center, tone.width)]
    zoomed = all(ZOOM_LIMITS[0] <= view.zoom <= ZOOM_LIMITS[1] for view in shown)
    windowed = all(tone.name or tone.width > 0 for tone in tones)
    return zoomed and windowed and 0 <= state.slab_mm <= SLAB_LIMIT_MM and max(map(abs, numbers)) <= NUMBER_LIMIT
