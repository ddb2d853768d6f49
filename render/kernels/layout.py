"""The structs that compiled kernels read, as NumPy sees them: the same bytes on the host and on a CUDA device.

Field by field the structs of `source/jobs.h`, `fill.h`, `extrema.h`, `octants.h` and `light.h`.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

POINTER = np.uint64
_I, _F = np.int32, np.float32

# One struct by value: a structured array of shape ().
Record = NDArray[np.void]
Field = tuple[Any, ...]


def _struct(*fields: Field) -> np.dtype[np.void]:
    return np.dtype(list(fields), align=True)


def _each(kind: Any, *names: str) -> Iterator[Field]:
    return ((name, kind) for name in names)


VOLUME = _struct(
    *_each(POINTER, "voxels", "texture"),
    *_each(_I, "row", "slice", "nx", "ny", "nz", "unused"),
)
SLICE_RAYS = _struct(
    ("origin", _F, 3),
    ("right", _F, 3),
    ("down", _F, 3),
    ("normal", _F, 3),
    *_each(_I, "samples", "mode", "skip_padding"),
    *_each(_F, "padding_low", "padding_high"),
)
PIXEL_VECTOR = _struct(("at", _F, 3), ("right", _F, 3), ("down", _F, 3))
CAMERA_RAYS = _struct(
    *_each(PIXEL_VECTOR, "origin", "direction", "index_direction"),
    *_each(_F, "step", "inverse_step"),
    ("jitter", _I),
)
BRICK_GRID = _struct(
    *_each(POINTER, "empty", "maximum", "blocks"),
    *_each(_I, "nx", "ny", "nz", "octant", "block_row", "block_slice"),
    *_each(_F, "edge", "inverse_edge", "code_scale", "code_offset"),
)
TONE = _struct(*_each(_F, "scale", "offset"), ("outside", _I))
MIP_WINDOW = _struct(("windowed", _I), *_each(_F, "floor", "ceiling", "slack"))
TRANSFER_TABLE = _struct(
    *_each(POINTER, "opacity", "color"),
    *_each(_F, "scale", "offset"),
    *_each(_I, "bins", "unused"),
)
SHADING = _struct(
    *_each(_I, "classification", "lighting"),
    *_each(_F, "ambient", "head", "key", "highlight"),
    ("shininess", _I),
    *_each(_F, "opacity_base", "opacity_slope", "flat_below", "visibility"),
    ("metric", _F, 6),
    ("key_index", _F, 3),
    ("key_mm", _F, 3),
)

SLICE_JOB = _struct(
    ("volume", VOLUME),
    *_each(POINTER, "picture", "values"),
    ("rays", SLICE_RAYS),
    ("tone", TONE),
    *_each(_I, "width", "height"),
)
FRAME_JOB = _struct(
    *_each(POINTER, "pixels", "picture"),
    ("origin", _F, 2),
    ("right", _F, 2),
    ("down", _F, 2),
    *_each(_I, "columns", "rows", "width", "height"),
)
MIP_JOB = _struct(
    ("volume", VOLUME),
    ("bricks", BRICK_GRID),
    *_each(POINTER, "picture", "values"),
    ("rays", CAMERA_RAYS),
    ("tone", TONE),
    ("window", MIP_WINDOW),
    *_each(_I, "accelerate", "width", "height"),
)
COMPOSITE_JOB = _struct(
    *_each(VOLUME, "volume", "light"),
    ("bricks", BRICK_GRID),
    ("table", TRANSFER_TABLE),
    *_each(POINTER, "jitter", "picture"),
    ("rays", CAMERA_RAYS),
    ("shading", SHADING),
    *_each(_I, "skip", "width", "height"),
)

FILL_JOB = _struct(
    *_each(POINTER, "source", "padded"),
    *_each(_I, "row", "slice", "nx", "ny", "nz", "stored", "smooth", "clear"),
    *_each(_F, "clear_low", "clear_high", "replacement"),
)
EXTREMA_JOB = _struct(*_each(_I, "edge", "apron", "nx", "ny", "nz"), *_each(POINTER, "smallest", "largest"))
OCTANT_MAPS = _struct(*_each(_I, "nx", "ny", "nz", "octant"))
CLASSIFY_JOB = _struct(
    ("maps", OCTANT_MAPS),
    *_each(POINTER, "smallest", "largest", "extinction"),
    *_each(_F, "scale", "offset"),
    ("bins", _I),
    ("empty", POINTER),
)
MAXIMA_JOB = _struct(
    ("maps", OCTANT_MAPS),
    ("largest", POINTER),
    *_each(_F, "floor", "code_scale", "code_offset"),
    ("round_up", _I),
    ("maximum", POINTER),
)
BLOCKS_JOB = _struct(("table", CLASSIFY_JOB), *_each(_I, "apron", "nx", "ny", "nz", "row", "slice"), ("bits", POINTER))
LIGHT_JOB = _struct(
    ("extinction", POINTER),
    *_each(_F, "scale", "offset"),
    ("bins", _I),
    ("matrix", _F, 9),
    ("cells", VOLUME),
)

# In the order of tomocast_size_of() in source/host.cpp.
CHECKED = (
    SLICE_JOB,
    MIP_JOB,
    COMPOSITE_JOB,
    FILL_JOB,
    EXTREMA_JOB,
    CLASSIFY_JOB,
    MAXIMA_JOB,
    LIGHT_JOB,
    BLOCKS_JOB,
    FRAME_JOB,
)


def record(dtype: np.dtype[np.void], **fields: Any) -> Record:
    """One zeroed struct with these fields set; fields that are structs themselves take records."""
    result = np.zeros((), dtype)
    for name, value in fields.items():
        result[name] = value
    return result
