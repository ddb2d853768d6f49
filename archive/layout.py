"""How an instance's pixels are laid out, as its header says (PS3.3 C.7.6.3)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from archive.errors import UnsupportedPixelsError
from archive.part10 import DicomFile
from archive.scan import DOUBLE_PIXELS, FLOAT_PIXELS, PIXEL_DATA

LARGEST_FRAME = 1 << 30
_BITS = (1, 8, 12, 16, 32)
YBR = ("YBR_FULL", "YBR_FULL_422")
COLOURS = ("RGB", "YBR_RCT", "YBR_ICT", *YBR)
"""The photometric interpretations of three samples that are read (PS3.3 C.7.6.3.1.2)."""


class Number(StrEnum):
    """What a sample is."""

    INTEGER = "integer"
    FLOAT = "float"
    DOUBLE = "double"


_TAGS = {PIXEL_DATA: Number.INTEGER, FLOAT_PIXELS: Number.FLOAT, DOUBLE_PIXELS: Number.DOUBLE}


@dataclass(frozen=True, slots=True)
class PixelLayout:
    """Size and kind of an instance's frames. `photometric` is as in the header, upper case."""

    rows: int
    columns: int
    frames: int
    samples: int
    photometric: str
    planar: bool
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    number: Number

    @property
    def colour(self) -> bool:
        """Frames decode to RGB pictures instead of stored values."""
        return self.samples > 1 or self.photometric == "PALETTE COLOR"

    @property
    def cell_dtype(self) -> np.dtype[np.generic]:
        """The native-endian dtype that holds one decoded sample."""
        if self.number is not Number.INTEGER:
            return np.dtype(np.float32 if self.number is Number.FLOAT else np.float64)
        width = 1 if self.bits_allocated <= 8 else 2 if self.bits_allocated <= 16 else 4
        return np.dtype(f"{'i' if self.signed else 'u'}{width}")

    @property
    def frame_dtype(self) -> np.dtype[np.generic]:
        """The dtype of a decoded frame."""
        return np.dtype(np.uint8) if self.colour else self.cell_dtype

    @property
    def frame_shape(self) -> tuple[int, ...]:
        """(rows, columns), or (rows, columns, 3) for a colour picture."""
        return (self.rows, self.columns, 3) if self.colour else (self.rows, self.columns)

    @property
    def frame_bits(self) -> int:
        """Bits of one uncompressed frame in the file, without padding."""
        samples = 2 if self.photometric == "YBR_FULL_422" else self.samples
        return self.rows * self.columns * samples * self.bits_allocated


def read_layout(file: DicomFile) -> PixelLayout:
    """The layout of a file's pixel data.

    Raises:
        UnsupportedPixelsError: there are none, or the header contradicts itself; the message names the field.
    """
    tag = next((tag for tag in _TAGS if tag in file.dataset.elements), None)
    if tag is None:
        raise UnsupportedPixelsError("it has no pixel data")
    read = _Fields(file)
    number = _TAGS[tag]
    fixed = {Number.FLOAT: 32, Number.DOUBLE: 64}.get(number)
    allocated = fixed or read.unsigned(0x00280100, "BitsAllocated")
    stored = fixed or read.unsigned(0x00280101, "BitsStored", allocated)
    layout = PixelLayout(
        rows=read.unsigned(0x00280010, "Rows"),
        columns=read.unsigned(0x00280011, "Columns"),
        frames=read.frames(),
        samples=read.unsigned(0x00280002, "SamplesPerPixel", 1),
        photometric=read.text(0x00280004).upper() or "MONOCHROME2",
        planar=read.unsigned(0x00280006, "PlanarConfiguration", 0) == 1,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=fixed - 1 if fixed else read.unsigned(0x00280102, "HighBit", stored - 1),
        signed=not fixed and read.unsigned(0x00280103, "PixelRepresentation", 0) == 1,
        number=number,
    )
    _check(layout)
    return layout


def _check(layout: PixelLayout) -> None:
    if layout.rows == 0 or layout.columns == 0:
        raise UnsupportedPixelsError(f"Rows {layout.rows} and Columns {layout.columns}: there is no picture")
    if layout.number is Number.INTEGER and layout.bits_allocated not in _BITS:
        raise UnsupportedPixelsError(f"BitsAllocated {layout.bits_allocated}; read are 1, 8, 12, 16 and 32")
    if not 1 <= layout.bits_stored <= layout.high_bit + 1 <= layout.bits_allocated:
        raise UnsupportedPixelsError(
            f"BitsStored {layout.bits_stored} and HighBit {layout.high_bit} do not fit into "
            f"BitsAllocated {layout.bits_allocated}"
        )
    if layout.samples not in (1, 3):
        raise UnsupportedPixelsError(f"SamplesPerPixel {layout.samples}; read are 1 and 3")
    if layout.samples == 3 and layout.bits_allocated not in (8, 16, 32):
        raise UnsupportedPixelsError(f"colour with BitsAllocated {layout.bits_allocated}")
    if layout.photometric == "YBR_FULL_422" and layout.bits_allocated != 8:
        raise UnsupportedPixelsError(f"YBR_FULL_422 with BitsAllocated {layout.bits_allocated}")
    if layout.rows * layout.columns * layout.samples * max(1, layout.bits_allocated // 8) > LARGEST_FRAME:
        raise UnsupportedPixelsError(f"a frame of {layout.columns} x {layout.rows} pixels is larger than 1 GiB")


class _Fields:
    def __init__(self, file: DicomFile) -> None:
        self._file = file

    def unsigned(self, tag: int, name: str, default: int | None = None) -> int:
        raw = self._file.raw(tag)
        if not raw:
            if default is None:
                raise UnsupportedPixelsError(f"{name} is missing")
            return default
        if len(raw) > 4:
            raw = raw[:2]
        return int.from_bytes(raw, "little" if self._file.syntax.little else "big")

    def text(self, tag: int) -> str:
        return (self._file.raw(tag) or b"").decode("latin-1").strip(" \0")

    def frames(self) -> int:
        text = self.text(0x00280008).split("\\")[0].strip()
        if not text:
            return 1
        if not text.isdigit() or len(text) > 9:
            raise UnsupportedPixelsError("NumberOfFrames is not a number")
        return max(1, int(text))
