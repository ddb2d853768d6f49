"""Studies, series and the volumes in them as plain values: what `tomocast list --json` prints."""

from collections.abc import Sequence
from typing import Any, Protocol

from archive.assemble.content import SeriesContent, VolumePlan
from archive.rows import SeriesRow, StudyRow
from render.volume import Film, VolumeInfo

_PAGE = 500
_DIGITS = 6


class Catalogue(Protocol):
    """Studies and their series; the archive is one, and so are opened files."""

    def studies(self, search: str = "", limit: int = 200, offset: int = 0) -> Sequence[StudyRow]:
        """Studies that match every word of `search`, newest first."""
        ...

    def series_of(self, study_uid: str) -> Sequence[SeriesRow]:
        """A study's series by their number."""
        ...


class Contents(Protocol):
    """What series hold; `ArchiveSource` is one."""

    def content(self, series_uid: str) -> SeriesContent:
        """What the series holds now."""
        ...


def listing(catalogue: Catalogue, contents: Contents, search: str = "") -> dict[str, Any]:
    """All studies that match `search`, as the object that `tomocast list --json` prints."""
    studies: list[dict[str, Any]] = []
    while page := catalogue.studies(search, _PAGE, len(studies)):
        studies += [study_entry(study, catalogue.series_of(study.uid), contents) for study in page]
    return {"studies": studies}


def study_entry(study: StudyRow, series: Sequence[SeriesRow], contents: Contents) -> dict[str, Any]:
    """One study's entry with everything in it."""
    return {
        "uid": study.uid,
        "patient": {
            "name": study.patient_name,
            "id": study.patient_id,
            "birth_date": study.patient_birth_date,
            "sex": study.patient_sex,
        },
        "date": study.date,
        "description": study.description,
        "accession": study.accession,
        "series": [_series(row, contents.content(row.uid)) for row in series],
    }


def _series(row: SeriesRow, content: SeriesContent) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "modality": row.modality,
        "number": row.number,
        "description": row.description,
        "instances": content.instances,
        "volumes": [volume_entry(plan) for plan in content.volumes],
        "items": [item_entry(plan.info, "volume", "") for plan in content.volumes]
        + [item_entry(reel.volume.info, reel.kind, reel.why) for reel in content.reels],
        "pictures": content.pictures,
        "films": len(content.films),
        "refused": [{"instances": refusal.instances, "why": refusal.why} for refusal in content.refused],
    }


def item_entry(info: VolumeInfo, kind: str, why: str) -> dict[str, Any]:
    """One thing that can be opened: a volume, a film, pages or a picture, and why it is no volume."""
    film = info.film or Film(loops=False)
    return {
        "n": info.key.number,
        "kind": kind,
        "label": info.label,
        "columns": info.columns,
        "rows": info.rows,
        "frames": info.slices,
        "colour": film.colour,
        "frame_ms": _rounded(film.frame_ms),
        "loops": film.loops,
        "calibrated": info.calibrated,
        "why": why,
    }


def volume_entry(plan: VolumePlan) -> dict[str, Any]:
    """One volume's entry; lengths in mm to six digits."""
    info = plan.info
    return {
        "n": info.key.number,
        "label": info.label,
        "columns": info.columns,
        "rows": info.rows,
        "slices": info.slices,
        "spacing_mm": [_rounded(length) for length in info.spacing_mm],
        "matrix": [[_rounded(value) for value in row] for row in info.matrix],
        "unit": info.unit,
        "voxel": info.voxel,
        "notes": [{"code": found.code, "text": found.text} for found in info.notes],
    }


def _rounded(value: float) -> float:
    """To six decimals, which is a nanometre; without negative zeros."""
    return round(value, _DIGITS) + 0.0
