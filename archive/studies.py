"""The study list: search and totals."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, exists, func, or_, select

from archive import schema
from archive.folding import fold, like_pattern
from archive.rows import StudyRow

_MOST_WORDS = 16


def study_page(connection: Connection, search: str, limit: int, offset: int) -> list[StudyRow]:
    """Studies that match every word of `search`, newest first."""
    return _rows(connection, _matching(search).limit(limit).offset(offset))


def one_study(connection: Connection, study_uid: str) -> StudyRow | None:
    """The study of that UID, if there is one."""
    found = _rows(connection, _matching("").where(schema.study.c.uid == study_uid))
    return found[0] if found else None


def _rows(connection: Connection, query: Select[Any]) -> list[StudyRow]:
    page = list(connection.execute(query))
    ids = [row.id for row in page]
    totals = _totals(connection, ids)
    remarks = _remarks(connection, [row.uid for row in page])
    return [_row(row, totals.get(row.id, []), remarks.get(row.uid, ())) for row in page]


def _matching(search: str) -> Select[Any]:
    study, patient, series = schema.study, schema.patient, schema.series
    names = (patient.c.name, patient.c.name_ideographic, patient.c.name_phonetic)
    about = (patient.c.patient_id, patient.c.birth_date, patient.c.sex)
    own = (study.c.id, study.c.uid, study.c.date, study.c.time, study.c.description, study.c.accession)
    query = select(*own, *names, *about).join(patient)
    for word in fold(search).split()[:_MOST_WORDS]:
        is_modality = exists().where(series.c.study == study.c.id, series.c.modality == word.upper())
        query = query.where(or_(study.c.search.like(like_pattern(word), escape="\\"), is_modality))
    return query.order_by(study.c.date.desc(), study.c.time.desc(), study.c.id.desc())


def _totals(connection: Connection, studies: Sequence[int]) -> dict[int, list[tuple[str, int, int]]]:
    """For each study its modalities with the number of series and instances."""
    series = schema.series
    query = (
        select(series.c.study, series.c.modality, func.count(), func.sum(series.c.instances))
        .where(series.c.study.in_(studies))
        .group_by(series.c.study, series.c.modality)
        .order_by(series.c.modality)
    )
    totals: dict[int, list[tuple[str, int, int]]] = {}
    for study, modality, count, instances in connection.execute(query):
        totals.setdefault(study, []).append((modality, count, int(instances)))
    return totals


def _remarks(connection: Connection, uids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    query = select(schema.remark.c.uid, schema.remark.c.text).where(schema.remark.c.uid.in_(uids))
    remarks: dict[str, tuple[str, ...]] = {}
    for uid, text in connection.execute(query.order_by(schema.remark.c.id)):
        remarks[uid] = (*remarks.get(uid, ()), text)
    return remarks


def _row(row: Any, totals: Sequence[tuple[str, int, int]], remarks: tuple[str, ...]) -> StudyRow:
    return StudyRow(
        uid=row.uid,
        patient_name=row.name,
        patient_name_ideographic=row.name_ideographic,
        patient_name_phonetic=row.name_phonetic,
        patient_id=row.patient_id,
        patient_birth_date=row.birth_date,
        patient_sex=row.sex,
        date=row.date,
        time=row.time,
        description=row.description,
        accession=row.accession,
        modalities=tuple(modality for modality, _, _ in totals),
        series=sum(count for _, count, _ in totals),
        instances=sum(instances for _, _, instances in totals),
        remarks=remarks,
    )
