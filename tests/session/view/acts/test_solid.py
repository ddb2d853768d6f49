"""The volume view: from where one looks."""

import math

import pytest

from render import geometry, views
from session.view import operations as o
from session.view.camera import camera, patient_to_picture
from session.view.overlay import overlay
from session.view.state import opening
from tests.session.view.acting import ABOUT, SIZE, done, request
from tests.session.view.volumes import AXIAL, subject


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
