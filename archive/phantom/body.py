"""The torso's outline and what fills it: skin, fat, muscle, the chest's and the belly's cavities, lungs.

Every function takes patient coordinates (mm; x to the left, y to the back, z from the lowest slice to the head) that
broadcast, and gives a depth in mm: the distance to a surface, positive inside.
"""

import math

import numpy as np
from numpy.typing import NDArray

from archive.phantom.canvas import EDGE_MM, Canvas, Floats, Region, ellipsoid_depth, paint

SKIN, FAT, MUSCLE, INNER_FAT, LUNG, DIAPHRAGM = 55.0, -102.0, 58.0, -96.0, -865.0, 55.0

_LEVELS = (0, 60, 140, 220, 290, 330, 360)
_HALF_WIDTH = (148, 141, 147, 158, 162, 158, 146)
_HALF_DEPTH = (101, 99, 104, 108, 102, 90, 74)

# Heart chambers: centre, radii. The lungs make room for them with a rim of fat.
HEART = (
    ((34.0, -22.0, 209.0), (36.0, 38.0, 44.0)),
    ((4.0, -44.0, 210.0), (42.0, 27.0, 38.0)),
    ((-31.0, -16.0, 221.0), (25.0, 28.0, 34.0)),
    ((4.0, 16.0, 236.0), (35.0, 19.0, 24.0)),
)


def level(z: Floats, values: tuple[float, ...]) -> Floats:
    """A quantity given at the seven levels, interpolated at z without a kink."""
    fine = np.arange(-40.0, 401.0, 2.0)
    smooth = np.convolve(np.interp(fine, _LEVELS, values), np.hanning(33) / np.hanning(33).sum(), mode="same")
    return np.interp(z, fine[20:-20], smooth[20:-20]).astype(np.float32)


def warp(x: Floats, y: Floats, z: Floats, wave_mm: float, seed: int) -> Floats:
    """A smooth irregular field of about -1..1 with bumps of about `wave_mm`; cheap, being a sum of separable waves."""
    rng = np.random.default_rng(seed)
    total: Floats = np.zeros((), np.float32)
    for _ in range(4):
        fx, fy, fz, px, py, pz = (float(v) for v in rng.uniform((0.6,) * 3 + (0,) * 3, (1.4,) * 3 + (wave_mm,) * 3))
        turn = 2 * math.pi / wave_mm
        in_plane = np.sin(turn * (fy * y + py)) * np.sin(turn * (fz * z + pz))
        total = total + np.sin(turn * (fx * x + px)) * in_plane
    return total / 1.6


def body_depth(x: Floats, y: Floats, z: Floats) -> Floats:
    """Distance to the skin."""
    a, b = level(z, _HALF_WIDTH), level(z, _HALF_DEPTH)
    n = np.float32(2.35)
    r = (np.abs(x / a) ** n + np.abs(y / b) ** n) ** (1 / n)
    depth = (1 - r) * b
    back, front = np.maximum(y, 0) / b, np.maximum(-y, 0) / b
    furrow = 7 * np.exp(-((x / 16) ** 2)) * back
    blade = 5 * np.exp(-(((np.abs(x) - 75) / 30) ** 2) - ((z - 285) / 50) ** 2) * back
    breast = 9 * np.exp(-(((np.abs(x) - 66) / 34) ** 2) - ((z - 238) / 34) ** 2) * front
    belly = 5 * np.exp(-((x / 60) ** 2) - ((z - 20) / 60) ** 2) * front
    between = 4 * np.exp(-((x / 12) ** 2)) * front * np.exp(-(((z - 240) / 60) ** 2))
    shape: Floats = depth - furrow + blade + breast + belly - between
    return shape


def fat_mm(x: Floats, y: Floats, z: Floats) -> Floats:
    """Thickness of the fat under the skin."""
    belly = np.clip((150 - z) / 110, 0, 1)
    breast = 8 * np.exp(-(((np.abs(x) - 66) / 30) ** 2) - ((z - 238) / 32) ** 2) * (y < 0)
    thickness: Floats = np.float32(5.5) + 7 * belly + 5 * belly * (np.abs(x) / 150) + breast
    return thickness


def wall_mm(x: Floats, y: Floats, z: Floats) -> Floats:
    """From the skin to the inside of the ribs or of the belly's muscles."""
    back = np.clip(y / 90, 0, 1) ** 2
    chest = np.clip((z - 90) / 90, 0, 1)
    muscles = 12 + 9 * chest + (15 + 6 * chest) * back
    return fat_mm(x, y, z) + muscles


def diaphragm_height(x: Floats, y: Floats) -> Floats:
    """Height of the diaphragm: a dome on each side, lower at the walls."""
    right = 196 - 55 * ((x + 70) / 74) ** 2 - 62 * ((y + 8) / 84) ** 2
    left = 184 - 55 * ((x - 70) / 74) ** 2 - 62 * ((y + 8) / 84) ** 2
    middle = 172 - 30 * (x / 60) ** 2 - 62 * ((y + 20) / 84) ** 2
    height: Floats = np.maximum(np.maximum(right, left), middle)
    return height


def apex_mm(z: Floats) -> Floats:
    """How much the chest narrows towards the neck."""
    narrowing: Floats = 64 * np.clip((z - 262) / 84, 0, None) ** 2
    return narrowing


def heart_depth(x: Floats, y: Floats, z: Floats) -> Floats:
    """Distance to the surface of all chambers together."""
    depth: Floats = ellipsoid_depth(x, y, z, *HEART[0])
    for centre, radii in HEART[1:]:
        depth = np.maximum(depth, ellipsoid_depth(x, y, z, centre, radii))
    return depth


def lung_depth(x: Floats, y: Floats, z: Floats, cavity: Floats | None = None) -> Floats:
    """Distance to the pleura, positive in either lung; `cavity` = body depth less wall, where it is known already."""
    if cavity is None:
        cavity = body_depth(x, y, z) - wall_mm(x, y, z)
    hilum = 13 * np.exp(-(((y - 4) / 26) ** 2) - ((z - 246) / 22) ** 2)
    spine = 27 * np.exp(-(((y - 64) / 34) ** 2))
    front = 9 + 11 * np.clip((z - 270) / 40, 0, 1)
    half_width = np.maximum(np.maximum(spine, front), 21 * np.exp(-((y / 60) ** 4)) + hilum)
    depth = np.minimum(cavity - apex_mm(z), np.abs(x - 2) - half_width)
    depth = np.minimum(depth, (z - diaphragm_height(x, y)) * np.float32(0.75))
    near = (z > 150) & (z < 275)
    if np.any(near):
        depth = np.where(near, np.minimum(depth, -heart_depth(x, y, z) - 5), depth)
    return np.asarray(depth, np.float32)


def paint_body(canvas: Canvas, low_mm: float, high_mm: float) -> None:
    """Fill the slices between two heights: everything that the other shapes are then painted into."""
    region = canvas.region((-175, -118, low_mm), (175, 112, high_mm))
    x, y, z = region.x, region.y, region.z
    depth, fat = body_depth(x, y, z), fat_mm(x, y, z)
    bumps, lobules = warp(x, y, z, 70, 3), warp(x, y, z, 23, 4)
    paint(region.voxels, depth, SKIN)
    paint(region.voxels, depth - 2 - 0.4 * bumps, FAT + 8 * lobules)
    paint(region.voxels, depth - fat - 1.6 * bumps, MUSCLE + 6 * lobules)
    _paint_muscle_planes(region.voxels, depth - fat, bumps, x, z)
    inner = canvas.region((-145, -92, low_mm), (145, 92, high_mm))
    _paint_cavities(inner)


def _paint_muscle_planes(voxels: NDArray[np.int16], depth: Floats, bumps: Floats, x: Floats, z: Floats) -> None:
    """Thin layers of fat between the muscles of the wall."""
    for distance, wave in ((6.5, 2.2), (13.0, -2.0)):
        layer = 1.1 * bumps - np.abs(depth - distance - wave * bumps - 1.5 * np.sin(x / 17 + z / 29))
        paint(voxels, layer, -50)


def _paint_cavities(region: Region) -> None:
    """Chest and belly: fat, diaphragm, lungs."""
    x, y, z = region.x, region.y, region.z
    cavity, lobules = body_depth(x, y, z) - wall_mm(x, y, z), warp(x, y, z, 23, 4)
    lowest, highest = float(z.min()), float(z.max())
    paint(region.voxels, cavity - 0.75 * apex_mm(z), INNER_FAT + 8 * lobules)
    if lowest < 200:
        paint(region.voxels, np.minimum(cavity, 2.5 - np.abs(z - diaphragm_height(x, y) + 2)), DIAPHRAGM)
    if highest > 100:
        fissure = np.abs((z - 225) + 0.9 * (y + 20) + 5 * np.sin(x / 23))
        texture = LUNG + 0.35 * (y + 60) + 22 * lobules + 55 * np.clip(1 - fissure / EDGE_MM, 0, 1)
        paint(region.voxels, lung_depth(x, y, z, cavity), texture)
