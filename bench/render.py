"""Our kernels against VTK, interleaved in one process, two threads each.

    tomocast bench render [--cases TEXT] [--json]

Both draw the same views of the same voxels with the same step, control points, light and window; each pair of
pictures is timed one after the other, and a row's ratio is the median of the pairs' ratios. Times are medians in ms.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from bench import render_vtk
from bench.render_data import REAL_CT, BenchVolume, phantom, real_ct
from bench.report import Row, print_table
from bench.report import as_json as json_text
from render import geometry
from render.geometry import Vec3
from render.kernels import CameraRays, Kernels, Shading, SliceRays, Tone, TransferTable, best_available
from render.rays import camera_rays
from render.request import Camera, Mode, RenderRequest
from render.views import projection_axes, volume_center
from render.volume import VolumeInfo, VolumeKey, Window

POINTS = {
    "bone": (
        (-1024, 0, 0, 0, 0), (-300, 0, 0, 0, 0), (-150, 0.9, 0.6, 0.5, 0), (20, 0.9, 0.6, 0.5, 0),
        (150, 0.8, 0.2, 0.15, 0), (230, 0.9, 0.3, 0.2, 0.25), (400, 1, 0.8, 0.6, 0.6), (700, 1, 1, 0.9, 0.9),
        (3071, 1, 1, 1, 0.95),
    ),
    "skin": (
        (-1024, 0, 0, 0, 0), (-400, 0, 0, 0, 0), (-200, 0.9, 0.65, 0.5, 0.06), (0, 0.9, 0.6, 0.5, 0.1),
        (150, 0.8, 0.2, 0.15, 0.1), (230, 0.9, 0.3, 0.2, 0.3), (400, 1, 0.8, 0.6, 0.6), (3071, 1, 1, 1, 0.95),
    ),
}  # fmt: skip
MIP_WINDOW = ((-100, 0, 0, 0, 0), (700, 1, 1, 1, 1))
MIP_TONE = Tone(255 / 800, 255 / 8)
SLICE_TONE = Tone(255 / 400, 255 * 160 / 400)
STEP_MM = 1.0
TURN_DEG = 11.0
SLAB_SAMPLES = 20
RAY_CASTER = "VTK fixed-point ray caster"
RESLICE = "vtkImageReslice"


@dataclass(frozen=True, slots=True)
class Scene:
    """A volume as both sides hold it, and the picture's size."""

    volume: BenchVolume
    info: VolumeInfo
    size: int
    kernels: Kernels
    device: Any
    vtk_image: Any

    def case(self, kind: str) -> str:
        """A row's name."""
        return f"{kind}-{self.size}-{self.volume.name}"


def scenes(volume: BenchVolume, kernels: Kernels, sizes: Sequence[int]) -> Iterator[Scene]:
    """The volume prepared once, at each size."""
    slices, rows, columns = volume.voxels.shape
    across, down, between = volume.spacing_mm
    matrix = ((across, 0.0, 0.0, 0.0), (0.0, down, 0.0, 0.0), (0.0, 0.0, between, 0.0))
    info = VolumeInfo(VolumeKey(volume.name, 1, 1), volume.name, "CT", columns, rows, slices, matrix, "int16")
    device = kernels.prepare(volume.voxels, matrix, apron=0)
    data = render_vtk.image(volume)
    for size in sizes:
        yield Scene(volume, info, size, kernels, device, data)
    device.close()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1e3


def row(case: str, ours: Sequence[float], peer: Sequence[float], peer_name: str) -> Row:
    """Medians of both, and of their pairs' ratios."""
    ratio = float(np.median(np.array(peer) / np.array(ours)))
    return Row(case, float(np.median(ours)), float(np.median(peer)), peer_name, "ms", ratio)


def camera_at(scene: Scene, turn: int) -> CameraRays:
    """The rays of VTK's camera after so many turns."""
    right, down = projection_axes(-TURN_DEG * turn, 0.0)
    pixel = 2 * render_vtk.DISTANCE_MM * np.tan(np.radians(render_vtk.VIEW_ANGLE_DEG / 2)) / scene.size
    camera = Camera(volume_center(scene.info), right, down, float(pixel), render_vtk.VIEW_ANGLE_DEG)
    request = RenderRequest(scene.info.key, scene.size, scene.size, Mode.VOLUME, camera, Window(0, 1))
    return camera_rays(scene.info, request, STEP_MM, jitter=False)


def composite(scene: Scene, name: str, repeats: int) -> list[Row]:
    """Shaded direct volume rendering."""
    size = scene.size
    peer = render_vtk.RayCast(scene.vtk_image, POINTS[name], size, maximum=False)
    table, shading = TransferTable.from_points(POINTS[name], STEP_MM), Shading()
    out = np.empty((size, size, 3), np.uint8)

    def draw(turn: int) -> None:
        scene.kernels.composite(scene.device, camera_at(scene, turn), table, shading, size, size, out=out)

    draw(0)
    ours, theirs = [], []
    for turn in range(1, repeats + 1):
        peer.turn(TURN_DEG)
        theirs.append(timed(peer.render))
        ours.append(timed(partial(draw, turn)))
    peer.close()
    return [row(scene.case(f"dvr-{name}"), ours, theirs, RAY_CASTER)]


def maximum(scene: Scene, repeats: int) -> list[Row]:
    """Maximum intensity projection, by way of brick maxima and of every sample."""
    size = scene.size
    peer = render_vtk.RayCast(scene.vtk_image, MIP_WINDOW, size, maximum=True)
    out = np.empty((size, size), np.uint8)

    def draw(turn: int, *, accelerate: bool) -> None:
        rays = camera_at(scene, turn)
        scene.kernels.mip(scene.device, rays, MIP_TONE, size, size, accelerate=accelerate, out=out)

    draw(0, accelerate=True)
    ours, every, theirs = [], [], []
    for turn in range(1, repeats + 1):
        peer.turn(TURN_DEG)
        theirs.append(timed(peer.render))
        ours.append(timed(partial(draw, turn, accelerate=True)))
        every.append(timed(partial(draw, turn, accelerate=False)))
    peer.close()
    return [
        row(scene.case("mip"), ours, theirs, RAY_CASTER),
        row(scene.case("mip-all"), every, theirs, RAY_CASTER),
    ]


def plane_axes(turn: int) -> tuple[Vec3, Vec3]:
    """(right, down) of the oblique plane number `turn`."""
    x: Vec3 = (1.0, 0.0, 0.0)
    down = geometry.rotate((0.0, 1.0, 0.0), x, 15.0 + 3.0 * turn)
    return geometry.rotate(x, down, 25.0), down


def slab_rays(scene: Scene, turn: int, pixel_mm: float, samples: int) -> SliceRays:
    """Planes one pixel of the volume apart, in index space."""
    right, down = plane_axes(turn)
    step = scene.volume.spacing_mm[0]

    def voxels(direction: Vec3, millimetres: float) -> Vec3:
        return geometry.direction_to_index(scene.info.matrix, geometry.scale(direction, millimetres))

    across, tall, deep = voxels(right, pixel_mm), voxels(down, pixel_mm), voxels(geometry.cross(right, down), step)
    origin = geometry.to_index(scene.info.matrix, volume_center(scene.info))
    for axis, count in ((across, scene.size), (tall, scene.size), (deep, samples)):
        origin = geometry.subtract(origin, geometry.scale(axis, (count - 1) / 2))
    return SliceRays(origin, across, tall, deep, samples)


def reslice(scene: Scene, kind: str, samples: int, repeats: int) -> list[Row]:
    """An oblique plane, or the maximum of a slab, windowed to grey."""
    size = scene.size
    pixel = 512 / size * scene.volume.spacing_mm[0]
    peer = render_vtk.Reslice(scene.vtk_image, size, pixel, slab=samples, step_mm=scene.volume.spacing_mm[0])
    out = np.empty((size, size), np.uint8)

    def draw(turn: int) -> None:
        scene.kernels.slice(scene.device, slab_rays(scene, turn, pixel, samples), SLICE_TONE, size, size, out=out)

    draw(0)
    ours, theirs = [], []
    for turn in range(3 * repeats):
        peer.pose(*plane_axes(turn))
        theirs.append(timed(peer.update))
        ours.append(timed(partial(draw, turn)))
    return [row(scene.case(kind), ours, theirs, RESLICE)]


SIZES = (512, 1024)
REPEATS = 8
# What is measured, and the rows that come of it.
KINDS: dict[tuple[str, ...], Callable[[Scene, int], list[Row]]] = {
    ("dvr-bone",): lambda scene, repeats: composite(scene, "bone", repeats),
    ("dvr-skin",): lambda scene, repeats: composite(scene, "skin", repeats),
    ("mip", "mip-all"): maximum,
    ("mpr",): lambda scene, repeats: reslice(scene, "mpr", 1, repeats),
    ("slab20",): lambda scene, repeats: reslice(scene, "slab20", SLAB_SAMPLES, repeats),
}


def measure(wanted: str = "", repeats: int = REPEATS) -> list[Row]:
    """The cases whose name holds `wanted`, on the phantom and, where it is at hand, on the real CT."""
    render_vtk.use_threads()
    kernels = best_available("cpu", render_vtk.THREADS)
    sources = {"phantom": phantom, **({"real": real_ct} if REAL_CT.exists() else {})}
    rows: list[Row] = []
    for name, source in sources.items():
        cases = {f"{kind}-{size}-{name}" for kinds in KINDS for kind in kinds for size in SIZES}
        if any(wanted in case for case in cases):
            rows += _measured(source(), kernels, wanted, repeats)
    return [result for result in rows if wanted in result.case]


def _measured(volume: BenchVolume, kernels: Kernels, wanted: str, repeats: int) -> list[Row]:
    return [
        result
        for scene in scenes(volume, kernels, SIZES)
        for kinds, compare in KINDS.items()
        if any(wanted in scene.case(kind) for kind in kinds)
        for result in compare(scene, repeats)
    ]


def run(*, as_json: bool = False, cases: str | None = None) -> int:
    """The benchmark as `tomocast bench render` runs it."""
    rows = measure(cases or "")
    if as_json:
        print(json_text("render", rows))
    else:
        print_table("render", rows)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.render", description="Our kernels against VTK.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--cases", help="only cases whose name holds this text")
    options = parser.parse_args()
    sys.exit(run(as_json=options.json, cases=options.cases))
