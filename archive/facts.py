"""What the index keeps of one instance, read straight from its scanned bytes."""

from dataclasses import dataclass, fields
from typing import Any

from archive.errors import MalformedError, NotDicomError
from archive.header import header_bytes
from archive.part10 import DicomFile
from archive.text import PersonName, decode_text, person_name
from archive.uids import clean_uid, derived_uid

_UNKNOWN_STUDY, _UNKNOWN_SERIES = "study of", "series of"


@dataclass(frozen=True, slots=True)
class Facts:
    """One instance in plain values. Dates are `YYYYMMDD` as they came; an absent value is empty or None.

    `header` is what `archive.header.decode_header` reads; `remarks` say in words what had to be made up.
    """

    sop_instance_uid: str
    sop_class_uid: str
    series_uid: str
    study_uid: str
    transfer_syntax_uid: str
    patient_id: str
    patient_issuer: str
    patient_name: str
    patient_name_ideographic: str
    patient_name_phonetic: str
    patient_birth_date: str
    patient_sex: str
    study_date: str
    study_time: str
    study_description: str
    study_id: str
    accession_number: str
    modality: str
    series_number: int | None
    series_description: str
    series_date: str
    body_part: str
    instance_number: int | None
    rows: int | None
    columns: int | None
    number_of_frames: int
    header: bytes
    remarks: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Everything but the header, as JSON can carry it."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "header"}

    @classmethod
    def from_plain(cls, values: dict[str, Any], header: bytes) -> "Facts":
        """The other way round."""
        return cls(**{**values, "remarks": tuple(values["remarks"])}, header=header)


def read_facts(file: DicomFile) -> Facts:
    """Read an instance's facts.

    Raises:
        NotDicomError: a bare data set without SOP class or instance UID.
        MalformedError: there is no SOP class or instance UID.
        InvalidUidError: one of its identifiers is none.
    """
    reader = _Reader(file)
    sop_class, sop_instance = reader.raw(0x00080016), reader.raw(0x00080018)
    if sop_class is None or sop_instance is None:
        if file.bare:
            raise NotDicomError("neither file meta information nor a SOP class and instance UID")
        raise MalformedError("it has no SOP class or no SOP instance UID")
    instance_uid = clean_uid(sop_instance, "SOPInstanceUID")
    remarks: list[str] = []
    study_uid = reader.uid(0x0020000D, "StudyInstanceUID", _UNKNOWN_STUDY, instance_uid, remarks)
    series_uid = reader.uid(0x0020000E, "SeriesInstanceUID", _UNKNOWN_SERIES, instance_uid, remarks)
    name = reader.person(0x00100010)
    return Facts(
        sop_instance_uid=instance_uid,
        sop_class_uid=clean_uid(sop_class, "SOPClassUID"),
        series_uid=series_uid,
        study_uid=study_uid,
        transfer_syntax_uid=file.syntax.uid,
        patient_id=reader.text(0x00100020),
        patient_issuer=reader.text(0x00100021),
        patient_name=name.alphabetic,
        patient_name_ideographic=name.ideographic,
        patient_name_phonetic=name.phonetic,
        patient_birth_date=reader.text(0x00100030),
        patient_sex=reader.text(0x00100040),
        study_date=reader.text(0x00080020),
        study_time=reader.text(0x00080030),
        study_description=reader.text(0x00081030),
        study_id=reader.text(0x00200010),
        accession_number=reader.text(0x00080050),
        modality=reader.text(0x00080060),
        series_number=reader.integer(0x00200011),
        series_description=reader.text(0x0008103E),
        series_date=reader.text(0x00080021),
        body_part=reader.text(0x00180015),
        instance_number=reader.integer(0x00200013),
        rows=reader.short(0x00280010),
        columns=reader.short(0x00280011),
        number_of_frames=max(1, reader.integer(0x00280008) or 1),
        header=header_bytes(file),
        remarks=tuple(remarks),
    )


class _Reader:
    """Single values out of a scanned file."""

    _LONGEST_TEXT = 1024

    def __init__(self, file: DicomFile) -> None:
        self._file = file
        self._order = "little" if file.syntax.little else "big"
        self._charset = self.raw(0x00080005) or b""

    def raw(self, tag: int) -> bytes | None:
        element = self._file.dataset.elements.get(tag)
        if element is None:
            return None
        return bytes(self._file.data[element.value : min(element.end, element.value + self._LONGEST_TEXT)])

    def text(self, tag: int) -> str:
        return decode_text(self.raw(tag) or b"", self._charset)

    def person(self, tag: int) -> PersonName:
        return person_name(self.raw(tag) or b"", self._charset)

    def integer(self, tag: int) -> int | None:
        """An integer string (IS); nonsense and what 32 bits do not hold read as absent."""
        text = (self.raw(tag) or b"").split(b"\\")[0].strip(b" \0")
        try:
            value = int(float(text)) if len(text) <= 16 else None
        except (ValueError, OverflowError):
            return None
        return value if value is not None and -(1 << 31) <= value < 1 << 31 else None

    def short(self, tag: int) -> int | None:
        raw = self.raw(tag)
        if raw is None or len(raw) < 2:
            return None
        return int.from_bytes(raw[:2], "little" if self._order == "little" else "big")

    def uid(self, tag: int, field: str, made_from: str, instance: str, remarks: list[str]) -> str:
        """An identifier that the standard demands; where it is empty the instance stands alone under one of ours."""
        raw = self.raw(tag)
        if raw is None or not raw.strip(b" \0"):
            remarks.append(f"no {field}: kept by itself")
            return derived_uid(made_from, instance)
        return clean_uid(raw, field)
