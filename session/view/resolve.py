"""From what a user wants to what a renderer is asked for. Pure: equal requests are the same picture."""

import math
from dataclasses import replace
from typing import Final

from render import geometry, views
from render.request import Mode, Quality, RenderRequest, SlabMode
from render.volume import VolumeInfo, Window
from session.farm.port import Loading
from session.view.camera import camera, picture_to_patient
from session.view.operations import ViewName
from session.view.state import Tone, ViewState
from session.view.subject import Subject

NO_FILM: Final = "This is a volume: it has planes, and no film."
NO_VOLUME: Final = "These pictures have no place in the patient: they are shown in the film view, and in no other."
# How often a picture in depth is renewed while its volume comes: each time costs what many planes do.
_GROWTH: Final = 8


def resolve(
    state: ViewState,
    view: ViewName,
    subject: Subject,
    width: int,
    height: int,
    quality: Quality = Quality.FULL,
    loading: Loading | None = None,
) -> RenderRequest | None:
    """The request for a view's picture, None where there is nothing to show (`empty_reason` says why).

    Its revision is the volume's number of slices as soon as all slices that the picture needs have come, else how
    many of those have (in depth in steps of an eighth of the volume); without `loading` all have.
    """
    info = subject.info
    if empty_reason(state, view, info):
        return None
    seen = camera(subject, state, view, width, height)
    request = RenderRequest(
        volume=info.key,
        width=width,
        height=height,
        mode=Mode(state.solid.projection) if view == "volume" else Mode.SLICE,
        camera=seen,
        window=_window(state, view, subject, width, height),
        invert=_tone(state, view).invert,
        slab_mm=0.0 if view in ("volume", "film") else state.slab_mm,
        slab_mode=SlabMode.MAX if view == "volume" else SlabMode(state.slab_mode),
        preset=state.solid.preset if view == "volume" and state.solid.projection == "volume" else "",
        quality=quality,
        revision=info.slices,
    )
    return request if loading is None else _of_what_came(request, info, loading)


def empty_reason(state: ViewState, view: ViewName, info: VolumeInfo) -> str:
    """Why a view has nothing to show, in words; empty when it has."""
    if (info.film is None) == (view == "film"):
        return NO_FILM if info.film is None else NO_VOLUME
    if info.slices > 1 or view == "film":
        return ""
    if view == "volume":
        return "One slice only: there is no volume to project."
    if views.is_parallel(info, state.plane(view).normal):
        return ""
    return f"One slice only, and it is not {view}."


def is_whole(request: RenderRequest, info: VolumeInfo) -> bool:
    """Whether every slice that the picture needs has come."""
    return request.revision >= info.slices


def needed_slices(request: RenderRequest, info: VolumeInfo) -> tuple[int, int]:
    """The slices [first, last) that a picture is made of: all for projections, those its slab meets for planes."""
    if request.mode is not Mode.SLICE:
        return 0, info.slices
    depths = [geometry.to_index(info.matrix, corner)[2] for corner in _corners(request)]
    first, last = math.floor(min(depths) + 1e-6), math.ceil(max(depths) - 1e-6) + 1
    return max(0, min(first, info.slices)), max(0, min(last, info.slices))


def _corners(request: RenderRequest) -> list[geometry.Vec3]:
    width, height = request.width, request.height
    half = geometry.scale(request.camera.forward, request.slab_mm / 2)
    plane = [
        picture_to_patient(request.camera, x, y, width, height) for x in (0.0, width - 1.0) for y in (0.0, height - 1.0)
    ]
    return [moved for corner in plane for moved in (geometry.add(corner, half), geometry.subtract(corner, half))]


def _of_what_came(request: RenderRequest, info: VolumeInfo, loading: Loading) -> RenderRequest:
    first, last = needed_slices(request, info)
    if loading.has(first, last):
        return request
    come = loading.count(first, last)
    if request.mode is not Mode.SLICE:
        come -= come % max(1, info.slices // _GROWTH)
    return replace(request, revision=come)


def _tone(state: ViewState, view: ViewName) -> Tone:
    if view == "volume" and state.solid.projection == "volume":
        return Tone("")
    return state.tone_of(view)


def _window(state: ViewState, view: ViewName, subject: Subject, width: int, height: int) -> Window:
    if (view == "volume" and state.solid.projection == "volume") or subject.info.colour:
        # A rendered volume has no window of its own, nor have colours; the request carries the standard one.
        return views.standard(subject.info, view, width, height).window
    tone = state.tone_of(view)
    if tone.name:
        return subject.window(tone.name, state.frame)
    return Window(tone.center, tone.width, tone.function)
