"""What a compressed frame says of itself, read before any decoder sees it."""

from dataclasses import dataclass

from archive.errors import FrameMismatchError
from archive.layout import PixelLayout
from archive.syntaxes import Codec

_SOF_LOSSLESS = 0xC3
_SOF_LS = 0xF7
_SOF_SEQUENTIAL = (0xC0, 0xC1)
_SOF = frozenset((*range(0xC0, 0xD0), _SOF_LS)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_ADOBE, _JFIF = 0xEE, 0xE0
_RLE_HEADER, _RLE_MOST = 64, 15
_BYTE = 8


@dataclass(frozen=True, slots=True)
class Codestream:
    """Size and kind of one compressed frame; `ycc` when its own markers say luminance and chrominance, else None."""

    rows: int
    columns: int
    components: int
    bits: int
    signed: bool
    process: int
    ycc: bool | None


def read_codestream(frame: bytes, codec: Codec) -> Codestream:
    """The header of a JPEG, JPEG-LS or JPEG 2000 codestream.

    Raises:
        FrameMismatchError: it is none.
    """
    if codec in (Codec.JPEG_2000, Codec.HTJ2K):
        return _read_j2k(frame)
    return _read_jpeg(frame)


def check_codestream(stream: Codestream, codec: Codec, layout: PixelLayout) -> None:
    """Refuse a frame whose own size, components or bits disagree with the data set.

    Raises:
        FrameMismatchError: with both numbers.
    """
    if (stream.rows, stream.columns) != (layout.rows, layout.columns):
        raise FrameMismatchError(
            f"the compressed frame is {stream.columns} x {stream.rows}, the header says "
            f"{layout.columns} x {layout.rows}"
        )
    if stream.components != layout.samples:
        raise FrameMismatchError(
            f"the compressed frame has {stream.components} components, the header says {layout.samples}"
        )
    narrow = stream.bits <= _BYTE < layout.bits_allocated and layout.bits_stored > _BYTE
    if stream.bits > layout.bits_allocated or narrow:
        raise FrameMismatchError(
            f"the compressed frame has {stream.bits} bits, the header allocates {layout.bits_allocated}"
        )
    process_fits = {
        Codec.JPEG: stream.process in (*_SOF_SEQUENTIAL, 0xC2),
        Codec.JPEG_LOSSLESS: stream.process == _SOF_LOSSLESS,
        Codec.JPEG_LS: stream.process == _SOF_LS,
    }.get(codec, True)
    if not process_fits:
        raise FrameMismatchError(f"the compressed frame is not what its transfer syntax says ({codec})")


def check_rle(frame: bytes, layout: PixelLayout) -> None:
    """The same for the header of an RLE frame (PS3.5 annex G.5): its segments must be what the data set needs.

    Raises:
        FrameMismatchError: the number of segments or their places are wrong.
    """
    segments = int.from_bytes(frame[:4], "little")
    needed = layout.samples * ((layout.bits_allocated + 7) // 8)
    if len(frame) < _RLE_HEADER or not 1 <= segments <= _RLE_MOST:
        raise FrameMismatchError("the RLE frame has no valid header")
    if segments != needed:
        raise FrameMismatchError(f"the RLE frame has {segments} segments, the header needs {needed}")
    offsets = [int.from_bytes(frame[at : at + 4], "little") for at in range(4, 4 + 4 * segments, 4)]
    if offsets != sorted(offsets) or offsets[0] < _RLE_HEADER or offsets[-1] >= len(frame):
        raise FrameMismatchError("the RLE frame's segments lie outside of it")


def _read_jpeg(frame: bytes) -> Codestream:
    """Walk the marker segments up to the frame header (ITU-T T.81 B.2, T.87 C.2)."""
    if frame[:2] != b"\xff\xd8":
        raise FrameMismatchError("the compressed frame does not begin like a JPEG codestream")
    position, ycc = 2, None
    while position + 4 <= len(frame):
        if frame[position] != 0xFF:
            break
        marker = frame[position + 1]
        if marker == 0xFF or marker in _STANDALONE:
            position += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(frame[position + 2 : position + 4], "big")
        body = frame[position + 4 : position + 2 + length]
        if marker in _SOF:
            return _frame_header(marker, body, ycc)
        if marker == _ADOBE and body[:5] == b"Adobe" and len(body) >= 12:
            ycc = body[11] != 0
        elif marker == _JFIF and body[:4] == b"JFIF" and ycc is None:
            ycc = True
        position += 2 + max(length, 2)
    raise FrameMismatchError("the JPEG codestream has no frame header")


def _frame_header(marker: int, body: bytes, ycc: bool | None) -> Codestream:
    if len(body) < 6:
        raise FrameMismatchError("the JPEG codestream is cut off in its frame header")
    components = body[5]
    names = body[6::3][:components]
    return Codestream(
        rows=int.from_bytes(body[1:3], "big"),
        columns=int.from_bytes(body[3:5], "big"),
        components=components,
        bits=body[0],
        signed=False,
        process=marker,
        ycc=False if names == b"RGB" else ycc,
    )


def _read_j2k(frame: bytes) -> Codestream:
    """The SIZ segment (ITU-T T.800 A.5.1), of a codestream or inside a JP2 file."""
    start = 0
    if frame[4:8] == b"jP  ":
        start = frame.find(b"jp2c") + 4
    at = start + 2
    if frame[start : start + 4] != b"\xff\x4f\xff\x51" or len(frame) < at + 40:
        raise FrameMismatchError("the compressed frame does not begin like a JPEG 2000 codestream")

    def number(offset: int, size: int = 4) -> int:
        return int.from_bytes(frame[at + offset : at + offset + size], "big")

    components = number(38, 2)
    depths = frame[at + 40 : at + 40 + 3 * components : 3]
    steps = frame[at + 41 : at + 40 + 3 * components]
    if not depths or len(set(depths)) > 1 or any(steps[index::3].strip(b"\1") for index in (0, 1)):
        raise FrameMismatchError("the JPEG 2000 components differ in depth or size")
    return Codestream(
        rows=number(10) - number(18),
        columns=number(6) - number(14),
        components=components,
        bits=(depths[0] & 0x7F) + 1,
        signed=bool(depths[0] & 0x80),
        process=0,
        ycc=None,
    )
