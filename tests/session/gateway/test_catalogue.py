"""The archive as plain values for the page and for sessions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.rows import StudyRow
from session.errors import UsageError
from session.gateway.catalogue import RECEIVING_S, person_name, study_line
from tests.session.gateway.conftest import Serve

ROW = StudyRow("1.2", "Yamada^Tarou", "", "", "1", "", "", "", "", "", "", ("CT",), 1, 2, ())


@pytest.mark.parametrize(
    ("ideographic", "phonetic", "name"),
    [
        ("", "", "Yamada^Tarou"),
        ("山田^太郎", "やまだ^たろう", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("", "やまだ", "Yamada^Tarou==やまだ"),
    ],
)
def test_names_keep_their_groups(ideographic: str, phonetic: str, name: str) -> None:
    assert person_name(replace(ROW, patient_name_ideographic=ideographic, patient_name_phonetic=phonetic)) == name


def test_a_line_says_whether_the_study_is_arriving() -> None:
    assert study_line(ROW, receiving=True)["receiving"] is True


async def test_a_study_is_arriving_for_a_while_after_the_node_said_so(serve: Serve) -> None:
    async with serve() as (_, services):
        catalogue = services.catalogue
        (line,) = await catalogue.studies("")
        assert line["receiving"] is False
        catalogue.note_received(line["uid"], float("inf"))
        assert (await catalogue.studies(""))[0]["receiving"] is True
        catalogue.note_received("other", 10.0)
        catalogue.note_received("another", 10.0 + 2 * RECEIVING_S)
        assert set(catalogue._received) == {line["uid"], "another"}


async def test_an_opened_volume_says_what_the_overlays_need(serve: Serve) -> None:
    async with serve() as (_, services):
        (line,) = await services.catalogue.studies("")
        study = await services.catalogue.study(line["uid"])
        opened = await services.catalogue.opened(study["series"][0]["uid"], 1)
    wire = opened.wire
    assert (wire.patient_name, wire.patient_id, wire.modality, wire.slices) == ("Roe^Richard", "R-7", "CT", 12)
    assert opened.study_uid == line["uid"]
    assert opened.key.series_uid == wire.series


async def test_what_is_not_there_is_a_usage_error(serve: Serve) -> None:
    async with serve() as (_, services):
        for ask in (services.catalogue.study("1.2.3"), services.catalogue.opened("1.2.3", 1)):
            with pytest.raises(UsageError):
                await ask
