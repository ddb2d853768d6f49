"""Operations: what each gesture does, and that no series of them leaves the volume or the finite numbers."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render import geometry, views
from render.request import RenderRequest
from render.volume import VolumeInfo, Window
from session.errors import MessageError
from session.view import operations as o
from session.view.apply import Hand, apply
from session.view.camera import camera, patient_to_picture, picture_to_patient, position
from session.view.operations import Operation, ViewName
from session.view.overlay import overlay
from session.view.resolve import resolve
from session.view.space import PLANES
from session.view.state import Tone, ViewState, opening, standing
from tests.session.view.volumes import ALL, AXIAL, SAGITTAL, oblique, subject, tilted

SIZE = (640, 480)
ABOUT = subject()
EVERY_VIEW: tuple[ViewName, ...] = (*PLANES, "volume")


def hand(view: ViewName = "axial", info: VolumeInfo = AXIAL, began: ViewState | None = None) -> Hand:
    about = subject(info)
    return Hand(about, view, *SIZE, began or opening(about))


def done(view: ViewName, *operations: Operation, info: VolumeInfo = AXIAL) -> ViewState:
    state = opening(subject(info))
    for operation in operations:
        state = apply(state, operation, hand(view, info, state))
    return state


def request(state: ViewState, view: ViewName, info: VolumeInfo = AXIAL) -> RenderRequest:
    found = resolve(state, view, subject(info), *SIZE)
    assert found is not None
    return found


def test_scrolling_down_goes_to_the_feet_the_back_and_the_left() -> None:
    opened = opening(subject())
    assert done("axial", o.Scroll(1)).crosshair[2] == pytest.approx(opened.crosshair[2] - 2.5)
    assert done("coronal", o.Scroll(1)).crosshair[1] == pytest.approx(opened.crosshair[1] + 0.7)
    assert done("sagittal", o.Scroll(1)).crosshair[0] == pytest.approx(opened.crosshair[0] + 0.7)


@pytest.mark.parametrize("info", [AXIAL, SAGITTAL, tilted(), oblique()], ids=["axial", "sagittal", "tilted", "oblique"])
def test_every_slice_is_met_once_and_the_ends_hold(info: VolumeInfo) -> None:
    state = done("axial", o.Planes("acquisition"), info=info)
    about = subject(info)
    plane = next(name for name in PLANES if views.is_parallel(info, state.plane(name).normal))
    state = apply(state, o.Scroll(-1000), hand(plane, info, state))
    seen = []
    for _ in range(info.slices + 3):
        seen.append(overlay(state, plane, about, *SIZE).image)
        state = apply(state, o.Scroll(1), hand(plane, info, state))
    numbers = list(range(1, info.slices + 1))
    met = seen[: info.slices]
    assert met in (numbers, numbers[::-1])
    assert set(seen[info.slices :]) == {met[-1]}


def test_scrolling_one_plane_leaves_the_other_pictures_as_they_are() -> None:
    opened, scrolled = opening(subject()), done("axial", o.Scroll(3))
    assert request(scrolled, "axial") != request(opened, "axial")
    assert request(scrolled, "coronal") == request(opened, "coronal")
    assert request(scrolled, "sagittal") == request(opened, "sagittal")
    assert request(scrolled, "volume") == request(opened, "volume")


def test_a_position_is_where_the_plane_goes() -> None:
    state = done("axial", o.Position(-12.0))
    assert position(state, "axial") == pytest.approx(-12.0)
    assert position(done("coronal", o.Position(1e7)), "coronal") == pytest.approx(-150 + 399 * 0.7)


def test_the_picture_follows_the_hand() -> None:
    state = opening(subject())
    before = camera(ABOUT, state, "axial", *SIZE)
    after = camera(ABOUT, done("axial", o.Pan(30, -12)), "axial", *SIZE)
    point = picture_to_patient(before, 100, 50, *SIZE)
    assert patient_to_picture(after, point, *SIZE) == pytest.approx((130, 38))


@pytest.mark.parametrize("view", ["axial", "coronal", "volume"])
def test_zoom_keeps_the_point_under_the_hand(view: ViewName) -> None:
    before = camera(ABOUT, opening(subject()), view, *SIZE)
    after = camera(ABOUT, done(view, o.Zoom(1.7, 100, 350)), view, *SIZE)
    point = picture_to_patient(before, 100, 350, *SIZE)
    assert patient_to_picture(after, point, *SIZE) == pytest.approx((100, 350))
    assert after.mm_per_pixel == pytest.approx(before.mm_per_pixel / 1.7)


def test_zoom_has_limits_and_does_not_drift_there() -> None:
    state = done("axial", *[o.Zoom(90, 0, 0)] * 5)
    again = apply(state, o.Zoom(90, 0, 0), hand("axial", began=state))
    assert again == state


def test_the_crosshair_moves_the_other_planes_and_not_its_own() -> None:
    opened, moved = opening(subject()), done("axial", o.Crosshair(200, 100))
    seen = camera(ABOUT, opened, "axial", *SIZE)
    assert moved.crosshair == pytest.approx(picture_to_patient(seen, 200, 100, *SIZE))
    assert request(moved, "axial") == request(opened, "axial")
    assert request(moved, "coronal").camera.center[1] == pytest.approx(moved.crosshair[1])
    assert request(moved, "sagittal").camera.center[0] == pytest.approx(moved.crosshair[0])


def test_a_crosshair_beside_the_volume_stays_in_it_and_in_its_plane() -> None:
    state = opening(subject(oblique()))
    moved = apply(state, o.Crosshair(-5000, 90000), hand("coronal", oblique(), state))
    index = geometry.to_index(oblique().matrix, moved.crosshair)
    assert all(-1e-6 <= at <= count - 1 + 1e-6 for at, count in zip(index, (128, 140, 24), strict=True))
    assert position(moved, "coronal") == pytest.approx(position(state, "coronal"), abs=1e-6)


def test_tilting_turns_the_two_planes_that_cross_and_keeps_the_crosshair_where_it_is() -> None:
    opened = done("axial", o.Crosshair(200, 100))
    state = apply(opened, o.Tilt(30), hand("axial", began=opened))
    assert state.axial == opened.axial
    assert standing(AXIAL, state) == "oblique"
    for name in ("coronal", "sagittal"):
        before, after = (camera(ABOUT, one, name, *SIZE) for one in (opened, state))
        angle = math.degrees(math.acos(geometry.dot(before.forward, after.forward)))
        assert angle == pytest.approx(30)
        place = patient_to_picture(before, opened.crosshair, *SIZE)
        assert patient_to_picture(after, state.crosshair, *SIZE) == pytest.approx(place)
    line = next(one for one in overlay(state, "axial", subject(), *SIZE).lines if one.plane == "coronal")
    # Clockwise in the picture: the coronal plane's line goes down to the right.
    slope = (line.y1 - line.y0) / (line.x1 - line.x0)
    assert math.degrees(math.atan(slope)) == pytest.approx(30)


def test_tilting_there_and_back_is_where_one_began() -> None:
    state = done("axial", o.Tilt(30), o.Tilt(-30))
    assert standing(AXIAL, state) == "patient"


def test_the_acquisitions_planes_and_back() -> None:
    info = tilted()
    turned = done("axial", o.Planes("acquisition"), info=info)
    assert standing(info, turned) == "acquisition"
    assert overlay(turned, "axial", subject(info), *SIZE).image in (6, 7)
    wanted = views.standard(info, "acquired", *SIZE, position_mm=position(turned, "axial"))
    assert request(turned, "axial", info) == wanted
    back = apply(turned, o.Planes("patient"), hand("axial", info, turned))
    assert standing(info, back) == "patient"


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


def test_slabs() -> None:
    state = done("axial", o.Slab(10), o.SlabStep(-3), o.SetSlabMode("mean"))
    assert (request(state, "coronal").slab_mm, request(state, "coronal").slab_mode) == (7, "mean")
    assert done("axial", o.SlabStep(-3)).slab_mm == 0
    assert done("axial", *[o.SlabStep(1e6)] * 2).slab_mm == 500


def test_turning_by_angles_is_that_of_the_command_line() -> None:
    turned = request(done("volume", o.Turn(azimuth=40)), "volume").camera
    lifted = request(done("volume", o.Turn(azimuth=40), o.Turn(elevation=25)), "volume").camera
    assert turned.right == pytest.approx(views.standard(AXIAL, "volume", *SIZE, azimuth_deg=40).camera.right)
    wanted = views.standard(AXIAL, "volume", *SIZE, azimuth_deg=40, elevation_deg=25).camera
    assert lifted.right == pytest.approx(wanted.right)
    assert lifted.down == pytest.approx(wanted.down)


def test_the_volume_follows_the_hand() -> None:
    """What lies in front goes where the hand goes: to the right and down."""
    state = opening(subject())
    front = geometry.add(views.volume_center(AXIAL), geometry.scale(state.solid.sight, -100.0))
    middle = patient_to_picture(camera(ABOUT, state, "volume", *SIZE), front, *SIZE)
    for dx, dy in ((20, 0), (0, 20), (-20, 0), (7, -9)):
        turned = camera(ABOUT, done("volume", o.Rotate(dx, dy)), "volume", *SIZE)
        x, y = patient_to_picture(turned, front, *SIZE)
        assert (math.copysign(1, x - middle[0]) if dx else 0) == (math.copysign(1, dx) if dx else 0)
        assert (math.copysign(1, y - middle[1]) if dy else 0) == (math.copysign(1, dy) if dy else 0)


def test_a_drag_over_the_shorter_side_is_half_a_turn() -> None:
    state = done("volume", o.Rotate(480, 0))
    assert state.solid.right == pytest.approx((-1, 0, 0))


def test_roll_turns_the_picture_clockwise() -> None:
    state = done("volume", o.Turn(roll=90))
    # The head, above before, is at the right now.
    assert state.solid.right == pytest.approx((0, 0, 1))


@pytest.mark.parametrize("side", ["anterior", "posterior", "left", "right", "head", "feet"])
def test_sides_to_look_from(side: str) -> None:
    state = done("volume", o.Orient(seen_from=side))  # type: ignore[arg-type]
    said = {"head": "cranial", "feet": "caudal"}.get(side, side)
    assert overlay(state, "volume", subject(), *SIZE).seen_from == said


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
