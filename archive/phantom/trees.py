"""Branching trees of vessels and airways that fill an organ."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.phantom.canvas import Canvas, Point

Points = NDArray[np.float64]
Inside = Callable[[Points], NDArray[np.bool_]]


@dataclass(frozen=True)
class Tree:
    """Nodes of a tree: `points` [n, 3] in mm, `parents` [n] (the root's is itself), `radii` [n] in mm."""

    points: Points
    parents: NDArray[np.intp]
    radii: NDArray[np.float64]

    def paint(self, canvas: Canvas, value: float, *, thicker_mm: float = 0.0) -> None:
        """Paint every branch, thin ones first so that their joints vanish in the thick ones."""
        for n in np.argsort(self.radii, kind="stable"):
            ends = self.points[[self.parents[n], n]]
            radii = np.minimum(self.radii[[self.parents[n], n]], self.radii[n] * 1.3) + thicker_mm
            canvas.tube(ends, radii, value)


def scatter(inside: Inside, low: Point, high: Point, count: int, rng: np.random.Generator) -> Points:
    """`count` random points of a box for which `inside` holds, fairly even: each keeps away from those before."""
    candidates = rng.uniform(low, high, (count * 24, 3))
    candidates = candidates[inside(candidates)]
    volume = float(np.prod(np.subtract(high, low))) * len(candidates) / (count * 24)
    apart2 = (0.6 * (volume / max(count, 1)) ** (1 / 3)) ** 2
    kept = np.empty((count, 3))
    n = 0
    for point in candidates:
        if n < count and (n == 0 or ((kept[:n] - point) ** 2).sum(1).min() > apart2):
            kept[n] = point
            n += 1
    return kept[:n]


def grow(root: Points, targets: Points, root_radius: float, tip_radius: float, *, step_mm: float = 9.0) -> Tree:
    """Grow a tree from a stem to every target, near ones first, each from the branch that reaches it best.

    Args:
        root: the stem's points [n, 3].
        targets: where branches end [m, 3].
        root_radius: radius (mm) at the stem; further out radii follow the number of tips behind them (Murray's law).
        tip_radius: the radius of a tip.
        step_mm: about how far apart nodes lie.
    """
    points = [np.array(p, np.float64) for p in root]
    parents = [max(0, i - 1) for i in range(len(points))]
    lengths = list(np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(root, axis=0), axis=1))]))
    for target in targets[np.argsort(((targets - root[-1]) ** 2).sum(1), kind="stable")]:
        known = np.array(points)
        reach = np.linalg.norm(known - target, axis=1)
        best = int(np.argmin(reach + 0.35 * np.array(lengths)))
        start, onward = known[best], known[best] - known[parents[best]]
        norm = float(np.linalg.norm(onward))
        bend = start + (onward / norm if norm > 0 else 0) * reach[best] * 0.33
        count = max(1, round(float(reach[best]) / step_mm))
        previous = best
        for t in np.linspace(0, 1, count + 1)[1:]:
            point = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * target
            lengths.append(lengths[previous] + float(np.linalg.norm(point - points[previous])))
            points.append(point)
            parents.append(previous)
            previous = len(points) - 1
    return _with_radii(np.array(points), np.array(parents, np.intp), root_radius, tip_radius)


def _with_radii(points: Points, parents: NDArray[np.intp], root_radius: float, tip_radius: float) -> Tree:
    tips = np.ones(len(points))
    tips[np.unique(parents)] = 0
    for n in range(len(points) - 1, 0, -1):
        tips[parents[n]] += tips[n]
    power = np.log(root_radius / tip_radius) / np.log(max(float(tips[0]), 2))
    return Tree(points, parents, tip_radius * np.maximum(tips, 1) ** power)
