"""Presets of the volume view: what values look like, and the light on them.

They stand in presets.json. A point is [value, red, green, blue, opacity per mm]; `scale` tells what values count in:
"real" is the volume's unit (HU), "relative" is 0 at the 1st and 1 at the 99.5th percentile of the volume at hand, for
modalities whose values mean nothing by themselves. `flat_below` and `opacity_by_gradient` speak of that scale per mm.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from render.errors import BadRequestError
from render.geometry import Vec3
from render.kernels.look import Shading
from render.kernels.table import ControlPoint
from render.surroundings import Surroundings
from render.volume import Volume
from render.window import sample_values

# Below this share of the value range per mm a "relative" volume would be one single value.
_RELATIVE_PERCENTILES = (1.0, 99.5)
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Scale:
    """Stored value of 0 on a preset's scale, and how many stored values its 1 spans."""

    zero: float
    unit: float


@dataclass(frozen=True, slots=True)
class Light:
    """A preset's light; see `render.kernels.look.Shading` for what the numbers do."""

    ambient: float
    head: float
    key: float
    highlight: float
    shininess: int
    key_direction: Vec3
    ambient_visibility: float
    opacity_floor: float
    opacity_by_gradient: float
    flat_below: float


@dataclass(frozen=True, slots=True)
class Preset:
    """One look of the volume view."""

    name: str
    label: str
    modality: str
    scale: Literal["real", "relative"]
    smooth: int  # passes of a 1-2-1 filter over the copy that pictures are made from
    surroundings: Surroundings  # what is left out of that copy
    points: tuple[ControlPoint, ...]
    light: Light

    def stored_points(self, scale: Scale) -> tuple[ControlPoint, ...]:
        """The control points at stored values."""
        return tuple((scale.zero + value * scale.unit, *look) for value, *look in self.points)  # type: ignore[misc]

    def shading(self, scale: Scale) -> Shading:
        """The light for gradients in stored values per mm."""
        light = self.light
        return Shading(
            ambient=light.ambient,
            head=light.head,
            key=light.key,
            highlight=light.highlight,
            shininess=light.shininess,
            key_direction=light.key_direction,
            ao=light.ambient_visibility,
            g0=light.opacity_floor,
            gs=light.opacity_by_gradient / scale.unit,
            flat=1.0 / (light.flat_below * scale.unit),
        )


def preset_names(modality: str) -> tuple[str, ...]:
    """The presets for a modality, its default first; those for any modality where it has none of its own."""
    presets = _presets().values()
    own = tuple(preset.name for preset in presets if preset.modality == modality)
    return own or tuple(preset.name for preset in presets if preset.modality == _ANY)


def default_preset(modality: str) -> str:
    """The name of the look that a modality's volume view opens with."""
    return preset_names(modality)[0]


def preset(name: str) -> Preset:
    """The preset of that name.

    Raises:
        BadRequestError: there is none; the text lists those there are.
    """
    try:
        return _presets()[name]
    except KeyError:
        raise BadRequestError(f"no preset {name!r}; there are {', '.join(_presets())}") from None


def value_scale(look: Preset, volume: Volume) -> Scale:
    """How a preset's scale lies in a volume's stored values; "relative" ones are measured on the loaded slices."""
    if look.scale == "real":
        return Scale(-volume.info.intercept / volume.info.slope, 1.0 / volume.info.slope)
    values = sample_values(volume)
    low, high = np.percentile(values, _RELATIVE_PERCENTILES) if values.size else (0.0, 1.0)
    if low == high and values.size:
        low, high = values.min(), values.max()
    return Scale(float(low), float(high - low) or 1.0)


@cache
def _presets() -> Mapping[str, Preset]:
    listed: list[dict[str, Any]] = json.loads(files("render").joinpath("presets.json").read_text("utf-8"))
    return {plain["name"]: _preset(plain) for plain in listed}


def _preset(plain: dict[str, Any]) -> Preset:
    light = Light(**{**plain["light"], "key_direction": tuple(plain["light"]["key_direction"])})
    points = tuple((float(v), float(r), float(g), float(b), float(a)) for v, r, g, b, a in plain["points"])
    surroundings = Surroundings(plain.get("surroundings", Surroundings.KEEP))
    return Preset(**{**plain, "light": light, "points": points, "surroundings": surroundings})
