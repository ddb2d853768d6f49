"""A volume whose pictures tell which slice they are and where its centre lies: two rods, one of them slanted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from archive.phantom import write_series

SLICES, SIDE, MM = 96, 128, 2.0
# The slanted rod lies below the upright one by so many voxels, and moves to the right by so many with each slice.
BELOW, SLANT = 36, 0.8
_WIDTH = 2.2


def write_rods(folder: Path) -> Path:
    """Write the series; position 0 mm is the middle, between two slices."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] - (SIDE - 1) / 2
    planes = []
    for k in range(SLICES):
        aside = SLANT * (k - (SLICES - 1) / 2)
        upright = np.exp(-(x**2 + y**2) / (2 * _WIDTH**2))
        slanted = np.exp(-((x - aside) ** 2 + (y - BELOW) ** 2) / (2 * _WIDTH**2))
        planes.append(np.rint(2000 * np.maximum(upright, slanted) - 1000).astype(np.int16))
    corner = -MM * (SIDE - 1) / 2
    origin = (corner, corner, -MM * (SLICES - 1) / 2)
    write_series(folder, voxels=np.stack(planes), spacing=(MM, MM, MM), origin=origin)
    return folder


def aside_per_below(position_mm: float) -> float:
    """How far right of the upright rod the slanted one lies in the slice at a position, as a part of how far below."""
    return SLANT * position_mm / MM / BELOW
