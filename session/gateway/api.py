"""The JSON interface: the server, its studies, previews, and opening and closing sessions."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import Annotated, Final

import msgspec
from aiohttp import web

from render.views import View, standard
from render.volume import VolumeInfo
from session.access.principal import Right, allowed
from session.audit.trail import Event
from session.errors import PlacesTakenError, SessionError, UsageError, VolumeFailedError
from session.gateway.middleware import PRINCIPAL, refusal, services_of
from session.gateway.rooms import full, place
from session.gateway.services import trace
from session.gateway.upload import MAX_FILES, MAX_REQUEST_BYTES
from streaming.encoders.still import encode_png

MAX_SEARCH: Final = 256
PREVIEW_PX: Final = 256
NOT_A_MEDICAL_DEVICE: Final = "Not a medical device: not for diagnosis or treatment."


class OpenBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/sessions: a series and which of its volumes (1 is the first).

    ``waiting`` is the name in the line of those who wait for a place; ``stills`` asks for one of still pictures.
    """

    series: str
    volume: Annotated[int, msgspec.Meta(ge=1, le=9999)] = 1
    waiting: Annotated[str, msgspec.Meta(max_length=64)] = ""
    stills: bool = False


async def server(request: web.Request) -> web.Response:
    """Say what this server is and how studies reach it."""
    services = services_of(request)
    return web.json_response(
        {
            "name": "Tomocast",
            "version": version("tomocast"),
            "aet": services.settings.aet,
            "dicom_port": services.dicom_port(),
            "device": services.device,
            "owner": services.settings.access_token is None,
            "upload": {
                "may": allowed(request[PRINCIPAL], Right.IMPORT).yes,
                "bytes": MAX_REQUEST_BYTES,
                "files": MAX_FILES,
            },
            "places": {"used": services.registry.count, "all": services.settings.places},
            "not_a_medical_device": NOT_A_MEDICAL_DEVICE,
        }
    )


async def studies(request: web.Request) -> web.Response:
    """Find studies whose patient, date, description, modality or accession fits the words of ``search``."""
    search = request.query.get("search", "")
    if len(search) > MAX_SEARCH:
        return refusal(400, "search", f"A search has at most {MAX_SEARCH} characters.")
    services = services_of(request)
    if search.strip():
        await trace(services, Event.SEARCHED, request[PRINCIPAL].name)
    return web.json_response({"studies": await services.catalogue.studies(search)})


async def study(request: web.Request) -> web.Response:
    """Describe one study: its series, the volumes in them, and what cannot be shown and why."""
    return web.json_response(await services_of(request).catalogue.study(request.match_info["study"]))


def _volume_number(request: web.Request) -> int:
    text = request.query.get("volume", "1")
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 9999:
        raise UsageError("The volume is a number from 1 on.")
    return int(text)


def preview_view(info: VolumeInfo) -> View:
    """Return the view that stands for a volume in lists."""
    if info.film is not None:
        return "film"
    return "axial" if info.slices > 1 else "acquired"


async def preview(request: web.Request) -> web.Response:
    """Render a small axial (or acquired) picture of a volume; one that will be opened soon goes on loading."""
    services = services_of(request)
    soon = "soon" in request.query
    opened = await services.catalogue.opened(request.match_info["series"], _volume_number(request))
    await services.port.load(opened.key)
    try:
        async for loading in services.port.watch(opened.key):
            first = opened.info.slices // 2 if opened.info.film is None else 0
            if loading.has(first, first + 1):
                break
            if loading.failed:
                raise VolumeFailedError(loading.failed)
        view = preview_view(opened.info)
        frame = await services.port.still(standard(opened.info, view, PREVIEW_PX, PREVIEW_PX))
        with frame:
            body = await asyncio.to_thread(encode_png, frame.pixels)
    except BaseException:
        services.port.release(opened.key)
        raise
    if soon:
        services.ahead.take(opened.key)
    else:
        services.port.release(opened.key)
    return web.Response(body=body, content_type="image/png")


async def open_session(request: web.Request) -> web.Response:
    """Open a session on a volume; the answer says where its socket is and carries the ticket for it."""
    services, principal = services_of(request), request[PRINCIPAL]
    try:
        body = msgspec.json.decode(await request.read(), type=OpenBody)
    except msgspec.MsgspecError as error:
        return refusal(400, "body", f"The body must be {{series, volume}}: {error}.")
    opened = await services.catalogue.opened(body.series, body.volume)
    try:
        services.registry.check_viewers()
    except PlacesTakenError as error:
        return full(error)
    try:
        services.registry.admit(body.waiting, stills=body.stills)
    except PlacesTakenError as error:
        return web.json_response({"code": "places", "text": str(error), "waiting": error.waiting}, status=503)
    services.ahead.opening(opened.key)
    room = services.registry.create(opened, stills=body.stills)
    note, series = services.trail.directory.open_session, opened.key.series_uid
    try:
        await asyncio.to_thread(note, room.session, services.home, series, principal.name)
    except SessionError:
        await services.registry.close(room.session)
        raise
    return web.json_response(place(request, room, principal), status=201)


async def close_session(request: web.Request) -> web.Response:
    """Leave a session for good: it ends, and everything that belongs to it, where nobody else looks at it."""
    await services_of(request).registry.leave(request.match_info["session"])
    return web.Response(status=204)
