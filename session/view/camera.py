"""From a view's state to the camera that looks at it, and back from picture points to the patient."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from render import geometry, views
from render.geometry import Vec3
from render.request import Camera
from session.view.operations import ViewName
from session.view.space import Along, FlatName, plane_axes
from session.view.state import Plane, Projection, Solid, ViewState
from session.view.subject import Subject

# Sizes of views whose fit is remembered.
_KEPT: Final = 128


def camera(subject: Subject, state: ViewState, view: ViewName, width: int, height: int) -> Camera:
    """The camera of a view whose picture has this size; that of `render.views.standard` where nothing was changed."""
    if view == "volume":
        return _solid_camera(subject, state.solid, width, height)
    return _plane_camera(subject, state, view, width, height)


def position(state: ViewState, view: FlatName) -> float:
    """Where a plane lies along its normal in mm."""
    return geometry.dot(state.crosshair, state.plane(view).normal)


def picture_to_patient(seen: Camera, x: float, y: float, width: int, height: int) -> Vec3:
    """The patient point under a picture point, in the plane through the camera's centre."""
    across = (x - (width - 1) / 2) * seen.mm_per_pixel
    along = (y - (height - 1) / 2) * seen.mm_per_pixel
    return _moved(seen.center, seen.right, seen.down, (across, along))


def patient_to_picture(seen: Camera, point: Vec3, width: int, height: int) -> tuple[float, float]:
    """The picture point of a patient point, looked at in parallel."""
    way = geometry.subtract(point, seen.center)
    x = geometry.dot(way, seen.right) / seen.mm_per_pixel + (width - 1) / 2
    y = geometry.dot(way, seen.down) / seen.mm_per_pixel + (height - 1) / 2
    return x, y


def _plane_camera(subject: Subject, state: ViewState, view: FlatName, width: int, height: int) -> Camera:
    plane = state.plane(view)
    center = views.plane_center(subject.info, plane.normal, position(state, view))
    across, along = (height, width) if plane.sideways else (width, height)
    scale = _fitted(subject, state.along, view, across, along) / plane.zoom
    return Camera(_moved(center, plane.right, plane.down, plane.pan_mm), plane.right, plane.down, scale)


@lru_cache(_KEPT)
def _fitted(subject: Subject, along: Along, view: FlatName, width: int, height: int) -> float:
    """The scale (mm per pixel) of a plane before it was tilted, so that nothing grows or shrinks while it is."""
    info = subject.info
    if along == "patient" or view == "film":
        return views.standard(info, view, width, height).camera.mm_per_pixel
    right, down, normal = plane_axes(info, view, "acquisition")
    if not views.is_parallel(info, normal):
        return max(views.extent_mm(info, right) / width, views.extent_mm(info, down) / height)
    own_right = views.plane_axes(info, "acquired")[0]
    upright = abs(geometry.dot(right, own_right)) > 0.5
    return views.standard(info, "acquired", *((width, height) if upright else (height, width))).camera.mm_per_pixel


@lru_cache(_KEPT)
def _standing_back(subject: Subject, projection: Projection, width: int, height: int) -> Camera:
    return views.standard(subject.info, projection, width, height).camera


def _solid_camera(subject: Subject, solid: Solid, width: int, height: int) -> Camera:
    base = _standing_back(subject, solid.projection, width, height)
    center = _moved(base.center, solid.right, solid.down, solid.pan_mm)
    scale = base.mm_per_pixel / solid.zoom
    return replace(base, center=center, right=solid.right, down=solid.down, mm_per_pixel=scale)


def _moved(point: Vec3, right: Vec3, down: Vec3, way: tuple[float, float]) -> Vec3:
    if way == (0.0, 0.0):
        return point
    return geometry.add(point, geometry.add(geometry.scale(right, way[0]), geometry.scale(down, way[1])))


def view_of(state: ViewState, view: ViewName) -> Plane | Solid:
    """The part of the state that belongs to one view alone."""
    return state.solid if view == "volume" else state.plane(view)
