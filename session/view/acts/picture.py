"""Acts on a picture as such: moved and magnified, the same in every view."""

import math

from render import views
from session.view import operations as op
from session.view.acts.hand import Hand, with_view
from session.view.camera import camera, view_of
from session.view.state import ZOOM_LIMITS, ViewState


def pan(operation: op.Pan, state: ViewState, hand: Hand) -> ViewState:
    """The picture follows the hand."""
    scale = camera(hand.subject, state, hand.view, hand.width, hand.height).mm_per_pixel
    return _panned(state, hand, -operation.dx * scale, -operation.dy * scale)


def zoom(operation: op.Zoom, state: ViewState, hand: Hand) -> ViewState:
    """Magnified about the point under the hand, within limits."""
    old = view_of(state, hand.view).zoom
    zoom = min(max(old * operation.factor, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
    kept = 1.0 - old / zoom
    scale = camera(hand.subject, state, hand.view, hand.width, hand.height).mm_per_pixel
    x = (operation.x - (hand.width - 1) / 2) * scale * kept
    y = (operation.y - (hand.height - 1) / 2) * scale * kept
    return _panned(with_view(state, hand.view, zoom=zoom), hand, x, y)


def _panned(state: ViewState, hand: Hand, across: float, along: float) -> ViewState:
    """Pan by mm, so far that the volume's middle stays within one volume's diagonal of the picture's."""
    info = hand.subject.info
    reach = math.hypot(*(views.extent_mm(info, axis) for axis in views.plane_axes(info, "acquired")))
    pan = view_of(state, hand.view).pan_mm
    limited = tuple(min(max(old + way, -reach), reach) for old, way in zip(pan, (across, along), strict=True))
    return with_view(state, hand.view, pan_mm=(limited[0], limited[1]))
