"""Acts on planes: where they lie, how they stand, how thick they are."""

from dataclasses import replace

from render import geometry, views
from render.geometry import Vec3
from render.volume import VolumeInfo
from session.errors import MessageError
from session.view import operations as op
from session.view import space
from session.view.acts import film
from session.view.acts.hand import Hand, to_position, upright, with_plane
from session.view.camera import camera, picture_to_patient, position
from session.view.space import PLANES, SCROLL_ALONG_SIGHT, PlaneName
from session.view.state import SLAB_LIMIT_MM, ViewState, standing_plane


def scroll(operation: op.Scroll, state: ViewState, hand: Hand) -> ViewState:
    """So many slices along the line of sight or against it; the ends hold."""
    if hand.view == "film":
        return film.step(operation, state, hand)
    name = hand.plane("Scrolling")
    plane = state.plane(name)
    steps = round(operation.steps) * SCROLL_ALONG_SIGHT[name] * plane.facing
    info = hand.subject.info
    limit = max(info.shape) * 4
    target = views.scrolled(info, plane.normal, position(state, name), min(max(steps, -limit), limit))
    return to_position(state, name, hand, target)


def go_to(operation: op.Position, state: ViewState, hand: Hand) -> ViewState:
    """The plane at a position, or at the nearest that meets the volume."""
    name = hand.plane("A position")
    least, greatest = views.position_range(hand.subject.info, state.plane(name).normal)
    return to_position(state, name, hand, min(max(operation.mm, least), greatest))


def put_crosshair(operation: op.Crosshair, state: ViewState, hand: Hand) -> ViewState:
    """The crosshair under the hand, inside the volume and in the plane."""
    name = hand.plane("The crosshair")
    info, normal = hand.subject.info, state.plane(name).normal
    seen = camera(hand.subject, state, name, hand.width, hand.height)
    wanted = picture_to_patient(seen, operation.x, operation.y, hand.width, hand.height)
    return replace(state, crosshair=space.clamp_on_plane(info, wanted, normal, position(state, name)))


def tilt(operation: op.Tilt, state: ViewState, hand: Hand) -> ViewState:
    """The other planes, or the one that is named, turned about the crosshair, clockwise in this picture."""
    axis = state.plane(hand.plane("Tilting")).sight
    if operation.plane == hand.view:
        raise MessageError("A view's own plane cannot be tilted in its picture; it can be rolled.")
    for name in PLANES:
        if name != hand.view and operation.plane in (None, name):
            state = _tilted(state, name, axis, operation.degrees, hand)
    return state


def stand(operation: op.Planes, state: ViewState, hand: Hand) -> ViewState:
    """All planes along the patient or the acquisition, there at an acquired slice."""
    state = replace(state, along=operation.along)
    for name in PLANES:
        state = with_plane(state, name, standing_plane(hand.subject.info, name, operation.along))
    return _on_a_slice(state, hand) if operation.along == "acquisition" else state


def set_slab(operation: op.Slab, state: ViewState, hand: Hand) -> ViewState:
    """Another thickness for all planes."""
    hand.plane("A slab")
    return replace(state, slab_mm=operation.mm)


def step_slab(operation: op.SlabStep, state: ViewState, hand: Hand) -> ViewState:
    """Thicker or thinner."""
    hand.plane("A slab")
    return replace(state, slab_mm=min(max(state.slab_mm + operation.mm, 0.0), SLAB_LIMIT_MM))


def set_slab_mode(operation: op.SetSlabMode, state: ViewState, hand: Hand) -> ViewState:
    """What slabs show."""
    hand.plane("A slab")
    return replace(state, slab_mode=operation.mode)


def _on_a_slice(state: ViewState, hand: Hand) -> ViewState:
    """The same state with the crosshair moved to the nearest acquired slice."""
    info = hand.subject.info
    for name in PLANES:
        normal = state.plane(name).normal
        if views.is_parallel(info, normal):
            return to_position(state, name, hand, space.nearest_slice_mm(info, normal, position(state, name)))
    return state


def _tilted(state: ViewState, name: PlaneName, axis: Vec3, degrees: float, hand: Hand) -> ViewState:
    """Rotate a plane about the crosshair; the crosshair keeps its place in the plane's picture."""
    plane = state.plane(name)
    right, down = upright(geometry.rotate(plane.right, axis, degrees), geometry.rotate(plane.down, axis, degrees))
    tilted = replace(plane, right=right, down=down)
    info = hand.subject.info
    before = _offset(info, state, name)
    state = with_plane(state, name, tilted)
    after = _offset(info, state, name)
    pan = (plane.pan_mm[0] + after[0] - before[0], plane.pan_mm[1] + after[1] - before[1])
    return with_plane(state, name, replace(tilted, pan_mm=pan))


def _offset(info: VolumeInfo, state: ViewState, name: PlaneName) -> tuple[float, float]:
    """The crosshair's way (right, down) in mm from the middle of the plane's unpanned picture."""
    plane = state.plane(name)
    way = geometry.subtract(state.crosshair, views.plane_center(info, plane.normal, position(state, name)))
    return geometry.dot(way, plane.right), geometry.dot(way, plane.down)
