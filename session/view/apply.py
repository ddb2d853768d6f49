"""What each operation does to a view's state. Pure: a new state, or a MessageError and nothing has happened."""

import math
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Final

from render import geometry, views
from render.geometry import Vec3
from render.volume import VolumeInfo, Window
from session.errors import MessageError
from session.view import operations as op
from session.view import space
from session.view.camera import camera, picture_to_patient, position, view_of
from session.view.operations import Operation, ViewName
from session.view.space import PLANES, SCROLL_ALONG_SIGHT, PlaneName
from session.view.state import (
    NUMBER_LIMIT,
    SLAB_LIMIT_MM,
    ZOOM_LIMITS,
    Plane,
    Tone,
    ViewState,
    middle,
    opening,
    standing_plane,
)
from session.view.subject import Subject

# A drag over so many CSS pixels changes the window by its own width.
WINDOW_PIXELS: Final = 300.0
# A drag over a view's shorter side turns the volume half round.
_HALF_TURN_DEG: Final = 180.0
_SIDES: Final[dict[str, tuple[Vec3, Vec3]]] = {
    "anterior": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "posterior": ((-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "left": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "right": ((0.0, -1.0, 0.0), (0.0, 0.0, -1.0)),
    "head": ((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    "feet": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Where an operation happens: in which view of which size, and from which state its gesture began."""

    subject: Subject
    view: ViewName
    width: int
    height: int
    began: ViewState

    def plane(self, what: str) -> PlaneName:
        """The view as a plane.

        Raises:
            MessageError: it is the volume view, where `what` means nothing.
        """
        if self.view == "volume":
            raise MessageError(f"{what} needs a plane; the volume view has none.")
        return self.view

    def solid(self, what: str) -> None:
        """Check that this is the volume view.

        Raises:
            MessageError: it is a plane, where `what` means nothing.
        """
        if self.view != "volume":
            raise MessageError(f"{what} needs the volume view.")


def apply(state: ViewState, operation: Operation, hand: Hand) -> ViewState:
    """The state after one operation; `undo` is not for a state to do but for its history.

    Raises:
        MessageError: the operation means nothing in this view, or names what there is not.
    """
    return _apply(operation, state, hand)


@singledispatch
def _apply(operation: Operation, _state: ViewState, _hand: Hand) -> ViewState:
    raise MessageError(f"{type(operation).__name__} cannot be applied here.")


@_apply.register
def _(operation: op.Scroll, state: ViewState, hand: Hand) -> ViewState:
    name = hand.plane("Scrolling")
    plane = state.plane(name)
    steps = round(operation.steps) * SCROLL_ALONG_SIGHT[name] * plane.facing
    info = hand.subject.info
    limit = max(info.shape) * 4
    target = views.scrolled(info, plane.normal, position(state, name), min(max(steps, -limit), limit))
    return _to_position(state, name, hand, target)


@_apply.register
def _(operation: op.Position, state: ViewState, hand: Hand) -> ViewState:
    name = hand.plane("A position")
    least, greatest = views.position_range(hand.subject.info, state.plane(name).normal)
    return _to_position(state, name, hand, min(max(operation.mm, least), greatest))


@_apply.register
def _(operation: op.Crosshair, state: ViewState, hand: Hand) -> ViewState:
    name = hand.plane("The crosshair")
    info, normal = hand.subject.info, state.plane(name).normal
    seen = camera(hand.subject, state, name, hand.width, hand.height)
    wanted = picture_to_patient(seen, operation.x, operation.y, hand.width, hand.height)
    return replace(state, crosshair=space.clamp_on_plane(info, wanted, normal, position(state, name)))


@_apply.register
def _(operation: op.Pan, state: ViewState, hand: Hand) -> ViewState:
    scale = camera(hand.subject, state, hand.view, hand.width, hand.height).mm_per_pixel
    return _panned(state, hand, -operation.dx * scale, -operation.dy * scale)


@_apply.register
def _(operation: op.Zoom, state: ViewState, hand: Hand) -> ViewState:
    old = view_of(state, hand.view).zoom
    zoom = min(max(old * operation.factor, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
    kept = 1.0 - old / zoom
    scale = camera(hand.subject, state, hand.view, hand.width, hand.height).mm_per_pixel
    x = (operation.x - (hand.width - 1) / 2) * scale * kept
    y = (operation.y - (hand.height - 1) / 2) * scale * kept
    return _panned(_with_view(state, hand.view, zoom=zoom), hand, x, y)


@_apply.register
def _(operation: op.Tilt, state: ViewState, hand: Hand) -> ViewState:
    axis = state.plane(hand.plane("Tilting")).sight
    for name in PLANES:
        if name != hand.view:
            state = _tilted(state, name, axis, operation.degrees, hand)
    return state


@_apply.register
def _(operation: op.Planes, state: ViewState, hand: Hand) -> ViewState:
    state = replace(state, along=operation.along)
    for name in PLANES:
        state = _with_plane(state, name, standing_plane(hand.subject.info, name, operation.along))
    return _on_a_slice(state, hand) if operation.along == "acquisition" else state


@_apply.register
def _(operation: op.Rotate, state: ViewState, hand: Hand) -> ViewState:
    hand.solid("Rotating")
    pixels = math.hypot(operation.dx, operation.dy)
    if pixels == 0:
        return state
    solid = state.solid
    across = geometry.scale(solid.down, operation.dx / pixels)
    along = geometry.scale(solid.right, operation.dy / pixels)
    axis = geometry.normalize(geometry.subtract(along, across))
    degrees = -pixels * _HALF_TURN_DEG / min(hand.width, hand.height)
    return _turned(state, axis, math.remainder(degrees, 360.0))


@_apply.register
def _(operation: op.Turn, state: ViewState, hand: Hand) -> ViewState:
    hand.solid("Turning")
    state = _turned(state, (0.0, 0.0, 1.0), -operation.azimuth)
    state = _turned(state, state.solid.right, -operation.elevation)
    return _turned(state, state.solid.sight, -operation.roll)


@_apply.register
def _(operation: op.Orient, state: ViewState, hand: Hand) -> ViewState:
    hand.solid("A side to look from")
    right, down = _SIDES[operation.seen_from]
    return replace(state, solid=replace(state.solid, right=right, down=down))


@_apply.register
def _(operation: op.Projection, state: ViewState, _hand: Hand) -> ViewState:
    return replace(state, solid=replace(state.solid, projection=operation.mode))


@_apply.register
def _(operation: op.DragWindow, state: ViewState, hand: Hand) -> ViewState:
    began, now = _numbers(hand.began, hand), _numbers(state, hand)
    per_pixel = began.width / WINDOW_PIXELS
    width = now.width + operation.wider * per_pixel
    function = now.function if now.function in ("LINEAR", "LINEAR_EXACT") else "LINEAR"
    tone = state.tone_of(hand.view)
    return _with_tone(
        state,
        hand,
        replace(
            tone,
            name="",
            center=_limited(now.center - operation.brighter * per_pixel),
            width=min(max(width, _least_width(hand.subject)), NUMBER_LIMIT),
            function=function,
        ),
    )


@_apply.register
def _(operation: op.SetWindow, state: ViewState, hand: Hand) -> ViewState:
    _window_view(state, hand)
    tone = Tone("", operation.center, operation.width, "LINEAR", invert=state.tone_of(hand.view).invert)
    return _with_tone(state, hand, tone)


@_apply.register
def _(operation: op.Preset, state: ViewState, hand: Hand) -> ViewState:
    if hand.view == "volume" and state.solid.projection == "volume":
        return replace(state, solid=replace(state.solid, preset=hand.subject.look(operation.name)))
    name = hand.subject.choice(operation.name).name
    return _with_tone(state, hand, Tone(name, invert=state.tone_of(hand.view).invert))


@_apply.register
def _(_operation: op.Invert, state: ViewState, hand: Hand) -> ViewState:
    _window_view(state, hand)
    tone = state.tone_of(hand.view)
    return _with_tone(state, hand, replace(tone, invert=not tone.invert))


@_apply.register
def _(operation: op.Slab, state: ViewState, hand: Hand) -> ViewState:
    hand.plane("A slab")
    return replace(state, slab_mm=operation.mm)


@_apply.register
def _(operation: op.SlabStep, state: ViewState, hand: Hand) -> ViewState:
    hand.plane("A slab")
    return replace(state, slab_mm=min(max(state.slab_mm + operation.mm, 0.0), SLAB_LIMIT_MM))


@_apply.register
def _(operation: op.SetSlabMode, state: ViewState, hand: Hand) -> ViewState:
    hand.plane("A slab")
    return replace(state, slab_mode=operation.mode)


@_apply.register
def _(operation: op.Reset, state: ViewState, hand: Hand) -> ViewState:
    opened = opening(hand.subject)
    if operation.what == "all":
        return opened
    if hand.view == "volume":
        return replace(state, solid=opened.solid, projection_tone=opened.projection_tone)
    name = hand.view
    state = replace(state, tone=opened.tone, slab_mm=opened.slab_mm, slab_mode=opened.slab_mode)
    state = _with_plane(state, name, standing_plane(hand.subject.info, name, state.along))
    normal = state.plane(name).normal
    at = geometry.dot(middle(hand.subject.info, state.along), normal)
    return _to_position(state, name, hand, at)


# --- parts of the above ----------------------------------------------------------------------------------------------


def _to_position(state: ViewState, name: PlaneName, hand: Hand, target: float) -> ViewState:
    normal = state.plane(name).normal
    return replace(state, crosshair=space.clamp_on_plane(hand.subject.info, state.crosshair, normal, target))


def _on_a_slice(state: ViewState, hand: Hand) -> ViewState:
    """The same state with the crosshair moved to the nearest acquired slice."""
    info = hand.subject.info
    for name in PLANES:
        normal = state.plane(name).normal
        if views.is_parallel(info, normal):
            return _to_position(state, name, hand, space.nearest_slice_mm(info, normal, position(state, name)))
    return state


def _panned(state: ViewState, hand: Hand, across: float, along: float) -> ViewState:
    """Pan by mm, so far that the volume's middle stays within one volume's diagonal of the picture's."""
    info = hand.subject.info
    reach = math.hypot(*(views.extent_mm(info, axis) for axis in views.plane_axes(info, "acquired")))
    pan = view_of(state, hand.view).pan_mm
    limited = tuple(min(max(old + way, -reach), reach) for old, way in zip(pan, (across, along), strict=True))
    return _with_view(state, hand.view, pan_mm=(limited[0], limited[1]))


def _tilted(state: ViewState, name: PlaneName, axis: Vec3, degrees: float, hand: Hand) -> ViewState:
    """Rotate a plane about the crosshair; the crosshair keeps its place in the plane's picture."""
    plane = state.plane(name)
    right, down = _upright(geometry.rotate(plane.right, axis, degrees), geometry.rotate(plane.down, axis, degrees))
    tilted = replace(plane, right=right, down=down)
    info = hand.subject.info
    before = _offset(info, state, name)
    state = _with_plane(state, name, tilted)
    after = _offset(info, state, name)
    pan = (plane.pan_mm[0] + after[0] - before[0], plane.pan_mm[1] + after[1] - before[1])
    return _with_plane(state, name, replace(tilted, pan_mm=pan))


def _offset(info: VolumeInfo, state: ViewState, name: PlaneName) -> tuple[float, float]:
    """The crosshair's way (right, down) in mm from the middle of the plane's unpanned picture."""
    plane = state.plane(name)
    way = geometry.subtract(state.crosshair, views.plane_center(info, plane.normal, position(state, name)))
    return geometry.dot(way, plane.right), geometry.dot(way, plane.down)


def _turned(state: ViewState, axis: Vec3, degrees: float) -> ViewState:
    if degrees == 0:
        return state
    solid = state.solid
    right, down = geometry.rotate(solid.right, axis, degrees), geometry.rotate(solid.down, axis, degrees)
    right, down = _upright(right, down)
    return replace(state, solid=replace(solid, right=right, down=down))


def _upright(right: Vec3, down: Vec3) -> tuple[Vec3, Vec3]:
    """The nearest unit vectors that are perpendicular: thousands of small turns must not bend a picture."""
    right = geometry.normalize(right)
    down = geometry.subtract(down, geometry.scale(right, geometry.dot(right, down)))
    return right, geometry.normalize(down)


def _window_view(state: ViewState, hand: Hand) -> None:
    if hand.view == "volume" and state.solid.projection == "volume":
        raise MessageError("The rendered volume has presets, no window.")


def _numbers(state: ViewState, hand: Hand) -> Window:
    _window_view(state, hand)
    tone = state.tone_of(hand.view)
    if not tone.name:
        return Window(tone.center, tone.width, tone.function)
    window = hand.subject.numbers(hand.subject.choice(tone.name).window, projection=hand.view == "volume")
    if window is None:
        raise MessageError("The automatic window is still being measured.")
    return window


def _least_width(subject: Subject) -> float:
    """One stored step where values are whole numbers, a thousandth of a unit else."""
    return subject.info.slope if subject.info.voxel != "float32" else 1e-3


def _limited(value: float) -> float:
    return min(max(value, -NUMBER_LIMIT), NUMBER_LIMIT)


def _with_tone(state: ViewState, hand: Hand, tone: Tone) -> ViewState:
    if hand.view == "volume":
        return replace(state, projection_tone=tone)
    return replace(state, tone=tone)


def _with_plane(state: ViewState, name: PlaneName, plane: Plane) -> ViewState:
    return replace(state, **{name: plane})  # type: ignore[arg-type]


def _with_view(state: ViewState, view: ViewName, **changes: object) -> ViewState:
    changed = replace(view_of(state, view), **changes)  # type: ignore[arg-type]
    return replace(state, **{"solid" if view == "volume" else view: changed})  # type: ignore[arg-type]
