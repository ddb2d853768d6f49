"""Windows, looks, inversion."""

from dataclasses import replace

import pytest

from render import views
from render.volume import Window
from session.errors import MessageError
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.state import Tone, opening
from tests.session.view.acting import SIZE, done, hand, request
from tests.session.view.volumes import AXIAL, SAGITTAL, subject


def test_a_drag_windows_by_the_width_it_began_with() -> None:
    first = opening(subject())
    state = apply(first, o.DragWindow(30, 0), hand(began=first))
    assert (state.tone.center, state.tone.width) == pytest.approx((-600, 1500 * 1.1))
    state = apply(state, o.DragWindow(30, 60), hand(began=first))
    assert (state.tone.center, state.tone.width) == pytest.approx((-600 - 300, 1500 * 1.2))
    assert state.coronal == first.coronal
    assert state.projection_tone == first.projection_tone


def test_a_window_is_never_narrower_than_a_stored_step() -> None:
    assert done("axial", o.DragWindow(-1e7, 0)).tone.width == 1.0


def test_a_window_by_numbers_is_that_of_the_command_line() -> None:
    state = done("axial", o.SetWindow(40, 400))
    assert request(state, "axial") == views.standard(AXIAL, "axial", *SIZE, window=Window(40.0, 400.0))


def test_presets_by_name() -> None:
    assert done("coronal", o.Preset("bone")).tone == Tone("bone")
    assert done("volume", o.Preset("vessels")).solid.preset == "vessels"
    assert done("volume", o.Projection("mip"), o.Preset("soft tissue")).projection_tone == Tone("soft tissue")
    for view in ("axial", "volume"):
        with pytest.raises(MessageError, match="nonsense"):
            done(view, o.Preset("nonsense"))


def test_an_automatic_window_cannot_be_dragged_before_it_is_measured() -> None:
    state = opening(subject(SAGITTAL))
    with pytest.raises(MessageError, match="measured"):
        apply(state, o.DragWindow(1, 1), hand("axial", SAGITTAL, state))
    measured = replace(subject(SAGITTAL), automatic=Window(500.0, 900.0, "LINEAR_EXACT", "auto"))
    dragged = apply(state, o.DragWindow(30, 0), Hand(measured, "axial", *SIZE, state))
    assert dragged.tone == Tone("", 500.0, pytest.approx(990.0), "LINEAR_EXACT")  # type: ignore[arg-type]


def test_invert_changes_planes_together_and_the_projection_apart() -> None:
    state = done("axial", o.Invert())
    assert request(state, "sagittal").invert
    assert not state.projection_tone.invert
    assert request(done("volume", o.Projection("mip"), o.Invert()), "volume").invert
