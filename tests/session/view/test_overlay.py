"""Overlays: letters, numbers and lines that are true for the picture."""

from dataclasses import replace

import pytest

from render.volume import VolumeInfo, Window
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.operations import Operation, ViewName
from session.view.overlay import clipped, overlay
from session.view.state import opening
from session.view.wire import WireLine, WireView, WireWindow
from tests.session.view.volumes import AXIAL, FILM, SAGITTAL, SLICE, oblique, subject

SIZE = (512, 400)


def shown(view: ViewName, *acts: tuple[ViewName, Operation], info: VolumeInfo = AXIAL) -> WireView:
    about = subject(info)
    state = opening(about)
    for where, operation in acts:
        state = apply(state, operation, Hand(about, where, *SIZE, state))
    return overlay(state, view, about, *SIZE)


def test_an_axial_picture_has_right_on_the_left_and_its_slice_number() -> None:
    view = shown("axial")
    assert view.letters == ("R", "L", "A", "P")
    assert (view.kind, view.image, view.images, view.oblique, view.empty) == ("slice", 16, 31, False, "")
    assert view.position_mm == pytest.approx(-2.5)
    assert view.mm_per_pixel == pytest.approx(0.7)
    assert view.window == WireWindow(-600.0, 1500.0, "Lung")
    assert view.preset == "file"


def test_the_bar_goes_the_way_one_scrolls() -> None:
    assert shown("axial", ("axial", o.Scroll(-1000))).fraction == 0
    assert shown("axial", ("axial", o.Scroll(1000))).fraction == 1
    assert shown("axial").fraction == pytest.approx(0.5)
    assert shown("coronal", ("coronal", o.Scroll(1000))).fraction == pytest.approx(1)
    assert shown("sagittal", ("sagittal", o.Scroll(-1000))).fraction == pytest.approx(0)
    assert shown("axial", info=SLICE).fraction == 0


def test_lines_cross_at_the_crosshair_and_end_at_the_edge() -> None:
    view = shown("axial", ("axial", o.Crosshair(100, 50)))
    assert view.crosshair == pytest.approx((100, 50))
    lines = {line.plane: line for line in view.lines}
    coronal, sagittal = lines["coronal"], lines["sagittal"]
    assert {coronal.x0, coronal.x1} == {0, 511}
    assert (coronal.y0, coronal.y1) == pytest.approx((50, 50))
    assert {sagittal.y0, sagittal.y1} == {0, 399}
    assert sagittal.x0 == pytest.approx(100)


def test_a_crosshair_out_of_the_picture_is_not_drawn() -> None:
    view = shown("axial", ("axial", o.Pan(5000, 0)))
    assert view.crosshair is None
    assert [line.plane for line in view.lines] == ["coronal"]


def test_scrolling_moves_the_lines_of_the_other_views() -> None:
    before = next(line for line in shown("coronal").lines if line.plane == "axial")
    after = next(line for line in shown("coronal", ("axial", o.Scroll(4))).lines if line.plane == "axial")
    assert after.y0 - before.y0 == pytest.approx(10 / shown("coronal").mm_per_pixel)


def test_tilted_planes_are_oblique_and_have_two_letters() -> None:
    view = shown("coronal", ("axial", o.Tilt(30)))
    assert view.oblique
    assert view.letters[:2] == ("RA", "LP")
    assert not shown("axial", ("axial", o.Tilt(30))).oblique


def test_projections_say_where_one_stands() -> None:
    view = shown("volume", ("volume", o.Turn(azimuth=22)), ("volume", o.Turn(elevation=8)))
    assert view.seen_from == "right anterior 22, cranial 8"
    assert (view.kind, view.window, view.preset, view.position_mm, view.lines) == ("volume", None, "bone", None, ())
    mip = shown("volume", ("volume", o.Projection("mip")))
    assert (mip.kind, mip.preset) == ("mip", "projection")
    assert mip.window is not None


def test_windows_by_hand_have_no_label() -> None:
    view = shown("axial", ("axial", o.SetWindow(30, 200)), ("axial", o.Invert()))
    assert view.window == WireWindow(30.0, 200.0, "")
    assert (view.preset, view.invert) == ("", True)


def test_the_automatic_window_shows_its_numbers_once_measured() -> None:
    about = subject(SAGITTAL)
    assert overlay(opening(about), "axial", about, *SIZE).window is None
    about = replace(about, automatic=Window(500.0, 900.0, "LINEAR_EXACT", "auto"))
    assert overlay(opening(about), "axial", about, *SIZE).window == WireWindow(500.0, 900.0, "Automatic")


def test_an_empty_view_says_why_and_draws_nothing() -> None:
    view = shown("coronal", info=SLICE)
    assert view.empty.startswith("One slice only")
    assert (view.crosshair, view.lines, view.image) == (None, (), None)


def test_without_calibration_there_are_no_millimetres() -> None:
    assert shown("axial", info=replace(AXIAL, calibrated=False)).position_mm is None


def test_an_oblique_acquisitions_axial_plane_is_no_source_slice() -> None:
    view = shown("axial", info=oblique())
    assert (view.image, view.oblique) == (None, False)


def test_an_epoch_is_passed_on() -> None:
    about = subject()
    assert overlay(opening(about), "axial", about, *SIZE, epoch=7).epoch == 7


def test_clipping() -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    assert clipped((5, 5), (1, 1), box) == pytest.approx((0, 0, 10, 10))
    assert clipped((-5, 5), (0, 1), box) is None
    assert clipped((-5, 5), (1, 0), box) == pytest.approx((0, 5, 10, 5))
    assert clipped((20, 0), (1, 1), box) is None
    assert WireLine("axial", 0, 0, 1, 1).plane == "axial"


def test_points_of_a_film_lie_in_its_frame() -> None:
    first = shown("film", info=FILM).patient
    later = shown("film", ("film", o.Frame(12)), info=FILM).patient
    assert first is not None
    assert later is not None
    assert (first[2], later[2]) == (0, 11)
    assert first[:2] == later[:2]
    assert (first[5], first[8]) == (0, 0)
