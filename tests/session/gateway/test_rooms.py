"""Links, guests and new tickets, as clients meet them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import WSMsgType

from session.access.invitations import token_of
from session.gateway.routes import ROUTES
from session.view import messages as m
from session.view import room_messages as r
from tests.session.gateway.conftest import Client, Serve

TOKEN = "a token that is long enough"
OWNER = {"Authorization": f"Bearer {TOKEN}"}
VIEWS = (m.ViewBinding(view="axial", stream=0, width=64, height=48),)


async def asked(client: Client, method: str, path: str, body: Any = None, headers: Any = None) -> tuple[int, Any]:
    async with client.request(method, path, json=body, headers=headers, allow_redirects=False) as response:
        return response.status, await response.json() if response.content_length else None


async def opened(client: Client) -> dict[str, Any]:
    _, listed = await asked(client, "GET", "/api/studies", headers=OWNER)
    _, study = await asked(client, "GET", f"/api/studies/{listed['studies'][0]['uid']}", headers=OWNER)
    uid = study["series"][0]["uid"]
    status, body = await asked(client, "POST", "/api/sessions", {"series": uid}, OWNER)
    assert status == 201
    return dict(body)


async def invited(client: Client, session: str, role: str = "point") -> dict[str, Any]:
    path = f"/api/sessions/{session}/invitations"
    status, body = await asked(client, "POST", path, {"role": role, "until": "hour"}, OWNER)
    assert status == 201
    return dict(body)


def token_in(invitation: dict[str, Any]) -> str:
    return str(invitation["link"]).rpartition("/")[2]


async def heard(socket: Any, kind: type) -> Any:
    while True:
        message = m.decode_server(await asyncio.wait_for(socket.receive_bytes(), 20))
        if isinstance(message, kind):
            return message


async def test_a_guest_comes_by_a_link_and_sees_that_room_alone(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, services):
        place = await opened(client)
        invitation = await invited(client, place["session"])
        token = token_in(invitation)
        status, body = await asked(client, "POST", "/api/join/look", {"token": token})
        assert (status, body) == (200, {"role": "point", "expires": invitation["expires"]})
        status, inside = await asked(client, "POST", "/api/join", {"token": token, "name": "Ann\u202e Lee"})
        assert (status, inside["session"], inside["role"]) == (201, place["session"], "point")
        async with client.ws_connect(f"/api/sessions/{place['session']}/socket") as socket:
            await socket.send_bytes(m.encode(m.Hello(version=1, ticket=inside["ticket"], views=VIEWS, seat="a")))
            room = await heard(socket, r.RoomState)
            assert [(one.name, one.role, one.guest) for one in room.people] == [("Ann Lee", "point", True)]
            assert room.presenter == 0
            guest = {"Authorization": f"Bearer {inside['pass']}"}
            for route in ROUTES:
                if route.right == "none" or route.name == "ticket":
                    continue
                path = route.path.format(
                    study="1", series="1", session=place["session"], path="x", name="x", invitation="x"
                )
                status, body = await asked(client, route.method, path, {}, guest)
                assert (status, body["code"]) == (403, "right"), route.name
            status, again = await asked(client, "POST", f"/api/sessions/{place['session']}/tickets", headers=guest)
            assert (status, again["session"]) == (201, place["session"])
            other = await opened(client)
            status, body = await asked(client, "POST", f"/api/sessions/{other['session']}/tickets", headers=guest)
            assert status == 403
        rows = services.trail.directory.audit_rows()
        assert not any("Ann" in str(row) for row in rows)


async def test_a_revoked_link_puts_its_guests_out_at_once_and_opens_nothing(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, _):
        place = await opened(client)
        session, invitation = place["session"], await invited(client, place["session"])
        _, inside = await asked(client, "POST", "/api/join", {"token": token_in(invitation)})
        _, unused = await asked(client, "POST", "/api/join", {"token": token_in(invitation)})
        path = f"/api/sessions/{session}/invitations"
        status, body = await asked(client, "GET", path, headers=OWNER)
        assert [(one["id"], one["uses"], one["link"]) for one in body["invitations"]] == [
            (invitation["id"], 2, invitation["link"])
        ]
        async with client.ws_connect(f"/api/sessions/{session}/socket") as socket:
            await socket.send_bytes(m.encode(m.Hello(version=1, ticket=inside["ticket"], views=VIEWS)))
            await heard(socket, r.RoomState)
            status, _ = await asked(client, "DELETE", f"{path}/{invitation['id']}", headers=OWNER)
            assert status == 204
            fault = await heard(socket, m.Fault)
            assert (fault.code, fault.fatal) == ("revoked", True)
            assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
            assert socket.close_code == m.CLOSE_PUT_OUT
        status, body = await asked(client, "POST", "/api/join", {"token": token_in(invitation)})
        assert (status, body["code"]) == (410, "revoked")
        async with client.ws_connect(f"/api/sessions/{session}/socket") as socket:
            await socket.send_bytes(m.encode(m.Hello(version=1, ticket=unused["ticket"], views=VIEWS)))
            assert (await heard(socket, m.Fault)).text == "Your invitation has ended."
        guest = {"Authorization": f"Bearer {inside['pass']}"}
        status, _ = await asked(client, "POST", f"/api/sessions/{session}/tickets", headers=guest)
        assert status == 401
        status, _ = await asked(client, "DELETE", f"{path}/{invitation['id']}", headers=OWNER)
        assert status == 404


async def test_a_link_whose_room_is_closed_opens_the_next_one_on_that_volume(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, _):
        place = await opened(client)
        token = token_in(await invited(client, place["session"]))
        await asked(client, "DELETE", f"/api/sessions/{place['session']}", headers=OWNER)
        for path in ("/api/join", "/api/join/look"):
            status, body = await asked(client, "POST", path, {"token": token})
            assert (status, body["code"]) == (410, "closed")
        other = await opened(client)
        status, inside = await asked(client, "POST", "/api/join", {"token": token})
        assert (status, inside["session"]) == (201, other["session"])


async def test_expired_and_forged_links_are_said_to_be_and_whom_to_ask(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(access_token=TOKEN, contact="desk 4711") as (client, services):
        place = await opened(client)
        made = await invited(client, place["session"])
        invitation = services.trail.directory.invitation(made["id"])
        assert invitation is not None
        forged = token_of(b"x" * 32, invitation)
        status, body = await asked(client, "POST", "/api/join", {"token": forged})
        assert (status, body["code"], body["contact"]) == (410, "unknown", "desk 4711")
        monkeypatch.setattr("session.gateway.rooms.time.time", lambda: invitation.expires + 1)
        status, body = await asked(client, "POST", "/api/join", {"token": token_in(made)})
        assert (status, body["code"]) == (410, "expired")


async def test_a_links_address_leads_to_the_page(serve: Serve) -> None:
    async with (
        serve(access_token=TOKEN) as (client, _),
        client.get("/join/abc-_=", allow_redirects=False) as response,
    ):
        assert (response.status, response.headers["Location"]) == (303, "../?room#join=abc-_=")


async def test_whoever_is_signed_in_goes_in_as_themselves(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, services):
        place = await opened(client)
        token = token_in(await invited(client, place["session"], "look"))
        status, inside = await asked(client, "POST", "/api/join", {"token": token}, OWNER)
        assert (status, inside["role"], inside["pass"]) == (201, "present", "")
        assert services.gate.guests.of_session(place["session"]) == 0


async def test_a_living_session_gives_another_ticket_and_a_dead_one_none(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, _):
        place = await opened(client)
        path = f"/api/sessions/{place['session']}/tickets"
        status, again = await asked(client, "POST", path, headers=OWNER)
        assert (status, again["session"]) == (201, place["session"])
        assert again["ticket"] != place["ticket"]
        await asked(client, "DELETE", f"/api/sessions/{place['session']}", headers=OWNER)
        status, body = await asked(client, "POST", path, headers=OWNER)
        assert (status, body["code"]) == (404, "unknown")


async def test_who_leaves_ends_the_room_only_where_nobody_else_looks(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, services):
        place = await opened(client)
        path = f"/api/sessions/{place['session']}"
        _, again = await asked(client, "POST", f"{path}/tickets", headers=OWNER)
        async with client.ws_connect(f"{path}/socket") as one:
            await one.send_bytes(m.encode(m.Hello(version=1, ticket=place["ticket"], views=VIEWS)))
            await heard(one, r.RoomState)
            async with client.ws_connect(f"{path}/socket") as two:
                await two.send_bytes(m.encode(m.Hello(version=1, ticket=again["ticket"], views=VIEWS)))
                await heard(two, r.RoomState)
                assert (await asked(client, "DELETE", path, headers=OWNER))[0] == 204
                assert services.registry.count == 1
            while services.registry.room(place["session"]).participants > 1:
                await asyncio.sleep(0.01)
            # The other page's socket was closed before it said that it leaves: the one that stays keeps its room.
            assert (await asked(client, "DELETE", path, headers=OWNER))[0] == 204
            await one.send_bytes(m.encode(m.Ping(7)))
            assert (await heard(one, m.Pong)).id == 7
            assert services.registry.count == 1
        # Now it has left, too, and said so before its socket had closed.
        while services.registry.count:
            await asyncio.sleep(0.01)


async def test_one_viewer_more_than_the_process_bears_is_refused_in_words(serve: Serve) -> None:
    async with serve(access_token=TOKEN) as (client, services):
        place = await opened(client)
        packets = services.registry._parts.packets
        packets.sent(9_900, services.registry._parts.clock())
        token = token_in(await invited(client, place["session"]))
        for path, body in ((f"/api/sessions/{place['session']}/tickets", None), ("/api/join", {"token": token})):
            status, answer = await asked(client, "POST", path, body, OWNER)
            assert (status, answer["code"]) == (503, "full")
            assert "disturb" in answer["text"]


@pytest.mark.parametrize("body", [{}, {"role": "own", "until": "hour"}, {"role": "look", "until": "ever"}])
async def test_what_is_no_invitation_is_refused_by_name(serve: Serve, body: dict[str, str]) -> None:
    async with serve(access_token=TOKEN) as (client, _):
        place = await opened(client)
        status, answer = await asked(client, "POST", f"/api/sessions/{place['session']}/invitations", body, OWNER)
        assert (status, answer["code"]) == (400, "body")
        for path in ("/api/join", "/api/join/look"):
            status, answer = await asked(client, "POST", path, {"nothing": 1})
            assert (status, answer["code"]) == (400, "body")
