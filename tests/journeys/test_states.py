"""What the page says when something is wrong, each caused for real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.archive import Archive
from archive.phantom import write_torso
from tests.journeys.browsing import open_first_study, page_on, wait_lossless
from tests.journeys.serving import Serving, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("states")
    with Archive(folder / "data") as archive:
        archive.import_paths([write_torso(folder / "files")])
    with serving(folder / "data", "--places", "1") as running:
        yield running


def test_a_reader_waits_for_a_place_and_is_let_in(server: Serving) -> None:
    with page_on(server.address) as first:
        open_first_study(first)
        second = first.context.new_page()
        second.goto(server.address)
        open_first_study(second)
        second.get_by_text("All places are taken (1 of 1). You are next.").first.wait_for()
        first.get_by_test_id("back").click()
        wait_lossless(second, "axial")
