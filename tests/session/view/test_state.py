"""The state: how a volume opens, and its bytes there and back."""

import json
from dataclasses import replace

import pytest

from render import views
from session.errors import SnapshotError
from session.view import operations as o
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.resolve import resolve
from session.view.space import PLANES
from session.view.state import decode_state, encode_state, opening, standing
from tests.session.view.volumes import ALL, AXIAL, SAGITTAL, SLICE, oblique, subject


@pytest.mark.parametrize("name", ALL)
def test_an_opened_volume_shows_what_the_command_line_renders(name: str) -> None:
    info = ALL[name]
    state = opening(subject(info))
    for width, height in ((512, 400), (683, 383), (64, 999)):
        for view in PLANES if info.slices > 1 else ("axial",):
            assert resolve(state, view, subject(info), width, height) == views.standard(info, view, width, height)
        if info.slices > 1:
            wanted = views.standard(info, "volume", width, height)
            assert resolve(state, "volume", subject(info), width, height) == wanted


def test_the_projection_opens_as_the_command_line_renders_it() -> None:
    about = subject()
    state = opening(about)
    state = apply(state, o.Projection("mip"), Hand(about, "volume", 300, 200, state))
    assert resolve(state, "volume", about, 300, 200) == views.standard(AXIAL, "mip", 300, 200)


def test_one_slice_between_the_patients_planes_opens_as_it_was_acquired() -> None:
    info = replace(oblique(), slices=1)
    assert standing(info, opening(subject(info))) == "acquisition"
    assert standing(SLICE, opening(subject(SLICE))) == "patient"


def test_the_state_comes_back_from_its_bytes() -> None:
    about = subject(oblique())
    state = opening(about)
    for view, operation in (
        ("axial", o.Tilt(12.5)),
        ("coronal", o.Flip("horizontal")),
        ("sagittal", o.Quarter(-1)),
        ("axial", o.Roll(7.5)),
        ("coronal", o.Crosshair(100, 33)),
        ("volume", o.Rotate(33, 21)),
        ("sagittal", o.SetWindow(300, 1 / 3)),
        ("axial", o.Zoom(1.37, 20, 600)),
    ):
        state = apply(state, operation, Hand(about, view, 640, 480, state))  # type: ignore[arg-type]
    data = encode_state(state)
    assert decode_state(data, about) == state
    assert len(data) <= 4 * 2048


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda plain: plain.update(version=2), "version 2", id="version"),
        pytest.param(lambda plain: plain.update(extra=1), "cannot be read", id="field"),
        pytest.param(lambda plain: plain["state"].update(slab_mm="thick"), "cannot be read", id="type"),
        pytest.param(lambda plain: plain["state"]["axial"].update(down=[1.0, 0.0, 0.0]), "bent", id="parallel"),
        pytest.param(lambda plain: plain["state"]["axial"].update(right=[0.5, 0.0, 0.0]), "bent", id="short"),
        pytest.param(lambda plain: plain["state"]["tone"].update(name="liver shot"), "another volume", id="window"),
        pytest.param(lambda plain: plain["state"]["solid"].update(preset="ghost"), "another volume", id="look"),
        pytest.param(lambda plain: plain["state"]["axial"].update(zoom=0.0), "out of bounds", id="zoom"),
        pytest.param(lambda plain: plain["state"]["solid"].update(pan_mm=[1e300, 0.0]), "out of bounds", id="pan"),
        pytest.param(lambda plain: plain["state"].update(slab_mm=-1.0), "out of bounds", id="slab"),
        pytest.param(lambda plain: plain["state"]["tone"].update(name="", width=0.0), "out of bounds", id="width"),
    ],
)  # fmt: skip
def test_bytes_of_anything_else_are_refused(change: object, words: str) -> None:
    plain = json.loads(encode_state(opening(subject())))
    plain["state"]["slab_mm"] = 1.0
    change(plain)  # type: ignore[operator]
    with pytest.raises(SnapshotError, match=words):
        decode_state(json.dumps(plain).encode(), subject())


def test_a_state_from_before_planes_were_mirrored_and_turned_is_read() -> None:
    plain = json.loads(encode_state(opening(subject())))
    for name in PLANES:
        del plain["state"][name]["mirrored"], plain["state"][name]["sideways"]
    assert decode_state(json.dumps(plain).encode(), subject()) == opening(subject())


def test_no_bytes_at_all_are_refused() -> None:
    for data in (b"", b"\xff\xfe", b"[]", b"NaN", encode_state(opening(subject()))[:-9]):
        with pytest.raises(SnapshotError):
            decode_state(data, subject())


def test_a_crosshair_outside_the_volume_is_brought_back() -> None:
    state = replace(opening(subject()), crosshair=(1e6, 0.0, 0.0))
    assert decode_state(encode_state(state), subject()).crosshair[0] == pytest.approx(-180 + 511 * 0.7)


def test_a_state_of_another_modality_is_refused() -> None:
    with pytest.raises(SnapshotError):
        decode_state(encode_state(opening(subject(AXIAL))), subject(SAGITTAL))
