"""Files as bytes, and their data sets without pixels as they are kept beside the index."""

from contextlib import suppress
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from archive.errors import MalformedError, NotDicomError, StoreError
from archive.part10 import DicomFile
from archive.scan import DOUBLE_PIXELS, FLOAT_PIXELS, PIXEL_DATA, Element
from archive.text import is_harmless_charset

if TYPE_CHECKING:
    from pydicom import Dataset

_LARGEST_KEPT = 64 << 10
_LARGEST = {b"SQ": 16 << 20, b"": 1 << 20}
"""Sequences may be longer; an implicit element may be one, a look-up table's for instance."""
_FUNCTIONAL_GROUPS = 0x5200
_CHARACTER_SET = 0x00080005
_ICON_IMAGE_SEQUENCE, _SPECTROSCOPY = 0x00880200, 0x56000020
_PIXELS = frozenset((PIXEL_DATA, FLOAT_PIXELS, DOUBLE_PIXELS))
_NEVER_KEPT = _PIXELS | frozenset((_ICON_IMAGE_SEQUENCE, _SPECTROSCOPY))
_PALETTES = range(0x00281101, 0x00281224)
_ENCODINGS = {b"i": (False, True), b"e": (True, True), b"b": (True, False)}
"""The kept header's first byte: (explicit, little) of the elements that follow."""


class FileMap(mmap):
    """A file's bytes without reading them. Closing never fails: what still looks at them keeps them a while."""

    def close(self) -> None:
        """Let go of the file."""
        # An error on its way up holds the frames that it passed, and with them views of these bytes.
        with suppress(BufferError):
            super().close()

    def __exit__(self, *_: object) -> None:
        self.close()


def map_file(path: Path) -> FileMap:
    """A file's bytes; close them after use.

    Raises:
        NotDicomError: the file is empty.
        StoreError: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return FileMap(file.fileno(), 0, access=ACCESS_READ)
    except ValueError:
        raise NotDicomError("the file is empty") from None
    except OSError as error:
        raise StoreError(f"{path.name} cannot be read: {error.strerror}") from error


def header_bytes(file: DicomFile) -> bytes:
    """The elements worth keeping beside the index: no pixels, overlays, icons, private or bulky values.

    They stay in the bytes they came in; the first byte of the result says in which encoding that is, and as a capital
    letter that there are no pixels.
    """
    syntax, data = file.syntax, file.data
    encoding = b"e" if syntax.explicit and syntax.little else b"i" if syntax.little else b"b"
    kept = [encoding if _has_pixels(file) else encoding.upper()]
    run_start = run_end = 0
    for element in sorted(file.dataset.elements.values(), key=lambda element: element.start):
        if not _worth_keeping(element) or not _is_sane(file, element):
            continue
        if element.start != run_end:
            kept.append(bytes(data[run_start:run_end]))
            run_start = element.start
        run_end = element.end
    kept.append(bytes(data[run_start:run_end]))
    return b"".join(kept)


def _has_pixels(file: DicomFile) -> bool:
    found = (file.dataset.elements.get(tag) for tag in (PIXEL_DATA, FLOAT_PIXELS, DOUBLE_PIXELS))
    return any(element is not None and element.end > element.value for element in found)


def _is_sane(file: DicomFile, element: Element) -> bool:
    """A character set that would break a parser is left out: texts are then read as if none was named."""
    return element.tag != _CHARACTER_SET or is_harmless_charset(bytes(file.data[element.value : element.end]))


def _worth_keeping(element: Element) -> bool:
    group = element.tag >> 16
    if group % 2 or element.tag in _NEVER_KEPT or group & 0xFF00 in (0x5000, 0x6000) or group > PIXEL_DATA >> 16:
        return False
    size = element.end - element.value
    if group == _FUNCTIONAL_GROUPS or element.tag in _PALETTES:
        # What describes each frame of an enhanced object, however long it is.
        return True
    return size <= _LARGEST.get(element.vr, _LARGEST_KEPT)


def decode_header(header: bytes) -> "Dataset":
    """The data set that `header_bytes` kept.

    Raises:
        MalformedError: these are not such bytes.
    """
    encoding = _ENCODINGS.get(header[:1].lower())
    if encoding is None:
        raise MalformedError("a kept header starts with an unknown encoding")
    return _read(header[1:], explicit=encoding[0], little=encoding[1])


def _read(data: bytes, *, explicit: bool, little: bool) -> "Dataset":
    from pydicom import config
    from pydicom.filereader import read_dataset

    config.settings.reading_validation_mode = config.IGNORE
    with catch_warnings():
        simplefilter("ignore")
        try:
            dataset = read_dataset(BytesIO(data), not explicit, little)
        except Exception as error:
            # pydicom raises whatever its parser trips over.
            raise MalformedError(f"the header cannot be read ({type(error).__name__})") from error
        dataset.set_original_encoding(not explicit, little, dataset.original_character_set)
    return dataset
