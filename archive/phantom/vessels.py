"""Blood vessels with contrast medium, airways, and nodules in the lungs."""

import numpy as np
from numpy.typing import NDArray

from archive.phantom.body import lung_depth
from archive.phantom.canvas import Canvas, Point, along, smooth_path
from archive.phantom.organs import KIDNEYS, liver_depth
from archive.phantom.trees import Inside, Points, grow, scatter

AORTA, PULMONARY, RETURNING, VEIN, PORTAL = 345.0, 270.0, 240.0, 150.0, 165.0
AIR, AIRWAY_WALL = -1000.0, 25.0

Course = tuple[tuple[Point, ...], tuple[float, ...]]

# Each course: points on its way (mm), and radii (mm) spread evenly over its length.
_ARTERIES: tuple[Course, ...] = (
    # Aorta: root, arch, down beside the spine and through the belly.
    (
        ((6, -14, 232), (-6, -27, 252), (-12, -26, 270), (-6, -16, 288), (8, 2, 296), (21, 22, 290), (27, 36, 270),
         (27, 41, 230), (23, 40, 180), (14, 32, 140), (6, 21, 110), (3, 15, 60), (2, 16, -10)),
        (15, 15.5, 15, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 9.5, 8.5),
    ),
    (((-8, -16, 290), (-16, -18, 310), (-26, -12, 326)), (7, 6, 5.5)),
    (((-26, -12, 326), (-52, -10, 340), (-84, -6, 338), (-120, 0, 330)), (4.6, 4.4, 4, 3.6)),
    (((-26, -12, 326), (-27, -8, 345), (-28, -6, 370)), (3.6, 3.4, 3.4)),
    (((3, -4, 296), (16, -4, 325), (26, -6, 370)), (4, 3.6, 3.4)),
    (((14, 10, 295), (28, 8, 318), (52, -2, 338), (84, -4, 338), (120, 0, 330)), (5, 4.8, 4.4, 4, 3.6)),
    (((-28, -10, 330), (-20, 20, 345), (-16, 36, 370)), (1.9, 1.7, 1.6)),
    (((30, 10, 326), (20, 24, 345), (16, 36, 370)), (1.9, 1.7, 1.6)),
    # Coeliac trunk to spleen and liver, superior mesenteric, the kidneys'.
    (((5, 18, 106), (4, 4, 110), (26, 10, 118), (48, 20, 114), (70, 22, 124), (88, 26, 126)),
     (4, 3.6, 3, 2.8, 2.6, 2.2)),
    (((4, 4, 110), (-16, -4, 112), (-30, -14, 104), (-42, -16, 118), (-60, -14, 128)), (3.2, 2.8, 2.6, 2.2, 1.6)),
    (((4, 15, 96), (3, 2, 88), (4, -6, 60), (8, -12, 24), (14, -18, -10)), (3.8, 3.6, 3.4, 3, 2.6)),
    (((5, 15, 84), (24, 24, 84), (42, 34, 82), (56, 36, 84)), (3.2, 2.9, 2.7, 2.2)),
    (((1, 15, 80), (-22, 26, 76), (-42, 36, 70), (-56, 38, 68)), (3.2, 2.9, 2.7, 2.2)),
    # Coronaries on the heart's surface.
    (((-1, -22, 238), (-16, -40, 232), (-24, -52, 214), (-16, -56, 190), (0, -52, 176)), (2.0, 1.9, 1.7, 1.5, 1.2)),
    (((12, -18, 238), (24, -34, 240), (34, -56, 222), (36, -62, 200), (32, -56, 178)), (2.1, 1.9, 1.7, 1.4, 1.0)),
    (((22, -30, 240), (46, -20, 238), (64, -10, 222), (66, -10, 200)), (1.8, 1.7, 1.5, 1.1)),
    # Behind the breastbone.
    (((-40, -14, 334), (-20, -50, 312), (-18, -66, 280), (-19, -76, 230), (-20, -80, 190)), (1.5, 1.4, 1.3, 1.2, 1.0)),
    (((42, -4, 334), (20, -50, 312), (18, -66, 280), (19, -76, 230), (20, -80, 190)), (1.5, 1.4, 1.3, 1.2, 1.0)),
)  # fmt: skip

_PULMONARY: tuple[Course, ...] = (
    (((8, -54, 226), (12, -46, 244), (14, -28, 258), (16, -8, 264)), (15, 14, 13.5, 13)),
    (((15, -14, 262), (-8, -10, 258), (-28, -4, 254), (-40, 0, 250)), (11, 10.5, 10, 8.5)),
    (((16, -8, 264), (28, 8, 266), (40, 14, 260)), (11, 10, 8.5)),
)

_VEINS: tuple[Course, ...] = (
    (((-24, -20, 316), (-27, -22, 290), (-28, -18, 262), (-30, -15, 240)), (8.5, 9.5, 10, 11)),
    (((-24, -20, 316), (-52, -22, 332), (-110, -16, 326)), (7, 6.5, 6)),
    (((-24, -21, 314), (4, -34, 320), (40, -28, 332), (110, -16, 326)), (7, 7, 6.5, 6)),
    (((-20, 14, -10), (-22, 16, 60), (-24, 14, 130), (-26, 4, 176), (-30, -8, 206)), (10, 11, 12, 12, 13)),
    (((-56, 36, 66), (-38, 26, 68), (-23, 16, 72)), (4.5, 5, 5.2)),
    (((56, 34, 82), (30, 14, 88), (4, 3, 88), (-20, 12, 86)), (4.2, 4.6, 4.2, 5)),
)

_PORTAL: tuple[Course, ...] = (
    (((84, 24, 122), (50, 16, 108), (14, 4, 100), (-14, 0, 98), (-34, -4, 112), (-48, -4, 126)),
     (3.6, 4, 4.6, 6.4, 6.4, 6)),
    (((12, -14, -10), (0, -6, 50), (-12, -2, 96)), (4, 4.6, 5.2)),
)  # fmt: skip

_NODULES: tuple[tuple[Point, float, float], ...] = (
    ((-88, 22, 268), 4.5, 45),
    ((74, 40, 222), 6.5, 40),
    ((-62, -42, 236), 3.2, 60),
    ((92, -18, 258), 2.8, 420),
    ((-104, 30, 206), 8.0, -480),
)


def paint_vessels(canvas: Canvas) -> None:
    """Vessels and airways in chest and belly."""
    for side in (-1.0, 1.0):
        _paint_lung(canvas, side)
    for (x, y, z), radius, value in _NODULES:
        _paint_nodule(canvas, (x, y, z), radius, value)
    _paint_airways(canvas)
    _paint_liver(canvas)
    for courses, value in ((_VEINS, VEIN), (_PORTAL, PORTAL), (_PULMONARY, PULMONARY), (_ARTERIES, AORTA)):
        _paint_courses(canvas, courses, value)
    for centre in KIDNEYS:
        _paint_kidney(canvas, centre)
    _paint_gut_branches(canvas)


def _paint_courses(canvas: Canvas, courses: tuple[Course, ...], value: float) -> None:
    for points, radii in courses:
        path = smooth_path(points, 3.0)
        canvas.tube(path, along(path, *radii), value)


def _in_lung(side: float, margin_mm: float) -> Inside:
    """A test whether points [n, 3] lie in one lung (-1 the right one), away from its surface."""

    def inside(points: Points) -> NDArray[np.bool_]:
        x, y, z = (points[:, axis].astype(np.float32) for axis in range(3))
        result: NDArray[np.bool_] = (lung_depth(x, y, z) > margin_mm) & (x * side > 0)
        return result

    return inside


def _paint_lung(canvas: Canvas, side: float) -> None:
    rng = np.random.default_rng(100 + int(side))
    low, high = (min(0, 150 * side), -100, 110), (max(0, 150 * side), 90, 350)
    hilum = np.array([[16 * side + 14, 4, 258], [34 * side, 4, 254], [46 * side, 8, 247]], np.float64)
    arteries = grow(hilum, scatter(_in_lung(side, 3.5), low, high, 420, rng), 8.5, 0.55)
    atrium = np.array([[14 * side + 4, 18, 238], [30 * side, 16, 236], [42 * side, 12, 232]], np.float64)
    veins = grow(atrium, scatter(_in_lung(side, 4.5), low, high, 320, rng), 7.5, 0.55)
    veins.paint(canvas, RETURNING)
    arteries.paint(canvas, PULMONARY)


def _paint_airways(canvas: Canvas) -> None:
    trachea = smooth_path([(0, 4, 370), (0, 6, 330), (0, 12, 290), (0, 14, 268)])
    courses = [(trachea, along(trachea, 9.0, 9.0))]
    trees = []
    for side, hilum in ((-1.0, (-34.0, 10.0, 246.0)), (1.0, (40.0, 16.0, 244.0))):
        main = smooth_path([(0, 14, 270), (hilum[0] * 0.5, 13, 259), hilum])
        courses.append((main, along(main, 7.5, 7.0, 6.0)))
        rng = np.random.default_rng(200 + int(side))
        low, high = (min(0, 150 * side), -90, 120), (max(0, 150 * side), 80, 340)
        targets = scatter(_in_lung(side, 14), low, high, 46, rng)
        trees.append(grow(main[-4:], targets, 5.5, 1.1, step_mm=7.0))
    for tree in trees:
        tree.paint(canvas, AIRWAY_WALL - 250, thicker_mm=1.0)
    for path, radii in courses:
        canvas.tube(path, radii + 1.8, AIRWAY_WALL)
    for tree in trees:
        tree.paint(canvas, AIR)
    for path, radii in courses:
        canvas.tube(path, radii, AIR)


def _paint_nodule(canvas: Canvas, centre: Point, radius: float, value: float) -> None:
    rng = np.random.default_rng(int(radius * 100))
    canvas.ellipsoid(centre, (radius, radius * 0.92, radius * 1.05), value)
    if radius < 5 or value < 0:
        return
    for direction in rng.normal(size=(11, 3)):
        tip = np.array(centre) + direction / np.linalg.norm(direction) * radius * rng.uniform(1.3, 2.0)
        canvas.tube(np.array([centre, tip]), np.array([1.6, 0.3]), value)


def _in_liver(points: Points) -> NDArray[np.bool_]:
    x, y, z = (points[:, axis].astype(np.float32) for axis in range(3))
    inside: NDArray[np.bool_] = liver_depth(x, y, z) > 8
    return inside


def _paint_liver(canvas: Canvas) -> None:
    rng = np.random.default_rng(300)
    low, high = (-140, -95, 60), (50, 70, 195)
    porta = np.array([[-38, -4, 114], [-46, -4, 124], [-52, -6, 132]], np.float64)
    grow(porta, scatter(_in_liver, low, high, 90, rng), 6.0, 1.0).paint(canvas, PORTAL)
    cava = np.array([[-26, 4, 172], [-34, 0, 170]], np.float64)
    grow(cava, scatter(_in_liver, low, high, 60, rng), 6.5, 1.0).paint(canvas, VEIN - 5)


def _paint_kidney(canvas: Canvas, centre: Point) -> None:
    rng = np.random.default_rng(400 + int(centre[0]))
    side = 1.0 if centre[0] > 0 else -1.0
    spread = rng.uniform((-4, -12, -32), (12, 12, 32), (16, 3)) * (side, 1, 1)
    stem = np.array(
        [[centre[0] - 12 * side, centre[1] - 4, centre[2]], [centre[0] - 8 * side, centre[1] - 4, centre[2]]]
    )
    grow(stem, np.array(centre) + spread, 2.2, 0.7, step_mm=6.0).paint(canvas, AORTA - 60)


def _paint_gut_branches(canvas: Canvas) -> None:
    rng = np.random.default_rng(500)
    stem = np.array([[4.0, -6, 60], [8, -12, 24], [14, -18, -10]])
    targets = rng.uniform((-70, -50, -10), (75, -8, 45), (34, 3))
    grow(stem, targets, 2.6, 0.7).paint(canvas, AORTA - 60)
