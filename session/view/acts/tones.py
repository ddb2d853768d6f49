"""Acts on what values look like: windows, looks, inversion."""

from dataclasses import replace
from typing import Final

from render.volume import Window
from session.errors import MessageError
from session.view import operations as op
from session.view.acts.hand import Hand
from session.view.state import NUMBER_LIMIT, Tone, ViewState
from session.view.subject import Subject

# A drag over so many CSS pixels changes the window by its own width.
WINDOW_PIXELS: Final = 300.0


def drag_window(operation: op.DragWindow, state: ViewState, hand: Hand) -> ViewState:
    """Wider and brighter, by the width that the gesture began with."""
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


def set_window(operation: op.SetWindow, state: ViewState, hand: Hand) -> ViewState:
    """A window by its numbers."""
    _window_view(state, hand)
    tone = Tone("", operation.center, operation.width, "LINEAR", invert=state.tone_of(hand.view).invert)
    return _with_tone(state, hand, tone)


def choose(operation: op.Preset, state: ViewState, hand: Hand) -> ViewState:
    """A window, or in the rendered volume a look, by name."""
    if hand.view == "volume" and state.solid.projection == "volume" and hand.subject.info.film is None:
        return replace(state, solid=replace(state.solid, preset=hand.subject.look(operation.name)))
    _window_view(state, hand)
    name = hand.subject.choice(operation.name).name
    return _with_tone(state, hand, Tone(name, invert=state.tone_of(hand.view).invert))


def invert(_operation: op.Invert, state: ViewState, hand: Hand) -> ViewState:
    """Black and white change places."""
    _window_view(state, hand)
    tone = state.tone_of(hand.view)
    return _with_tone(state, hand, replace(tone, invert=not tone.invert))


def _window_view(state: ViewState, hand: Hand) -> None:
    if hand.view == "volume" and state.solid.projection == "volume":
        raise MessageError("The rendered volume has presets, no window.")
    if hand.subject.info.colour:
        raise MessageError("Pictures in colour are shown as they are: they have no window.")


def _numbers(state: ViewState, hand: Hand) -> Window:
    _window_view(state, hand)
    tone = state.tone_of(hand.view)
    if not tone.name:
        return Window(tone.center, tone.width, tone.function)
    window = hand.subject.numbers(hand.subject.window(tone.name, state.frame), projection=hand.view == "volume")
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
