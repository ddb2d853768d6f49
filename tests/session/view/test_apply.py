"""Operations: reset, refusals, and that no series of them leaves the volume or the finite numbers."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render import geometry, views
from session.errors import MessageError
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.operations import Operation, ViewName
from session.view.overlay import overlay
from session.view.resolve import resolve
from session.view.state import ViewState, opening
from tests.session.view.acting import EVERY_VIEW, SIZE, done, hand, request
from tests.session.view.volumes import ALL, AXIAL, subject


def test_reset_of_a_view_and_of_all() -> None:
    def busy(view: ViewName) -> ViewState:
        state = done("axial", o.Crosshair(30, 30), o.Scroll(5), o.Tilt(11), o.SetWindow(1, 2), o.Slab(20), o.Pan(9, 9))
        for operation in (o.Rotate(50, 20), o.Zoom(2, 0, 0), o.Preset("skin"), o.Projection("mip"), o.Invert()):
            state = apply(state, operation, hand("volume", began=state))
        return apply(state, o.Reset(what="view"), hand(view, began=state))

    for view in EVERY_VIEW:
        assert request(busy(view), view) == views.standard(AXIAL, view, *SIZE)
    assert request(busy("axial"), "volume") != views.standard(AXIAL, "volume", *SIZE)
    state = busy("axial")
    assert apply(state, o.Reset(what="all"), hand(began=state)) == opening(subject())


@pytest.mark.parametrize(
    ("view", "operation"),
    [
        ("volume", o.Scroll(1)),
        ("volume", o.Crosshair(1, 1)),
        ("volume", o.Tilt(1)),
        ("volume", o.Roll(1)),
        ("volume", o.Flip("horizontal")),
        ("volume", o.Slab(1)),
        ("volume", o.DragWindow(1, 1)),
        ("volume", o.Invert()),
        ("volume", o.Position(1)),
        ("axial", o.Rotate(1, 1)),
        ("axial", o.Turn(1)),
        ("axial", o.Orient("left")),
        ("axial", o.Undo()),
    ],
)
def test_what_means_nothing_in_a_view_is_refused_in_words(view: ViewName, operation: Operation) -> None:
    with pytest.raises(MessageError, match=r"\w+ \w+"):
        done(view, operation)


finite = st.floats(-1e7, 1e7, allow_nan=False)
picture = st.floats(-2000, 2000)
OPERATIONS = st.one_of(
    st.builds(o.Scroll, finite),
    st.builds(o.Scroll, st.integers(-5, 5).map(float)),
    st.builds(o.DragWindow, finite, finite),
    st.builds(o.SetWindow, finite, st.floats(0, 1e7, exclude_min=True)),
    st.builds(o.Pan, finite, finite),
    st.builds(o.Zoom, st.floats(0.01, 100, exclude_min=True, exclude_max=True), finite, finite),
    st.builds(o.Crosshair, picture, picture),
    st.builds(o.Crosshair, finite, finite),
    st.builds(o.Rotate, finite, finite),
    st.builds(o.Turn, st.floats(-3600, 3600), st.floats(-3600, 3600), st.floats(-3600, 3600)),
    st.builds(o.Orient, st.sampled_from(["anterior", "head", "left"])),
    st.builds(o.Tilt, st.floats(-3600, 3600)),
    st.builds(o.Tilt, st.floats(-3600, 3600), st.sampled_from(["axial", "coronal", "sagittal"])),
    st.builds(o.Roll, st.floats(-3600, 3600)),
    st.builds(o.Flip, st.sampled_from(["horizontal", "vertical"])),
    st.builds(o.Quarter, st.integers(-3, 3)),
    st.just(o.Fit()),
    st.builds(o.Slab, st.floats(0, 500)),
    st.builds(o.SlabStep, finite),
    st.builds(o.SetSlabMode, st.sampled_from(["max", "min", "mean"])),
    st.builds(o.Preset, st.sampled_from(["lung", "auto", "file", "bone", "skin"])),
    st.builds(o.Position, finite),
    st.builds(o.Projection, st.sampled_from(["volume", "mip"])),
    st.builds(o.Planes, st.sampled_from(["patient", "acquisition"])),
    st.just(o.Invert()),
    st.builds(o.Reset, st.sampled_from(["view", "all"])),
)
VIEWS = st.sampled_from(["axial", "coronal", "sagittal", "volume"])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ALL)), st.lists(st.tuples(VIEWS, OPERATIONS), min_size=1, max_size=12))
def test_any_series_of_operations_stays_in_the_volume(name: str, acts: list[tuple[ViewName, Operation]]) -> None:
    info = ALL[name]
    about = subject(info)
    state = opening(about)
    for view, operation in acts:
        try:
            state = apply(state, operation, Hand(about, view, *SIZE, state))
        except MessageError:
            continue
    index = geometry.to_index(info.matrix, state.crosshair)
    counts = (info.columns, info.rows, info.slices)
    assert all(-1e-6 <= at <= count - 1 + 1e-6 for at, count in zip(index, counts, strict=True))
    for view in EVERY_VIEW:
        # A request checks its own numbers; an overlay must be sayable.
        resolve(state, view, about, *SIZE)
        shown = overlay(state, view, about, *SIZE)
        assert all(math.isfinite(value) for value in (shown.mm_per_pixel, shown.fraction, shown.position_mm or 0.0))
        assert 0 <= shown.fraction <= 1
        for line in shown.lines:
            assert -1e-6 <= min(line.x0, line.x1) <= max(line.x0, line.x1) <= SIZE[0] - 1 + 1e-6
            assert -1e-6 <= min(line.y0, line.y1) <= max(line.y0, line.y1) <= SIZE[1] - 1 + 1e-6
