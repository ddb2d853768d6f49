"""A page's own numbers ascend, whatever stages it looks at, and name its own inputs alone."""

import msgspec

from session.room.numbering import Numbering
from session.view.messages import State, ViewBinding
from session.view.wire import WireView
from streaming.picture import PictureTag
from tests.golden import write

VIEW = write._SLICE
AXIAL = ViewBinding("axial", 4, 64, 48)


def tag(revision: int, epoch: int) -> PictureTag:
    return PictureTag(0, 1, epoch, revision, 0, 1, 64, 48)


def state(revision: int, *views: WireView) -> State:
    return State(revision, 0, b"", views)


def test_a_picture_names_the_last_own_input_that_it_contains() -> None:
    numbers = Numbering()
    assert numbers.tag(tag(1, 1), 4).sequence == 0
    numbers.applied(7, 3)
    numbers.applied(8, 5)
    assert [numbers.tag(tag(revision, 1), 4).sequence for revision in (2, 3, 4, 5, 6)] == [0, 7, 7, 8, 8]
    assert numbers.tag(tag(1, 1), 4).stream == 4


def test_a_state_has_the_pages_own_views_in_its_order() -> None:
    numbers = Numbering()
    coronal = msgspec.structs.replace(VIEW, view="coronal", epoch=9)
    told = numbers.state(state(3, VIEW, coronal), (ViewBinding("coronal", 1, 64, 64), AXIAL))
    assert [one.view for one in told.views] == ["coronal", "axial"]
    assert numbers.state(state(3, VIEW), (ViewBinding("volume", 0, 64, 64),)).views == ()


def test_after_another_stage_numbers_go_on() -> None:
    numbers = Numbering()
    numbers.applied(5, 90)
    numbers.state(state(100, VIEW), (AXIAL,))
    numbers.tag(tag(101, 400), 4)
    numbers.switched()
    told = numbers.state(state(1, msgspec.structs.replace(VIEW, epoch=2)), (AXIAL,))
    assert (told.revision, told.views[0].epoch, told.sequence) == (102, 402, 5)
    numbers.applied(6, 2)
    shown = numbers.tag(tag(2, 3), 4)
    assert (shown.revision, shown.epoch, shown.sequence) == (103, 403, 6)


def test_inputs_of_long_ago_are_not_kept() -> None:
    numbers = Numbering()
    for n in range(1, 2000):
        numbers.applied(n, n)
    assert numbers.tag(tag(1999, 1), 0).sequence == 1999
    assert numbers.tag(tag(1, 1), 0).sequence <= 1999 - 512
