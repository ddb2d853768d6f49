"""Planes: scrolling, crosshair, tilting, slabs."""

import math

import pytest

from render import geometry, views
from render.volume import VolumeInfo
from session.errors import MessageError
from session.view import operations as o
from session.view.apply import apply
from session.view.camera import camera, patient_to_picture, picture_to_patient, position
from session.view.overlay import overlay
from session.view.space import PLANES
from session.view.state import opening, standing
from tests.session.view.acting import ABOUT, SIZE, done, hand, request
from tests.session.view.volumes import AXIAL, SAGITTAL, oblique, subject, tilted


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


def test_slabs() -> None:
    state = done("axial", o.Slab(10), o.SlabStep(-3), o.SetSlabMode("mean"))
    assert (request(state, "coronal").slab_mm, request(state, "coronal").slab_mode) == (7, "mean")
    assert done("axial", o.SlabStep(-3)).slab_mm == 0
    assert done("axial", *[o.SlabStep(1e6)] * 2).slab_mm == 500


def test_one_plane_is_tilted_alone_and_scrolls_without_moving_the_others_pictures() -> None:
    opened = opening(subject())
    state = done("axial", o.Tilt(30, plane="coronal"))
    assert state.sagittal == opened.sagittal
    assert state.axial == opened.axial
    assert geometry.dot(state.coronal.normal, opened.coronal.normal) == pytest.approx(math.cos(math.radians(30)))
    scrolled = apply(state, o.Scroll(4), hand("coronal", began=state))
    assert position(scrolled, "coronal") != pytest.approx(position(state, "coronal"))
    for name in ("axial", "sagittal"):
        assert position(scrolled, name) == pytest.approx(position(state, name))


def test_a_plane_is_not_tilted_in_its_own_picture() -> None:
    with pytest.raises(MessageError, match="rolled"):
        done("axial", o.Tilt(30, plane="axial"))
