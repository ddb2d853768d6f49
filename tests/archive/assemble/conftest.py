from collections.abc import Iterator

import pytest

from tests.archive.assemble.samples import worker


@pytest.fixture(autouse=True, scope="session")
def _worker_ends() -> Iterator[None]:
    yield
    worker().close()
    worker.cache_clear()
