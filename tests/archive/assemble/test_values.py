from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from archive.assemble.elements import Elements
from archive.assemble.frames import frame_records
from archive.assemble.records import FrameRecord, ModalityLut, PixelFormat, Rescale
from archive.assemble.values import plan_values
from tests.archive.assemble.samples import image, kept, row

PIXELS = PixelFormat(1, 4, 1, "MONOCHROME2", 16, 16, signed=True)


def frame(
    rescale: Rescale | None = None, pixels: PixelFormat = PIXELS, padding: tuple[float, float] | None = None
) -> FrameRecord:
    dataset = image()
    (found,) = frame_records(row(dataset), Elements.of_header(kept(dataset)))
    return replace(found, rescale=rescale or Rescale(), pixels=pixels, padding=padding)


def real(stored: Any, frames: list[FrameRecord], n: int = 0, factor: float = 1.0) -> Any:
    """What the n-th frame's stored values mean after both steps."""
    plan = plan_values(frames, factor)
    dtype = np.dtype(plan.rules[n].stored)
    voxels = plan.rules[n].apply(np.array(stored, dtype))
    assert voxels.dtype == np.dtype(plan.voxel)
    assert plan.slope > 0
    return voxels.astype(np.float64) * plan.slope + plan.intercept


SIGNED = [-32768, -1, 0, 32767]
UNSIGNED = [0, 1, 32768, 65535]


@pytest.mark.parametrize(("signed", "stored"), [(True, SIGNED), (False, UNSIGNED)])
@pytest.mark.parametrize("slope", [1.0, 0.25, 3.0, -1.0, -0.25, -7.0])
def test_real_values_are_those_of_the_header_for_any_slope(signed: bool, stored: list[int], slope: float) -> None:
    frames = [frame(Rescale(slope, -1000.5), replace(PIXELS, signed=signed))] * 2
    assert plan_values(frames).voxel == ("int16" if signed else "uint16")
    assert list(real(stored, frames)) == [value * slope - 1000.5 for value in stored]


@pytest.mark.parametrize(
    ("formats", "voxel"),
    [
        ([(12, False)], "uint16"),
        ([(8, False), (16, False)], "uint16"),
        ([(12, True), (16, True)], "int16"),
        ([(16, True), (12, False)], "int16"),
        ([(16, True), (16, False)], "float32"),
        ([(32, True)], "float32"),
    ],
)
def test_voxel_types(formats: list[tuple[int, bool]], voxel: str) -> None:
    frames = [
        frame(pixels=replace(PIXELS, bits_allocated=16 if bits <= 16 else 32, bits_stored=bits, signed=signed))
        for bits, signed in formats
    ]
    assert plan_values(frames).voxel == voxel


def test_a_slope_for_each_slice_makes_floats_of_real_values() -> None:
    frames = [frame(Rescale(1.7141, 0)), frame(Rescale(0.5, 10))]
    assert plan_values(frames).voxel == "float32"
    assert real([32766, 1, 0, -5], frames, 0) == pytest.approx([32766 * 1.7141, 1.7141, 0, -5 * 1.7141], rel=1e-7)
    assert list(real([3, 1, 0, -5], frames, 1)) == [11.5, 10.5, 10, 7.5]


def test_a_factor_reaches_both_ways() -> None:
    assert list(real([4, 2, 0, -2], [frame(Rescale(2, 1))], factor=0.5)) == [4.5, 2.5, 0.5, -1.5]
    assert list(real([4, 2, 0, -2], [frame(Rescale(2, 1)), frame(Rescale(4, 0))], factor=0.5)) == [4.5, 2.5, 0.5, -1.5]


def test_a_modality_table_holds_its_ends() -> None:
    lut = ModalityLut(-1, (100, 60000, 7))
    frames = [frame(Rescale(lut=lut))]
    assert plan_values(frames).voxel == "uint16"
    assert list(real([-5, -1, 0, 99], frames)) == [100, 100, 60000, 7]


def test_tables_and_slopes_together_are_floats() -> None:
    frames = [frame(Rescale(lut=ModalityLut(0, (5, 6)))), frame(Rescale(2, 0))]
    assert plan_values(frames).voxel == "float32"
    assert list(real([0, 1, 2, 3], frames, 0)) == [5, 6, 6, 6]


def test_floats_stay_floats() -> None:
    frames = [frame(pixels=replace(PIXELS, bits_allocated=64, bits_stored=64, number="double"))]
    assert plan_values(frames).voxel == "float32"
    assert [note.code for note in plan_values(frames).notes] == ["precision"]
    assert list(real([0.5, -1.25, 0, 3], frames)) == [0.5, -1.25, 0, 3]


@pytest.mark.parametrize(
    ("rescale", "expected"),
    [
        (Rescale(1, 0), (-2000, -1999)),
        (Rescale(-1, 0), (1998, 1999)),
        (Rescale(lut=ModalityLut(-2000, (9, 8))), (8, 9)),
    ],
)
def test_padding_goes_the_way_of_the_values(rescale: Rescale, expected: tuple[float, float]) -> None:
    assert plan_values([frame(rescale, padding=(-2000, -1999))]).padding == expected


def test_padding_of_float_voxels_is_real() -> None:
    odd = frame(Rescale(2, 1), replace(PIXELS, signed=False), padding=(65535, 65535))
    plan = plan_values([frame(Rescale(2, 1), padding=(-5, -5)), odd, frame(Rescale(2, 1), padding=(-5, -5))])
    assert plan.voxel == "float32"
    assert plan.padding == (-9.0, -9.0)
    assert [note.code for note in plan.notes] == ["padding"]


def test_a_slice_without_padding_changes_nothing() -> None:
    plan = plan_values([frame(padding=(-2000, -2000)), frame()])
    assert plan.padding == (-2000.0, -2000.0)
    assert not plan.notes


def test_padding_beyond_the_type_is_clipped() -> None:
    assert plan_values([frame(padding=(-70000, -40000))]).padding == (-32768, -32768)
