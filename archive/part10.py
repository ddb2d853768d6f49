"""DICOM files around their data set: preamble, file meta information, and files that lack them (PS3.10 section 7)."""

import zlib
from dataclasses import dataclass
from struct import pack

from archive.errors import LimitExceededError, MalformedError, NotDicomError
from archive.scan import DEFAULT_LIMITS, Buffer, Element, Limits, ScannedDataset, scan
from archive.syntaxes import (
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    TransferSyntax,
    transfer_syntax,
)
from archive.uids import clean_uid

PREAMBLE = 128
MAGIC = b"DICM"
IMPLEMENTATION_UID = "2.25.266624363402140056280534642665792059622"
IMPLEMENTATION_NAME = "TOMOCAST"

_META_SOP_CLASS, _META_SOP_INSTANCE, _META_SYNTAX = 0x00020002, 0x00020003, 0x00020010
_MEDIA_DIRECTORY = b"1.2.840.10008.1.3.10"
_LARGEST_META = 1 << 20
_LARGEST_INFLATED = 1 << 30
_SMALL_INFLATED = 64 << 20
_LARGEST_RATIO = 200
_INFLATE_STEP = 1 << 20
_META_LENGTHS = dict.fromkeys((b"OB", b"UN", b"OW", b"UT", b"SQ"), (12, 4))
"""Bytes before a meta element's value, and how many of them are its length; (8, 2) for every other VR."""


@dataclass(frozen=True, slots=True)
class DicomFile:
    """A file taken apart.

    `data` holds the data set (the inflated copy of a deflated one) and `dataset` what was found in it; `start` is where
    the data set's own bytes begin in the file as it came; `has_meta` whether the file meta information was complete;
    `bare` whether there was no trace of it at all.
    """

    syntax: TransferSyntax
    data: Buffer
    dataset: ScannedDataset
    start: int
    has_meta: bool
    bare: bool

    def raw(self, tag: int) -> bytes | None:
        """A top-level element's value bytes, or None when it is absent."""
        element = self.dataset.elements.get(tag)
        return None if element is None else bytes(self.data[element.value : element.end])


def looks_like_dicom(head: bytes) -> bool:
    """Whether a file's first 160 bytes deserve a closer look; says no to texts, pictures and archives."""
    if head[PREAMBLE : PREAMBLE + 4] == MAGIC:
        return True
    return _guess(head) is not None


def open_file(data: Buffer, limits: Limits = DEFAULT_LIMITS) -> DicomFile:
    """Take a whole file apart: what its syntax is and where each element lies.

    Raises:
        NotDicomError: it has neither preamble nor file meta information, and no data set starts there; or it is a
            DICOMDIR, whose records are not instances and whose paths nobody follows.
        MalformedError, LimitExceededError: see `archive.scan`.
    """
    meta, position, has_preamble = _before_dataset(data)
    if _value(data, meta, _META_SOP_CLASS) == _MEDIA_DIRECTORY:
        raise NotDicomError("a DICOMDIR")
    declared = _declared_syntax(data, meta)
    syntax = _believable(declared, bytes(data[position : position + 16]))
    if syntax is None and (has_preamble or meta):
        raise MalformedError("the file meta information states no transfer syntax, and the data set shows none")
    if syntax is None:
        raise NotDicomError("no file meta information, and no data set starts there")
    content, start = (_inflate(data, position), 0) if syntax.deflated else (data, position)
    bare = not has_preamble and not meta
    try:
        found = scan(content, start, len(content), syntax, limits)
    except MalformedError:
        if bare:
            raise NotDicomError("no file meta information, and what starts like a data set is none") from None
        raise
    if found.fragments is not None and not syntax.encapsulated:
        raise MalformedError("the pixel data is compressed and no transfer syntax says how")
    complete = has_preamble and {_META_SYNTAX, _META_SOP_INSTANCE} <= meta.keys()
    return DicomFile(syntax, content, found, position, complete and declared is syntax, bare)


def dataset_start(data: Buffer) -> int:
    """Where a file's data set begins.

    Raises:
        MalformedError: the file meta information is broken.
    """
    return _before_dataset(data)[1]


def _before_dataset(data: Buffer) -> tuple[dict[int, Element], int, bool]:
    """The file meta elements, where the data set begins, and whether there is a preamble."""
    has_preamble = bytes(data[PREAMBLE : PREAMBLE + 4]) == MAGIC
    position = PREAMBLE + 4 if has_preamble else 0
    if has_preamble or bytes(data[:2]) == b"\x02\x00":
        return *_read_meta(data, position), has_preamble
    return {}, position, has_preamble


def _read_meta(data: Buffer, start: int) -> tuple[dict[int, Element], int]:
    """The elements of group 2 and where the data set begins; the group length is not believed."""
    end = min(len(data), start + _LARGEST_META)
    position = start
    while position + 8 <= end and bytes(data[position : position + 2]) == b"\x02\x00":
        vr = bytes(data[position + 4 : position + 6])
        head, width = _META_LENGTHS.get(vr, (8, 2 if vr.isalpha() else 4))
        position += head + int.from_bytes(data[position + head - width : position + head], "little")
        if position > end:
            raise MalformedError("the file meta information is broken or cut off")
    return scan(data, start, position, EXPLICIT_LITTLE).elements, position


def _declared_syntax(data: Buffer, meta: dict[int, Element]) -> TransferSyntax | None:
    value = _value(data, meta, _META_SYNTAX)
    return None if value is None else transfer_syntax(clean_uid(value, "TransferSyntaxUID"))


def _value(data: Buffer, meta: dict[int, Element], tag: int) -> bytes | None:
    element = meta.get(tag)
    return None if element is None else bytes(data[element.value : element.end]).strip(b" \0")


def _believable(declared: TransferSyntax | None, head: bytes) -> TransferSyntax | None:
    """The declared syntax, unless the first element shows that the data set is written otherwise."""
    if declared is not None and (declared.deflated or not head):
        return declared
    seen = _guess(head)
    if declared is None:
        return seen
    if seen is None or (seen.explicit, seen.little) == (declared.explicit, declared.little):
        return declared
    return declared if declared.encapsulated else seen


def _guess(head: bytes) -> TransferSyntax | None:
    """How a bare data set that starts like this is written, by its first element (rule of thumb of most readers)."""
    if len(head) < 8:
        return None
    little, big = int.from_bytes(head[:2], "little"), int.from_bytes(head[:2], "big")
    explicit = head[4:6].isalpha() and head[4:6].isupper()
    if 0 < little <= 0x20 and little % 2 == 0:
        length = int.from_bytes(head[4:8], "little")
        if explicit:
            return EXPLICIT_LITTLE
        return IMPLICIT_LITTLE if length < 1 << 16 else None
    return EXPLICIT_BIG if 0 < big <= 0x20 and big % 2 == 0 and explicit else None


def _inflate(data: Buffer, start: int) -> bytes:
    """Inflate a deflated data set, capped in bytes and in ratio (PS3.5 A.5: raw deflate)."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    source = memoryview(data)[start:]
    chunks: list[bytes] = []
    total, fed, full = 0, 0, False
    pending: bytes | memoryview = b""
    while not inflater.eof:
        if not pending and not full:
            pending = source[fed : fed + _INFLATE_STEP]
            fed += len(pending)
            if not pending:
                raise MalformedError("the deflated data set is cut off")
        try:
            chunk = inflater.decompress(pending, _INFLATE_STEP)
        except zlib.error:
            raise MalformedError("the deflated data set is broken") from None
        pending, full = inflater.unconsumed_tail, len(chunk) == _INFLATE_STEP
        chunks.append(chunk)
        total += len(chunk)
        if total > _LARGEST_INFLATED or (total > _SMALL_INFLATED and total > _LARGEST_RATIO * fed):
            raise LimitExceededError(f"the deflated data set is a bomb: {total >> 20} MB from {fed >> 10} kB")
    return b"".join(chunks)


def file_meta(sop_class: str, sop_instance: str, syntax: str, source_aet: str = "") -> bytes:
    """Preamble and file meta information of ours, to stand before a data set (PS3.10 7.1)."""
    elements = b"".join(
        (
            b"\x02\x00\x01\x00OB\x00\x00\x02\x00\x00\x00\x00\x01",
            _meta_element(0x02, b"UI", sop_class),
            _meta_element(0x03, b"UI", sop_instance),
            _meta_element(0x10, b"UI", syntax),
            _meta_element(0x12, b"UI", IMPLEMENTATION_UID),
            _meta_element(0x13, b"SH", IMPLEMENTATION_NAME),
            _meta_element(0x16, b"AE", source_aet) if source_aet else b"",
        )
    )
    return b"\0" * PREAMBLE + MAGIC + b"\x02\x00\x00\x00UL\x04\x00" + pack("<L", len(elements)) + elements


def _meta_element(element: int, vr: bytes, text: str) -> bytes:
    value = text.encode("ascii", "replace")
    value += (b"\0" if vr == b"UI" else b" ") * (len(value) % 2)
    return pack("<HH2sH", 2, element, vr, len(value)) + value
