"""Acts on a film: which of its frames is shown."""

from dataclasses import replace

from session.errors import MessageError
from session.view import operations as op
from session.view.acts.hand import Hand
from session.view.state import ViewState


def show(operation: op.Frame, state: ViewState, hand: Hand) -> ViewState:
    """The frame of that number, counted from 1; beyond the last it is the last.

    Raises:
        MessageError: this is no film.
    """
    if hand.view != "film":
        raise MessageError("A frame's number needs the film view.")
    return to_frame(state, hand, operation.number - 1)


def step(operation: op.Scroll, state: ViewState, hand: Hand) -> ViewState:
    """So many frames on or back; the ends hold."""
    limit = hand.subject.info.slices
    return to_frame(state, hand, state.frame + min(max(round(operation.steps), -limit), limit))


def to_frame(state: ViewState, hand: Hand, frame: int) -> ViewState:
    """The state at a frame, counted from 0, or at the nearest that there is."""
    x, y, _ = state.crosshair
    return replace(state, crosshair=(x, y, float(min(max(frame, 0), hand.subject.info.slices - 1))))
