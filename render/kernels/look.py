"""How values become grey, and how surfaces are lit."""

from dataclasses import dataclass

from render.geometry import Vec3


@dataclass(frozen=True, slots=True)
class Tone:
    """Stored values to grey: clamp(stored*scale + offset, 0, 255), rounded half up. `scale` may be negative."""

    scale: float
    offset: float
    # The grey where a ray meets no voxel (or only padding). Choose 255 where the display is inverted afterwards.
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Shading:
    """Light for volume rendering; gradients are in stored units per mm.

    With no key light, no `ao`, no `gs`, `g0` >= 1 and `flat` = 0 the light is one two-sided lamp at the eye that also
    makes the highlight. Otherwise surfaces get the lamp at the eye and the key light with its highlight.
    All of `head`, `key` and `highlight` zero: colours as in the table, times `ambient`.
    """

    ambient: float = 0.2
    head: float = 0.7  # diffuse light from the eye
    key: float = 0.0  # diffuse light from `key_direction`
    highlight: float = 0.2
    shininess: int = 5  # the highlight's exponent is 2**shininess
    key_direction: Vec3 = (-0.5, 0.7, 0.5)  # in camera axes: right, up, towards the eye; any length but zero
    ao: float = 0.0  # strength of the ambient visibility, 0..1
    g0: float = 1.0  # opacity *= clamp(g0 + gs*|gradient|, at most 1)
    gs: float = 0.0
    flat: float = 0.0  # shading fades in over gradients of 0..1/flat; weaker ones are noise and get flat light
