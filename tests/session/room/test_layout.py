"""What pages show, put together: one size and one stream for each view."""

import pytest

from session.errors import MessageError
from session.room.layout import Layout, check
from session.view.messages import ViewBinding

LAPTOP = (ViewBinding("axial", 0, 600, 400), ViewBinding("coronal", 1, 600, 400))
TABLET = (ViewBinding("axial", 3, 300, 300), ViewBinding("volume", 1, 300, 300))


def test_an_earlier_page_says_how_large() -> None:
    layout = Layout()
    assert layout.arrange([LAPTOP, TABLET]) == (*LAPTOP, ViewBinding("volume", 2, 300, 300))
    assert (layout.stream("volume"), layout.stream("sagittal")) == (2, None)


def test_a_view_keeps_its_stream_while_somebody_shows_it() -> None:
    layout = Layout()
    layout.arrange([LAPTOP])
    assert layout.arrange([TABLET]) == (ViewBinding("axial", 0, 300, 300), ViewBinding("volume", 1, 300, 300))
    assert layout.arrange([LAPTOP]) == (LAPTOP[0], ViewBinding("coronal", 1, 600, 400))


def test_one_page_alone_has_its_own_streams() -> None:
    assert Layout().arrange([TABLET]) == TABLET
    assert Layout().arrange([()]) == ()


@pytest.mark.parametrize("twice", [("axial", 1), ("coronal", 0)])
def test_what_stands_twice_is_refused(twice: tuple[str, int]) -> None:
    check(LAPTOP)
    with pytest.raises(MessageError, match="once"):
        check((LAPTOP[0], ViewBinding(twice[0], twice[1], 64, 64)))  # type: ignore[arg-type]
