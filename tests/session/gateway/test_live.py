"""The media socket and the change feed, as a client meets them."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientError, WSMsgType, web
from aiohttp.abc import AbstractStreamWriter

from session.gateway.socket import WebSocketParticipant
from session.view import messages as m
from tests.session.gateway.conftest import Client, Serve
from tests.session.gateway.test_api import series_uid

VIEWS = (m.ViewBinding(view="axial", stream=0, width=64, height=48),)


async def opened(client: Client) -> tuple[str, str]:
    """The path of a new session's socket, and its ticket."""
    uid = await series_uid(client)
    async with client.post("/api/sessions", json={"series": uid}) as response:
        body = await response.json()
    return f"/api/sessions/{body['session']}/socket", body["ticket"]


async def test_a_ticket_opens_the_socket_and_pictures_come(serve: Serve) -> None:
    async with serve() as (client, services):
        path, ticket = await opened(client)
        async with client.ws_connect(path) as socket:
            await socket.send_bytes(m.encode(m.Hello(version=1, ticket=ticket, views=VIEWS)))
            seen: list[type] = []
            while m.StillPicture not in seen:
                seen.append(type(m.decode_server(await asyncio.wait_for(socket.receive_bytes(), 20))))
        assert seen[:2] == [m.Welcome, m.State]
        assert m.Picture in seen
        kinds = [row["event_id"] for row in services.trail.directory.audit_rows()]
        assert kinds == ["110103"]


@pytest.mark.parametrize("spoiled", ["forged{}", ""])
async def test_a_bad_ticket_closes_the_socket_with_who_are_you(serve: Serve, spoiled: str) -> None:
    async with serve() as (client, services):
        path, ticket = await opened(client)
        async with client.ws_connect(path) as socket:
            await socket.send_bytes(m.encode(m.Hello(version=1, ticket=spoiled.format(ticket), views=VIEWS)))
            fault = m.decode_server(await socket.receive_bytes())
            assert isinstance(fault, m.Fault)
            assert fault.fatal
            assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
            assert socket.close_code == m.CLOSE_WHO_ARE_YOU
        assert [row["event_type"] for row in services.trail.directory.audit_rows()] == ["110126"]


async def test_a_ticket_is_good_for_one_socket(serve: Serve) -> None:
    async with serve() as (client, _):
        path, ticket = await opened(client)
        hello = m.encode(m.Hello(version=1, ticket=ticket, views=VIEWS))
        async with client.ws_connect(path) as first, client.ws_connect(path) as second:
            await first.send_bytes(hello)
            assert isinstance(m.decode_server(await first.receive_bytes()), m.Welcome)
            await second.send_bytes(hello)
            assert isinstance(m.decode_server(await second.receive_bytes()), m.Fault)


async def test_a_page_that_is_gone_before_its_socket_is_open_is_no_fault(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Gone(web.WebSocketResponse):
        async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
            raise ConnectionResetError("Cannot write to closing transport")

    async with serve() as (client, _):
        path, _ = await opened(client)
        monkeypatch.setattr("session.gateway.live.new_socket", Gone)
        with pytest.raises(ClientError):
            await client.ws_connect(path)
        assert caplog.messages == []


async def test_an_unknown_session_has_no_socket(serve: Serve) -> None:
    async with serve() as (client, _), client.get("/api/sessions/none/socket") as response:
        assert response.status == 404


async def test_open_pages_hear_of_new_studies(serve: Serve) -> None:
    async with serve() as (client, services), client.get("/api/events") as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readline() == b"retry: 1000\n"
        await response.content.readline()
        reading = asyncio.create_task(response.content.readline())
        while not reading.done():
            await services.changes.publish()
            await asyncio.sleep(0.01)
        assert reading.result() == b'data: {"type": "studies"}\n'


def test_the_participant_is_a_thin_shell() -> None:
    assert {name for name in vars(WebSocketParticipant) if not name.startswith("_")} == {"send", "receive", "close"}
