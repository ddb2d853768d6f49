"""What each operation does to a view's state. Pure: a new state, or a MessageError and nothing has happened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from render import geometry
from session.errors import MessageError
from session.view import operations as op
from session.view.acts import film, picture, planes, solid, tones
from session.view.acts.hand import Hand, to_position, with_plane
from session.view.operations import Operation
from session.view.state import ViewState, middle, opening, standing_plane


def apply(state: ViewState, operation: Operation, hand: Hand) -> ViewState:
    """The state after one operation; `undo` is not for a state to do but for its history.

    Raises:
        MessageError: the operation means nothing in this view, or names what there is not.
    """
    act = _ACTS.get(type(operation))
    if act is None:
        raise MessageError(f"{type(operation).__name__} cannot be applied here.")
    return act(operation, state, hand)


def _reset(operation: op.Reset, state: ViewState, hand: Hand) -> ViewState:
    """This view or all as they opened."""
    opened = opening(hand.subject)
    if operation.what == "all":
        return opened
    if hand.view == "volume":
        return replace(state, solid=opened.solid, projection_tone=opened.projection_tone)
    name = hand.view
    if name == "film":
        return replace(opened, solid=state.solid, projection_tone=state.projection_tone)
    state = replace(state, tone=opened.tone, slab_mm=opened.slab_mm, slab_mode=opened.slab_mode)
    state = with_plane(state, name, standing_plane(hand.subject.info, name, state.along))
    normal = state.plane(name).normal
    at = geometry.dot(middle(hand.subject.info, state.along), normal)
    return to_position(state, name, hand, at)


_ACTS: Final[dict[type[Operation], Callable[[Any, ViewState, Hand], ViewState]]] = {
    op.Scroll: planes.scroll,
    op.Frame: film.show,
    op.Position: planes.go_to,
    op.Crosshair: planes.put_crosshair,
    op.Tilt: planes.tilt,
    op.Planes: planes.stand,
    op.Slab: planes.set_slab,
    op.SlabStep: planes.step_slab,
    op.SetSlabMode: planes.set_slab_mode,
    op.Roll: picture.roll,
    op.Flip: picture.flip,
    op.Quarter: picture.quarter,
    op.Fit: picture.fit,
    op.Pan: picture.pan,
    op.Zoom: picture.zoom,
    op.Rotate: solid.rotate,
    op.Turn: solid.turn,
    op.Orient: solid.look_from,
    op.Projection: solid.project,
    op.DragWindow: tones.drag_window,
    op.SetWindow: tones.set_window,
    op.Preset: tones.choose,
    op.Invert: tones.invert,
    op.Reset: _reset,
}
