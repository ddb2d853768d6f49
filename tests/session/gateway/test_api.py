"""The JSON interface on a small real archive."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from PIL import Image

from archive.assemble.source import ArchiveSource
from archive.errors import ArchiveError
from session.directory import Directory
from session.errors import SessionError
from tests.session.gateway.conftest import Serve


async def series_uid(client: object, n: int = 0) -> str:
    async with client.get("/api/studies") as response:  # type: ignore[attr-defined]
        study = (await response.json())["studies"][0]["uid"]
    async with client.get(f"/api/studies/{study}") as response:  # type: ignore[attr-defined]
        return str((await response.json())["series"][n]["uid"])


async def test_studies_are_found_by_words_of_patient_and_description(serve: Serve) -> None:
    found: list[object] = []
    async with serve() as (client, services):
        for search, count in (("", 1), ("roe", 1), ("R-7 chest", 1), ("mr", 1), ("doe", 0)):
            async with client.get("/api/studies", params={"search": search}) as response:
                found = (await response.json())["studies"]
            assert len(found) == count, search
        assert found == []
        # Looking at the list is no query; each search is one.
        assert [row["event_id"] for row in services.trail.directory.audit_rows()] == ["110112"] * 4


async def test_a_search_has_a_limit(serve: Serve) -> None:
    async with serve() as (client, _), client.get("/api/studies", params={"search": "x" * 300}) as response:
        assert response.status == 400


async def test_a_study_tells_its_series_and_their_volumes(serve: Serve) -> None:
    async with serve() as (client, _):
        async with client.get("/api/studies") as response:
            line = (await response.json())["studies"][0]
        async with client.get(f"/api/studies/{line['uid']}") as response:
            study = await response.json()
    assert (line["modalities"], line["series_count"], line["instances"]) == (["CT", "MR"], 2, 15)
    assert study["patient"]["name"] == "Roe^Richard"
    ct = study["series"][0]
    assert [(v["columns"], v["rows"], v["slices"], v["unit"]) for v in ct["volumes"]] == [(64, 48, 12, "HU")]


@pytest.mark.parametrize(
    "path",
    ["/api/studies/1.2.3", "/api/series/1.2.3/preview", "/api/series/1.2.3/preview?volume=0", "/assets/../x"],
)
async def test_what_is_not_there_is_said_in_words(serve: Serve, path: str) -> None:
    async with serve() as (client, _), client.get(path) as response:
        assert response.status == 404


async def test_a_preview_is_a_picture_of_the_volume(serve: Serve) -> None:
    async with serve() as (client, _):
        uid = await series_uid(client)
        async with client.get(f"/api/series/{uid}/preview") as response:
            assert response.content_type == "image/png"
            picture = Image.open(io.BytesIO(await response.read()))
        assert picture.size == (256, 256)
        assert len(picture.getcolors() or []) > 20


async def test_a_volume_that_will_be_opened_soon_goes_on_loading_after_its_preview(serve: Serve) -> None:
    async with serve() as (client, services):
        uid = await series_uid(client)
        opened = await services.catalogue.opened(uid, 1)
        async with client.get(f"/api/series/{uid}/preview?soon=1") as response:
            assert response.status == 200
        async with asyncio.timeout(10):
            async for loading in services.port.watch(opened.key):
                assert not loading.failed
        services.ahead.give_up()


async def test_a_session_is_opened_with_a_ticket_and_an_address_and_ended(serve: Serve) -> None:
    async with serve() as (client, services):
        uid = await series_uid(client)
        async with client.post("/api/sessions", json={"series": uid, "volume": 1}) as response:
            assert response.status == 201
            opened = await response.json()
        assert opened["socket"].startswith(f"ws://{client.host}:{client.port}/api/sessions/")
        assert opened["ticket"] not in opened["socket"]
        async with client.get("/api/server") as response:
            assert (await response.json())["places"] == {"used": 1, "all": 12}
        async with client.delete(f"/api/sessions/{opened['session']}") as response:
            assert response.status == 204
        assert services.registry.count == 0
        async with client.delete(f"/api/sessions/{opened['session']}") as response:
            assert response.status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"series": 5}',
        b'{"series": "1.2", "other": 1}',
        b"\xff",
        b'{"series": "1.2", "volume": 0}',
        b'{"series": "1.2", "volume": -1}',
    ],
)
async def test_a_body_that_is_none_is_refused(serve: Serve, body: bytes) -> None:
    async with serve() as (client, _), client.post("/api/sessions", data=body) as response:
        assert response.status == 400
        assert (await response.json())["code"] == "body"


async def test_a_volume_that_is_not_there_opens_no_session(serve: Serve) -> None:
    async with serve() as (client, services):
        uid = await series_uid(client)
        async with client.post("/api/sessions", json={"series": uid, "volume": 9}) as response:
            assert response.status == 404
            assert "1 volume" in (await response.json())["text"]
        assert services.registry.count == 0


async def test_a_session_is_noted_by_the_whole_uid_of_its_series(serve: Serve) -> None:
    async with serve() as (client, services):
        uid = await series_uid(client)
        others = await series_uid(client, 1)
        prefix = next(uid[:n] for n in range(1, len(uid)) if not others.startswith(uid[:n]))
        async with client.post("/api/sessions", json={"series": prefix}) as response:
            assert response.status == 201
        with services.trail.directory._engine.connect() as connection:
            assert connection.scalars(sa.text("SELECT series_uid FROM session")).all() == [uid]


async def test_a_session_that_cannot_be_noted_takes_no_place(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> int:
        raise SessionError("The session database does not answer.")

    async with serve() as (client, services):
        uid = await series_uid(client)
        monkeypatch.setattr(Directory, "open_session", fails)
        async with client.post("/api/sessions", json={"series": uid}) as response:
            assert response.status == 409
        assert services.registry.count == 0


async def test_there_is_no_preview_of_what_cannot_be_read(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ArchiveError("The pixels of this series are cut off.")

    async with serve() as (client, _):
        uid = await series_uid(client)
        monkeypatch.setattr(ArchiveSource, "fill", fails)
        async with client.get(f"/api/series/{uid}/preview") as response:
            assert response.status == 409
            assert (await response.json())["text"] == "The pixels of this series are cut off."


async def test_a_full_server_says_so(serve: Serve) -> None:
    async with serve(places=1) as (client, _):
        uid = await series_uid(client)
        async with client.post("/api/sessions", json={"series": uid}) as response:
            assert response.status == 201
            session = (await response.json())["session"]
        async with client.post("/api/sessions", json={"series": uid}) as response:
            assert response.status == 503
            answer = await response.json()
        assert (answer["code"], answer["text"]) == ("places", "All places are taken (1 of 1). You are next.")
        async with client.post("/api/sessions", json={"series": uid}) as response:
            assert (await response.json())["text"] == "All places are taken (1 of 1). You are next but one."
        async with client.delete(f"/api/sessions/{session}") as response:
            assert response.status == 204
        async with client.post("/api/sessions", json={"series": uid}) as response:
            assert response.status == 503
        async with client.post("/api/sessions", json={"series": uid, "waiting": answer["waiting"]}) as response:
            assert response.status == 201


async def test_a_body_in_pieces_is_read_whole(serve: Serve) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for byte in b'{"series": "1.2.3"}':
            yield bytes([byte])
            await asyncio.sleep(0)

    async with serve() as (client, _), client.post("/api/sessions", data=pieces()) as response:
        assert (await response.json())["code"] == "unknown"
