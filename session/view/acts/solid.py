"""Acts on the volume view: from where one looks, and at what."""

import math
from dataclasses import replace
from typing import Final

from render import geometry
from render.geometry import Vec3
from session.view import operations as op
from session.view.acts.hand import Hand, upright
from session.view.state import ViewState

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


def rotate(operation: op.Rotate, state: ViewState, hand: Hand) -> ViewState:
    """A trackball: what lies in front follows the hand."""
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


def turn(operation: op.Turn, state: ViewState, hand: Hand) -> ViewState:
    """The eye to the patient's right and to the head, the picture clockwise."""
    hand.solid("Turning")
    state = _turned(state, (0.0, 0.0, 1.0), -operation.azimuth)
    state = _turned(state, state.solid.right, -operation.elevation)
    return _turned(state, state.solid.sight, -operation.roll)


def look_from(operation: op.Orient, state: ViewState, hand: Hand) -> ViewState:
    """The eye on a named side."""
    hand.solid("A side to look from")
    right, down = _SIDES[operation.seen_from]
    return replace(state, solid=replace(state.solid, right=right, down=down))


def project(operation: op.Projection, state: ViewState, _hand: Hand) -> ViewState:
    """The rendered volume or its maximum projection."""
    return replace(state, solid=replace(state.solid, projection=operation.mode))


def _turned(state: ViewState, axis: Vec3, degrees: float) -> ViewState:
    if degrees == 0:
        return state
    solid = state.solid
    right, down = geometry.rotate(solid.right, axis, degrees), geometry.rotate(solid.down, axis, degrees)
    right, down = upright(right, down)
    return replace(state, solid=replace(solid, right=right, down=down))
