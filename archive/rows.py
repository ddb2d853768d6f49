"""What the index answers with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One line of the study list. Names keep their carets; dates are `YYYYMMDD` or empty."""

    uid: str
    patient_name: str
    patient_name_ideographic: str
    patient_name_phonetic: str
    patient_id: str
    patient_birth_date: str
    patient_sex: str
    date: str
    time: str
    description: str
    accession: str
    modalities: tuple[str, ...]
    series: int
    instances: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series. `revision` grows with every change of its content."""

    uid: str
    study_uid: str
    modality: str
    number: int | None
    description: str
    date: str
    body_part: str
    instances: int
    revision: int


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """One instance; `header` is read by `archive.header.decode_header`."""

    path: Path
    sop_instance_uid: str
    sop_class_uid: str
    transfer_syntax_uid: str
    number_of_frames: int
    header: bytes


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the archive holds."""

    patients: int
    studies: int
    series: int
    instances: int
