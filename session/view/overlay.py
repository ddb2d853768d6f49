"""What a client writes and draws over a view's picture: letters, position, lines of the other planes, window."""

from typing import Final

from render import geometry, views
from render.request import Camera
from session.view.camera import camera, patient_to_picture, picture_to_patient, position, view_of
from session.view.operations import ViewName
from session.view.resolve import empty_reason
from session.view.space import PLANES, SCROLL_ALONG_SIGHT, FlatName, PlaneName
from session.view.state import ViewState
from session.view.subject import Subject
from session.view.wire import WireLine, WireView, WireWindow

# Sine of the angle below which two planes do not cross in one line.
_PARALLEL: Final = 1e-6
Box = tuple[float, float, float, float]
Places = tuple[float, float, float, float, float, float, float, float, float]


def overlay(state: ViewState, view: ViewName, subject: Subject, width: int, height: int, *, epoch: int = 0) -> WireView:
    """Everything a client needs to draw over a picture of this state and size."""
    info = subject.info
    seen = camera(subject, state, view, width, height)
    if info.film is not None and view == "film":
        return film_overlay(state, subject, width, height, epoch=epoch)
    plane = None if view == "volume" or view == "film" else view
    empty = empty_reason(state, view, info)
    number = None if plane is None or empty else views.slice_number(info, seen)
    crosshair = None if plane is None or empty else patient_to_picture(seen, state.crosshair, width, height)
    return WireView(
        view=view,
        kind="film" if view == "film" else state.solid.projection if plane is None else "slice",
        width=width,
        height=height,
        mm_per_pixel=seen.mm_per_pixel,
        zoom=view_of(state, view).zoom,
        letters=views.letters(seen.right, seen.down),
        position_mm=None if plane is None or not info.calibrated else position(state, plane),
        image=number[0] if number else None,
        images=number[1] if number else None,
        fraction=0.0 if plane is None else _fraction(state, plane, subject),
        oblique=plane is not None and _oblique(seen),
        window=_window(state, view, subject),
        preset=_preset(state, view),
        invert=view_has_window(state, view) and state.tone_of(view).invert,
        slab_mm=0.0 if plane is None else state.slab_mm,
        slab_mode=state.slab_mode,
        crosshair=crosshair if crosshair and _inside(crosshair, width, height) else None,
        lines=() if plane is None or empty else _lines(state, plane, seen, width, height),
        seen_from=views.seen_from(seen) if view == "volume" else "",
        empty=empty,
        epoch=epoch,
        patient=None if empty else _places(seen, width, height),
    )


def _places(seen: Camera, width: int, height: int) -> Places:
    """Where picture points lie: the place of (0, 0), the steps of a pixel to the right and down."""
    origin = picture_to_patient(seen, 0, 0, width, height)
    right, down = (geometry.scale(way, seen.mm_per_pixel) for way in (seen.right, seen.down))
    return (*origin, *right, *down)


def film_overlay(state: ViewState, subject: Subject, width: int, height: int, *, epoch: int = 0) -> WireView:
    """Everything a client needs to draw over a film's frame of this state and size."""
    info, shown = subject.info, state.film
    seen = camera(subject, state, "film", width, height)
    return WireView(
        view="film",
        kind="film",
        width=width,
        height=height,
        mm_per_pixel=seen.mm_per_pixel,
        zoom=shown.zoom,
        letters=views.film_letters(info, shown.right, shown.down),
        position_mm=None,
        image=state.frame + 1,
        images=info.slices,
        fraction=state.frame / (info.slices - 1) if info.slices > 1 else 0.0,
        oblique=False,
        window=_window(state, "film", subject),
        preset="" if info.colour else state.tone.name,
        invert=state.tone.invert,
        slab_mm=0.0,
        slab_mode=state.slab_mode,
        crosshair=None,
        lines=(),
        seen_from="",
        epoch=epoch,
        patient=_places(seen, width, height),
    )


def view_has_window(state: ViewState, view: ViewName) -> bool:
    """Whether a view's picture goes through a window: all but the rendered volume's."""
    return view != "volume" or state.solid.projection == "mip"


def _preset(state: ViewState, view: ViewName) -> str:
    return state.tone_of(view).name if view_has_window(state, view) else state.solid.preset


def _window(state: ViewState, view: ViewName, subject: Subject) -> WireWindow | None:
    if not view_has_window(state, view) or subject.info.colour:
        return None
    tone = state.tone_of(view)
    if not tone.name:
        return WireWindow(tone.center, tone.width, "")
    choice = subject.choice(tone.name)
    numbers = subject.numbers(subject.window(tone.name, state.frame), projection=view == "volume")
    return None if numbers is None else WireWindow(numbers.center, numbers.width, choice.label)


def _fraction(state: ViewState, plane: FlatName, subject: Subject) -> float:
    """How far along a plane is as one scrolls: 0 at the head, front or right end of the volume, 1 at the other."""
    shown = state.plane(plane)
    least, greatest = views.position_range(subject.info, shown.normal)
    if greatest - least < 1e-9:
        return 0.0
    part = min(max((position(state, plane) - least) / (greatest - least), 0.0), 1.0)
    return part if SCROLL_ALONG_SIGHT[plane] * shown.facing > 0 else 1.0 - part


def _oblique(seen: Camera) -> bool:
    """Whether the picture lies along none of the patient's planes."""
    return max(abs(part) for part in seen.forward) < 1 - 1e-6


def _inside(point: tuple[float, float], width: int, height: int) -> bool:
    return -0.5 <= point[0] <= width - 0.5 and -0.5 <= point[1] <= height - 0.5


def _lines(state: ViewState, plane: PlaneName, seen: Camera, width: int, height: int) -> tuple[WireLine, ...]:
    """Where the other planes cut this one, through the crosshair, as far as the picture reaches."""
    x, y = patient_to_picture(seen, state.crosshair, width, height)
    lines = []
    for other in PLANES:
        along = geometry.cross(state.plane(other).normal, seen.forward)
        if other == plane or geometry.length(along) < _PARALLEL:
            continue
        way = (geometry.dot(along, seen.right), geometry.dot(along, seen.down))
        ends = clipped((x, y), way, (0.0, 0.0, width - 1.0, height - 1.0))
        if ends:
            lines.append(WireLine(other, *ends))
    return tuple(lines)


def clipped(point: tuple[float, float], way: tuple[float, float], box: Box) -> Box | None:
    """The part of an endless line inside a box (Liang and Barsky, 1984): its ends, or None."""
    first, last = -1e12, 1e12
    for at, step, low, high in zip(point, way, box[:2], box[2:], strict=True):
        if abs(step) < 1e-12:
            if not low <= at <= high:
                return None
            continue
        near, far = sorted(((low - at) / step, (high - at) / step))
        first, last = max(first, near), min(last, far)
    if first > last:
        return None
    return (
        point[0] + first * way[0],
        point[1] + first * way[1],
        point[0] + last * way[0],
        point[1] + last * way[1],
    )
