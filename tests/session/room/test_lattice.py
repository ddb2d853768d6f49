from session.farm.port import Loading
from session.room.lattice import Lattice
from session.room.stage import Stage
from session.view import messages as m
from session.view import operations as o
from session.view.operations import Operation
from session.view.subject import Subject
from tests.session.support import INFO

AXIAL = m.ViewBinding(view="axial", stream=0, width=64, height=48)
VOLUME = m.ViewBinding(view="volume", stream=1, width=64, height=48)


def stage() -> Stage:
    made = Stage(Subject.of(INFO))
    made.bind((AXIAL, VOLUME), 0.0)
    return made


def act(on: Stage, *operations: Operation) -> None:
    on.act(m.Input(sequence=1, view="axial", operations=operations), 1.0)


def test_a_place_ahead_is_what_the_stage_shows_when_the_hand_has_come_there() -> None:
    on = stage()
    lattice = Lattice(on, 0)
    assert lattice.follow()
    for steps in (1, 3, -6):
        place = lattice.place + steps
        foreseen = lattice.at(place)
        assert foreseen is not None
        act(on, o.Scroll(steps))
        wanted = on.wanted(0)
        assert wanted is not None
        assert wanted.request == foreseen.request
        assert lattice.follow()
        assert (lattice.look, lattice.place) == (1, place)
        view = on.describe(b"").views[0]
        assert foreseen.fields["image"] == view.image
        assert foreseen.fields["position_mm"] == view.position_mm
        assert foreseen.fields["fraction"] == view.fraction


def test_whatever_else_changes_the_picture_is_another_look() -> None:
    on = stage()
    lattice = Lattice(on, 0)
    lattice.follow()
    act(on, o.Scroll(2))
    lattice.follow()
    act(on, o.SetWindow(40, 300))
    lattice.follow()

    assert (lattice.look, lattice.place) == (2, 0)


def test_a_crosshair_that_moves_within_the_plane_leaves_look_and_place() -> None:
    on = stage()
    lattice = Lattice(on, 0)
    lattice.follow()
    act(on, o.Crosshair(10, 10))
    lattice.follow()

    assert (lattice.look, lattice.place) == (1, 0)


def test_the_stack_has_ends() -> None:
    lattice = Lattice(stage(), 0)
    lattice.follow()
    places = [place for place in range(-40, 41) if lattice.at(place) is not None]

    assert len(places) == INFO.slices
    assert places == list(range(places[0], places[-1] + 1))


def test_only_slices_that_have_come_are_sent_ahead() -> None:
    on = stage()
    middle = INFO.slices // 2
    on.loaded(Loading(((middle - 2, middle + 3),), INFO.slices, 0, INFO.nbytes, 0.0), 1.0)
    lattice = Lattice(on, 0)
    assert lattice.follow()
    came = sum(lattice.at(place) is not None for place in range(-10, 11))

    assert 3 <= came <= 5


def test_a_projection_is_no_stack_and_an_unbound_stream_neither() -> None:
    on = stage()

    assert not Lattice(on, 1).follow()
    assert not Lattice(on, 3).follow()
