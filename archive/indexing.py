"""Entering instances into the index: patients, studies and series come into being with their first one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, select, update

from archive import schema
from archive.facts import Facts
from archive.folding import fold

_ASKED_AT_ONCE = 500

# Made once: building a statement costs more than SQLite needs to run it.
_KNOWN_INSTANCES = select(schema.instance.c.uid).where(schema.instance.c.uid.in_(bindparam("uids", expanding=True)))
_INSERT_INSTANCE = schema.instance.insert()
_SERIES_OWNER = (
    select(schema.series.c.id, schema.patient.c.identity)
    .select_from(schema.series.join(schema.study).join(schema.patient))
    .where(schema.series.c.uid == bindparam("uid"))
)
_COUNT_UP = (
    update(schema.series)
    .where(schema.series.c.id == bindparam("series_id"))
    .values(
        instances=schema.series.c.instances + bindparam("by"),
        revision=schema.series.c.revision + bindparam("by"),
    )
    .returning(schema.series.c.revision)
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An instance that the store has kept."""

    facts: Facts
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class _Owner:
    """A series' row, and whose it is."""

    series: int
    patient: str


def write_instances(connection: Connection, batch: Sequence[Stored], now: int) -> tuple[int, dict[str, int]]:
    """Enter a batch inside the caller's transaction.

    Returns how many instances were new, and the new revision of each series that changed.
    """
    fresh = _unknown(connection, batch)
    if not fresh:
        return 0, {}
    owners = _series_owners(connection, fresh, now)
    rows = [_instance_row(stored, owners[stored.facts.series_uid].series, now) for stored in fresh]
    connection.execute(_INSERT_INSTANCE, rows)
    _note_oddities(connection, fresh, owners, now)
    return len(fresh), _count_up(connection, fresh, owners)


def patient_identity(facts: Facts) -> str:
    """What tells one patient from another.

    Without a patient ID, name and birth date count, and without a name too, every study is somebody of their own.
    """
    if facts.patient_id:
        return f"id\0{facts.patient_issuer}\0{facts.patient_id}"
    if facts.patient_name:
        return f"name\0{fold(facts.patient_name)}\0{facts.patient_birth_date}"
    return f"study\0{facts.study_uid}"


def _unknown(connection: Connection, batch: Sequence[Stored]) -> list[Stored]:
    """The batch without instances that are known already, each UID once."""
    by_uid = {stored.facts.sop_instance_uid: stored for stored in batch}
    uids = list(by_uid)
    known: set[str] = set()
    for start in range(0, len(uids), _ASKED_AT_ONCE):
        known.update(connection.scalars(_KNOWN_INSTANCES, {"uids": uids[start : start + _ASKED_AT_ONCE]}))
    return [stored for uid, stored in by_uid.items() if uid not in known]


def _ids(connection: Connection, table: Table, key: Column[Any], values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = list(values)
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        query = select(key, table.c.id).where(key.in_(wanted[start : start + _ASKED_AT_ONCE]))
        found.update((value, number) for value, number in connection.execute(query))
    return found


def _series_owners(connection: Connection, batch: Sequence[Stored], now: int) -> dict[str, _Owner]:
    """Each series' row with its patient; those that are missing are made, with all above them."""
    firsts = {stored.facts.series_uid: stored.facts for stored in batch}
    owners = _known_owners(connection, firsts)
    new = {uid: facts for uid, facts in firsts.items() if uid not in owners}
    if new:
        _make_series(connection, new, now)
        owners |= _known_owners(connection, new)
    return owners


def _known_owners(connection: Connection, uids: Iterable[str]) -> dict[str, _Owner]:
    found = ((uid, connection.execute(_SERIES_OWNER, {"uid": uid}).first()) for uid in uids)
    return {uid: _Owner(*row) for uid, row in found if row is not None}


def _make_series(connection: Connection, new: dict[str, Facts], now: int) -> None:
    studies = {facts.study_uid: facts for facts in new.values()}
    study_ids = _ids(connection, schema.study, schema.study.c.uid, studies)
    new_studies = {uid: facts for uid, facts in studies.items() if uid not in study_ids}
    if new_studies:
        _make_studies(connection, new_studies, now)
        study_ids |= _ids(connection, schema.study, schema.study.c.uid, new_studies)
    series_rows = [_series_row(facts, study_ids[facts.study_uid]) for facts in new.values()]
    connection.execute(schema.series.insert(), series_rows)


def _make_studies(connection: Connection, new: dict[str, Facts], now: int) -> None:
    identity = schema.patient.c.identity
    patients = {patient_identity(facts): facts for facts in new.values()}
    ids = _ids(connection, schema.patient, identity, patients)
    missing = [_patient_row(facts, key) for key, facts in patients.items() if key not in ids]
    if missing:
        connection.execute(schema.patient.insert(), missing)
        ids |= _ids(connection, schema.patient, identity, (row["identity"] for row in missing))
    connection.execute(
        schema.study.insert(), [_study_row(facts, ids[patient_identity(facts)], now) for facts in new.values()]
    )


def _count_up(connection: Connection, batch: Sequence[Stored], owners: dict[str, _Owner]) -> dict[str, int]:
    counts = Counter(stored.facts.series_uid for stored in batch)
    return {
        uid: int(connection.execute(_COUNT_UP, {"series_id": owners[uid].series, "by": by}).scalar_one())
        for uid, by in counts.items()
    }


def _note_oddities(connection: Connection, batch: Sequence[Stored], owners: dict[str, _Owner], now: int) -> None:
    """Remarks about identifiers made up, and about studies that speak of two patients."""
    for stored in batch:
        facts = stored.facts
        for text in facts.remarks:
            write_remark(connection, facts.study_uid, "identifier", text, now)
        if owners[facts.series_uid].patient != patient_identity(facts):
            write_remark(connection, facts.study_uid, "patient", "its images name more than one patient", now)


def write_remark(connection: Connection, uid: str, code: str, text: str, now: int) -> None:
    """Note something about a study or an instance, once."""
    table = schema.remark
    known = select(table.c.id).where(table.c.uid == uid, table.c.code == code, table.c.text == text)
    if connection.scalar(known) is None:
        connection.execute(table.insert().values(uid=uid, code=code, text=text, at=now))


def _patient_row(facts: Facts, identity: str) -> dict[str, Any]:
    return {
        "identity": identity,
        "patient_id": facts.patient_id,
        "issuer": facts.patient_issuer,
        "name": facts.patient_name,
        "name_ideographic": facts.patient_name_ideographic,
        "name_phonetic": facts.patient_name_phonetic,
        "birth_date": facts.patient_birth_date,
        "sex": facts.patient_sex,
    }


def _study_row(facts: Facts, patient: int, now: int) -> dict[str, Any]:
    searched = (
        facts.patient_name,
        facts.patient_name_ideographic,
        facts.patient_name_phonetic,
        facts.patient_id,
        facts.accession_number,
        facts.study_description,
        facts.study_date,
    )
    return {
        "uid": facts.study_uid,
        "patient": patient,
        "date": facts.study_date,
        "time": facts.study_time,
        "description": facts.study_description,
        "study_id": facts.study_id,
        "accession": facts.accession_number,
        "search": " ".join(fold(text) for text in searched),
        "received": now,
    }


def _series_row(facts: Facts, study: int) -> dict[str, Any]:
    return {
        "uid": facts.series_uid,
        "study": study,
        "modality": facts.modality,
        "number": facts.series_number,
        "description": facts.series_description,
        "date": facts.series_date,
        "body_part": facts.body_part,
        "instances": 0,
        "revision": 0,
    }


def _instance_row(stored: Stored, series: int, now: int) -> dict[str, Any]:
    facts = stored.facts
    return {
        "uid": facts.sop_instance_uid,
        "series": series,
        "sop_class": facts.sop_class_uid,
        "transfer_syntax": facts.transfer_syntax_uid,
        "number": facts.instance_number,
        "rows": facts.rows,
        "columns": facts.columns,
        "frames": facts.number_of_frames,
        "file": stored.file,
        "bytes": stored.size,
        "received": now,
        "header": facts.header,
    }
