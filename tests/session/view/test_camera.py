"""Cameras: picture points to the patient and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render import views
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.camera import camera, patient_to_picture, picture_to_patient, position, view_of
from session.view.space import PLANES
from session.view.state import opening
from tests.session.view.volumes import ALL, SAGITTAL, oblique, subject

ABOUT = subject()
STATE = opening(ABOUT)


@given(st.sampled_from(sorted(ALL)), st.floats(-100, 900), st.floats(-100, 900))
def test_a_picture_point_comes_back_from_the_patient(name: str, x: float, y: float) -> None:
    info = ALL[name]
    seen = camera(subject(info), opening(subject(info)), "coronal", 800, 600)
    assert patient_to_picture(seen, picture_to_patient(seen, x, y, 800, 600), 800, 600) == pytest.approx((x, y))


def test_picture_points_are_pixel_centres() -> None:
    seen = camera(ABOUT, STATE, "axial", 512, 400)
    corner = picture_to_patient(seen, 0, 0, 512, 400)
    assert corner[:2] == pytest.approx((-180.0, -150.0))
    assert picture_to_patient(seen, 511, 399, 512, 400)[0] == pytest.approx(-180 + 511 * 0.7)


def test_a_plane_keeps_its_scale_while_it_is_tilted() -> None:
    state = STATE
    before = camera(ABOUT, state, "coronal", 640, 480).mm_per_pixel
    for _ in range(9):
        state = apply(state, o.Tilt(10), Hand(subject(), "axial", 640, 480, state))
        assert camera(ABOUT, state, "coronal", 640, 480).mm_per_pixel == before


def test_the_acquired_plane_is_fitted_whichever_way_it_is_turned() -> None:
    for info in (SAGITTAL, oblique()):
        state = opening(subject(info))
        state = apply(state, o.Planes("acquisition"), Hand(subject(info), "axial", 640, 480, state))
        own = next(name for name in PLANES if views.is_parallel(info, state.plane(name).normal))
        seen = camera(subject(info), state, own, info.columns, info.rows)
        assert seen.mm_per_pixel == pytest.approx(0.9)


def test_positions_and_parts() -> None:
    assert position(STATE, "coronal") == STATE.crosshair[1]
    assert view_of(STATE, "volume") is STATE.solid
    assert view_of(STATE, "sagittal") is STATE.sagittal
