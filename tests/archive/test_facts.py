import json
from typing import Any

import pytest

from archive.errors import InvalidUidError, MalformedError, NotDicomError
from archive.facts import Facts, read_facts
from archive.part10 import open_file
from archive.uids import clean_uid
from tests.archive.samples import SERIES, bare, part10, slice_dataset, slice_file


def facts_of(**changes: Any) -> Facts:
    return read_facts(open_file(slice_file(**changes)))


def test_what_the_index_wants_to_know() -> None:
    facts = facts_of()
    assert (facts.patient_name, facts.patient_id, facts.patient_sex) == ("Probe^Paula", "P7", "F")
    assert (facts.study_date, facts.accession_number, facts.study_description) == ("20260102", "A-55", "Head")
    assert (facts.series_uid, facts.series_number, facts.modality) == (SERIES, 3, "CT")
    assert (facts.sop_instance_uid, facts.instance_number) == (f"{SERIES}.1", 1)
    assert (facts.rows, facts.columns, facts.number_of_frames) == (12, 10, 1)
    assert facts.transfer_syntax_uid == "1.2.840.10008.1.2.1"
    assert facts.remarks == ()


def test_big_endian_numbers_are_read_as_such() -> None:
    facts = read_facts(open_file(part10(slice_dataset(), "1.2.840.10008.1.2.2")))
    assert (facts.rows, facts.columns) == (12, 10)


def test_survives_json() -> None:
    facts = facts_of()
    assert Facts.from_plain(json.loads(json.dumps(facts.plain())), facts.header) == facts


def test_empty_study_and_series_uids_are_made_up_and_said() -> None:
    facts = facts_of(StudyInstanceUID="", SeriesInstanceUID=None)
    assert clean_uid(facts.study_uid, "x") != clean_uid(facts.series_uid, "x")
    assert len(facts.remarks) == 2
    assert facts == facts_of(StudyInstanceUID="", SeriesInstanceUID=None)


def test_an_object_without_its_own_uid_is_refused() -> None:
    dataset = slice_dataset()
    data = part10(dataset)
    broken = data.replace(b"\x08\x00\x18\x00UI", b"\x08\x00\x19\x00UI")
    with pytest.raises(MalformedError, match="SOP"):
        read_facts(open_file(broken))
    with pytest.raises(NotDicomError):
        read_facts(open_file(bare(slice_dataset(SOPInstanceUID=None))))


def test_an_invalid_uid_is_refused_by_its_field() -> None:
    data = slice_file().replace(f"{SERIES}.1".encode(), b"../../../../../../../../../../x"[: len(SERIES) + 2])
    with pytest.raises(InvalidUidError, match="SOPInstanceUID"):
        read_facts(open_file(data))


@pytest.mark.parametrize(
    ("text", "number"),
    [("007", 7), ("3.0", 3), ("x", None), ("9" * 40, None), ("1e300", None), ("nan", None), ("", None)],
)
def test_numbers_that_are_none_read_as_absent(text: str, number: int | None) -> None:
    dataset = slice_dataset()
    data = part10(dataset)
    padded = text + " " * (len(text) % 2)
    number_element = b"\x20\x00\x13\x00IS" + len(padded).to_bytes(2, "little") + padded.encode()
    facts = read_facts(open_file(data.replace(b"\x20\x00\x13\x00IS\x02\x001 ", number_element)))
    assert facts.instance_number == number
