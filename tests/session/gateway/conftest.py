"""The whole HTTP application over a small real archive, the real renderer, and a DICOM node that only says it lives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.phantom import Identity, write_series
from archive.workers import WorkerPool
from session.access.gate import Gate
from session.access.tickets import TicketOffice
from session.audit.trail import Trail
from session.directory import Directory
from session.farm.ahead import Ahead
from session.farm.local import LocalRenderPort
from session.gateway.catalogue import Catalogue
from session.gateway.compose import application
from session.gateway.config import Settings
from session.gateway.events import Changes
from session.gateway.health import Beat
from session.gateway.routes import rights
from session.gateway.services import Services
from session.metrics import Metrics
from session.node import NodeSupervisor
from session.room.parts import RoomParts
from session.room.registry import Registry
from session.view.snapshot import Sealer
from tests.session.support import BUDGETS, make_renderer, no_peers

Client = TestClient[web.Request, web.Application]
STUDY = Identity(study="gateway", patient_name="Roe^Richard", patient_id="R-7", study_description="Chest")


class Node:
    """A node as far as readiness asks."""

    alive = True


@pytest.fixture(scope="session")
def archive_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one CT of 12 slices and a second series of the same study."""
    files, data = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("data")
    write_series(files / "ct", slices=12, rows=48, columns=64, identity=STUDY)
    second = Identity(**{**STUDY.__dict__, "series": "2", "number": 2, "description": "Second"})
    write_series(files / "mr", slices=3, modality="MR", identity=second)
    with Archive(data) as archive:
        archive.import_paths([files])
    return data


Serve = Callable[..., AbstractAsyncContextManager[tuple[Client, Services]]]


@pytest.fixture
def serve(archive_folder: Path, tmp_path: Path) -> Serve:
    """Start the application; settings may be given."""

    @asynccontextmanager
    async def start(**changes: Any) -> AsyncIterator[tuple[Client, Services]]:
        settings = Settings(archive_folder, **changes)
        path = tmp_path / "session.sqlite"
        with Directory(path) as directory, Archive(archive_folder) as archive, WorkerPool() as workers:
            source = ArchiveSource(archive, DecodePool(workers))
            async with (
                _services(settings, directory, Catalogue(archive, source)) as services,
                TestClient(TestServer(application(services), host="127.0.0.1")) as client,
            ):
                yield client, services

    return start


@asynccontextmanager
async def _services(settings: Settings, directory: Directory, catalogue: Catalogue) -> AsyncIterator[Services]:
    port = LocalRenderPort(catalogue.source, make_renderer, BUDGETS)
    metrics = Metrics()
    parts = RoomParts(port, no_peers, Sealer(b"k" * 32), metrics, quiet_ms=20)
    try:
        async with Registry(parts, settings.places) as registry:
            yield Services(
                settings=settings,
                gate=Gate(settings.access_token),
                tickets=TicketOffice(),
                trail=Trail(directory),
                metrics=metrics,
                beat=Beat(),
                changes=Changes(),
                catalogue=catalogue,
                port=port,
                ahead=Ahead(port),
                registry=registry,
                node=cast("NodeSupervisor", Node()),
                rights=rights(),
                device="cpu",
                home="home",
                invitation_key=b"k" * 32,
                dicom_port=lambda: 11112,
            )
    finally:
        await port.close()
