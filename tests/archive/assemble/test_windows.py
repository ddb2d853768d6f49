from typing import Any

import pytest

from archive.assemble.elements import Elements
from archive.assemble.functional import FrameHeader
from archive.assemble.records import PixelFormat
from archive.assemble.windows import read_table, scaled, windows_of, windows_of_stack
from render.volume import VoiLut, Window
from tests.archive.assemble.samples import elements, kept, table

WHOLE = PixelFormat(6, 8, 1, "MONOCHROME2", 16, 16, signed=False)
FLOAT = PixelFormat(6, 8, 1, "MONOCHROME2", 32, 32, signed=True, number="float")


def broken(descriptor: list[int], data: list[int]) -> Elements:
    return Elements.of_header(kept(table(descriptor, data)))


def windows(pixels: PixelFormat = WHOLE, **attributes: Any) -> tuple[Window, ...]:
    return windows_of(FrameHeader(elements(**attributes)), pixels, signed_values=True)


def test_several_windows_keep_their_order_and_names() -> None:
    assert windows(WindowCenter=[40, -600], WindowWidth=[400, 1500], WindowCenterWidthExplanation=["SOFT", "LUNG"]) == (
        Window(40, 400, label="SOFT"),
        Window(-600, 1500, label="LUNG"),
    )


def test_the_same_window_again_is_one() -> None:
    assert windows(WindowCenter=[40, 40], WindowWidth=[400, 400]) == (Window(40, 400),)


@pytest.mark.parametrize(
    ("width", "function", "expected"),
    [
        (0.5, None, "LINEAR_EXACT"),
        (1, None, "LINEAR"),
        (100, "LINEAR_EXACT", "LINEAR_EXACT"),
        (100, "SIGMOID", "SIGMOID"),
        (100, "NONSENSE", "LINEAR"),
    ],
)
def test_functions(width: float, function: str | None, expected: str) -> None:
    (found,) = windows(WindowCenter=1, WindowWidth=width, VOILUTFunction=function)
    assert found.function == expected


def test_windows_of_floats_are_exact() -> None:
    assert windows(FLOAT, WindowCenter=0.5, WindowWidth=1) == (Window(0.5, 1, "LINEAR_EXACT"),)


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"WindowCenter": 5},
        {"WindowWidth": 5},
        {"WindowCenter": 5, "WindowWidth": 0},
        {"WindowCenter": "", "WindowWidth": ""},
    ],
)
def test_what_is_no_window(attributes: dict[str, Any]) -> None:
    assert windows(**attributes) == ()


def test_tables_come_after_the_windows() -> None:
    lut_item = table([4, 100, 12], [0, 10, 20, 4095], LUTExplanation="curve")
    linear, curve = windows(WindowCenter=40, WindowWidth=400, VOILUTSequence=[lut_item])
    assert linear == Window(40, 400)
    assert curve == Window(102, 4, "LUT", "curve", VoiLut(100, (0, 10, 20, 4095), 12))


@pytest.mark.parametrize(
    ("descriptor", "data", "expected"),
    [
        ([2, 0xFFFE, 16], [1, 2], (-2, (1, 2), 16)),
        ([4, 0, 8], [0x0201, 0x0403], (0, (1, 2, 3, 4), 8)),
        ([3, 0, 8], [0x0201, 0x0003], (0, (1, 2, 3), 8)),
        ([3, 0, 16], [1, 2], None),
        ([3, 0], [1, 2, 3], None),
        ([2, 0, 99], [1, 2], (0, (1, 2), 16)),
    ],
)
def test_table_items(descriptor: list[int], data: list[int], expected: Any) -> None:
    assert read_table(broken(descriptor, data), signed_first=True) == expected


def test_a_length_of_zero_means_65536_entries() -> None:
    table = read_table(broken([0, 0, 16], [7] * 65536), signed_first=False)
    assert table is not None
    assert len(table[1]) == 65536


def test_a_stack_has_its_middle_slices_window_and_says_so() -> None:
    one, other = (Window(1, 2),), (Window(3, 4),)
    assert windows_of_stack([one, one, one]) == (one, ())
    chosen, notes = windows_of_stack([one, other, one])
    assert chosen == other
    assert [note.code for note in notes] == ["window"]
    assert windows_of_stack([one, (), ()]) == (one, ())
    assert windows_of_stack([(), ()]) == ((), ())


def test_windows_follow_a_change_of_unit() -> None:
    assert scaled(Window(1000, 500), 0.01) == Window(10, 5, "LINEAR_EXACT")
    assert scaled(Window(1000, 500, "SIGMOID"), 0.01) == Window(10, 5, "SIGMOID")
    assert scaled(Window(1, 2, "LUT", lut=VoiLut(0, (0, 1), 8)), 0.01) is None
