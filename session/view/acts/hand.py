"""Where an act happens, and the small changes that acts are made of."""

from dataclasses import dataclass, replace
from typing import Final

from render import geometry
from render.geometry import Vec3
from session.errors import MessageError
from session.view import space
from session.view.camera import view_of
from session.view.operations import ViewName
from session.view.space import PLANES, FlatName, PlaneName
from session.view.state import Plane, ViewState
from session.view.subject import Subject

# Cosine of the angle between planes below which they count as perpendicular.
_PERPENDICULAR: Final = 1e-9
# Below this the other planes' line lies nearly in the plane: the crosshair would leave the volume.
_STEEP: Final = 0.1


@dataclass(frozen=True, slots=True)
class Hand:
    """Where an operation happens: in which view of which size, and from which state its gesture began."""

    subject: Subject
    view: ViewName
    width: int
    height: int
    began: ViewState

    def plane(self, what: str) -> PlaneName:
        """The view as a plane.

        Raises:
            MessageError: it is the volume view or a film, where `what` means nothing.
        """
        if self.view == "volume" or self.view == "film":
            raise MessageError(f"{what} needs a plane; the {self.view} view has none.")
        return self.view

    def flat(self, what: str) -> FlatName:
        """The view as a flat picture: a plane or a film.

        Raises:
            MessageError: it is the volume view, where `what` means nothing.
        """
        if self.view == "volume":
            raise MessageError(f"{what} needs a plane; the volume view has none.")
        return self.view

    def solid(self, what: str) -> None:
        """Check that this is the volume view.

        Raises:
            MessageError: it is a plane or a film, where `what` means nothing.
        """
        if self.view != "volume":
            raise MessageError(f"{what} needs the volume view.")


def with_plane(state: ViewState, name: FlatName, plane: Plane) -> ViewState:
    """The state with another plane in that view."""
    return replace(state, **{name: plane})  # type: ignore[arg-type]


def with_view(state: ViewState, view: ViewName, **changes: object) -> ViewState:
    """The state with other values in what belongs to that view alone."""
    changed = replace(view_of(state, view), **changes)  # type: ignore[arg-type]
    return replace(state, **{"solid" if view == "volume" else view: changed})  # type: ignore[arg-type]


def to_position(state: ViewState, name: PlaneName, hand: Hand, target: float) -> ViewState:
    """The state with the crosshair, and so the plane, moved to a position along the plane's normal."""
    normal = state.plane(name).normal
    start = _kept_in_others(state, name, target)
    return replace(state, crosshair=space.clamp_on_plane(hand.subject.info, start, normal, target))


def _kept_in_others(state: ViewState, name: PlaneName, target: float) -> Vec3:
    """The crosshair on its way to a position, along the line that the other planes share.

    Perpendicular planes need none of this: there the plane's normal is that line. Where a plane was tilted alone,
    scrolling along the normal would move the others' pictures, too.
    """
    normal = state.plane(name).normal
    first, second = (state.plane(other).normal for other in PLANES if other != name)
    line = geometry.cross(first, second)
    along = geometry.dot(line, normal)
    perpendicular = max(abs(geometry.dot(first, normal)), abs(geometry.dot(second, normal))) < _PERPENDICULAR
    if perpendicular or abs(along) < _STEEP:
        return state.crosshair
    way = (target - geometry.dot(state.crosshair, normal)) / along
    return geometry.add(state.crosshair, geometry.scale(line, way))


def upright(right: Vec3, down: Vec3) -> tuple[Vec3, Vec3]:
    """The nearest unit vectors that are perpendicular: thousands of small turns must not bend a picture."""
    right = geometry.normalize(right)
    down = geometry.subtract(down, geometry.scale(right, geometry.dot(right, down)))
    return right, geometry.normalize(down)
