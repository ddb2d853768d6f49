"""Where acts happen, and what they are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render import geometry
from session.errors import MessageError
from session.view.acts.hand import Hand, to_position, upright, with_plane, with_view
from session.view.camera import position
from session.view.state import opening
from tests.session.view.volumes import subject

ABOUT = subject()
OPENED = opening(ABOUT)


def test_a_view_is_a_plane_or_the_volume() -> None:
    plane, volume = Hand(ABOUT, "coronal", 64, 48, OPENED), Hand(ABOUT, "volume", 64, 48, OPENED)
    assert plane.plane("Scrolling") == "coronal"
    volume.solid("Turning")
    with pytest.raises(MessageError, match="Scrolling needs a plane"):
        volume.plane("Scrolling")
    with pytest.raises(MessageError, match="Turning needs the volume view"):
        plane.solid("Turning")


def test_parts_are_replaced_and_the_rest_stays() -> None:
    changed = with_plane(OPENED, "coronal", OPENED.axial)
    assert changed.coronal == OPENED.axial
    assert (changed.axial, changed.solid) == (OPENED.axial, OPENED.solid)
    assert with_view(OPENED, "volume", zoom=2.0).solid.zoom == 2.0
    assert with_view(OPENED, "sagittal", zoom=2.0).sagittal.zoom == 2.0


def test_a_plane_goes_where_it_is_sent_and_the_others_stay() -> None:
    moved = to_position(OPENED, "sagittal", Hand(ABOUT, "sagittal", 64, 48, OPENED), 10.0)
    assert position(moved, "sagittal") == pytest.approx(10.0)
    assert position(moved, "axial") == position(OPENED, "axial")


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(0.5, 2))
def test_bent_vectors_become_upright(bend: float, other: float, length: float) -> None:
    right, down = upright((length, bend, 0.0), (other, 1.0, bend))
    assert geometry.length(right) == pytest.approx(1)
    assert geometry.length(down) == pytest.approx(1)
    assert geometry.dot(right, down) == pytest.approx(0, abs=1e-12)
