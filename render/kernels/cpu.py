"""Kernels on the CPU: SIMD packets of rays, compiled once for each instruction set."""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.errors import KernelsUnavailableError
from render.kernels import blue_noise, jobs, layout, library, pictures
from render.kernels.layout import Record
from render.kernels.library import address
from render.kernels.look import Shading, Tone
from render.kernels.pictures import Bytes, Floats
from render.kernels.prepared import PreparedVolume
from render.kernels.rays import CameraRays, SliceRays
from render.kernels.table import TransferTable

MAX_THREADS = 256


class CpuKernels:
    """The back end that every machine has; `render.kernels.Kernels` describes the calls.

    Raises:
        KernelsUnavailableError: the library is missing, or the processor lacks the instruction set asked for.
    """

    def __init__(
        self, threads: int | None = None, *, instruction_set: str | None = None, path: Path = library.PATH
    ) -> None:
        self._library = library.load(path)
        sets = library.instruction_sets(self._library)
        if instruction_set is None:
            self._set = int(self._library.tomocast_best())
            instruction_set = next(name for name, number in sets.items() if number == self._set)
        elif instruction_set in sets:
            self._set = sets[instruction_set]
        else:
            raise KernelsUnavailableError(f"no {instruction_set} here; there is {', '.join(sets)}")
        self._threads = min(threads or len(os.sched_getaffinity(0)), MAX_THREADS)
        self._name = f"cpu-{instruction_set}"
        self._jitter = blue_noise.mask()

    @property
    def name(self) -> str:
        """For instance "cpu-avx512"."""
        return self._name

    def prepare(
        self,
        voxels: NDArray[Any],
        matrix: ArrayLike,
        *,
        smooth: int = 0,
        clear: tuple[float, float] | None = None,
        apron: int = 1,
    ) -> PreparedVolume:
        """A padded copy with bricks."""
        return PreparedVolume(self._library, self._threads, voxels, matrix, smooth=smooth, clear=clear, apron=apron)

    def slice(
        self, volume: PreparedVolume, rays: SliceRays, tone: Tone, width: int, height: int, *, out: Bytes | None = None
    ) -> Bytes:
        """A plane or slab as grey."""
        picture = pictures.grey(width, height, out)
        job = self._slice_job(volume, rays, width, height)
        job["tone"] = jobs.tone_struct(tone, volume.voxels.bias)
        job["picture"] = picture.ctypes.data
        self._run(self._library.tomocast_slice, volume, job)
        return picture

    def slice_values(self, volume: PreparedVolume, rays: SliceRays, width: int, height: int) -> Floats:
        """A plane or slab as stored values."""
        values = pictures.floats(width, height)
        job = self._slice_job(volume, rays, width, height)
        job["values"] = values.ctypes.data
        self._run(self._library.tomocast_slice, volume, job)
        return pictures.add_bias(values, volume.voxels.bias)

    def mip(
        self,
        volume: PreparedVolume,
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
        job, _keep = self._mip_job(volume, rays, tone if accelerate else None, width, height, accelerate=accelerate)
        job["tone"] = jobs.tone_struct(tone, volume.voxels.bias)
        job["picture"] = picture.ctypes.data
        self._run(self._library.tomocast_mip, volume, job)
        return picture

    def mip_values(
        self, volume: PreparedVolume, rays: CameraRays, width: int, height: int, *, accelerate: bool = True
    ) -> Floats:
        """The maximum along each ray as stored value."""
        values = pictures.floats(width, height)
        job, _keep = self._mip_job(volume, rays, None, width, height, accelerate=accelerate)
        job["values"] = values.ctypes.data
        self._run(self._library.tomocast_mip, volume, job)
        return pictures.add_bias(values, volume.voxels.bias)

    def composite(
        self,
        volume: PreparedVolume,
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
        empty = volume.bricks.empty_for(table)
        job = layout.record(
            layout.COMPOSITE_JOB,
            volume=volume.voxels.record,
            bricks=volume.bricks.grid(empty.ctypes.data, 0),
            table=jobs.table_struct(table, volume.voxels.bias, table.opacity.ctypes.data, table.color.ctypes.data),
            jitter=self._jitter.ctypes.data,
            picture=picture.ctypes.data,
            rays=jobs.camera_rays(rays, volume, width, height),
            shading=jobs.shading_struct(shading, table, rays, volume.placement, width, height),
            skip=int(skip),
            width=width,
            height=height,
        )
        if shading.ao > 0:
            job["light"] = volume.light_for(table).record
        if adaptive_threshold is None:
            self._run(self._library.tomocast_composite, volume, job)
        else:
            self._run(self._library.tomocast_composite_adaptive, volume, job, adaptive_threshold, picture.ctypes.data)
        return picture

    def _slice_job(self, volume: PreparedVolume, rays: SliceRays, width: int, height: int) -> Record:
        return layout.record(
            layout.SLICE_JOB,
            volume=volume.voxels.record,
            rays=jobs.slice_rays(rays, volume.voxels.bias),
            width=width,
            height=height,
        )

    def _mip_job(
        self,
        volume: PreparedVolume,
        rays: CameraRays,
        tone: Tone | None,
        width: int,
        height: int,
        *,
        accelerate: bool,
    ) -> tuple[Record, NDArray[np.int16] | None]:
        window = jobs.mip_window(tone, volume)
        floor = float(window["floor"] - window["slack"]) if window["windowed"] else -np.inf
        maximum = volume.bricks.maximum_above(floor) if accelerate else None
        job = layout.record(
            layout.MIP_JOB,
            volume=volume.voxels.record,
            bricks=volume.bricks.grid(0, maximum.ctypes.data if maximum is not None else 0),
            rays=jobs.camera_rays(rays, volume, width, height),
            window=window,
            accelerate=int(accelerate),
            width=width,
            height=height,
        )
        return job, maximum

    def _run(self, function: Any, volume: PreparedVolume, job: Record, *more: int) -> None:
        width, height = int(job["width"]), int(job["height"])
        function(address(job), int(volume.voxels.is_float), width, height, self._set, self._threads, *more)
