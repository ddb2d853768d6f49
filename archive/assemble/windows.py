"""A data set's own windows and VOI look-up tables (PS3.3 C.11.2)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from archive.assemble import attributes
from archive.assemble.elements import Elements
from archive.assemble.functional import FrameHeader
from archive.assemble.notes import Code, note
from archive.assemble.records import PixelFormat
from render.volume import Note, VoiLut, Window, WindowFunction

_MOST = 32
_FUNCTIONS: dict[str, WindowFunction] = {"LINEAR_EXACT": "LINEAR_EXACT", "SIGMOID": "SIGMOID"}
_LARGEST_TABLE = 65536
_BYTE = 8


def windows_of(header: FrameHeader, pixels: PixelFormat, *, signed_values: bool) -> tuple[Window, ...]:
    """A frame's windows in real values: the linear ones first, then its tables.

    `signed_values` says whether what the Modality LUT or rescale gives out may be negative: a table's first value is
    read so.
    """
    found = (*_linear(header, whole=pixels.number == "integer"), *_tables(header, signed_values=signed_values))
    return tuple(dict.fromkeys(found))[:_MOST]


def _linear(header: FrameHeader, *, whole: bool) -> list[Window]:
    centers, widths = header.numbers("WindowCenter"), header.numbers("WindowWidth")
    if not centers or not widths:
        return []
    labels = [label.strip() for label in header.text("WindowCenterWidthExplanation").split("\\")]
    function = _FUNCTIONS.get(header.code("VOILUTFunction").upper(), "LINEAR")
    windows = []
    for center, width, label in zip_longest(centers[:_MOST], widths[:_MOST], labels[:_MOST]):
        if center is None or width is None or width <= 0:
            continue
        # Below 1 the LINEAR formula divides by a negative number, and it is made for whole numbers.
        exact = function == "LINEAR" and (width < 1 or not whole)
        windows.append(Window(center, width, "LINEAR_EXACT" if exact else function, label or ""))
    # The same window again is no second preset, and the explained one says more.
    explained = {(w.center, w.width) for w in windows if w.label}
    return [w for w in windows if w.label or (w.center, w.width) not in explained]


def _tables(header: FrameHeader, *, signed_values: bool) -> list[Window]:
    group = header.macro("FrameVOILUTSequence")
    tables = attributes.items(group, "VOILUTSequence") if group is not None else ()
    windows = []
    for item in tables or header.items("VOILUTSequence"):
        table = read_table(item, signed_first=signed_values)
        if table is None:
            continue
        first, values, bits = table
        label = attributes.text(item, "LUTExplanation") or "LUT"
        lut = VoiLut(float(first), values, bits)
        windows.append(Window(first + len(values) / 2, float(len(values)), "LUT", label, lut))
    return windows


@lru_cache(maxsize=4)
def read_table(item: Elements, *, signed_first: bool) -> tuple[int, tuple[int, ...], int] | None:
    """First value mapped, entries and bits of a look-up table item (PS3.3 C.11.1.1.1); None where it is broken.

    All frames of an object have the same item mostly, and then the same table: thousands of copies would fill memory.
    """
    descriptor = attributes.numbers(item, "LUTDescriptor")
    data = attributes.numbers(item, "LUTData")
    if len(descriptor) != 3 or not data:
        return None
    entries, first, bits = (int(value) for value in descriptor)
    entries = entries % _LARGEST_TABLE or _LARGEST_TABLE
    if signed_first and first > 0x7FFF:
        first -= 0x10000
    if len(data) < entries and len(data) == (entries + 1) // 2 and (bits <= _BYTE or entries % 2 == 0):
        # 8-bit tables may come packed, two entries a word (PS3.3 C.11.1.1.1).
        data = tuple(part for word in data for part in (int(word) & 0xFF, int(word) >> 8))
    values = tuple(int(value) & 0xFFFF for value in data[:entries])
    return (first, values, bits if 8 <= bits <= 16 else 16) if len(values) == entries else None


def windows_of_stack(per_frame: Sequence[tuple[Window, ...]]) -> tuple[tuple[Window, ...], tuple[Note, ...]]:
    """The windows of a whole stack: the middle slice's, with a note where slices disagree."""
    middle = per_frame[len(per_frame) // 2]
    chosen = middle or next((windows for windows in per_frame if windows), ())
    if len({windows for windows in per_frame if windows}) <= 1:
        return chosen, ()
    return chosen, (note(Code.WINDOW, "The window differs from slice to slice: the middle slice's is used."),)


def scaled(window: Window, factor: float) -> Window | None:
    """The window for values multiplied by `factor`; None for a table, whose steps are whole values."""
    if window.lut is not None:
        return None
    # LINEAR's half units (PS3.3 C.11.2.1.2) were half a unit of the old values; they vanish in the new ones.
    function: WindowFunction = "LINEAR_EXACT" if window.function == "LINEAR" else window.function
    return replace(window, center=window.center * factor, width=window.width * factor, function=function)
