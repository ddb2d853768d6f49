"""The archive as the gateway asks for it: off the event loop, as plain values for the page and for sessions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from archive.archive import Archive
from archive.assemble.content import SeriesContent
from archive.assemble.listing import study_entry
from archive.assemble.source import ArchiveSource
from archive.errors import ArchiveError, UnknownSeriesError
from archive.rows import SeriesRow, StudyRow
from render.volume import VolumeInfo, VolumeKey
from session.errors import UsageError
from session.gateway.technique import technique
from session.view.wire import WireFilm, WireNote, WireVolume

T = TypeVar("T")

RECEIVING_S: Final = 3.0
MAX_STUDIES: Final = 200


@dataclass(frozen=True, slots=True)
class OpenedVolume:
    """A volume that a session may open: its key, whose study it is of, and what the page says about it."""

    key: VolumeKey
    info: VolumeInfo
    study_uid: str
    wire: WireVolume


@dataclass(slots=True)
class Catalogue:
    """Answers about studies; each call runs in a thread."""

    archive: Archive
    source: ArchiveSource
    _received: dict[str, float] = field(default_factory=dict)

    def note_received(self, study_uid: str, now: float) -> None:
        """Remember that a study is just arriving, for the list."""
        self._received = {uid: at for uid, at in self._received.items() if now - at < RECEIVING_S}
        self._received[study_uid] = now

    async def answers(self) -> bool:
        """Return whether the index answers (readiness)."""
        try:
            await asyncio.to_thread(self.archive.counts)
        except ArchiveError:
            return False
        return True

    async def studies(self, search: str) -> list[dict[str, Any]]:
        """Return the studies that fit, newest first, without their volumes."""
        rows = await asyncio.to_thread(self.archive.studies, search, MAX_STUDIES)
        now = time.monotonic()
        return [study_line(row, receiving=now - self._received.get(row.uid, -1e9) < RECEIVING_S) for row in rows]

    async def study(self, study_uid: str) -> dict[str, Any]:
        """Return one study with everything in it.

        Raises:
            UsageError: there is no such study.
        """
        return await asyncio.to_thread(self._study, study_uid)

    def _study(self, study_uid: str) -> dict[str, Any]:
        row = self._row(study_uid)
        return {**study_line(row, receiving=False), **study_entry(row, self.archive.series_of(row.uid), self.source)}

    def _row(self, study_uid: str) -> StudyRow:
        row = self.archive.study(study_uid)
        if row is None:
            raise UsageError("There is no such study here.")
        return row

    async def opened(self, series_uid: str, number: int) -> OpenedVolume:
        """Return the ``number``-th volume, film or picture of a series, described.

        Raises:
            UsageError: there is no such series, or no such item in it; the reason is told.
        """
        return await asyncio.to_thread(self._known(self._opened), series_uid, number)

    def _known(self, ask: Callable[..., T]) -> Callable[..., T]:
        def asked(*arguments: Any) -> T:
            try:
                return ask(*arguments)
            except UnknownSeriesError as error:
                raise UsageError("There is no such series here.") from error

        return asked

    def _opened(self, series_uid: str, number: int) -> OpenedVolume:
        series = self.archive.series(series_uid)
        content = self.source.content(series.uid)
        if number > len(content.items):
            why = "" if content.items else f": {content.why_no_volume}"
            what = "volume or film" if len(content.items) == 1 else "volumes and films"
            raise UsageError(f"This series has {len(content.items)} {what}, and no number {number}{why}.")
        info = content.items[number - 1].info
        study = self._row(series.study_uid)
        header = self.archive.instances(series.uid)[0].header
        return OpenedVolume(info.key, info, study.uid, wire_volume(study, series, content, info, technique(header)))


def study_line(row: StudyRow, *, receiving: bool) -> dict[str, Any]:
    """Return a line of the study list."""
    return {
        "uid": row.uid,
        "patient": {
            "name": person_name(row),
            "id": row.patient_id,
            "birth_date": row.patient_birth_date,
            "sex": row.patient_sex,
        },
        "date": row.date,
        "time": row.time,
        "description": row.description,
        "accession": row.accession,
        "modalities": list(row.modalities),
        "series_count": row.series,
        "instances": row.instances,
        "remarks": list(row.remarks),
        "receiving": receiving,
    }


def person_name(row: StudyRow) -> str:
    """Return the name's groups as DICOM joins them: alphabetic=ideographic=phonetic (PS3.5 6.2.1.1)."""
    return f"{row.patient_name}={row.patient_name_ideographic}={row.patient_name_phonetic}".rstrip("=")


def wire_volume(study: StudyRow, series: SeriesRow, content: SeriesContent, info: VolumeInfo, how: str) -> WireVolume:
    """Return what the overlays and the panel say about an opened volume."""
    return WireVolume(
        series=series.uid,
        number=info.key.number,
        volumes=len(content.items),
        label=info.label,
        patient_name=person_name(study),
        patient_id=study.patient_id,
        birth_date=study.patient_birth_date,
        study_date=study.date,
        study_description=study.description,
        series_description=series.description,
        modality=info.modality,
        technique=how,
        columns=info.columns,
        rows=info.rows,
        slices=info.slices,
        spacing_mm=info.spacing_mm,
        unit=info.unit,
        calibrated=info.calibrated,
        notes=tuple(WireNote(note.code, note.text) for note in info.notes),
        film=wire_film(info),
    )


def wire_film(info: VolumeInfo) -> WireFilm | None:
    """Return what the page must know to play a film; None for a volume."""
    if info.film is None:
        return None
    return WireFilm(info.slices, info.film.frame_ms, info.film.colour, info.film.loops, info.film.pages)
