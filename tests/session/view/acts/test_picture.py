"""Pictures: the hand holds what it holds."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from render.kernels import best_available
from render.renderer import Renderer
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.camera import camera, patient_to_picture, picture_to_patient
from session.view.operations import Operation, ViewName
from session.view.overlay import overlay
from session.view.resolve import resolve
from session.view.space import PlaneName
from session.view.state import opening, standing
from session.view.subject import Subject
from tests.render.volumes import matrix, noise, volume
from tests.session.view.acting import ABOUT, SIZE, done, hand, request
from tests.session.view.volumes import AXIAL, subject

# Voxels of 1 mm about the origin: sampled at places that floating point holds exactly.
HELD = volume(noise(33, 32, 32), matrix((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (-16.0, -16.0, -16.0)))


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


def test_fitting_takes_pan_and_zoom_back_and_leaves_the_rest() -> None:
    turned = done("coronal", o.Flip("vertical"), o.Quarter(1))
    moved = turned
    for operation in (o.Zoom(3, 20, 30), o.Pan(40, -9)):
        moved = apply(moved, operation, hand("coronal", began=moved))
    assert apply(moved, o.Fit(), hand("coronal", began=moved)) == turned


PLANAR: tuple[PlaneName, ...] = ("axial", "coronal", "sagittal")
MIRRORS: tuple[tuple[Literal["horizontal", "vertical"], int], ...] = (("horizontal", 1), ("vertical", 0))


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer(best_available("cpu", 2))
    renderer.prepare(HELD)
    yield renderer
    renderer.close()


def shown(renderer: Renderer, view: ViewName, operations: Sequence[Operation], size: tuple[int, int]) -> NDArray[Any]:
    about = Subject.of(HELD.info)
    state = opening(about)
    for operation in operations:
        state = apply(state, operation, Hand(about, view, *size, state))
    request = resolve(state, view, about, *size)
    assert request is not None
    with renderer.render(request) as frame:
        return frame.pixels.copy()


@pytest.mark.parametrize("view", PLANAR)
@pytest.mark.parametrize(("axis", "reversed_axis"), MIRRORS)
def test_a_flipped_picture_is_the_same_pixels_mirrored(
    renderer: Renderer, view: ViewName, axis: Literal["horizontal", "vertical"], reversed_axis: int
) -> None:
    # Panned by whole pixels and beside the middle: mirrored is the picture, not the patient.
    before: list[Operation] = [o.Slab(3.0), o.Zoom(2.0, 31.5, 31.5), o.Pan(7, -3)]
    plain = shown(renderer, view, before, (64, 64))
    assert np.ptp(plain) > 100
    flipped = shown(renderer, view, [*before, o.Flip(axis)], (64, 64))
    assert np.array_equal(flipped, np.flip(plain, reversed_axis))
    assert np.array_equal(shown(renderer, view, [*before, o.Flip(axis), o.Flip(axis)], (64, 64)), plain)


@pytest.mark.parametrize("view", PLANAR)
@pytest.mark.parametrize("turns", [-3, -1, 1, 2])
def test_quarters_turn_the_same_pixels_clockwise(renderer: Renderer, view: ViewName, turns: int) -> None:
    # A view of the other shape shows the turned picture at the same scale.
    fitting = shown(renderer, view, [o.Quarter(turns)], (48, 72) if turns % 2 else (72, 48))
    assert np.array_equal(fitting, np.rot90(shown(renderer, view, [], (72, 48)), -turns))


@pytest.mark.parametrize("view", ["axial", "volume"])
def test_four_quarters_are_none(view: ViewName) -> None:
    before = done(view, o.Pan(30, 10), o.Zoom(2, 0, 0))
    once = apply(before, o.Quarter(1), hand(view, began=before))
    assert once != before
    assert apply(once, o.Quarter(3), hand(view, began=once)) == before


def test_letters_and_the_crosshair_are_mirrored_with_the_picture() -> None:
    before = done("axial", o.Crosshair(200, 100))
    plain = overlay(before, "axial", ABOUT, *SIZE)
    flipped = overlay(apply(before, o.Flip("horizontal"), hand(began=before)), "axial", ABOUT, *SIZE)
    assert (plain.letters, flipped.letters) == (("R", "L", "A", "P"), ("L", "R", "A", "P"))
    assert plain.crosshair is not None
    assert flipped.crosshair == pytest.approx((SIZE[0] - 1 - plain.crosshair[0], plain.crosshair[1]))
    assert (flipped.position_mm, flipped.image, flipped.fraction) == (plain.position_mm, plain.image, plain.fraction)
    turned = overlay(apply(before, o.Quarter(1), hand(began=before)), "axial", ABOUT, *SIZE)
    assert turned.letters == ("P", "A", "R", "L")


@pytest.mark.parametrize("view", PLANAR)
def test_a_flipped_plane_scrolls_where_it_did_and_the_hand_holds_what_it_holds(view: PlaneName) -> None:
    for act in (o.Flip("horizontal"), o.Flip("vertical"), o.Quarter(1), o.Roll(33)):
        state = done(view, act)
        assert done(view, act, o.Scroll(2)).crosshair == pytest.approx(done(view, o.Scroll(2)).crosshair)
        seen = camera(ABOUT, state, view, *SIZE)
        point = picture_to_patient(seen, 100, 50, *SIZE)
        panned = camera(ABOUT, apply(state, o.Pan(30, -12), hand(view, began=state)), view, *SIZE)
        assert patient_to_picture(panned, point, *SIZE) == pytest.approx((130, 38))
        zoomed = camera(ABOUT, apply(state, o.Zoom(1.7, 100, 50), hand(view, began=state)), view, *SIZE)
        assert patient_to_picture(zoomed, point, *SIZE) == pytest.approx((100, 50))
        assert standing(AXIAL, state) == ("oblique" if isinstance(act, o.Roll) else "patient")


def test_rolling_turns_clockwise_about_the_middle() -> None:
    before = done("axial", o.Pan(50, 20))
    rolled = apply(before, o.Roll(90), hand(began=before))
    seen = camera(ABOUT, before, "axial", *SIZE)
    after = camera(ABOUT, rolled, "axial", *SIZE)
    assert after.center == pytest.approx(seen.center)
    x, y = (SIZE[0] - 1) / 2, (SIZE[1] - 1) / 2
    above = picture_to_patient(seen, x, y - 40, *SIZE)
    assert patient_to_picture(after, above, *SIZE) == pytest.approx((x + 40, y))
    assert request(rolled, "coronal") == request(before, "coronal")


def test_a_flipped_view_is_reset_as_any() -> None:
    state = done("sagittal", o.Flip("vertical"), o.Quarter(1), o.Roll(5))
    assert apply(state, o.Reset("view"), hand("sagittal", began=state)) == opening(subject())
