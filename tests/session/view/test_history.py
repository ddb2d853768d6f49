"""Undo: one step a gesture, all of an input or nothing."""

from dataclasses import replace

import pytest

from session.errors import MessageError
from session.view import operations as o
from session.view.history import STEPS, History
from session.view.operations import Operation
from session.view.state import opening
from tests.session.view.volumes import subject

ABOUT = subject()


def act(history: History, *operations: Operation, gesture: int = 0) -> bool:
    return history.act(ABOUT, "axial", (640, 480), operations, gesture)


def test_a_drag_of_many_inputs_is_one_step() -> None:
    history = History(opening(ABOUT))
    for _ in range(5):
        assert act(history, o.DragWindow(3, 1), gesture=7)
    assert history.state.tone.width == pytest.approx(1500 * (1 + 15 / 300))
    assert act(history, o.Undo())
    assert history.state == opening(ABOUT)
    assert not history.can_undo
    assert history.can_redo


def test_redo_brings_it_back_until_something_else_is_done() -> None:
    history = History(opening(ABOUT))
    act(history, o.Invert())
    inverted = history.state
    act(history, o.Undo())
    act(history, o.Undo(redo=True))
    assert history.state == inverted
    act(history, o.Undo())
    act(history, o.Slab(3))
    assert not history.can_redo
    assert not act(history, o.Undo(redo=True))


def test_acts_without_a_gesture_are_steps_of_their_own() -> None:
    history = History(opening(ABOUT))
    act(history, o.Scroll(1))
    act(history, o.Scroll(1))
    act(history, o.Undo())
    assert history.state != opening(ABOUT)
    act(history, o.Undo())
    assert history.state == opening(ABOUT)


def test_the_same_gesture_in_another_view_is_another_step() -> None:
    history = History(opening(ABOUT))
    act(history, o.Pan(5, 0), gesture=1)
    history.act(ABOUT, "coronal", (640, 480), [o.Pan(5, 0)], 1)
    act(history, o.Undo())
    assert history.state.axial != opening(ABOUT).axial


def test_what_changes_nothing_is_no_step() -> None:
    history = History(opening(ABOUT))
    assert not act(history, o.Pan(0, 0))
    assert not act(history, o.Scroll(0), gesture=3)
    assert not history.can_undo


def test_a_gesture_that_begins_with_nothing_is_still_one_step() -> None:
    history = History(opening(ABOUT))
    act(history, o.Invert())
    act(history, o.Pan(0, 0), gesture=4)
    act(history, o.Pan(1, 0), gesture=4)
    act(history, o.Pan(1, 0), gesture=4)
    act(history, o.Undo())
    assert history.state.axial == opening(ABOUT).axial
    assert history.state.tone.invert


def test_an_input_is_applied_whole_or_not_at_all() -> None:
    history = History(opening(ABOUT))
    with pytest.raises(MessageError):
        act(history, o.Scroll(3), o.Preset("nonsense"))
    assert history.state == opening(ABOUT)
    assert not history.can_undo


def test_escape_in_a_drag_restores_what_was_before_it() -> None:
    history = History(opening(ABOUT))
    act(history, o.Scroll(2))
    before = history.state
    act(history, o.Pan(9, 9), gesture=5)
    act(history, o.Pan(9, 9), o.Undo(), gesture=5)
    assert history.state == before


def test_what_a_gesture_did_is_taken_back_and_nothing_else() -> None:
    history = History(opening(ABOUT))
    act(history, o.Invert(), gesture=4)
    before = history.state
    # At the volume's end the drag moved nothing: the step before it stays.
    assert not act(history, o.Scroll(0), o.Undo(gesture=5), gesture=5)
    assert history.state == before
    act(history, o.Pan(9, 9), gesture=6)
    act(history, o.Pan(1, 0), o.Undo(gesture=6), gesture=6)
    assert history.state == before
    assert not act(history, o.Undo(gesture=6), gesture=6)
    assert act(history, o.Undo())
    assert history.state == opening(ABOUT)


def test_the_past_is_bounded() -> None:
    history = History(opening(ABOUT))
    for _ in range(STEPS + 50):
        act(history, o.Invert())
    steps = 0
    while history.can_undo:
        act(history, o.Undo())
        steps += 1
    assert steps == STEPS


def test_another_state_has_no_past() -> None:
    history = History(opening(ABOUT))
    act(history, o.Invert())
    history.replace(opening(ABOUT))
    assert not history.can_undo


def test_a_flip_is_a_step() -> None:
    history = History(opening(ABOUT))
    before = history.state
    assert act(history, o.Flip("vertical"))
    assert history.state.axial.mirrored
    assert act(history, o.Undo())
    assert history.state == before


def test_what_no_hand_did_changes_all_states_alike_and_is_no_step() -> None:
    history = History(opening(ABOUT))
    act(history, o.DragWindow(30, 1), gesture=4)
    history.adjust(lambda state: replace(state, slab_mm=state.slab_mm + 2))
    act(history, o.DragWindow(30, 1), gesture=4)
    assert history.state.slab_mm == 2
    act(history, o.Undo())
    assert history.state == replace(opening(ABOUT), slab_mm=2)
    assert not history.can_undo
    history.adjust(lambda state: replace(state, slab_mm=5))
    act(history, o.Undo(redo=True))
    assert history.state.slab_mm == 5
    assert history.state.tone.width > opening(ABOUT).tone.width
