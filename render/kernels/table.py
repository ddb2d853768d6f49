"""Transfer functions as the tables that kernels read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from render.errors import BadRequestError

# Stored value, red, green, blue (0..1), opacity per mm (0..1).
ControlPoint = tuple[float, float, float, float, float]

POST_BINS = 1024
PRE_INTEGRATED_BINS = 512
# An opacity of one per mm would need an infinite extinction.
MAX_OPACITY = 0.9999
COLOR_LEVELS = 1023


@dataclass(frozen=True, slots=True, eq=False)
class TransferTable:
    """A transfer function for one step length; equal and hashable by `key`.

    The bin of a stored value v is int(clamp(v*scale + offset, 0, bins - 1)). A pre-integrated table has a row for
    the bin in front and a column for the bin behind (Engel, Kraus, Ertl 2001, with self-attenuation left out).
    Colours are 10 bits each: red | green << 10 | blue << 20.
    """

    key: bytes
    step_mm: float
    pre_integrated: bool
    bins: int
    scale: float
    offset: float
    opacity: NDArray[np.float32] = field(repr=False)  # of one step: [bins] or [bins * bins]
    color: NDArray[np.int32] = field(repr=False)  # likewise
    extinction: NDArray[np.float32] = field(repr=False)  # per mm, [bins]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TransferTable) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @staticmethod
    def from_points(
        points: Sequence[ControlPoint], step_mm: float = 1.0, *, pre_integrated: bool = False
    ) -> "TransferTable":
        """Tabulate a function that is linear between control points and constant beyond them.

        Raises:
            BadRequestError: values that do not ascend, are not finite, or colours and opacities outside 0..1.
        """
        array = _checked(points, step_mm)
        bins = PRE_INTEGRATED_BINS if pre_integrated else POST_BINS
        low, high = _active_range(array, bins)
        values = low + np.arange(bins) * ((high - low) / bins)
        red, green, blue, opacity = (np.interp(values, array[:, 0], array[:, n]) for n in range(1, 5))
        extinction = -np.log1p(-np.minimum(opacity, MAX_OPACITY))
        colors = np.stack([red, green, blue])
        integrate = _pre_integrated if pre_integrated else _post_classified
        alpha, packed = integrate(extinction, colors, step_mm)
        scale = bins / (high - low)
        made_from = array.tobytes() + np.array([step_mm, pre_integrated], np.float64).tobytes()
        return TransferTable(
            key=hashlib.sha256(made_from).digest(),
            step_mm=step_mm,
            pre_integrated=pre_integrated,
            bins=bins,
            scale=scale,
            offset=0.5 - low * scale,
            opacity=np.ascontiguousarray(alpha, np.float32),
            color=np.ascontiguousarray(packed, np.int32),
            extinction=extinction.astype(np.float32),
        )


def _checked(points: Sequence[ControlPoint], step_mm: float) -> NDArray[np.float64]:
    array = np.array(points, np.float64)
    if array.ndim != 2 or array.shape[0] < 2 or array.shape[1] != 5:
        raise BadRequestError("a transfer function needs two or more points (value, red, green, blue, opacity)")
    if not np.isfinite(array).all() or not np.all(np.diff(array[:, 0]) > 0):
        raise BadRequestError("a transfer function's values must be finite and ascend")
    if array[:, 1:].min() < 0 or array[:, 1:].max() > 1:
        raise BadRequestError("a transfer function's colours and opacities lie between 0 and 1")
    if not 0 < step_mm < np.inf:
        raise BadRequestError(f"a step of {step_mm} mm")
    return array


def _active_range(points: NDArray[np.float64], bins: int) -> tuple[float, float]:
    """The range of values over which the function changes: no bins are wasted on what is transparent.

    A little wider, so that the outermost bins hold the outermost points and clamping to them is exact.
    """
    opaque = np.flatnonzero(points[:, 4] > 0)
    first, last = (opaque[0], opaque[-1]) if opaque.size else (0, len(points) - 1)
    low = points[max(first - 1, 0), 0]
    high = points[min(last + 1, len(points) - 1), 0]
    margin = 2 * (high - low) / bins
    return float(low - margin), float(high + 2 * margin)


def _pack(colors: NDArray[np.float64]) -> NDArray[np.int64]:
    levels = np.rint(np.clip(colors, 0.0, 1.0) * COLOR_LEVELS).astype(np.int64)
    packed: NDArray[np.int64] = levels[0] | levels[1] << 10 | levels[2] << 20
    return packed


def _post_classified(
    extinction: NDArray[np.float64], colors: NDArray[np.float64], step_mm: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    return -np.expm1(-extinction * step_mm), _pack(colors)


def _pre_integrated(
    extinction: NDArray[np.float64], colors: NDArray[np.float64], step_mm: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Mean extinction and mean extinction-weighted colour over all bins between front and back, by prefix sums."""
    bins = np.arange(len(extinction))
    first = np.minimum.outer(bins, bins)
    past = np.maximum.outer(bins, bins) + 1
    sums = np.concatenate([[0.0], np.cumsum(extinction)])
    total = sums[past] - sums[first]
    total[total < 1e-9] = 0.0  # what differences of rounded sums leave of a transparent stretch
    weighted = np.concatenate([np.zeros((3, 1)), np.cumsum(extinction * colors, axis=1)], axis=1)
    mean_color = (weighted[:, past] - weighted[:, first]) / np.maximum(total, 1e-12)
    return -np.expm1(-step_mm * total / (past - first)).ravel(), _pack(mean_color.reshape(3, -1))
