"""Pictures: the hand holds what it holds."""

import pytest

from session.view import operations as o
from session.view.apply import apply
from session.view.camera import camera, patient_to_picture, picture_to_patient
from session.view.operations import ViewName
from session.view.state import opening
from tests.session.view.acting import ABOUT, SIZE, done, hand
from tests.session.view.volumes import subject


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
