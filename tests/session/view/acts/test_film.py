"""A film's frames, and what else a hand can do to them."""

from dataclasses import replace

import pytest

from render.views import standard
from render.volume import VolumeInfo
from session.errors import MessageError
from session.view import operations as o
from session.view.operations import Operation
from session.view.overlay import overlay
from session.view.state import decode_state, encode_state, opening
from session.view.wire import WireWindow
from tests.session.view.acting import EVERY_VIEW, SIZE, done, hand, request
from tests.session.view.volumes import AXIAL, COLOURS, FILM, subject

PLANE_ONLY: tuple[Operation, ...] = (
    o.Crosshair(x=3, y=3), o.Tilt(degrees=3), o.Slab(mm=3), o.SlabStep(mm=1), o.SetSlabMode(mode="max"),
    o.Position(mm=3), o.Rotate(dx=1, dy=1), o.Turn(azimuth=3), o.Orient(seen_from="left"),
)  # fmt: skip


def test_it_opens_as_the_command_line_renders_it() -> None:
    assert request(opening(subject(FILM)), "film", FILM) == standard(FILM, "film", *SIZE)


@pytest.mark.parametrize(
    ("acts", "frame"),
    [
        ([o.Scroll(steps=3)], 3),
        ([o.Scroll(steps=3), o.Scroll(steps=-1)], 2),
        ([o.Scroll(steps=-1)], 0),
        ([o.Scroll(steps=1e7)], 39),
        ([o.Frame(number=1)], 0),
        ([o.Frame(number=12)], 11),
        ([o.Frame(number=2**31 - 1)], 39),
        ([o.Flip(axis="horizontal"), o.Scroll(steps=2)], 2),
        ([o.Quarter(turns=1), o.Flip(axis="vertical"), o.Roll(degrees=33), o.Scroll(steps=5), o.Scroll(steps=-1)], 4),
    ],
)
def test_scrolling_and_jumping_end_at_a_frame(acts: list[Operation], frame: int) -> None:
    state = done("film", *acts, info=FILM)
    assert state.frame == frame
    assert request(state, "film", FILM).camera.center[2] == frame


def test_the_picture_is_panned_magnified_turned_and_mirrored_as_a_planes_is() -> None:
    acts: tuple[Operation, ...] = (o.Pan(dx=10, dy=4), o.Zoom(factor=2, x=100, y=50), o.Flip(axis="horizontal"))
    turned = request(done("film", *acts, o.Quarter(turns=1), info=FILM), "film", FILM).camera
    assert (turned.right, turned.down) == ((0.0, -1.0, 0.0), (-1.0, 0.0, 0.0))
    assert turned.mm_per_pixel == pytest.approx(standard(FILM, "film", *SIZE[::-1]).camera.mm_per_pixel / 2)
    fitted = done("film", *acts, o.Fit(), info=FILM)
    assert request(fitted, "film", FILM).camera.center == standard(FILM, "film", *SIZE).camera.center


@pytest.mark.parametrize("operation", PLANE_ONLY, ids=lambda one: type(one).__name__)
def test_what_needs_a_place_in_the_patient_is_refused(operation: Operation) -> None:
    with pytest.raises(MessageError, match=r"needs (a plane|the volume)"):
        done("film", operation, info=FILM)


def test_a_frames_number_means_nothing_in_a_plane() -> None:
    with pytest.raises(MessageError, match="film view"):
        done("axial", o.Frame(number=1))


def test_grey_frames_are_windowed_and_inverted() -> None:
    state = done("film", o.SetWindow(center=100, width=50), o.Invert(), info=FILM)
    shown = request(state, "film", FILM)
    assert (shown.window.center, shown.window.width, shown.invert) == (100, 50, True)


@pytest.mark.parametrize(
    "operation",
    [o.SetWindow(center=1, width=2), o.DragWindow(wider=1, brighter=1), o.Invert(), o.Preset(name="auto")],
    ids=lambda one: type(one).__name__,
)
def test_colours_have_no_window(operation: Operation) -> None:
    with pytest.raises(MessageError, match="colour"):
        done("film", operation, info=COLOURS)


def test_reset_is_how_it_opened_at_the_first_frame() -> None:
    acts: tuple[Operation, ...] = (o.Frame(number=9), o.Zoom(factor=3, x=1, y=1), o.Flip(axis="vertical"))
    for what in ("view", "all"):
        assert done("film", *acts, o.Reset(what=what), info=FILM) == opening(subject(FILM))


def test_the_overlay_of_a_frame() -> None:
    view = overlay(done("film", o.Frame(number=12), info=FILM), "film", subject(FILM), *SIZE, epoch=7)
    assert (view.kind, view.image, view.images, view.epoch, view.empty) == ("film", 12, 40, 7, "")
    assert view.fraction == pytest.approx(11 / 39)
    assert view.letters == ("R", "L", "H", "F")
    assert view.window == WireWindow(127.5, 255.0, "From file")
    assert (view.crosshair, view.lines, view.position_mm, view.slab_mm) == (None, (), None, 0.0)
    mirrored = overlay(done("film", o.Flip(axis="horizontal"), info=FILM), "film", subject(FILM), *SIZE)
    assert (mirrored.letters, mirrored.image) == (("L", "R", "H", "F"), 1)


def test_the_overlay_of_a_colour_has_no_window_and_no_letters() -> None:
    view = overlay(opening(subject(COLOURS)), "film", subject(COLOURS), *SIZE)
    assert (view.window, view.preset, view.letters) == (None, "", ("", "", "", ""))
    single = replace(COLOURS, slices=1)
    assert overlay(opening(subject(single)), "film", subject(single), *SIZE).fraction == 0


@pytest.mark.parametrize("info", [FILM, COLOURS])
def test_a_film_has_no_other_view_and_says_so(info: VolumeInfo) -> None:
    for view in EVERY_VIEW:
        assert "film view" in overlay(opening(subject(info)), view, subject(info), *SIZE).empty


def test_a_volume_is_no_film_and_says_so() -> None:
    shown = overlay(opening(subject(AXIAL)), "film", subject(AXIAL), *SIZE)
    assert (shown.kind, shown.window is None) == ("film", False)
    assert "no film" in shown.empty


def test_a_saved_view_of_a_film_comes_back() -> None:
    for info in (FILM, COLOURS):
        state = done("film", o.Frame(number=7), o.Quarter(turns=1), o.Zoom(factor=2, x=9, y=9), info=info)
        assert decode_state(encode_state(state), subject(info)) == state


def test_frames_with_windows_of_their_own_change_with_them() -> None:
    own = tuple((replace(FILM.windows[0], center=float(k)),) for k in range(40))
    assert FILM.film is not None
    info = replace(FILM, film=replace(FILM.film, windows=own))
    state = done("film", o.Frame(number=6), info=info)
    assert request(state, "film", info).window.center == 5.0
    shown = overlay(state, "film", subject(info), *SIZE)
    assert shown.window is not None
    assert shown.window.center == 5.0
    by_hand = done("film", o.Frame(number=6), o.DragWindow(wider=0, brighter=0), o.Frame(number=9), info=info)
    assert request(by_hand, "film", info).window.center == 5.0
    assert hand("film", info).subject.window("auto", 3).width == 0
