"""Acts tried one after the other on an opened volume."""

from render.request import RenderRequest
from render.volume import VolumeInfo
from session.view.acts.hand import Hand
from session.view.apply import apply
from session.view.operations import Operation, ViewName
from session.view.resolve import resolve
from session.view.space import PLANES
from session.view.state import ViewState, opening
from tests.session.view.volumes import AXIAL, subject

SIZE = (640, 480)
ABOUT = subject()
EVERY_VIEW: tuple[ViewName, ...] = (*PLANES, "volume")


def hand(view: ViewName = "axial", info: VolumeInfo = AXIAL, began: ViewState | None = None) -> Hand:
    about = subject(info)
    return Hand(about, view, *SIZE, began or opening(about))


def done(view: ViewName, *operations: Operation, info: VolumeInfo = AXIAL) -> ViewState:
    state = opening(subject(info))
    for operation in operations:
        state = apply(state, operation, hand(view, info, state))
    return state


def request(state: ViewState, view: ViewName, info: VolumeInfo = AXIAL) -> RenderRequest:
    found = resolve(state, view, subject(info), *SIZE)
    assert found is not None
    return found
