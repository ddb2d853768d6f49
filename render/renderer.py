"""Requests to frames."""

import time
from collections.abc import Callable, Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from render import geometry
from render import window as windows
from render.device import DeviceCopies, Finish
from render.enlarge import doubled, half_size
from render.errors import BadRequestError, UnknownVolumeError
from render.films import FrameCopies
from render.frame import Frame
from render.kernels.look import Tone
from render.kernels.protocol import Kernels
from render.kernels.rays import CameraRays
from render.measured import Measured
from render.quality import DIVISORS, THRESHOLDS, MovingQuality
from render.rays import bands, camera_rays, slice_rays
from render.request import Mode, Quality, RenderRequest
from render.transfer import default_preset, preset
from render.volume import Volume, VolumeKey, Window

Pixels = NDArray[np.uint8]
Parts = Generator[None, None, Pixels]

# Moving pictures of how many kinds (volume, preset, size) have their times remembered.
_KINDS = 64


class Renderer:
    """Renders prepared volumes on one device; synchronous, for one thread at a time.

    Volumes may be partial: what has come is shown, the rest is as dark as `Volume.empty` made it.
    """

    def __init__(
        self,
        kernels: Kernels,
        *,
        budget_bytes: int | None = None,
        moving_ms: float = 33.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`budget_bytes` bounds what lies on the device; `moving_ms` is the time aimed at while the hand moves."""
        self._kernels = kernels
        self._clock = clock
        self._moving_ms = moving_ms
        self._copies = DeviceCopies(kernels, budget_bytes)
        self._frames = FrameCopies(kernels)
        self._volumes: dict[VolumeKey, Measured] = {}
        self._moving: dict[tuple[VolumeKey, Mode, str, int], MovingQuality] = {}

    def prepare(self, volume: Volume) -> None:
        """Take a volume up, partial or complete; again for the same array does nothing.

        Raises:
            MemoryBudgetError: it does not fit beside the others.
        """
        held = self._volumes.get(volume.info.key)
        if held is not None and held.volume.voxels is volume.voxels:
            return
        self.drop(volume.info.key)
        if volume.info.film is None:
            self._copies.sharp(volume)
        self._volumes[volume.info.key] = Measured(volume)

    def slices_arrived(self, key: VolumeKey, first: int, last: int) -> None:
        """Slices [first, last) of the prepared array have been written; marks them as loaded."""
        volume = self._prepared(key).volume
        volume.loaded[first:last] = True
        if volume.info.film is None:
            self._copies.update(key, first, last)
        else:
            self._frames.drop(key, first, last)

    def drop(self, key: VolumeKey) -> None:
        """Give a volume up; an unknown one is none to give up."""
        self._copies.drop(key)
        self._frames.drop(key)
        self._volumes.pop(key, None)

    def close(self) -> None:
        """Give every volume up."""
        for key in tuple(self._volumes):
            self.drop(key)

    def window(self, request: RenderRequest) -> Window:
        """The window that a request's picture has: its own, or the measured one in place of an automatic one."""
        held = self._prepared(request.volume)
        return held.automatic_window(request.mode) if windows.is_automatic(request.window) else request.window

    def render(self, request: RenderRequest) -> Frame:
        """The picture of a request.

        Raises:
            UnknownVolumeError: its volume is not prepared.
            BadRequestError: its preset does not exist.
            MemoryBudgetError: what the picture needs does not fit on the device.
        """
        making = self.making(request)
        while True:
            try:
                next(making)
            except StopIteration as done:
                frame: Frame = done.value
                return frame

    def making(self, request: RenderRequest) -> Generator[None, None, Frame]:
        """The same in parts, where a picture takes long: between them other pictures may be rendered. Raises alike.

        Also where the volume or what was made of it has been given up between parts: begin anew then.
        """
        held = self._prepared(request.volume)
        parts = self._parts(request, held)
        taken, pixels = 0.0, None
        while pixels is None:
            start = self._clock()
            try:
                next(parts)
            except StopIteration as done:
                pixels = done.value
            taken += (self._clock() - start) * 1e3
            if pixels is None:
                yield
        if request.mode is not Mode.SLICE and request.quality is Quality.MOVING:
            self._moving_quality(request).measured(taken)
        return Frame(pixels, request, render_ms=taken, loaded_fraction=float(held.volume.loaded.mean()))

    def _parts(self, request: RenderRequest, held: Measured) -> Parts:
        if held.volume.info.film is None:
            draw = {Mode.SLICE: self._slice, Mode.MIP: self._mip, Mode.VOLUME: self._composite}[request.mode]
            return draw(request, held)
        if request.mode is not Mode.SLICE or request.slab_mm:
            raise BadRequestError("a film has frames, and neither a slab nor a projection")
        return self._frame(request, held)

    def _prepared(self, key: VolumeKey) -> Measured:
        try:
            return self._volumes[key]
        except KeyError:
            raise UnknownVolumeError(f"volume {key.number} at revision {key.revision} is not prepared here") from None

    def _slice(self, request: RenderRequest, held: Measured) -> Parts:
        yield from ()
        device, rays = self._copies.sharp(held.volume), slice_rays(held.volume.info, request)
        size = (request.width, request.height)
        return self._toned(
            request,
            held,
            lambda tone: self._kernels.slice(device, rays, tone, *size),
            lambda: self._kernels.slice_values(device, rays, *size),
        )

    def _frame(self, request: RenderRequest, held: Measured) -> Parts:
        yield from ()
        rays, size = slice_rays(held.volume.info, request), (request.width, request.height)
        if held.volume.info.colour:
            return self._kernels.colors(self._frames.colors(held.volume, rays), rays, *size)
        device, plane = self._frames.grey(held.volume, rays)
        return self._toned(
            request,
            held,
            lambda tone: self._kernels.slice(device, plane, tone, *size),
            lambda: self._kernels.slice_values(device, plane, *size),
        )

    def _mip(self, request: RenderRequest, held: Measured) -> Parts:
        if request.quality is Quality.MOVING:
            return self._moving_mip(request, held)
        rays = camera_rays(held.volume.info, request, held.step_mm / 2, jitter=False)
        picture = np.empty((request.height, request.width), np.uint8)
        for first, last, part in bands(rays, request):
            picture[first:last] = self._maxima(replace(request, height=last - first), held, part)
            if last < request.height:
                yield
        return picture

    def _moving_mip(self, request: RenderRequest, held: Measured) -> Pixels:
        info = held.volume.info
        if self._moving_quality(request).setting == 1:
            return self._maxima(request, held, camera_rays(info, request, held.step_mm, jitter=False))
        width, height = half_size(request.width, request.height)
        camera = request.camera
        # An odd size has half a pixel more than its half: the picture's corner stays, its centre moves.
        across = (2 * width - request.width) / 2 * camera.mm_per_pixel
        tall = (2 * height - request.height) / 2 * camera.mm_per_pixel
        aside = geometry.add(geometry.scale(camera.right, across), geometry.scale(camera.down, tall))
        center = geometry.add(camera.center, aside)
        coarse = replace(camera, center=center, mm_per_pixel=2 * camera.mm_per_pixel)
        small = replace(request, width=width, height=height, camera=coarse)
        half = self._maxima(small, held, camera_rays(info, small, held.step_mm, jitter=False))
        return doubled(half, request.width, request.height)

    def _maxima(self, request: RenderRequest, held: Measured, rays: CameraRays) -> Pixels:
        device = self._copies.projected(held.volume)
        size = (request.width, request.height)
        return self._toned(
            request,
            held,
            lambda tone: self._kernels.mip(device, rays, tone, *size),
            lambda: self._kernels.mip_values(device, rays, *size),
        )

    def _toned(
        self,
        request: RenderRequest,
        held: Measured,
        pixels: Callable[[Tone], Pixels],
        values: Callable[[], NDArray[np.float32]],
    ) -> Pixels:
        """Grey by the kernels where the window is a ramp, else from their values; inversion comes last.

        What lies outside the volume is black, inverted or not.
        """
        info, window = held.volume.info, self.window(request)
        inverted = request.invert != info.inverted
        tone = windows.tone(window, info)
        if tone is not None:
            grey = pixels(Tone(tone.scale, tone.offset, outside=255 if inverted else 0))
            return np.invert(grey, out=grey) if inverted else grey
        stored = values()
        grey = windows.grey(window, stored.astype(np.float64) * info.slope + info.intercept)
        return np.invert(grey, out=grey, where=~np.isnan(stored)) if inverted else grey

    def _composite(self, request: RenderRequest, held: Measured) -> Parts:
        look = preset(request.preset or default_preset(held.volume.info.modality))
        table, scale = held.table(look)
        moving = request.quality is Quality.MOVING
        finish = Finish(look.smooth, look.surroundings)
        if not moving and self._copies.look_around(held.volume, finish):
            yield
        device = self._copies.finished(held.volume, finish, at_once=moving)
        rays = camera_rays(held.volume.info, request, table.step_mm, jitter=not moving)
        threshold = self._moving_quality(request).setting if moving else None
        picture = np.empty((request.height, request.width, 3), np.uint8)
        whole = ((0, request.height, rays),)
        for first, last, part in whole if moving else bands(rays, request):
            self._kernels.composite(
                device,
                part,
                table,
                look.shading(scale),
                request.width,
                last - first,
                adaptive_threshold=threshold,
                out=picture[first:last],
            )
            if last < request.height:
                yield
        return picture

    def _moving_quality(self, request: RenderRequest) -> MovingQuality:
        kind = (request.volume, request.mode, request.preset, request.width * request.height)
        settings = THRESHOLDS if request.mode is Mode.VOLUME else DIVISORS
        quality = self._moving.pop(kind, None) or MovingQuality(settings, self._moving_ms)
        self._moving[kind] = quality
        if len(self._moving) > _KINDS:
            del self._moving[next(iter(self._moving))]
        return quality
