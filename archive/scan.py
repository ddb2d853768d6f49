"""A first walk over a stranger's data set: bounded in depth, items and bytes, without recursion deeper than a cap.

It finds where each top-level element lies and proves that every length stays inside the bytes, before any general
parser is let loose on them. It allocates nothing that grows with a length it has only been told.
"""

from dataclasses import dataclass, field
from mmap import mmap
from struct import Struct

from archive.errors import LimitExceededError, MalformedError
from archive.syntaxes import TransferSyntax

Buffer = bytes | bytearray | memoryview | mmap

UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
PIXEL_DATA, FLOAT_PIXELS, DOUBLE_PIXELS = 0x7FE00010, 0x7FE00008, 0x7FE00009

_BLOCK = 65536
# Explicit elements of these value representations carry a 32-bit length (PS3.5 7.1.2).
_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a data set may be at most; generous to real objects, deadly to bombs."""

    depth: int = 32
    items: int = 250_000
    elements: int = 2_000_000
    top_level_elements: int = 20_000
    fragments: int = 200_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Element:
    """Where a top-level element lies: `start` of its tag, `value` and `end` of its value; `vr` empty when implicit."""

    tag: int
    vr: bytes
    start: int
    value: int
    end: int


@dataclass(slots=True)
class ScannedDataset:
    """The top-level elements of a data set by tag; `fragments` are (offset, length) of encapsulated pixel data.

    The first fragment is the basic offset table (PS3.5 A.4), possibly empty.
    """

    elements: dict[int, Element] = field(default_factory=dict)
    fragments: list[tuple[int, int]] | None = None
    end: int = 0


class _Codes:
    """How numbers are written in one byte order."""

    def __init__(self, *, little: bool) -> None:
        order = "<" if little else ">"
        self.tag = Struct(f"{order}HH").unpack_from
        self.short = Struct(f"{order}H").unpack_from
        self.long = Struct(f"{order}L").unpack_from


_LITTLE, _BIG = _Codes(little=True), _Codes(little=False)


def scan(data: Buffer, start: int, end: int, syntax: TransferSyntax, limits: Limits = DEFAULT_LIMITS) -> ScannedDataset:
    """Walk the data set in `data[start:end]`, written in `syntax` (inflated already).

    Raises:
        MalformedError: an element reaches beyond its parent or the bytes, or a delimiter is missing.
        LimitExceededError: nested too deep, or too many items or elements.
    """
    return _Scanner(data, syntax, limits).dataset(start, end)


class _Scanner:
    def __init__(self, data: Buffer, syntax: TransferSyntax, limits: Limits) -> None:
        self._data = data
        self._codes = _LITTLE if syntax.little else _BIG
        self._explicit = syntax.explicit
        self._limits = limits
        self._items = 0
        self._elements = 0
        self._not_zero = -1  # where the last search for padding ended
        self._item_mark = b"\xfe\xff\x00\xe0" if syntax.little else b"\xff\xfe\xe0\x00"

    def dataset(self, start: int, end: int) -> ScannedDataset:
        found = ScannedDataset(end=end)
        elements = found.elements
        position, count = start, 0
        while position + 8 <= end:
            tag, vr, value, length = self._header(position, end, explicit=self._explicit)
            if tag >> 16 == 0 and self._only_padding(position, end):
                break
            count += 1
            if count > self._limits.top_level_elements:
                raise LimitExceededError(f"more than {self._limits.top_level_elements} elements")
            if tag == PIXEL_DATA and length == UNDEFINED:
                found.fragments, stop = self._fragments(value, end)
            else:
                stop = self._skip(tag, vr, value, length, end, depth=0)
            elements[tag] = Element(tag, vr, position, value, stop)
            position = stop
        if position + 8 > end and PIXEL_DATA not in elements and not self._only_padding(position, end):
            raise MalformedError("it ends inside an element's header")
        return found

    def _header(self, position: int, end: int, *, explicit: bool) -> tuple[int, bytes, int, int]:
        """Tag, VR, where the value starts, and its length as written."""
        if position + 8 > end:
            raise MalformedError("it ends inside an element's header")
        self._elements += 1
        if self._elements > self._limits.elements:
            raise LimitExceededError(f"more than {self._limits.elements} elements")
        codes, data = self._codes, self._data
        group, element = codes.tag(data, position)
        tag = group << 16 | element
        if not explicit or group == 0xFFFE:
            return tag, b"", position + 8, codes.long(data, position + 4)[0]
        vr = bytes(data[position + 4 : position + 6])
        if vr in _LONG:
            if position + 12 > end:
                raise MalformedError(f"it ends inside the header of {named(tag)}")
            return tag, vr, position + 12, codes.long(data, position + 8)[0]
        if not b"AA" <= vr <= b"ZZ" or not 65 <= vr[1] <= 90:
            # Some writers slip a single implicit element into an explicit data set.
            return tag, b"", position + 8, codes.long(data, position + 4)[0]
        return tag, vr, position + 8, codes.short(data, position + 6)[0]

    def _skip(self, tag: int, vr: bytes, value: int, length: int, end: int, depth: int) -> int:
        """The end of an element's value, after looking into it if it is a sequence."""
        if length == UNDEFINED:
            # A UN of undefined length holds implicit little endian items (PS3.5 6.2.2 note 2).
            return self._sequence(tag, value, end, depth + 1, explicit=bool(vr) and vr != b"UN", delimited=True)
        stop = value + length
        if stop > end:
            raise MalformedError(f"it ends inside {named(tag)}: {length} bytes are announced, {end - value} are there")
        if vr == b"SQ":
            self._sequence(tag, value, stop, depth + 1, explicit=True, delimited=False)
        elif length >= 8 and vr in (b"", b"UN") and self._data[value : value + 4] == self._item_mark:
            self._perhaps_sequence(tag, value, stop, depth)
        return stop

    def _perhaps_sequence(self, tag: int, value: int, stop: int, depth: int) -> None:
        """An implicit or unknown value that begins like an item: limits hold for it, its structure is not judged."""
        try:
            self._sequence(tag, value, stop, depth + 1, explicit=False, delimited=False)
        except MalformedError:
            return

    def _sequence(self, tag: int, start: int, end: int, depth: int, *, explicit: bool, delimited: bool) -> int:
        """Walk a sequence's items; returns where it ends."""
        if depth > self._limits.depth:
            raise LimitExceededError(f"sequences are nested deeper than {self._limits.depth}")
        position = start
        while position < end or delimited:
            mark, _, value, length = self._header(position, end, explicit=explicit)
            if mark == SEQUENCE_END and delimited:
                return value
            if mark != ITEM:
                raise MalformedError(f"something else than an item stands in sequence {named(tag)}")
            self._items += 1
            if self._items > self._limits.items:
                raise LimitExceededError(f"more than {self._limits.items} sequence items")
            position = self._item(tag, value, length, end, depth, explicit=explicit)
        return position

    def _item(self, tag: int, start: int, length: int, end: int, depth: int, *, explicit: bool) -> int:
        """Walk an item's elements; returns where it ends."""
        delimited = length == UNDEFINED
        stop = end if delimited else start + length
        if stop > end:
            raise MalformedError(f"an item of sequence {named(tag)} is longer than the sequence")
        position = start
        while position < stop or delimited:
            inner, vr, value, size = self._header(position, stop, explicit=explicit)
            if inner == ITEM_END and delimited:
                return value
            if inner == PIXEL_DATA and size == UNDEFINED:
                position = self._fragments(value, stop)[1]
            else:
                position = self._skip(inner, vr, value, size, stop, depth)
        return position

    def _fragments(self, start: int, end: int) -> tuple[list[tuple[int, int]], int]:
        """The fragments of encapsulated pixel data, and where it ends."""
        fragments: list[tuple[int, int]] = []
        position = start
        while position + 8 <= end:
            mark, _, value, length = self._header(position, end, explicit=False)
            if mark == SEQUENCE_END:
                return fragments, value
            if mark != ITEM or length == UNDEFINED or value + length > end:
                raise MalformedError(f"fragment {len(fragments)} of the pixel data is broken or cut off")
            if len(fragments) >= self._limits.fragments:
                raise LimitExceededError(f"more than {self._limits.fragments} fragments of pixel data")
            fragments.append((value, length))
            position = value + length
        if position != end or len(fragments) < 2:
            raise MalformedError("the pixel data is cut off")
        # The closing delimiter is missing and every fragment is whole: real writers do that.
        return fragments, position

    def _only_padding(self, position: int, end: int) -> bool:
        """Zeros up to the end, as some writers fill the last block."""
        if position > self._not_zero:
            # Looked for once: a million empty elements before one other byte must not be a million searches.
            self._not_zero = _first_not_zero(self._data, position, end)
        return self._not_zero == end


def _first_not_zero(data: Buffer, start: int, end: int) -> int:
    """Where the first other byte is; `end` where there is none."""
    for position in range(start, end, _BLOCK):
        block = bytes(data[position : min(position + _BLOCK, end)])
        rest = block.lstrip(b"\0")
        if rest:
            return position + len(block) - len(rest)
    return end


def named(tag: int) -> str:
    """A tag as the standard writes it, for instance `(0028,0010)`."""
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
