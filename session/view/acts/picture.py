"""Acts on a picture as such: moved, magnified, turned and mirrored about its middle."""

import math
from dataclasses import replace

from render import geometry, views
from render.geometry import Vec3
from session.view import operations as op
from session.view.acts.hand import Hand, upright, with_plane, with_view
from session.view.camera import camera, view_of
from session.view.operations import ViewName
from session.view.state import ZOOM_LIMITS, Plane, ViewState


def pan(operation: op.Pan, state: ViewState, hand: Hand) -> ViewState:
    """The picture follows the hand."""
    scale = camera(hand.subject, state, hand.view, hand.width, hand.height).mm_per_pixel
    return _panned(state, hand, -operation.dx * scale, -operation.dy * scale)


def zoom(operation: op.Zoom, state: ViewState, hand: Hand) -> ViewState:
    """Magnified about the point under the hand, within limits."""
    old = view_of(state, hand.view).zoom
    larger = magnified(state, hand.view, operation.factor)
    kept = 1.0 - old / view_of(larger, hand.view).zoom
    scale = camera(hand.subject, state, hand.view, hand.width, hand.height).mm_per_pixel
    x = (operation.x - (hand.width - 1) / 2) * scale * kept
    y = (operation.y - (hand.height - 1) / 2) * scale * kept
    return _panned(larger, hand, x, y)


def magnified(state: ViewState, view: ViewName, factor: float) -> ViewState:
    """A view magnified about its middle, within limits."""
    zoom = view_of(state, view).zoom * factor
    return with_view(state, view, zoom=min(max(zoom, ZOOM_LIMITS[0]), ZOOM_LIMITS[1]))


def fit(_operation: op.Fit, state: ViewState, hand: Hand) -> ViewState:
    """As large as the view, in its middle; how it is turned and mirrored stays."""
    return with_view(state, hand.view, zoom=1.0, pan_mm=(0.0, 0.0))


def roll(operation: op.Roll, state: ViewState, hand: Hand) -> ViewState:
    """The picture turned clockwise, and so its axes the other way."""
    name = hand.flat("Rolling")
    plane = state.plane(name)
    axis, degrees = plane.sight, -operation.degrees
    right, down = upright(geometry.rotate(plane.right, axis, degrees), geometry.rotate(plane.down, axis, degrees))
    middle = _way(plane)
    pan = (geometry.dot(middle, right), geometry.dot(middle, down))
    return with_plane(state, name, replace(plane, right=right, down=down, pan_mm=pan))


def flip(operation: op.Flip, state: ViewState, hand: Hand) -> ViewState:
    """One axis reversed. Nothing is computed, so nothing is rounded: the same samples in mirrored order."""
    name = hand.flat("Flipping")
    plane = state.plane(name)
    across, along = plane.pan_mm
    if operation.axis == "horizontal":
        changed = replace(plane, right=geometry.scale(plane.right, -1.0), pan_mm=(-across, along))
    else:
        changed = replace(plane, down=geometry.scale(plane.down, -1.0), pan_mm=(across, -along))
    return with_plane(state, name, replace(changed, mirrored=not plane.mirrored))


def quarter(operation: op.Quarter, state: ViewState, hand: Hand) -> ViewState:
    """Axes exchanged by right angles: nothing is rounded."""
    for _ in range(operation.turns % 4):
        shown = view_of(state, hand.view)
        across, along = shown.pan_mm
        right, down = geometry.scale(shown.down, -1.0), shown.right
        state = with_view(state, hand.view, right=right, down=down, pan_mm=(-along, across))
        if isinstance(shown, Plane):
            state = with_view(state, hand.view, sideways=not shown.sideways)
    return state


def _way(plane: Plane) -> Vec3:
    """From the fitted picture's middle to the middle of this one, in mm."""
    return geometry.add(geometry.scale(plane.right, plane.pan_mm[0]), geometry.scale(plane.down, plane.pan_mm[1]))


def _panned(state: ViewState, hand: Hand, across: float, along: float) -> ViewState:
    """Pan by mm, so far that the volume's middle stays within one volume's diagonal of the picture's."""
    info = hand.subject.info
    reach = math.hypot(*(views.extent_mm(info, axis) for axis in views.plane_axes(info, "acquired")))
    pan = view_of(state, hand.view).pan_mm
    limited = tuple(min(max(old + way, -reach), reach) for old, way in zip(pan, (across, along), strict=True))
    return with_view(state, hand.view, pan_mm=(limited[0], limited[1]))
