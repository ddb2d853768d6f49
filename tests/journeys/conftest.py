"""What journeys share: one browser, and for all that only read one archive with one server."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.phantom import write_torso
from tests.journeys.browsers import BROWSERS
from tests.journeys.serving import Serving, serving
from tests.journeys.states import NAME

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def torso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the sample study."""
    return write_torso(tmp_path_factory.mktemp("torso") / "files")


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, torso: Path) -> Path:
    """A data folder that holds the sample study. Nothing is written there: tests have it in common."""
    data = tmp_path_factory.mktemp("archive") / "data"
    with Archive(data) as archive:
        archive.import_paths([torso])
    return data


@pytest.fixture(scope="session")
def server(archive: Path) -> Iterator[Serving]:
    """Serves the sample study to all who only read; the rooms that they leave take no place from each other."""
    with serving(archive, "--allowed-host", NAME, "--places", "50") as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Keep the browser until a test comes that drives none, or has a loop of its own."""
    BROWSERS.kept = True
    try:
        return (yield)
    finally:
        if nextitem is None or nextitem.path.parent != HERE or _asynchronous(nextitem):
            BROWSERS.kept = False
            BROWSERS.close()


def _asynchronous(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj)
