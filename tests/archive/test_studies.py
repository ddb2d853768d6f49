from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, create_engine

from archive import schema
from archive.indexing import Stored, write_instances
from archive.studies import study_page
from tests.archive.test_indexing import facts

PEOPLE = (
    ("Müller^Jérôme", "", "", "M-1", "20240101", "CT"),
    ("Yamada^Tarou", "山田^太郎", "やまだ^たろう", "Y-2", "20250607", "MR"),
    ("Smith^Ann", "", "", "100%", "20260102", "PT"),
    ("Smith^Bob", "", "", "S_4", "20260101", "CT"),
)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    schema.metadata.create_all(engine)
    base = facts()
    with engine.begin() as connection:
        for number, (name, ideographic, phonetic, patient, date, modality) in enumerate(PEOPLE):
            one = replace(
                base,
                patient_name=name,
                patient_name_ideographic=ideographic,
                patient_name_phonetic=phonetic,
                patient_id=patient,
                study_date=date,
                modality=modality,
                study_uid=f"1.{number}",
                series_uid=f"1.{number}.1",
                sop_instance_uid=f"1.{number}.1.1",
            )
            other = replace(one, modality="SR", series_uid=f"1.{number}.2", sop_instance_uid=f"1.{number}.2.1")
            more = replace(one, sop_instance_uid=f"1.{number}.1.2")
            write_instances(connection, [Stored(each, each.sop_instance_uid, 1) for each in (one, other, more)], now=1)
        yield connection
    engine.dispose()


def names(connection: Connection, search: str, limit: int = 100, offset: int = 0) -> list[str]:
    return [row.patient_name for row in study_page(connection, search, limit, offset)]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Smith^Ann", "Smith^Bob", "Yamada^Tarou", "Müller^Jérôme"]),
        ("muller", ["Müller^Jérôme"]),
        ("JÉRÔME mü", ["Müller^Jérôme"]),
        ("山田", ["Yamada^Tarou"]),
        ("やまだ tar", ["Yamada^Tarou"]),
        ("smith ct", ["Smith^Bob"]),
        ("MR", ["Yamada^Tarou"]),
        ("100%", ["Smith^Ann"]),
        ("s_4", ["Smith^Bob"]),
        ("_", ["Smith^Bob"]),
        ("202601", ["Smith^Ann", "Smith^Bob"]),
        ("a-55 head smith", ["Smith^Ann", "Smith^Bob"]),
        ("nobody", []),
        ("' or 1=1 --", []),
    ],
)
def test_every_word_must_match_somewhere(connection: Connection, search: str, found: list[str]) -> None:
    assert names(connection, search) == found


def test_pages(connection: Connection) -> None:
    assert names(connection, "", limit=2) == ["Smith^Ann", "Smith^Bob"]
    assert names(connection, "", limit=2, offset=3) == ["Müller^Jérôme"]


def test_totals_and_groups(connection: Connection) -> None:
    row = study_page(connection, "tarou", 1, 0)[0]
    assert (row.modalities, row.series, row.instances) == (("MR", "SR"), 2, 3)
    assert (row.patient_name_ideographic, row.patient_name_phonetic) == ("山田^太郎", "やまだ^たろう")
    assert (row.patient_id, row.date, row.accession, row.remarks) == ("Y-2", "20250607", "A-55", ())
