"""Windows: real values to grey (PS3.3 C.11.2.1), their presets, and a window where the data set has none."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.kernels.look import Tone
from render.volume import Volume, VolumeInfo, Window

# Stands for "from the volume's values"; the renderer puts `automatic_window` in its place.
AUTOMATIC = Window(0.0, 0.0, "LINEAR", "auto")

# Enough for percentiles to stand still within a thousandth of their range.
_SAMPLES = 2_000_000
_PERCENTILES = (1.0, 99.0)
# Of the maxima themselves, most of which are bright: the darkest are air, the few brightest what one looks for.
_PROJECTED_PERCENTILES = (5.0, 99.8)

_CT = (
    Window(40.0, 400.0, "LINEAR", "soft tissue"),
    Window(-600.0, 1500.0, "LINEAR", "lung"),
    Window(500.0, 2000.0, "LINEAR", "bone"),
    Window(40.0, 80.0, "LINEAR", "brain"),
    Window(60.0, 160.0, "LINEAR", "liver"),
    Window(300.0, 600.0, "LINEAR", "angio"),
)
# Wide enough to see ribs before a table, which lies behind everything in a projection.
_CT_PROJECTION = Window(700.0, 2000.0, "LINEAR", "projection")
_SUV = tuple(Window(top / 2.0, float(top), "LINEAR_EXACT", f"SUV 0-{top}") for top in (5, 10, 20))


def window_presets(info: VolumeInfo) -> tuple[Window, ...]:
    """Named windows that suit a volume's values, in the order that the number keys have; none for arbitrary units."""
    if info.modality == "CT" and info.unit == "HU":
        return _CT
    return _SUV if info.unit.startswith("SUV") else ()


def projection_window(info: VolumeInfo) -> Window:
    """What a maximum projection opens with: a slice's window would drown it."""
    if info.unit.startswith("SUV"):
        return _SUV[1]
    return _CT_PROJECTION if window_presets(info) is _CT else AUTOMATIC


def is_automatic(window: Window) -> bool:
    """Whether a window says nothing: width 0, but for a look-up table, which needs none."""
    return window.lut is None and window.width == 0


def sample_values(volume: Volume, limit: int = _SAMPLES) -> NDArray[Any]:
    """Up to about `limit` stored values of the loaded slices, evenly spread, without padding and non-finite values."""
    loaded = np.flatnonzero(volume.loaded)
    every = max(1, math.ceil((len(loaded) * volume.info.rows * volume.info.columns / limit) ** (1 / 3)))
    values = volume.voxels[loaded[len(loaded) % every // 2 :: every], ::every, ::every].ravel()
    return values[_counts(values, volume.info)]


def _counts(stored: NDArray[Any], info: VolumeInfo) -> NDArray[np.bool_]:
    """Which stored values are finite and not padding."""
    counts = np.isfinite(stored)
    if info.padding is not None:
        low, high = info.padding
        counts &= (stored < low) | (stored > high)
    return np.asarray(counts)


def automatic_window(volume: Volume) -> Window:
    """From the 1st to the 99th percentile of what is loaded, padding left out; one single value becomes mid grey.

    Where nine tenths and more are one background value, the percentiles fall together: then the whole range counts.
    Colours are shown as they are.
    """
    if volume.info.colour:
        return Window(127.5, 255.0, "LINEAR_EXACT", AUTOMATIC.label)
    return _between(sample_values(volume), _PERCENTILES, volume.info)


def automatic_projection_window(volume: Volume) -> Window:
    """Likewise for maximum projections: by the brightest value of each line of voxels down a column.

    A film has no projection; its window is that of its frames.
    """
    if volume.info.film is not None:
        return automatic_window(volume)
    thinned = volume.voxels[volume.loaded, :, :: max(1, volume.info.columns // 128)]
    counts = _counts(thinned, volume.info)
    least = thinned[counts].min(initial=0)
    brightest = np.max(thinned, axis=1, where=counts, initial=least)
    return _between(brightest[counts.any(axis=1)], _PROJECTED_PERCENTILES, volume.info)


def _between(values: NDArray[Any], percentiles: tuple[float, float], info: VolumeInfo) -> Window:
    if not values.size:
        return Window(0.0, 1.0, "LINEAR_EXACT", AUTOMATIC.label)
    low, high = (float(value) for value in np.percentile(values, percentiles))
    if low == high:
        low, high = float(values.min()), float(values.max())
    width = (high - low) * info.slope
    return Window((low + high) / 2 * info.slope + info.intercept, width or 1.0, "LINEAR_EXACT", AUTOMATIC.label)


def ramp(window: Window) -> tuple[float, float] | None:
    """(factor, offset) of a linear window: grey 0..255 = real * factor + offset before clamping; None: not linear.

    LINEAR has the half-unit terms of PS3.3 C.11.2.1.2.1; with a width below 1, outside that definition, it is taken
    as LINEAR_EXACT (C.11.2.1.3.2); with a width of just 1 it is a step, and no ramp.
    """
    if window.function == "LINEAR" and window.width >= 1:
        if window.width == 1:
            return None
        factor = 255.0 / (window.width - 1.0)
        return factor, 127.5 - (window.center - 0.5) * factor
    if window.function in ("LINEAR", "LINEAR_EXACT") and window.width > 0:
        factor = 255.0 / window.width
        return factor, 127.5 - window.center * factor
    return None


def tone(window: Window, info: VolumeInfo) -> Tone | None:
    """The window on stored values, as kernels take it; None: go by way of `grey`."""
    line = ramp(window)
    if line is None:
        return None
    factor, offset = line
    return Tone(scale=factor * info.slope, offset=factor * info.intercept + offset)


def grey(window: Window, real: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """Real values as grey, rounded half up, by any window function; NaN becomes 0."""
    level = _level(window, real.astype(np.float64))
    return np.floor(np.clip(np.nan_to_num(level, nan=-1.0), 0.0, 255.0) + 0.5).astype(np.uint8)


def _level(window: Window, real: NDArray[np.float64]) -> NDArray[np.float64]:
    if window.lut is not None:
        table = np.asarray(window.lut.values, np.float64)
        # At whole values the table's entry; between them, where interpolation leads, the line from one to the next.
        level = np.interp(real - window.lut.first, np.arange(len(table)), table * (255.0 / (2**window.lut.bits - 1)))
        return np.where(np.isnan(real), np.nan, level)
    line = ramp(window)
    if line is not None:
        return real * line[0] + line[1]
    if window.function == "SIGMOID" and window.width > 0:
        exponent = np.clip(-4.0 * (real - window.center) / window.width, -700.0, 700.0)
        return 255.0 / (1.0 + np.exp(exponent))
    threshold = window.center - (0.5 if window.function == "LINEAR" else 0.0)
    return np.where(np.isnan(real), np.nan, np.where(real > threshold, 255.0, 0.0))
