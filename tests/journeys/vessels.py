"""A film to look at: contrast medium that runs through a branching vessel, as an angiography shows it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydicom.uid import XRayAngiographicImageStorage

from tests.journeys.films import film_object, save

SIDE: Final = 512
FRAMES: Final = 36
FRAME_MS: Final = 66.7
# Tissue, and how much a vessel full of contrast takes away of it; twelve bits.
TISSUE, CONTRAST, NOISE = 2400.0, 1700.0, 40.0
# Pixels that the medium runs in a frame, and how long a place stays filled.
SPEED, STAYS = 24.0, 20.0
_ORDERS = 6


class Branch(NamedTuple):
    """A straight piece: from where to where, how wide, and how far from the catheter it begins."""

    x0: float
    y0: float
    x1: float
    y1: float
    radius: float
    begins: float


def branches(
    order: int = _ORDERS, at: tuple[float, float] = (130.0, 70.0), way: float = 1.05, far: float = 0.0
) -> list[Branch]:
    """The tree from its trunk on; the same at every call."""
    length, radius = 24.0 + 10.0 * order, 1.2 + 1.25 * order
    x, y = at[0] + length * math.cos(way), at[1] + length * math.sin(way)
    own = Branch(*at, x, y, radius, far)
    if order == 0:
        return [own]
    # The two ways differ as those of a heart's vessels do: one goes on, one turns aside.
    on = branches(order - 1, (x, y), way + 0.22 - 0.05 * (order % 3), far + length)
    aside = branches(order - 1, (x, y), way - 0.62 + 0.16 * (order % 2), far + length)
    return [own, *on, *aside]


def frames() -> NDArray[np.uint16]:
    """The film [frame, row, column]."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    depth = np.zeros((SIDE, SIDE), np.float32)
    reached = np.full((SIDE, SIDE), 1e6, np.float32)
    for one in branches():
        dx, dy = one.x1 - one.x0, one.y1 - one.y0
        length = math.hypot(dx, dy)
        along = np.clip(((x - one.x0) * dx + (y - one.y0) * dy) / length**2, 0, 1)
        off = np.hypot(x - one.x0 - along * dx, y - one.y0 - along * dy)
        inside = np.sqrt(np.clip(1 - (off / one.radius) ** 2, 0, 1)) * one.radius / 9
        here = inside > depth
        depth[here], reached[here] = inside[here], (one.begins + along * length)[here]
    lung = 260 * np.cos((x - SIDE / 2) / 150) * np.cos((y - SIDE / 2) / 210)
    film = np.empty((FRAMES, SIDE, SIDE), np.uint16)
    for n in range(FRAMES):
        age = n + 8 - reached / SPEED
        filled = np.clip(age, 0, 1) * np.clip((STAYS - age) / 6, 0, 1)
        grain = np.random.default_rng(n).normal(0, NOISE, (SIDE, SIDE))
        film[n] = np.clip(TISSUE + lung + grain - CONTRAST * filled * np.minimum(depth, 1), 0, 4095).astype(np.uint16)
    return film


def write_vessels(folder: Path) -> Path:
    """Write the film and return its file."""
    dataset = film_object("Angio^Film", XRayAngiographicImageStorage, "XA", "MONOCHROME2", frames())
    dataset.NumberOfFrames = FRAMES
    dataset.FrameTime = FRAME_MS
    dataset.FrameIncrementPointer = 0x00181063
    dataset.SeriesDescription = "Left coronary artery, generated"
    dataset.WindowCenter, dataset.WindowWidth = 1700, 2600
    return save(dataset, folder / "vessels.dcm")
