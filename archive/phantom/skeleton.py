"""The bones of the chest: spine, ribs, breastbone, shoulder blades, collarbones."""

import numpy as np
from numpy.typing import NDArray

from archive.phantom.body import body_depth, wall_mm
from archive.phantom.canvas import Canvas, Floats, along, ellipsoid_depth, paint, smooth_path

CORTEX, MARROW, SPONGIOSA, DISC, CARTILAGE, CORD, CANAL = 700.0, 230.0, 190.0, 85.0, 105.0, 38.0, 12.0

_VERTEBRA_MM = 27.0
_LOWEST_VERTEBRA_Z = -6.0
VERTEBRAE = 14
RIBS = 10


def spine_y(z: float | Floats) -> Floats:
    """Depth of the vertebral bodies' middle: forward in the loin, back in the chest."""
    return np.asarray(44 + 13 * np.sin((np.asarray(z) - 120) / 95), np.float32)


def vertebra_z(n: int) -> float:
    """Height of the middle of vertebra n, counted from the lowest."""
    return _LOWEST_VERTEBRA_Z + _VERTEBRA_MM * n


def paint_bone(canvas: Canvas, path: NDArray[np.float64], radii: NDArray[np.float64], *, flat: float = 1.0) -> None:
    """A long bone: a dense shell with marrow inside."""
    canvas.tube(path, radii, CORTEX, flat=flat)
    canvas.tube(path, np.maximum(radii - 1.5, 0.3), MARROW, flat=flat)


def paint_skeleton(canvas: Canvas) -> None:
    """All bones, over everything else."""
    for n in range(VERTEBRAE):
        _paint_vertebra(canvas, n)
    _paint_canal(canvas)
    for n in range(RIBS):
        for side in (-1, 1):
            _paint_rib(canvas, n, side)
    _paint_breastbone(canvas)
    for side in (-1, 1):
        _paint_shoulder(canvas, side)


def _paint_vertebra(canvas: Canvas, n: int) -> None:
    z, size = vertebra_z(n), 1.18 - 0.032 * n
    y = float(spine_y(z))
    box = canvas.region((-30, y - 30, z - 14), (30, y + 30, z + 14))
    if box.voxels.size:
        height = np.abs(box.z - z)
        waist = 1.0 - 2.2 * np.clip(1 - height / 11, 0, 1)
        sides = ellipsoid_depth(box.x, box.y, np.full(1, z, np.float32), (0, y, z), (20 * size, 15.5 * size, 1)) + waist
        body = np.minimum(sides, 10.2 - height)
        disc = np.minimum(sides - 1, 14 - height)
        paint(box.voxels, disc, DISC)
        paint(box.voxels, body, 520)
        paint(box.voxels, body - 1.4, SPONGIOSA)
    back = y + 15 * size
    for side in (-1, 1):
        pedicle = smooth_path([(11 * side, back - 4, z + 3), (14 * side, back + 9, z + 3), (10 * side, back + 19, z)])
        paint_bone(canvas, pedicle, along(pedicle, 4.2, 4.0, 5.0))
        lamina = smooth_path([(12 * side, back + 15, z + 1), (1 * side, back + 25, z - 5)])
        paint_bone(canvas, lamina, along(lamina, 3.4, 3.6), flat=1.7)
        wing = smooth_path(
            [(13 * side, back + 11, z + 2), (24 * side, back + 17, z + 4), (33 * side, back + 20, z + 5)]
        )
        paint_bone(canvas, wing, along(wing, 4.5, 3.6, 4.2))
        facet = smooth_path([(13 * side, back + 13, z + 9), (12 * side, back + 15, z - 11)])
        paint_bone(canvas, facet, along(facet, 2.8, 3.4, 2.8))
    spinous = smooth_path([(0, back + 24, z - 4), (0, back + 31, z - 11), (0, back + 36, z - 20)])
    paint_bone(canvas, spinous, along(spinous, 3.2, 2.8, 3.6), flat=1.8)


def _paint_canal(canvas: Canvas) -> None:
    z = np.linspace(-10, 370, 100)
    path = np.stack([np.zeros(100), spine_y(z).astype(np.float64) + 24, z], axis=1)
    canvas.tube(path, along(path, 8.2, 7.6), CANAL)
    canvas.tube(path, along(path, 4.6, 5.2), CORD)


def rib_path(n: int, side: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rib n (from the lowest) of one side: bone from the spine round the wall, then cartilage to the breastbone.

    Returns:
        Points [m, 3] of the bone and of the cartilage; the cartilage of the two lowest ribs is empty.
    """
    z0 = vertebra_z(n + 3) + 6
    reach = (95, 122, 133, 141, 148, 152, 155, 157, 158, 158)[n]
    fall = (58, 66, 72, 74, 72, 68, 62, 54, 44, 32)[n]
    angles = np.radians(np.linspace(20, reach, 44))
    turn = (1 - np.cos(np.minimum(angles, np.radians(150)))) / 1.87
    z = z0 - fall * turn**1.25
    inset = 8.0 + 62 * np.clip((z - 262) / 84, 0, None) ** 2
    wall = np.array([_wall_point(a, h, side, extra) for a, h, extra in zip(angles, z, inset, strict=True)])
    head = np.array([[17.0 * side, float(spine_y(z0)) + 9, z0 - 1], [29.0 * side, float(spine_y(z0)) + 25, z0 + 2]])
    bone = smooth_path([(float(a), float(b), float(c)) for a, b, c in [*head, *wall[4::4]]], 3.0)
    if n < 2:
        return bone, np.zeros((0, 3))
    target = np.array([14.0 * side, 0, 188 + 15 * (n - 2)])
    target[1] = _front(float(target[2])) + 5
    middle = (wall[-1] + target) / 2
    middle[2] -= 6 if n < 6 else 1
    middle[1] = min(middle[1], _front(float(middle[2])) + 8 + abs(middle[0]) * 0.14)
    ends = [wall[-5], wall[-1], middle, target]
    cartilage = smooth_path([(float(a), float(b), float(c)) for a, b, c in ends], 3.0)
    return bone, cartilage


def _wall_point(angle: float, z: float, side: int, inset: float) -> tuple[float, float, float]:
    """Where a ray from the body's middle (0 = towards the back) meets the ribs' layer of the wall."""
    r = np.linspace(20, 175, 320, dtype=np.float32)
    x, y = r * np.float32(np.sin(angle) * side), r * np.float32(np.cos(angle))
    height = np.full(1, z, np.float32)
    depth = body_depth(x, y, height) - wall_mm(x, y, height) - inset + 9
    at = float(r[np.argmin(np.abs(depth))])
    return at * float(np.sin(angle)) * side, at * float(np.cos(angle)), z


def _front(z: float) -> float:
    """Depth of the breastbone's middle layer."""
    return _wall_point(np.pi, z, 1, 6.0 + 62 * max(0.0, (z - 262) / 84) ** 2)[1]


def _paint_rib(canvas: Canvas, n: int, side: int) -> None:
    bone, cartilage = rib_path(n, side)
    if len(cartilage):
        canvas.tube(cartilage, along(cartilage, 3.6, 4.2, 3.8), CARTILAGE, flat=1.5)
    paint_bone(canvas, bone, along(bone, 3.6, 2.9, 3.0, 3.2, 3.6), flat=1.8)


def _paint_breastbone(canvas: Canvas) -> None:
    for low, high, wide, wider in ((186, 268, 12.0, 17.0), (272, 312, 19.0, 28.0)):
        box = canvas.region((-32, -115, low - 2), (32, -20, high + 2))
        if not box.voxels.size:
            continue
        fine = np.linspace(low - 3, high + 3, 24)
        y = np.interp(box.z, fine, [_front(float(z)) for z in fine]).astype(np.float32)
        half = np.interp(box.z, (low, high), (wide, wider)).astype(np.float32)
        plate = (1 - np.sqrt((box.x / half) ** 2 + ((box.y - y) / 6.5) ** 2)) * 6.5
        depth = np.minimum(plate, np.minimum(box.z - low, high - box.z)).astype(np.float32)
        paint(box.voxels, depth, 560)
        paint(box.voxels, depth - 1.6, 170)
    tip = smooth_path([(0, _front(188), 186), (1, _front(172) + 3, 170)])
    canvas.tube(tip, along(tip, 5.0, 2.5), CARTILAGE)


def _paint_shoulder(canvas: Canvas, side: int) -> None:
    collar = smooth_path(
        [(20 * side, _front(312) + 2, 318), (62 * side, -52, 332), (100 * side, -30, 340), (126 * side, -12, 338)]
    )
    paint_bone(canvas, collar, along(collar, 7.5, 5.4, 5.2, 6.5))
    _paint_blade(canvas, side)
    ridge = smooth_path([(62 * side, 72, 312), (92 * side, 70, 326), (122 * side, 44, 342), (130 * side, 10, 342)])
    paint_bone(canvas, ridge, along(ridge, 3.0, 5.0, 6.5, 7.0), flat=1.2)


def _paint_blade(canvas: Canvas, side: int) -> None:
    """The shoulder blade: a thin plate behind the ribs, its corners (mm) seen from behind."""
    corners = np.array([(58.0, 330.0), (128.0, 322.0), (84.0, 228.0)])
    box = canvas.region((min(58 * side, 128 * side) - 3, 20, 224), (max(58 * side, 128 * side) + 3, 100, 334))
    if not box.voxels.size:
        return
    x = box.x * side
    plate = body_depth(box.x, box.y, box.z) - wall_mm(box.x, box.y, box.z) + 18
    inside = np.full((), 40.0, np.float32)
    for (ax, az), (bx, bz) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        length = float(np.hypot(bx - ax, bz - az))
        edge = ((bx - ax) * (az - box.z) + (x - ax) * (bz - az)) / length
        inside = np.minimum(inside, edge)
    thickness = 1.3 + 2.2 * np.exp(-np.clip(inside, 0, None) / 4)
    depth = np.minimum(thickness - np.abs(plate), inside).astype(np.float32)
    paint(box.voxels, np.where(box.y > 0, depth, -9).astype(np.float32), 620)
