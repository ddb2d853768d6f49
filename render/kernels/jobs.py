"""From rays, tones, tables and lights to the structs that kernels read; the same for every back end."""

import math

import numpy as np
from numpy.typing import NDArray

from render.errors import BadRequestError
from render.kernels import layout
from render.kernels.layout import Record
from render.kernels.look import Shading, Tone
from render.kernels.placement import Placement
from render.kernels.prepared import PreparedVolume
from render.kernels.rays import CameraRays, SliceRays
from render.kernels.table import TransferTable

# Samples along a ray are counted in single precision.
_MAX_SAMPLES = 4_000_000
_SLAB_MODES = {"mean": 0, "max": 1, "min": 2}
_UNLIT, _HEADLIGHT, _STUDIO = 0, 1, 2
_FLOAT_MAX = 3.0e38

Array = NDArray[np.float64]


def slice_rays(rays: SliceRays, bias: float) -> Record:
    """The `SliceRays` struct; `bias` as in PaddedVoxels."""
    numbers = (*rays.origin, *rays.right, *rays.down, *rays.normal)
    if not all(map(math.isfinite, numbers)) or not 0 < rays.samples <= _MAX_SAMPLES:
        raise BadRequestError("a slice needs finite vectors and at least one sample")
    struct = layout.record(
        layout.SLICE_RAYS,
        origin=rays.origin,
        right=rays.right,
        down=rays.down,
        normal=rays.normal,
        samples=rays.samples,
        mode=_SLAB_MODES[rays.mode],
    )
    if rays.skip_range is not None and rays.samples > 1 and rays.mode != "max":
        struct["skip_padding"] = 1
        struct["padding_low"], struct["padding_high"] = rays.skip_range[0] - bias, rays.skip_range[1] - bias
    return struct


def camera_rays(rays: CameraRays, volume: PreparedVolume, width: int, height: int) -> Record:
    """The `CameraRays` struct, in the volume's index space.

    Raises:
        BadRequestError: vectors that are not finite, or steps too small for the distance.
    """
    place = volume.placement
    origin = [np.array(v, np.float64) for v in (rays.origin, rays.origin_right, rays.origin_down)]
    direction = [np.array(v, np.float64) for v in (rays.direction, rays.direction_right, rays.direction_down)]
    if not np.isfinite([origin, direction]).all() or not 0 < rays.step_mm < math.inf:
        raise BadRequestError("a camera needs finite vectors and a positive step")
    if not np.linalg.norm(direction[0]) > 0:
        raise BadRequestError("a camera needs a direction")
    center = place.matrix @ ((np.array(volume.shape[::-1]) - 1) / 2) + place.origin
    size = np.abs(place.matrix) @ np.array(volume.shape[::-1])
    corners = [origin[0] + x * origin[1] + y * origin[2] - center for x in (0, width) for y in (0, height)]
    reach = max(float(np.linalg.norm(corner)) for corner in corners) + float(np.linalg.norm(size))
    if reach / rays.step_mm > _MAX_SAMPLES:
        raise BadRequestError(f"steps of {rays.step_mm:g} mm are too small for a camera {reach:.0f} mm away")
    index_origin = [place.index_of(origin[0]), place.inverse @ origin[1], place.inverse @ origin[2]]
    return layout.record(
        layout.CAMERA_RAYS,
        origin=_pixel_vector(index_origin),
        direction=_pixel_vector(direction),
        index_direction=_pixel_vector([place.inverse @ v for v in direction]),
        step=rays.step_mm,
        inverse_step=1 / rays.step_mm,
        jitter=int(rays.jitter),
    )


def _pixel_vector(vectors: list[Array]) -> Record:
    return layout.record(layout.PIXEL_VECTOR, at=vectors[0], right=vectors[1], down=vectors[2])


def frame_rays(rays: SliceRays) -> dict[str, tuple[float, ...]]:
    """The fields of a `FrameJob` that say where its pixels lie: a plane's own two directions."""
    fields: dict[str, tuple[float, ...]] = {"origin": rays.origin[:2], "right": rays.right[:2], "down": rays.down[:2]}
    if not all(math.isfinite(number) for pair in fields.values() for number in pair):
        raise BadRequestError("a frame's picture needs finite vectors")
    return fields


def tone_struct(tone: Tone, bias: float) -> Record:
    """The `Tone` struct."""
    if not (math.isfinite(tone.scale) and math.isfinite(tone.offset) and 0 <= tone.outside <= 255):
        raise BadRequestError("a tone needs a finite scale and offset, and 0 to 255 outside")
    return layout.record(layout.TONE, scale=tone.scale, offset=tone.offset + tone.scale * bias, outside=tone.outside)


def mip_window(tone: Tone | None, volume: PreparedVolume) -> Record:
    """What of the values matters to a maximum that becomes grey; everything does without a tone that ascends."""
    magnitude = volume.bricks.magnitude
    if tone is None or not tone.scale > 0:
        return layout.record(layout.MIP_WINDOW, floor=-_FLOAT_MAX, ceiling=_FLOAT_MAX, slack=1e-6 * magnitude)
    offset = tone.offset + tone.scale * volume.voxels.bias
    floor, ceiling = -offset / tone.scale, (254.5 - offset) / tone.scale
    # Rounding errors of interpolation, of the tone and of its inverse, in values.
    slack = 1e-6 * (magnitude + max(abs(floor), abs(ceiling))) + 1e-4 / tone.scale
    return layout.record(layout.MIP_WINDOW, windowed=1, floor=floor, ceiling=ceiling + slack, slack=slack)


def table_struct(table: TransferTable, bias: float, opacity: int, color: int) -> Record:
    """The `TransferTable` struct over arrays at these addresses."""
    return layout.record(
        layout.TRANSFER_TABLE,
        opacity=opacity,
        color=color,
        scale=table.scale,
        offset=table.offset + table.scale * bias,
        bins=table.bins,
    )


def check_step(table: TransferTable, rays: CameraRays) -> None:
    """BadRequestError where a table was made for another step than the rays take."""
    if abs(table.step_mm - rays.step_mm) > 1e-6 * rays.step_mm:
        raise BadRequestError(f"a transfer table for steps of {table.step_mm:g} mm, rays of {rays.step_mm:g} mm")


def shading_struct(
    shading: Shading, table: TransferTable, rays: CameraRays, place: Placement, width: int, height: int
) -> Record:
    """The `Shading` struct: the light's directions as this camera and this volume see them."""
    if not 1 <= shading.shininess <= 12 or not np.linalg.norm(shading.key_direction) > 0:
        raise BadRequestError("shininess is between 1 and 12, and the key light has a direction")
    right, up, forward = _camera_axes(rays, width, height)
    towards = np.array(shading.key_direction, np.float64) / np.linalg.norm(shading.key_direction)
    key = towards[0] * right + towards[1] * up - towards[2] * forward
    return layout.record(
        layout.SHADING,
        classification=int(table.pre_integrated),
        lighting=lighting_of(shading),
        ambient=shading.ambient,
        head=shading.head,
        key=shading.key,
        highlight=shading.highlight,
        shininess=shading.shininess,
        opacity_base=shading.g0,
        opacity_slope=shading.gs,
        flat_below=shading.flat if shading.flat > 0 else _FLOAT_MAX,
        visibility=shading.ao,
        metric=place.metric(),
        key_index=place.inverse @ key,
        key_mm=key,
    )


def lighting_of(shading: Shading) -> int:
    """Which of the compiled kinds of lighting a `Shading` asks for."""
    by_gradient = shading.gs != 0 or shading.g0 < 1 or shading.flat > 0
    if not (by_gradient or shading.head or shading.key or shading.highlight or shading.ao):
        return _UNLIT
    return _STUDIO if by_gradient or shading.key or shading.ao else _HEADLIGHT


def _camera_axes(rays: CameraRays, width: int, height: int) -> tuple[Array, Array, Array]:
    """Unit vectors to the right, up and forward of a camera."""
    x, y = (width - 1) / 2, (height - 1) / 2
    across = np.array(rays.origin_right) if any(rays.origin_right) else np.array(rays.direction_right)
    down = np.array(rays.origin_down) if any(rays.origin_down) else np.array(rays.direction_down)
    own = np.array(rays.direction) + x * np.array(rays.direction_right) + y * np.array(rays.direction_down)
    forward = own if rays.middle is None else np.array(rays.middle)
    lengths = [float(np.linalg.norm(v)) for v in (across, down, forward)]
    if min(lengths) == 0:
        raise BadRequestError("a camera needs directions to the right, down and forward")
    return across / lengths[0], -down / lengths[1], forward / lengths[2]
