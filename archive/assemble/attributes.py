"""Reading attributes that may be absent, empty or broken: such a value is no value, never an exception."""

import math
from collections.abc import Sequence
from functools import cache
from struct import Struct

from pydicom.datadict import dictionary_VR, tag_for_keyword

from archive.assemble.elements import Elements
from archive.text import decode_text

_BINARY = {
    "US": "H", "SS": "h", "UL": "L", "SL": "l", "FL": "f", "FD": "d", "UV": "Q", "SV": "q", "OW": "H", "OF": "f",
    # The sign of these follows PixelRepresentation: whoever reads them knows it.
    "US or SS": "H", "US or SS or OW": "H", "US or OW": "H",
}  # fmt: skip


@cache
def tag_of(keyword: str) -> int:
    """The tag of an attribute by its name in PS3.6."""
    tag = tag_for_keyword(keyword)
    if tag is None:
        raise KeyError(keyword)
    return int(tag)


@cache
def _struct(code: str) -> Struct:
    return Struct(code)


def present(elements: Elements, keyword: str) -> bool:
    """Whether the element is there, even if empty."""
    return tag_of(keyword) in elements


def numbers(elements: Elements, keyword: str) -> tuple[float, ...]:
    """All values as finite floats; empty where the element is absent, empty, or any value is not a number."""
    tag = tag_of(keyword)
    raw = elements.raw(tag)
    if not raw:
        return ()
    written = elements.vr(tag)
    kind = _BINARY.get(dictionary_VR(tag) if written in ("", "UN") else written)
    if kind is not None:
        count = len(raw) // _struct(f"<{kind}").size
        values = tuple(map(float, _struct(f"{'<' if elements.little else '>'}{count}{kind}").unpack_from(raw)))
    else:
        text_form = raw.strip(b" \0")
        try:
            values = tuple(map(float, text_form.split(b"\\"))) if text_form else ()
        except ValueError:
            return ()
    return values if all(map(math.isfinite, values)) else ()


def number(elements: Elements, keyword: str) -> float | None:
    """The first value, or None."""
    values = numbers(elements, keyword)
    return values[0] if values else None


def whole(elements: Elements, keyword: str) -> int | None:
    """The first value as a whole number; None where it is none."""
    value = number(elements, keyword)
    return int(value) if value is not None and value == int(value) else None


def codes(elements: Elements, keyword: str) -> tuple[str, ...]:
    """All values of a code string, time, date or identifier, without padding."""
    raw = elements.raw(tag_of(keyword))
    return tuple(part.strip(" \0") for part in raw.decode("latin-1").split("\\")) if raw else ()


def code(elements: Elements, keyword: str) -> str:
    """The first value of a code string, time, date or identifier; empty where there is none."""
    values = codes(elements, keyword)
    return values[0] if values else ""


def text(elements: Elements, keyword: str) -> str:
    """Free text in the data set's character set; several values stay joined by backslashes."""
    raw = elements.raw(tag_of(keyword))
    return decode_text(raw, elements.charset) if raw else ""


def items(elements: Elements, keyword: str) -> Sequence[Elements]:
    """The items of a sequence; empty where it is absent, empty or no sequence."""
    return elements.items(tag_of(keyword))


def first_item(elements: Elements, keyword: str) -> Elements | None:
    """The first item of a sequence, or None."""
    found = items(elements, keyword)
    return found[0] if found else None
