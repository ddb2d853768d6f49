"""The stage: revisions, layouts, and epochs that change with the picture and with nothing else."""

from dataclasses import replace

import pytest

from render.volume import Window
from session.errors import MessageError
from session.farm.port import Loading
from session.room.stage import Stage, Wanted
from session.view import messages as m
from session.view import operations as o
from session.view.operations import Operation, ViewName
from session.view.state import ZOOM_LIMITS, opening
from session.view.subject import Subject
from tests.session.support import INFO

LAYOUT = (
    m.ViewBinding(view="axial", stream=0, width=64, height=48),
    m.ViewBinding(view="coronal", stream=1, width=64, height=64),
    m.ViewBinding(view="volume", stream=4, width=80, height=60),
)


def stage(layout: tuple[m.ViewBinding, ...] = LAYOUT) -> Stage:
    made = Stage(Subject.of(INFO))
    made.bind(layout, 0.0)
    return made


def act(on: Stage, view: ViewName, *operations: Operation, sequence: int = 1, now: float = 1.0) -> None:
    on.act(m.Input(sequence=sequence, view=view, operations=operations), now)


def epochs(of: Stage) -> dict[int, int]:
    return {binding.stream: wanted(of, binding.stream).epoch for binding in of.bindings}


def wanted(of: Stage, stream: int) -> Wanted:
    found = of.wanted(stream)
    assert found is not None
    return found


def test_the_first_layout_is_revision_1_and_streams_without_a_view_want_nothing() -> None:
    made = stage()
    assert made.revision == 1
    assert made.wanted(2) is None
    assert wanted(made, 4).request is not None


def test_an_input_changes_the_epochs_of_the_pictures_that_it_changes() -> None:
    made = stage()
    before = epochs(made)
    act(made, "axial", o.Scroll(1), sequence=7)
    after = epochs(made)
    assert after[0] > before[0]
    assert (after[1], after[4]) == (before[1], before[4])
    assert made.revision == 2
    act(made, "axial", o.DragWindow(30, 0))
    assert epochs(made)[1] > after[1]
    assert epochs(made)[4] == after[4]


def test_a_crosshair_within_a_plane_leaves_that_plane_its_epoch_and_says_so() -> None:
    made = stage()
    before = epochs(made)
    act(made, "axial", o.Crosshair(5, 5), sequence=9)
    said = made.describe(b"")
    views = {view.view: view for view in said.views}
    assert views["axial"].epoch == before[0]
    assert views["coronal"].epoch > before[1]
    assert views["axial"].crosshair == pytest.approx((5, 5))
    assert said.revision == 2


def test_an_input_that_changes_nothing_is_answered_all_the_same() -> None:
    made = stage()
    before = epochs(made)
    act(made, "axial", o.Pan(0, 0), sequence=3)
    assert epochs(made) == before
    assert (made.describe(b"").revision, made.describe(b"").undo) == (2, False)


def test_the_time_of_a_change_is_the_views_own() -> None:
    made = stage()
    act(made, "axial", o.Scroll(1), now=5.0)
    assert (wanted(made, 0).since, wanted(made, 1).since) == (5.0, 0.0)


def test_a_refused_input_changes_nothing() -> None:
    made = stage()
    before = (made.revision, made.state, epochs(made))
    for view, operations in (("axial", (o.Scroll(1), o.Preset("ghost"))), ("sagittal", (o.Scroll(1),))):
        with pytest.raises(MessageError):
            act(made, view, *operations)  # type: ignore[arg-type]
    assert (made.revision, made.state, epochs(made)) == before


def test_a_layout_names_views_and_streams_once() -> None:
    made = stage()
    for twice in ((LAYOUT[0], replace_binding(LAYOUT[1], stream=0)), (LAYOUT[0], replace_binding(LAYOUT[0], stream=5))):
        with pytest.raises(MessageError, match="once"):
            made.bind(twice, 1.0)
    assert made.bindings == LAYOUT


def replace_binding(binding: m.ViewBinding, stream: int) -> m.ViewBinding:
    return m.ViewBinding(view=binding.view, stream=stream, width=binding.width, height=binding.height)


def test_the_same_layout_again_keeps_the_pictures() -> None:
    made = stage()
    before = epochs(made)
    made.bind(LAYOUT, 1.0)
    assert epochs(made) == before
    made.bind((m.ViewBinding(view="axial", stream=0, width=65, height=48), *LAYOUT[1:]), 2.0)
    assert epochs(made)[0] > max(before.values())


def test_a_turned_screen_keeps_the_scale_and_the_middle_and_is_no_step() -> None:
    made = stage()
    act(made, "axial", o.Pan(9, -4), o.Zoom(1.7, 20, 30))
    first = wanted(made, 0).request
    assert first is not None
    scale = first.camera.mm_per_pixel
    turned = m.ViewBinding(view="axial", stream=0, width=48, height=64, mm_per_pixel=scale)
    made.bind((turned,), 2.0)
    second = wanted(made, 0).request
    assert second is not None
    assert second.camera.mm_per_pixel == pytest.approx(scale)
    assert second.camera.center == pytest.approx(first.camera.center)
    assert made.bindings == (turned.placed(),)
    # Turned back it is the picture of before; and what a hand did before is taken back at the present scale.
    made.bind((m.ViewBinding(view="axial", stream=0, width=64, height=48, mm_per_pixel=scale),), 3.0)
    third = wanted(made, 0).request
    assert third is not None
    assert third.camera.mm_per_pixel == pytest.approx(scale)
    act(made, "axial", o.Undo())
    assert made.state.axial.zoom == pytest.approx(1.0)
    assert not made.describe(b"").undo


def test_a_scale_beyond_the_limits_of_zooming_comes_as_near_as_they_allow() -> None:
    made = stage()
    made.bind((m.ViewBinding(view="axial", stream=0, width=64, height=48, mm_per_pixel=1e-5),), 1.0)
    assert made.state.axial.zoom == ZOOM_LIMITS[1]


def test_epochs_ascend_in_a_stream_whatever_view_it_carries() -> None:
    made = stage()
    for _ in range(5):
        act(made, "coronal", o.Scroll(1))
    last = epochs(made)[1]
    made.bind((replace_binding(LAYOUT[0], stream=1),), 2.0)
    assert epochs(made)[1] > last


def loading(*runs: tuple[int, int]) -> Loading:
    return Loading(runs, INFO.slices, 0, INFO.nbytes, 0.0)


def test_slices_that_come_renew_the_pictures_that_show_them() -> None:
    made = stage()
    made.loaded(loading(), 0.0)
    assert not wanted(made, 0).whole
    before = epochs(made)
    first, last = 15, 17
    assert made.loaded(loading((first, last)), 1.0)
    assert wanted(made, 0).whole
    assert not wanted(made, 1).whole
    assert not wanted(made, 4).whole
    after = epochs(made)
    assert after[0] > before[0]
    assert made.loaded(loading((first, last + 3)), 2.0)
    assert epochs(made)[0] == after[0]
    assert epochs(made)[1] > after[1]
    made.loaded(loading((0, 32)), 3.0)
    assert all(wanted(made, stream).whole for stream in (0, 1, 4))
    assert not made.loaded(loading((0, 32)), 4.0)


def test_a_measured_window_is_a_new_revision_and_no_new_picture() -> None:
    info = replace(INFO, windows=())
    made = Stage(Subject.of(info))
    made.bind(LAYOUT, 0.0)
    before = epochs(made)
    made.measured(replace(made.subject, automatic=Window(10.0, 20.0)), 1.0)
    assert epochs(made) == before
    view = made.describe(b"").views[0]
    assert view.window is not None
    assert view.window.center == 10


def test_a_saved_view_replaces_what_is_shown_and_has_no_past() -> None:
    made = stage()
    saved = replace(opening(made.subject), slab_mm=12.0)
    assert not made.touched
    made.restore(saved, 1.0)
    said = made.describe(b"snap")
    assert (said.undo, said.views[0].slab_mm, said.snapshot) == (False, 12.0, b"snap")


def test_a_branch_shows_the_same_and_goes_its_own_way() -> None:
    made = stage()
    act(made, "axial", o.Scroll(3))
    other = made.branch(2.0)
    assert other.state == made.state
    assert all(wanted(other, one.stream).request == wanted(made, one.stream).request for one in LAYOUT)
    assert not other.describe(b"").undo
    before = made.state
    act(other, "axial", o.Scroll(-2))
    assert (made.state, made.revision) == (before, 2)
    assert other.state != before


def test_another_hand_begins_a_step_of_its_own_whatever_its_gesture_is_called() -> None:
    made = stage()
    for _ in range(2):
        made.act(m.Input(sequence=1, view="axial", operations=(o.Scroll(1),), gesture=4), 1.0)
        made.another_hand()
    act(made, "axial", o.Undo())
    assert made.describe(b"").undo


def test_a_view_with_nothing_to_show_wants_no_picture() -> None:
    made = Stage(Subject.of(replace(INFO, slices=1)))
    made.bind(LAYOUT, 0.0)
    assert wanted(made, 0).request is not None
    assert wanted(made, 1).request is None
    assert not wanted(made, 1).whole
