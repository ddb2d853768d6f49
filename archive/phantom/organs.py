"""Heart and belly: what lies between the lungs and below them."""

import numpy as np

from archive.phantom.body import HEART, body_depth, diaphragm_height, wall_mm, warp
from archive.phantom.canvas import Canvas, Floats, Point, Region, along, ellipsoid_depth, paint, smooth_path

MYOCARDIUM, LEFT_BLOOD, RIGHT_BLOOD = 105.0, 330.0, 215.0
LIVER, SPLEEN, PANCREAS, GALL, BOWEL_WALL, FLUID, GAS = 98.0, 128.0, 96.0, 8.0, 85.0, 18.0, -940.0
KIDNEY_CORTEX, KIDNEY_MEDULLA, SOFT = 195.0, 105.0, 58.0

KIDNEYS = ((58.0, 31.0, 82.0), (-58.0, 33.0, 68.0))


def paint_organs(canvas: Canvas) -> None:
    """Everything soft; later shapes lie over earlier ones."""
    _paint_muscles(canvas)
    _paint_bowel(canvas)
    _paint_stomach(canvas)
    _paint_liver(canvas)
    _paint_spleen(canvas)
    pancreas = smooth_path([(-34, -8, 82), (-20, -6, 96), (8, 0, 104), (42, 12, 112), (76, 24, 122)])
    canvas.tube(pancreas, along(pancreas, 13, 11, 9, 9, 7) + 1.2 * np.sin(np.arange(len(pancreas)) * 2.1), PANCREAS)
    for centre in KIDNEYS:
        _paint_kidney(canvas, centre)
    _paint_heart(canvas)


def _inner(box: Region) -> Floats:
    return body_depth(box.x, box.y, box.z) - wall_mm(box.x, box.y, box.z)


def _paint_muscles(canvas: Canvas) -> None:
    for side in (-1, 1):
        psoas = smooth_path([(44 * side, 42, -10), (38 * side, 44, 40), (27 * side, 48, 90), (22 * side, 52, 120)])
        canvas.tube(psoas, along(psoas, 23, 19, 11, 6), SOFT)
        crus = smooth_path([(12 * side, 30, 60), (13 * side, 24, 120), (20 * side, 18, 150)])
        canvas.tube(crus, along(crus, 4, 5, 4), SOFT)
        for x, y in ((20, 84), (34, 82), (47, 78)):
            loin = smooth_path([(x * side, y - 8, -10), (x * side, y - 4, 100), (x * side * 0.8, y, 340)])
            canvas.tube(loin, along(loin, 11.5, 9.5, 5), SOFT)


def _paint_heart(canvas: Canvas) -> None:
    left, right, right_atrium, left_atrium = HEART
    for centre, radii in HEART:
        canvas.ellipsoid(centre, radii, MYOCARDIUM)
    canvas.ellipsoid(right_atrium[0], _smaller(right_atrium[1], 3.0), RIGHT_BLOOD)
    canvas.ellipsoid(right[0], _smaller(right[1], 4.5), RIGHT_BLOOD)
    canvas.ellipsoid(left[0], left[1], MYOCARDIUM)
    canvas.ellipsoid(left[0], _smaller(left[1], 11.5), LEFT_BLOOD)
    canvas.ellipsoid(left_atrium[0], _smaller(left_atrium[1], 2.0), LEFT_BLOOD)
    for offset in ((-10, 8), (9, 10)):
        papillary = smooth_path([(34 + offset[0], -22 + offset[1], 182), (33 + offset[0], -20, 204)])
        canvas.tube(papillary, along(papillary, 5.5, 3), MYOCARDIUM)
    valve = smooth_path([(12, 8, 226), (26, -10, 216)])
    canvas.tube(valve, along(valve, 13, 12), LEFT_BLOOD)
    tricuspid = smooth_path([(-24, -20, 216), (-6, -38, 210)])
    canvas.tube(tricuspid, along(tricuspid, 13, 13), RIGHT_BLOOD)
    septum = smooth_path([(14, -42, 176), (14, -28, 205), (4, -12, 228)])
    canvas.tube(septum, along(septum, 5, 5, 3), MYOCARDIUM)


def _smaller(radii: Point, by: float) -> Point:
    return radii[0] - by, radii[1] - by, radii[2] - by


def liver_depth(x: Floats, y: Floats, z: Floats) -> Floats:
    """Distance to the liver's surface: under the right dome, its edge rising towards the left."""
    cavity = body_depth(x, y, z) - wall_mm(x, y, z)
    under = (diaphragm_height(x, y) - z) * np.float32(0.8) - 5
    edge = 62 + 0.00028 * (x + 130) ** 2 * (x > -130) + 0.42 * np.clip(x + 100, 0, None) + 0.25 * np.clip(y, 0, None)
    lower = (z - edge) * np.float32(0.85)
    left = (58 - x - 0.35 * np.clip(y + 30, 0, None)) * np.float32(0.9)
    hollow = np.sqrt((x - 20) ** 2 + (y - 52) ** 2) - 46
    depth = np.minimum(np.minimum(cavity - 3.5, under), np.minimum(lower, left))
    return np.asarray(np.minimum(depth, hollow), np.float32)


def _paint_liver(canvas: Canvas) -> None:
    box = canvas.region((-150, -105, 50), (62, 90, 200))
    if box.voxels.size:
        depth = liver_depth(box.x, box.y, box.z) + 1.2 * warp(box.x, box.y, box.z, 55, 11)
        paint(box.voxels, depth, LIVER + 4 * warp(box.x, box.y, box.z, 14, 12))
    canvas.ellipsoid((-46, -52, 80), (14, 17, 25), BOWEL_WALL)
    canvas.ellipsoid((-46, -52, 80), (12, 15, 23), GALL)


def _paint_spleen(canvas: Canvas) -> None:
    box = canvas.region((50, -30, 70), (150, 90, 180))
    if not box.voxels.size:
        return
    depth = ellipsoid_depth(box.x, box.y, box.z, (90, 28, 128), (36, 46, 46))
    hollow = 30 - np.sqrt((box.x - 52) ** 2 + (box.y - 8) ** 2 + 0.4 * (box.z - 120) ** 2)
    under = (diaphragm_height(box.x, box.y) - box.z) * np.float32(0.8) - 4
    depth = np.minimum(np.minimum(depth, -hollow), np.minimum(_inner(box) - 3, under))
    paint(box.voxels, depth, SPLEEN + 9 * warp(box.x, box.y, box.z, 12, 21))


def _paint_stomach(canvas: Canvas) -> None:
    path = smooth_path([(62, 8, 164), (70, -14, 140), (64, -38, 112), (38, -54, 94), (6, -48, 92), (-18, -36, 94)])
    radii = along(path, 24, 33, 27, 20, 15, 10)
    box = canvas.region((-40, -100, 70), (120, 60, 185))
    under = (diaphragm_height(box.x, box.y) - box.z) * np.float32(0.8) - 4
    depth = np.full(box.voxels.shape, -50, np.float32)
    for px, py, pz, r in np.column_stack([path, radii])[::2].tolist():
        distance = np.sqrt((box.x - px) ** 2 + (box.y - py) ** 2 + (box.z - pz) ** 2)
        np.maximum(depth, r - distance, out=depth)
    depth = np.minimum(depth, np.minimum(_inner(box) - 3, under))
    paint(box.voxels, depth, BOWEL_WALL)
    folds = 1.6 * warp(box.x, box.y, box.z, 16, 31)
    content = np.where(box.y < -46, np.float32(GAS), FLUID + 6 * warp(box.x, box.y, box.z, 9, 32))
    paint(box.voxels, depth - 4.2 - folds, content)


def _paint_kidney(canvas: Canvas, centre: Point) -> None:
    x0, y0, z0 = centre
    side = 1.0 if x0 > 0 else -1.0
    tilt = np.array([[0.94, 0, 0.34 * side], [0, 1, 0], [-0.34 * side, 0, 0.94]], np.float32)
    box = canvas.region((x0 - 50, y0 - 40, z0 - 66), (x0 + 50, y0 + 40, z0 + 66))
    if not box.voxels.size:
        return
    depth = ellipsoid_depth(box.x, box.y, box.z, centre, (27, 24, 55), tilt)
    hilum: Point = (x0 - 19 * side, y0 - 7, z0)
    notch = ellipsoid_depth(box.x, box.y, box.z, hilum, (17, 10, 22), tilt)
    pyramids = 3.4 * warp(box.x, box.y, box.z, 19, 41)
    paint(box.voxels, depth, KIDNEY_CORTEX)
    paint(box.voxels, depth - 7.5 - pyramids, KIDNEY_MEDULLA)
    paint(box.voxels, np.minimum(depth - 13 + pyramids, 8), 150)
    paint(box.voxels, notch, -85)
    ureter = smooth_path([(x0 - 12 * side, y0 - 6, z0 + 4), (x0 - 24 * side, y0 - 8, z0 - 16), (34 * side, y0 - 4, -8)])
    canvas.tube(ureter, along(ureter, 6, 4.5, 2.2), FLUID)


def _paint_bowel(canvas: Canvas) -> None:
    right_colon = smooth_path([(-86, -16, -20), (-88, -10, 20), (-86, -22, 50), (-66, -40, 56)])
    across = smooth_path([(-66, -40, 56), (-28, -58, 42), (28, -59, 46), (66, -46, 72), (88, -6, 98)])
    left_colon = smooth_path([(88, -6, 98), (95, 10, 70), (96, 12, 20), (92, 8, -20)])
    rng = np.random.default_rng(7)
    for path, radius in ((right_colon, 20.0), (across, 15.5), (left_colon, 13.0)):
        bulges = radius + 2.6 * np.sin(np.arange(len(path)) * 4.0 / 4.2)
        canvas.tube(path, bulges, BOWEL_WALL - 20)
        canvas.tube(path, bulges - 2.2, 38)
        for point in path[2:-2:2]:
            x, y, z = (float(v) for v in point + rng.uniform(-0.3, 0.3, 3) * radius)
            size = float(rng.uniform(0.35, 0.62)) * radius
            canvas.ellipsoid((x, y - 0.3 * radius, z), (size, size * 0.7, size), GAS)
    centre = np.array([0.0, -28.0, 30.0])
    for _ in range(24):
        start = centre + rng.uniform((-70, -22, -45), (74, 26, 34))
        turns = start + np.cumsum(rng.uniform(-34, 34, (4, 3)) * (1, 0.6, 0.7), axis=0)
        turns = np.clip(turns, (-68, -50, -30), (76, 6, 70))
        loop = smooth_path([(float(a), float(b), float(c)) for a, b, c in turns], 3.0)
        radii = along(loop, 9, 11, 10) + 0.8 * np.sin(np.arange(len(loop)) * 1.7)
        canvas.tube(loop, radii, BOWEL_WALL)
        canvas.tube(loop, radii - 2.6, 24)
