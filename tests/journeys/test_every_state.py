"""Each state of the page can be reached, and axe-core finds nothing there, nor where films play or keys are changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.axe import at_both_widths, load_axe
from tests.journeys.browsing import page_on
from tests.journeys.places import PLACES
from tests.journeys.states import FLAGS, STATES, Servers, servers

ALL = {**STATES, **PLACES}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory, torso: Path) -> Iterator[Servers]:
    """The servers that the states are caused with."""
    with servers(tmp_path_factory.mktemp("states"), torso) as running:
        yield running


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_found(on: Servers, name: str) -> None:
    with page_on(on.sample.address, flags=FLAGS) as page:
        page.set_default_timeout(60_000)
        with ALL[name](page, on):
            load_axe(page)
            assert at_both_widths(page, name) == []
