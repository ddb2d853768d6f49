"""Each state of the page can be reached, and axe-core finds nothing there, nor where films play or keys are changed."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.axe import at_both_widths, load_axe
from tests.journeys.browsing import page_on
from tests.journeys.places import PLACES
from tests.journeys.states import FLAGS, STATES, servers


def test_nothing_is_found_in_any_state(tmp_path: Path, torso: Path) -> None:
    found: list[str] = []
    with servers(tmp_path, torso) as on, page_on(on.sample.address, flags=FLAGS) as first:
        for name, state in {**STATES, **PLACES}.items():
            page = first.context.new_page()
            page.set_default_timeout(60_000)
            with state(page, on):
                load_axe(page)
                found += at_both_widths(page, name)
            page.close()
    assert found == []
