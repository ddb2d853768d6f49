import numpy as np
import pytest

from archive.layout import Number, PixelLayout
from archive.values import cut, needs_cut, unpack_bits, unpack_twelve


def test_full_cells_are_a_view() -> None:
    cells = np.array([0, 1, 65535], np.uint16)
    values = cut(cells, 16, 15, signed=True)
    assert values.tolist() == [0, 1, -1]
    assert np.shares_memory(values, cells)


@pytest.mark.parametrize("high_bit", [11, 13, 15])
def test_bits_beside_the_value_are_dropped_and_the_sign_extended(high_bit: int) -> None:
    wanted = np.array([-2048, -1, 0, 1, 2047], np.int16)
    shift = high_bit - 11
    junk = ~np.uint16(0xFFF << shift)
    cells = ((wanted.astype(np.uint16) & 0xFFF) << shift) | junk
    assert cut(cells, 12, high_bit, signed=True).tolist() == wanted.tolist()
    assert cut(cells, 12, high_bit, signed=False).tolist() == (wanted & 0xFFF).tolist()


def test_needs_cut_says_whether_cells_hold_more() -> None:
    def layout(stored: int, allocated: int) -> PixelLayout:
        return PixelLayout(
            1,
            1,
            1,
            1,
            "MONOCHROME2",
            planar=False,
            bits_allocated=allocated,
            bits_stored=stored,
            high_bit=stored - 1,
            signed=False,
            number=Number.INTEGER,
        )

    assert not needs_cut(layout(16, 16))
    assert needs_cut(layout(12, 16))
    assert needs_cut(layout(12, 12))
    assert needs_cut(layout(1, 1))


@pytest.mark.parametrize(("first", "count"), [(0, 8), (3, 9), (7, 1), (11, 13)])
def test_one_bit_cells_from_anywhere(first: int, count: int) -> None:
    bits = np.random.default_rng(1).integers(0, 2, 24, np.uint8)
    data = np.packbits(bits, bitorder="little").tobytes()
    assert unpack_bits(data, first, count).tolist() == bits[first : first + count].tolist()


@pytest.mark.parametrize(("first", "count"), [(0, 4), (1, 3), (3, 2), (2, 1), (0, 7), (4, 3)])
def test_twelve_bit_cells_from_anywhere(first: int, count: int) -> None:
    values = np.array([0xABC, 0x123, 0xFFF, 0x000, 0x800, 0x001, 0x7FE], np.uint16)
    packed = sum(int(value) << (12 * place) for place, value in enumerate(values)).to_bytes(11, "little")
    assert unpack_twelve(packed, first, count).tolist() == values[first : first + count].tolist()
