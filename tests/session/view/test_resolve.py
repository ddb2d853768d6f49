"""Requests: what a picture needs of the volume, and when it is whole."""

from dataclasses import replace

import pytest

from render.request import Mode, Quality, RenderRequest
from render.volume import VolumeInfo, Window
from render.window import AUTOMATIC
from session.farm.port import Loading
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.operations import Operation, ViewName
from session.view.resolve import empty_reason, is_whole, needed_slices, resolve
from session.view.state import opening
from tests.session.view.volumes import AXIAL, SAGITTAL, SLICE, oblique, subject, tilted

SIZE = (512, 400)


def request(
    view: ViewName, *operations: Operation, info: VolumeInfo = AXIAL, loading: Loading | None = None
) -> RenderRequest:
    about = subject(info)
    state = opening(about)
    for operation in operations:
        state = apply(state, operation, Hand(about, view, *SIZE, state))
    found = resolve(state, view, about, *SIZE, loading=loading)
    assert found is not None
    return found


def loading(*runs: tuple[int, int], failed: str = "") -> Loading:
    return Loading(tuple(runs), AXIAL.slices, 0, AXIAL.nbytes, 0.0, failed)


def test_equal_wishes_are_equal_requests() -> None:
    assert request("axial", o.Scroll(2)) == request("axial", o.Scroll(1), o.Scroll(1))
    assert len({request("axial"), request("axial", o.Invert()), request("axial", o.Slab(5))}) == 3


def test_moving_and_full_pictures_differ_in_their_quality_alone() -> None:
    about = subject()
    moving = resolve(opening(about), "volume", about, *SIZE, Quality.MOVING)
    assert moving is not None
    assert replace(moving, quality=Quality.FULL) == request("volume")


def test_an_axial_picture_of_an_axial_volume_needs_one_slice() -> None:
    assert needed_slices(request("axial"), AXIAL) == (15, 16)
    assert needed_slices(request("axial", o.Scroll(1000)), AXIAL) == (0, 1)
    assert needed_slices(request("axial", o.Slab(10)), AXIAL) == (13, 18)
    assert needed_slices(request("axial", o.Slab(10), o.Scroll(1000)), AXIAL) == (0, 3)


def test_other_pictures_need_what_they_cross() -> None:
    assert needed_slices(request("coronal"), AXIAL) == (0, 31)
    assert needed_slices(request("volume"), AXIAL) == (0, 31)
    assert needed_slices(request("axial", info=SAGITTAL), SAGITTAL) == (0, 20)
    first, last = needed_slices(request("axial", info=tilted()), tilted())
    assert (first, last) == (0, 12)
    first, last = needed_slices(request("axial", o.Zoom(30, 255.5, 199.5), info=oblique()), oblique())
    assert 0 < last - first < 24


def test_a_picture_is_whole_when_its_own_slices_have_come() -> None:
    partial = loading((10, 20))
    assert request("axial", loading=partial) == request("axial")
    assert is_whole(request("axial", loading=partial), AXIAL)
    coronal = request("coronal", loading=partial)
    assert coronal.revision == 10
    assert not is_whole(coronal, AXIAL)
    assert request("coronal", loading=loading((0, 31))) == request("coronal")
    assert not is_whole(request("axial", loading=loading((0, 15), (16, 31))), AXIAL)


def test_more_slices_are_another_picture_only_where_they_are_seen() -> None:
    few, more = loading((14, 17)), loading((14, 25))
    assert request("axial", loading=few) == request("axial", loading=more)
    assert request("coronal", loading=few) != request("coronal", loading=more)


def test_windows_by_name_are_taken_whole() -> None:
    assert request("axial").window == AXIAL.windows[0]
    assert request("axial", o.Preset("auto")).window == AUTOMATIC
    assert request("axial", o.SetWindow(1, 2)).window == Window(1.0, 2.0)


def test_projections() -> None:
    mip = request("volume", o.Projection("mip"))
    assert (mip.mode, mip.preset, mip.slab_mm) == (Mode.MIP, "", 0.0)
    assert request("volume", o.Preset("skin")).preset == "skin"


def test_one_slice_shows_itself_and_says_why_nothing_else() -> None:
    about = subject(SLICE)
    state = opening(about)
    assert resolve(state, "axial", about, *SIZE) is not None
    for view in ("coronal", "sagittal", "volume"):
        assert resolve(state, view, about, *SIZE) is None
        assert empty_reason(state, view, SLICE).startswith("One slice only")
    assert empty_reason(state, "axial", SLICE) == ""


@pytest.mark.parametrize("degrees", [5, 45])
def test_a_tilted_plane_needs_more_slices(degrees: float) -> None:
    about = subject()
    state = apply(opening(about), o.Tilt(degrees), Hand(about, "sagittal", *SIZE, opening(about)))
    found = resolve(state, "axial", about, *SIZE)
    assert found is not None
    first, last = needed_slices(found, AXIAL)
    assert last - first > 5
