from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, func, select

from archive import schema
from archive.facts import Facts, read_facts
from archive.indexing import Stored, patient_identity, write_instances, write_remark
from archive.part10 import open_file
from tests.archive.samples import SERIES, slice_file


def stored(number: int = 1, **changes: Any) -> Stored:
    return Stored(read_facts(open_file(slice_file(number, **changes))), f"instances/{number}", 100)


def facts(**changes: Any) -> Facts:
    return stored(**changes).facts


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    schema.metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def count(connection: Connection, name: str) -> int:
    return int(connection.scalar(select(func.count()).select_from(schema.metadata.tables[name])) or 0)


def test_a_batch_makes_what_is_above_it_once(connection: Connection) -> None:
    batch = [stored(1), stored(2), stored(3, SeriesInstanceUID="1.9")]
    assert write_instances(connection, batch, now=5) == (3, {SERIES: 2, "1.9": 1})
    assert [count(connection, name) for name in ("patient", "study", "series", "instance")] == [1, 1, 2, 3]


def test_known_instances_change_nothing_and_new_ones_raise_the_revision(connection: Connection) -> None:
    write_instances(connection, [stored(1)], now=5)
    assert write_instances(connection, [stored(1)], now=6) == (0, {})
    assert write_instances(connection, [stored(1), stored(2), stored(2)], now=7) == (1, {SERIES: 2})
    assert count(connection, "instance") == 2


def test_more_instances_than_one_question_may_name(connection: Connection) -> None:
    first = stored(1)
    many = [
        Stored(Facts.from_plain({**first.facts.plain(), "sop_instance_uid": f"1.{n}"}, b"e"), str(n), 1)
        for n in range(1201)
    ]
    assert write_instances(connection, many, now=1)[0] == 1201
    assert write_instances(connection, many, now=1)[0] == 0


def test_patients_are_told_apart_by_issuer_and_id_or_what_else_there_is() -> None:
    same = facts()
    assert patient_identity(same) == patient_identity(facts(PatientName="Other^Name"))
    assert patient_identity(same) != patient_identity(facts(IssuerOfPatientID="Elsewhere"))
    unnamed = facts(PatientID="", PatientName="")
    assert patient_identity(unnamed) != patient_identity(facts(PatientID="", PatientName="", StudyInstanceUID="1.7"))
    named = facts(PatientID="", PatientName="PROBE^PAULA")
    assert patient_identity(named) == patient_identity(facts(PatientID="", StudyInstanceUID="1.7"))


def test_a_study_of_two_patients_is_flagged_and_not_merged(connection: Connection) -> None:
    write_instances(connection, [stored(1)], now=1)
    for number in (2, 3):
        write_instances(connection, [stored(number, PatientID="P8", SeriesInstanceUID="1.9")], now=1)
    assert list(connection.scalars(select(schema.remark.c.text))) == ["its images name more than one patient"]
    assert list(connection.scalars(select(schema.patient.c.patient_id))) == ["P7"]


def test_identifiers_that_were_made_up_are_said(connection: Connection) -> None:
    write_instances(connection, [stored(1, SeriesInstanceUID="")], now=1)
    assert list(connection.scalars(select(schema.remark.c.code))) == ["identifier"]


def test_a_remark_is_made_once(connection: Connection) -> None:
    for text in ("a", "b", "a"):
        write_remark(connection, "1.2", "code", text, now=3)
    assert count(connection, "remark") == 2
