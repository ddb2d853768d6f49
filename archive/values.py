"""Stored values out of pixel cells: the bits that count, with their sign (PS3.5 8.1.1)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.layout import PixelLayout

Array = NDArray[Any]


def cut(cells: Array, bits_stored: int, high_bit: int, *, signed: bool) -> Array:
    """The stored values in integer cells: bits above and below the value are dropped, the sign is extended.

    Returns an array of the cells' width, signed as asked; a view where nothing has to be done.
    """
    width = cells.dtype.itemsize * 8
    values = cells.view(f"{cells.dtype.byteorder}{'i' if signed else 'u'}{cells.dtype.itemsize}")
    if bits_stored == width:
        return values
    lift = width - 1 - high_bit
    lifted = np.left_shift(values, lift) if lift else values
    stored: Array = np.right_shift(lifted, width - bits_stored)
    return stored


def needs_cut(layout: PixelLayout) -> bool:
    """Whether cells hold bits beside the value."""
    return layout.bits_stored != layout.cell_dtype.itemsize * 8


def unpack_bits(data: bytes | memoryview, first_bit: int, count: int) -> Array:
    """`count` one-bit cells from `first_bit` on, least significant bit first (PS3.5 8.1.1), as uint8."""
    start = first_bit // 8
    end = (first_bit + count + 7) // 8
    bits = np.unpackbits(np.frombuffer(data[start:end], np.uint8), bitorder="little")
    return bits[first_bit - start * 8 :][:count]


def unpack_twelve(data: bytes | memoryview, first_cell: int, count: int) -> Array:
    """`count` cells of 12 bits packed without gaps, low bits first, as uint16."""
    even = first_cell & ~1
    cells = first_cell + count - even
    packed = np.frombuffer(data[even * 3 // 2 : (even + cells) * 3 // 2 + 1], np.uint8)
    pairs = (cells + 1) // 2
    triples = np.zeros(pairs * 3, np.uint16)
    triples[: min(packed.size, triples.size)] = packed[: triples.size]
    low, middle, high = triples[0::3], triples[1::3], triples[2::3]
    values = np.empty(pairs * 2, np.uint16)
    values[0::2] = low | (middle & 0x0F) << 8
    values[1::2] = middle >> 4 | high << 4
    return values[first_cell - even :][:count]
