"""Struct layouts: the sizes of C, and the names and order of the headers."""

import re

import numpy as np
import pytest

from render.kernels import layout, library
from render.kernels.cuda_source import SOURCE

STRUCTS = {
    "jobs.h": (
        ("SliceRays", layout.SLICE_RAYS),
        ("PixelVector", layout.PIXEL_VECTOR),
        ("CameraRays", layout.CAMERA_RAYS),
        ("BrickGrid", layout.BRICK_GRID),
        ("Tone", layout.TONE),
        ("MipWindow", layout.MIP_WINDOW),
        ("TransferTable", layout.TRANSFER_TABLE),
        ("Shading", layout.SHADING),
        ("SliceJob", layout.SLICE_JOB),
        ("FrameJob", layout.FRAME_JOB),
        ("MipJob", layout.MIP_JOB),
        ("CompositeJob", layout.COMPOSITE_JOB),
    ),
    "volume.h": (("Volume", layout.VOLUME),),
    "fill.h": (("FillJob", layout.FILL_JOB),),
    "extrema.h": (("ExtremaJob", layout.EXTREMA_JOB),),
    "octants.h": (
        ("OctantMaps", layout.OCTANT_MAPS),
        ("ClassifyJob", layout.CLASSIFY_JOB),
        ("MaximaJob", layout.MAXIMA_JOB),
    ),
    "light.h": (("LightJob", layout.LIGHT_JOB),),
}
CASES = [(header, name, dtype) for header, structs in STRUCTS.items() for name, dtype in structs]


@pytest.mark.parametrize(("header", "name", "dtype"), CASES, ids=[name for _, name, _ in CASES])
def test_fields_are_those_of_the_header(header: str, name: str, dtype: np.dtype[np.void]) -> None:
    text = re.sub(r"//.*", "", (SOURCE / header).read_text())
    match = re.search(rf"struct {name} {{(.*?)\n}};", text, re.DOTALL)
    assert match
    names = [
        re.sub(r"\[\d+\]|\*", "", declared).split()[-1]
        for statement in match[1].split(";")
        if statement.strip()
        for declared in statement.split(",")
    ]
    assert names == list(dtype.names or ())


def test_sizes_are_those_of_the_library() -> None:
    loaded = library.load()
    sizes = [loaded.tomocast_size_of(n) for n in range(len(layout.CHECKED) + 1)]
    assert sizes == [*(dtype.itemsize for dtype in layout.CHECKED), 0]


def test_record() -> None:
    tone = layout.record(layout.TONE, scale=2.0, outside=3)
    assert tone.shape == ()
    assert (float(tone["scale"]), float(tone["offset"]), int(tone["outside"])) == (2.0, 0.0, 3)
