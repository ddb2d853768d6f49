"""Reading attributes that may be absent, empty or broken: such a value is no value, never an exception.

Numbers are taken from the raw bytes where a data set still has them: a thousand headers are read in a second, and a
value that breaks its representation's rules costs no warning.
"""

import math
from collections.abc import Sequence
from functools import cache
from struct import Struct
from typing import Any

from pydicom import Dataset
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.tag import BaseTag, Tag

_BINARY = {
    "US": "H", "SS": "h", "UL": "L", "SL": "l", "FL": "f", "FD": "d", "UV": "Q", "SV": "q", "OW": "H",
    # The sign of these follows PixelRepresentation: whoever reads them knows it.
    "US or SS": "H", "US or SS or OW": "H", "US or OW": "H",
}  # fmt: skip


@cache
def tag_of(keyword: str) -> BaseTag:
    """The tag of an attribute by its name in PS3.6."""
    tag = tag_for_keyword(keyword)
    if tag is None:
        raise KeyError(keyword)
    return Tag(tag)


@cache
def _struct(code: str) -> Struct:
    return Struct(code)


def present(dataset: Dataset, keyword: str) -> bool:
    """Whether the element is there, even if empty."""
    return tag_of(keyword) in dataset


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """All values as finite floats; empty where the element is absent, empty, or any value is not a number."""
    tag = tag_of(keyword)
    item: Any = dataset.get_item(tag) if tag in dataset else None
    if item is None:
        return ()
    try:
        values = _raw_numbers(item) if isinstance(item, RawDataElement) else _plain_numbers(item.value)
    except (ValueError, TypeError, OverflowError):
        return ()
    return values if all(map(math.isfinite, values)) else ()


def number(dataset: Dataset, keyword: str) -> float | None:
    """The first value, or None."""
    values = numbers(dataset, keyword)
    return values[0] if values else None


def whole(dataset: Dataset, keyword: str) -> int | None:
    """The first value as a whole number; None where it is none."""
    value = number(dataset, keyword)
    return int(value) if value is not None and value == int(value) else None


def codes(dataset: Dataset, keyword: str) -> tuple[str, ...]:
    """All values of a code string, time, date or identifier, without padding."""
    tag = tag_of(keyword)
    item: Any = dataset.get_item(tag) if tag in dataset else None
    if item is None or item.value is None:
        return ()
    if isinstance(item.value, bytes):
        return tuple(part.strip(" \0") for part in item.value.decode("latin-1").split("\\"))
    return tuple(str(part).strip(" \0") for part in (item.value if _several(item.value) else (item.value,)))


def code(dataset: Dataset, keyword: str) -> str:
    """The first value of a code string, time, date or identifier; empty where there is none."""
    values = codes(dataset, keyword)
    return values[0] if values else ""


def text(dataset: Dataset, keyword: str) -> str:
    """Free text in the data set's character set; several values are joined by a backslash as they were written."""
    value = _converted(dataset, keyword)
    if value is None:
        return ""
    return "\\".join(map(str, value)) if _several(value) else str(value).strip(" \0")


def items(dataset: Dataset, keyword: str) -> Sequence[Dataset]:
    """The items of a sequence; empty where it is absent, empty or no sequence."""
    value = _converted(dataset, keyword)
    return value if _several(value) else ()


def first_item(dataset: Dataset, keyword: str) -> Dataset | None:
    """The first item of a sequence, or None."""
    found = items(dataset, keyword)
    return found[0] if found else None


def _several(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _converted(dataset: Dataset, keyword: str) -> Any:
    tag = tag_of(keyword)
    try:
        return dataset[tag].value if tag in dataset else None
    except (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, OSError):
        return None


def _raw_numbers(item: RawDataElement) -> tuple[float, ...]:
    data = (item.value or b"").strip(b" \0") if item.VR in ("DS", "IS") else item.value or b""
    vr = item.VR or dictionary_VR(item.tag)
    kind = _BINARY.get(vr)
    if kind is None:
        data = data.strip(b" \0")
        return tuple(map(float, data.split(b"\\"))) if data else ()
    width = _struct(f"<{kind}").size
    order = "<" if item.is_little_endian else ">"
    return tuple(map(float, _struct(f"{order}{len(data) // width}{kind}").unpack_from(data)))


def _plain_numbers(value: Any) -> tuple[float, ...]:
    if value is None or value == "":
        return ()
    return tuple(map(float, value)) if _several(value) else (float(value),)
