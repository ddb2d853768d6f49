"""Ways into a room that is open: a new ticket, an invitation's link, and the invitations themselves."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Final

import msgspec
from aiohttp import web

from session.access import invitations
from session.access.invitations import Invitation, Until
from session.access.principal import Principal, Role
from session.audit.trail import DEFENCE_HELD, Event
from session.errors import InvitationError, PlacesTakenError, UsageError
from session.gateway.headers import is_https
from session.gateway.middleware import PRINCIPAL, no_access, refusal, services_of
from session.gateway.services import Services, trace
from session.room.people import readable
from session.room.room import Room
from session.view.room_messages import NAME_LENGTH, RoomRole

MOST_OPEN: Final = 50
_Token = Annotated[str, msgspec.Meta(max_length=128)]


class InviteBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST .../invitations: what whoever comes may do, and until when."""

    role: RoomRole
    until: Until


class LookBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/join/look."""

    token: _Token


class JoinBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/join: the link's token and what the others shall read."""

    token: _Token
    name: Annotated[str, msgspec.Meta(max_length=NAME_LENGTH)] = ""


def place(request: web.Request, room: Room, principal: Principal) -> dict[str, object]:
    """Where a session's socket is, with a ticket for it."""
    services = services_of(request)
    ticket = services.tickets.issue(room.session, principal, room.lease, time.monotonic())
    scheme = "wss" if is_https(request) else "ws"
    address = f"{scheme}://{request.host}{request.app.router['socket'].url_for(session=room.session)}"
    return {"session": room.session, "ticket": ticket, "socket": address, "lease": room.lease}


def full(error: PlacesTakenError) -> web.Response:
    """What is answered where one more viewer would break the others' pictures."""
    return refusal(503, "full", str(error))


async def ticket(request: web.Request) -> web.Response:
    """Give whoever takes part in a living session another ticket: their socket broke, or the page was loaded again."""
    services = services_of(request)
    room = services.registry.room(request.match_info["session"])
    try:
        services.registry.check_viewers()
    except PlacesTakenError as error:
        return full(error)
    return web.json_response(place(request, room, request[PRINCIPAL]), status=201)


async def invite(request: web.Request) -> web.Response:
    """Make a link into this room."""
    services, principal = services_of(request), request[PRINCIPAL]
    room = services.registry.room(request.match_info["session"])
    try:
        body = msgspec.json.decode(await request.read(), type=InviteBody)
    except msgspec.MsgspecError as error:
        return refusal(400, "body", f"The body must be {{role, until}}: {error}.")
    if len(await _open_links(services, room)) >= MOST_OPEN:
        return refusal(409, "many", f"There are {MOST_OPEN} links into this room: revoke some first.")
    now, key = time.time(), room.volume
    made = Invitation(
        invitations.new_id(), room.session, key.series_uid, key.number, body.role, invitations.end_of(body.until, now)
    )
    await asyncio.to_thread(services.trail.directory.add_invitation, made)
    await trace(services, Event.RIGHTS_CHANGED, principal.name, room.study_uid)
    return web.json_response(_told(request, made), status=201)


async def links(request: web.Request) -> web.Response:
    """List the links into this room that are good still."""
    services = services_of(request)
    room = services.registry.room(request.match_info["session"])
    found = await _open_links(services, room)
    return web.json_response({"invitations": [_told(request, one) for one in found]})


async def revoke(request: web.Request) -> web.Response:
    """Take a link back; whoever came by it is put out."""
    services, name = services_of(request), request.match_info["invitation"]
    room = services.registry.room(request.match_info["session"])
    if name not in {one.id for one in await _open_links(services, room)}:
        raise UsageError("There is no such invitation any more.")
    await asyncio.to_thread(services.trail.directory.revoke_invitation, name)
    services.gate.guests.put_out(name)
    for one in services.registry.rooms_of(room.volume):
        one.put_out(name)
    await trace(services, Event.RIGHTS_CHANGED, request[PRINCIPAL].name, room.study_uid)
    return web.Response(status=204)


async def page(request: web.Request) -> web.StreamResponse:
    """Lead from a link's address to the page, with the token where no server is told it again."""
    return web.Response(status=303, headers={"Location": f"../?room#join={request.match_info['token']}"})


async def look(request: web.Request) -> web.Response:
    """Say what a link gives before one goes in."""
    try:
        body = msgspec.json.decode(await request.read(), type=LookBody)
    except msgspec.MsgspecError as error:
        return refusal(400, "body", f"The body must be {{token}}: {error}.")
    try:
        invitation, _ = await _opened(services_of(request), body.token)
    except InvitationError as error:
        return await _no_way_in(request, error)
    return web.json_response({"role": invitation.role, "expires": invitation.expires})


async def join(request: web.Request) -> web.Response:
    """Go into a room by a link; whoever is signed in here goes in as themselves."""
    services = services_of(request)
    try:
        body = msgspec.json.decode(await request.read(), type=JoinBody)
    except msgspec.MsgspecError as error:
        return refusal(400, "body", f"The body must be {{token, name}}: {error}.")
    try:
        invitation, room = await _opened(services, body.token)
        services.registry.check_viewers()
        principal, secret = _come(request, invitation, room, readable(body.name))
    except InvitationError as error:
        return await _no_way_in(request, error)
    except PlacesTakenError as error:
        return full(error)
    await asyncio.to_thread(services.trail.directory.use_invitation, invitation.id)
    await trace(services, Event.SIGNED_IN, principal.name, room.study_uid)
    answer = {**place(request, room, principal), "role": principal.room_role, "pass": secret}
    return web.json_response(answer, status=201)


def _come(request: web.Request, invitation: Invitation, room: Room, shown_as: str) -> tuple[Principal, str]:
    """Who comes in by the link. On a machine of one's own everybody is the owner, and a link is tried as a guest."""
    services, principal = services_of(request), request[PRINCIPAL]
    if services.settings.access_token is not None and principal.role in {Role.OWNER, Role.READER}:
        return principal, ""
    until = time.monotonic() + invitation.expires - time.time()
    secret, guest = services.gate.guests.enter(room.session, invitation.role, invitation.id, shown_as, until)
    return guest, secret


async def _opened(services: Services, token: str) -> tuple[Invitation, Room]:
    """The invitation of a token, and the room that is open for it: its own, else one on the same volume.

    Raises:
        InvitationError: the link is not good, or no such room is open.
    """
    name = invitations.id_in(services.invitation_key, token)
    found = await asyncio.to_thread(services.trail.directory.invitation, name)
    invitation = invitations.check(found, time.time())
    room = services.registry.room_for(invitation.session, invitation.series_uid, invitation.number)
    if room is None:
        raise invitations.closed()
    return invitation, room


async def _no_way_in(request: web.Request, error: InvitationError) -> web.Response:
    services = services_of(request)
    services.metrics.refused.labels("invitation").inc()
    await trace(services, Event.BAD_TICKET, request[PRINCIPAL].name, outcome=DEFENCE_HELD)
    return no_access(services, 410, error.code, str(error))


async def _open_links(services: Services, room: Room) -> list[Invitation]:
    key = room.volume
    return await asyncio.to_thread(services.trail.directory.invitations, key.series_uid, key.number, time.time())


def _told(request: web.Request, invitation: Invitation) -> dict[str, object]:
    token = invitations.token_of(services_of(request).invitation_key, invitation)
    link = f"{'https' if is_https(request) else 'http'}://{request.host}/join/{token}"
    return {
        "id": invitation.id,
        "role": invitation.role,
        "expires": invitation.expires,
        "uses": invitation.uses,
        "link": link,
    }
