"""What the back ends have in common: pictures as jobs. They differ in where data lies and in who runs a job."""

from abc import ABC, abstractmethod
from typing import Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from render.errors import BadVolumeError
from render.kernels import jobs, layout, pictures
from render.kernels.layout import Record
from render.kernels.look import Shading, Tone
from render.kernels.pictures import Bytes, Floats
from render.kernels.prepared import PreparedVolume
from render.kernels.rays import CameraRays, SliceRays
from render.kernels.table import TransferTable

V = TypeVar("V", bound=PreparedVolume)
Kind = Literal["slice", "mip", "composite"]


class Backend(ABC, Generic[V]):
    """Renders through jobs (see `layout`); `render.kernels.Kernels` describes the public calls."""

    def slice(
        self, volume: V, rays: SliceRays, tone: Tone, width: int, height: int, *, out: Bytes | None = None
    ) -> Bytes:
        """A plane or slab as grey."""
        picture = pictures.grey(width, height, out)
        job = self._slice_job(volume, rays, width, height)
        job["tone"] = jobs.tone_struct(tone, volume.voxels.bias)
        self._render("slice", volume, job, "picture", picture)
        return picture

    def slice_values(self, volume: V, rays: SliceRays, width: int, height: int) -> Floats:
        """A plane or slab as stored values."""
        values = pictures.floats(width, height)
        self._render("slice", volume, self._slice_job(volume, rays, width, height), "values", values)
        return pictures.add_bias(values, volume.voxels.bias)

    def colors(
        self, frame: NDArray[np.int32], rays: SliceRays, width: int, height: int, *, out: Bytes | None = None
    ) -> Bytes:
        """A frame in colour, as it is."""
        if frame.ndim != 2 or frame.dtype != np.int32 or not frame.size or not frame.flags.c_contiguous:
            raise BadVolumeError(f"a frame of packed colours is needed, not {frame.dtype} {frame.shape}")
        picture = pictures.rgb(width, height, out)
        rows, columns = frame.shape
        job = layout.record(
            layout.FRAME_JOB, columns=columns, rows=rows, width=width, height=height, **jobs.frame_rays(rays)
        )
        self._render_frame(frame, job, picture)
        return picture

    def mip(
        self,
        volume: V,
        rays: CameraRays,
        tone: Tone,
        width: int,
        height: int,
        *,
        accelerate: bool = True,
        out: Bytes | None = None,
    ) -> Bytes:
        """The maximum along each ray as grey."""
        picture = pictures.grey(width, height, out)
        job = self._mip_job(volume, rays, tone if accelerate else None, (width, height), accelerate=accelerate)
        job["tone"] = jobs.tone_struct(tone, volume.voxels.bias)
        self._render("mip", volume, job, "picture", picture)
        return picture

    def mip_values(self, volume: V, rays: CameraRays, width: int, height: int, *, accelerate: bool = True) -> Floats:
        """The maximum along each ray as stored value."""
        values = pictures.floats(width, height)
        job = self._mip_job(volume, rays, None, (width, height), accelerate=accelerate)
        self._render("mip", volume, job, "values", values)
        return pictures.add_bias(values, volume.voxels.bias)

    def composite(
        self,
        volume: V,
        rays: CameraRays,
        table: TransferTable,
        shading: Shading,
        width: int,
        height: int,
        *,
        skip: bool = True,
        adaptive_threshold: int | None = None,
        out: Bytes | None = None,
    ) -> Bytes:
        """Direct volume rendering on black."""
        picture = pictures.rgb(width, height, out)
        jobs.check_step(table, rays)
        volume.allow_for(table)
        opacity, color = self._table(table)
        job = layout.record(
            layout.COMPOSITE_JOB,
            volume=self._filtered_voxels(volume),
            bricks=self._guides(volume, table, skip=skip),
            table=jobs.table_struct(table, volume.voxels.bias, opacity, color),
            jitter=self._jitter(),
            rays=jobs.camera_rays(rays, volume, width, height),
            shading=jobs.shading_struct(shading, table, rays, volume.placement, width, height),
            skip=int(skip),
            width=width,
            height=height,
        )
        if shading.ao > 0:
            job["light"] = self._light(volume, table)
        self._render("composite", volume, job, "picture", picture, adaptive_threshold)
        return picture

    def _slice_job(self, volume: V, rays: SliceRays, width: int, height: int) -> Record:
        return layout.record(
            layout.SLICE_JOB,
            volume=self._voxels(volume),
            rays=jobs.slice_rays(rays, volume.voxels.bias),
            width=width,
            height=height,
        )

    def _mip_job(
        self, volume: V, rays: CameraRays, tone: Tone | None, size: tuple[int, int], *, accelerate: bool
    ) -> Record:
        window = jobs.mip_window(tone, volume)
        floor = float(window["floor"] - window["slack"]) if window["windowed"] else -np.inf
        return layout.record(
            layout.MIP_JOB,
            volume=self._voxels(volume),
            bricks=volume.bricks.grid(0, self._maximum(volume, floor) if accelerate else 0),
            rays=jobs.camera_rays(rays, volume, *size),
            window=window,
            accelerate=int(accelerate),
            width=size[0],
            height=size[1],
        )

    @abstractmethod
    def _voxels(self, volume: V) -> Record:
        """The `Volume` struct over the voxels where jobs run."""

    def _filtered_voxels(self, volume: V) -> Record:
        """The same for volume rendering, where a device may interpolate by other means."""
        return self._voxels(volume)

    @abstractmethod
    def _empty(self, volume: V, table: TransferTable) -> int:
        """The address of the maps of empty cubes under a table."""

    def _guides(self, volume: V, table: TransferTable, *, skip: bool) -> Record:
        """What rays leap by; without `skip` they take every sample."""
        if not skip:
            return volume.bricks.grid(0, 0)
        return volume.bricks.grid(self._empty(volume, table), 0, self._blocks(volume, table))

    def _blocks(self, _volume: V, _table: TransferTable) -> int:
        """The address of the map of blocks, 0 where reading voxels costs no more than reading it."""
        return 0

    @abstractmethod
    def _maximum(self, volume: V, floor: float) -> int:
        """The address of the maps of maxima above a floor."""

    @abstractmethod
    def _light(self, volume: V, table: TransferTable) -> Record:
        """The `Volume` struct over the light volume under a table."""

    @abstractmethod
    def _table(self, table: TransferTable) -> tuple[int, int]:
        """The addresses of a table's opacities and colours."""

    @abstractmethod
    def _jitter(self) -> int:
        """The address of the blue-noise mask."""

    @abstractmethod
    def _render_frame(self, frame: NDArray[np.int32], job: Record, picture: Bytes) -> None:
        """Run a `FrameJob` over these pixels and have its result in `picture`."""

    @abstractmethod
    def _render(
        self,
        kind: Kind,
        volume: V,
        job: Record,
        field: Literal["picture", "values"],
        target: Bytes | Floats,
        adaptive_threshold: int | None = None,
    ) -> None:
        """Run a job and have its result in `target`, to which the job's `field` points."""
