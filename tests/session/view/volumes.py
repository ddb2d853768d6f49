"""Descriptions of volumes for tests of the view state: no voxels are needed there."""

import math
from dataclasses import replace

from render.volume import Film, VolumeInfo, VolumeKey, Window
from session.view.subject import Subject

KEY = VolumeKey("1.2.3", 1, 1)

AXIAL = VolumeInfo(
    key=KEY,
    label="Axial CT",
    modality="CT",
    columns=512,
    rows=400,
    slices=31,
    matrix=((0.7, 0.0, 0.0, -180.0), (0.0, 0.7, 0.0, -150.0), (0.0, 0.0, 2.5, -40.0)),
    voxel="int16",
    intercept=-1024.0,
    unit="HU",
    windows=(Window(-600.0, 1500.0, "LINEAR", "Lung"),),
)

# Rows to the back, columns to the feet, slices to the patient's left.
SAGITTAL = VolumeInfo(
    key=KEY,
    label="Sagittal MR",
    modality="MR",
    columns=256,
    rows=300,
    slices=20,
    matrix=((0.0, 0.0, 4.0, -38.0), (0.9, 0.0, 0.0, -110.0), (0.0, -0.9, 0.0, 140.0)),
    voxel="uint16",
)

FILM = VolumeInfo(
    key=KEY,
    label="40 frames",
    modality="XA",
    columns=200,
    rows=100,
    slices=40,
    matrix=((0.5, 0.0, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0)),
    voxel="uint8",
    windows=(Window(127.5, 255.0, "LINEAR_EXACT"),),
    film=Film(frame_ms=40.0, orientation=((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))),
)
COLOURS = replace(FILM, modality="US", windows=(), calibrated=False, film=Film(colour=True))


def tilted(degrees: float = 20.0) -> VolumeInfo:
    """A CT with gantry tilt: slices stacked along z, their planes turned about x."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    rows = ((0.8, 0.0, 0.0, -100.0), (0.0, 0.8 * c, 0.0, -90.0), (0.0, 0.8 * s, 3.0, 10.0))
    return replace(AXIAL, matrix=rows, columns=200, rows=180, slices=12)


def oblique() -> VolumeInfo:
    """An MR whose three axes all lie between the patient's."""
    a, b = math.radians(25.0), math.radians(-15.0)
    row = (math.cos(a), math.sin(a), 0.0)
    down = (-math.sin(a) * math.cos(b), math.cos(a) * math.cos(b), math.sin(b))
    normal = tuple(row[(n + 1) % 3] * down[(n + 2) % 3] - row[(n + 2) % 3] * down[(n + 1) % 3] for n in range(3))
    x, y, z = ((row[n] * 0.9, down[n] * 0.9, normal[n] * 3.5, 5.0 * n) for n in range(3))
    return replace(SAGITTAL, matrix=(x, y, z), columns=128, rows=140, slices=24)


SLICE = replace(AXIAL, slices=1)
ALL = {"axial": AXIAL, "sagittal": SAGITTAL, "tilted": tilted(), "oblique": oblique(), "slice": SLICE}


def subject(info: VolumeInfo = AXIAL) -> Subject:
    """The volume as a view's state needs it."""
    return Subject.of(info)
