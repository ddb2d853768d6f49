"""The sample patient: a torso from the collarbones to the kidneys, in the arterial phase of a contrast scan."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.phantom.body import paint_body
from archive.phantom.canvas import Canvas
from archive.phantom.organs import paint_organs
from archive.phantom.series import Identity, Pixels, write_series
from archive.phantom.skeleton import paint_skeleton
from archive.phantom.vessels import paint_vessels

EXTENT_MM = 360.0
"""The torso fills a cube of this size: slices of 1.5 mm at 240 of them, pixels of 0.70 mm at 512."""

NOISE_HU = 9.0


def torso_voxels(slices: int = 240, size: int = 512) -> NDArray[np.int16]:
    """The torso in Hounsfield units [slices, size, size], lowest slice first; the same at every call.

    Rows run to the patient's left, columns to the back. Fewer slices or pixels show the same body more coarsely.
    """
    canvas = Canvas(slices, size, EXTENT_MM)
    heights = [EXTENT_MM * k / slices for k in range(slices + 1)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(paint_body, repeat(canvas), heights[:-1], heights[1:]))
        paint_organs(canvas)
        paint_vessels(canvas)
        paint_skeleton(canvas)
        list(pool.map(_add_noise, canvas.voxels, range(slices)))
    return canvas.voxels


def _add_noise(plane: NDArray[np.int16], k: int) -> None:
    """A scanner's quantum noise: grains a little larger than a pixel, the same for the same slice."""
    grains = np.random.default_rng(k).standard_normal((plane.shape[0] + 1, plane.shape[1] + 1), np.float32)
    grains[1:] += grains[:-1]
    grains[:, 1:] += grains[:, :-1]
    plane += np.rint(grains[1:, 1:] * np.float32(NOISE_HU / 2)).astype(np.int16)
    np.clip(plane, -1024, 3071, out=plane)


def write_torso(folder: Path, slices: int = 240, size: int = 512) -> Path:
    """Write the torso as a CT series, a file a slice, and return the folder.

    Takes about 130 MB of disk and a few seconds at full size. The patient is invented.
    """
    pixel = EXTENT_MM / size
    thickness = EXTENT_MM / slices
    corner = (pixel - EXTENT_MM) / 2
    identity = Identity(
        study="torso",
        series="torso",
        description="Torso, arterial phase",
        study_description="Sample study: generated torso",
        patient_name="Sample^Torso",
        patient_id="TORSO-1",
    )
    write_series(
        folder,
        voxels=torso_voxels(slices, size),
        spacing=(pixel, pixel, thickness),
        origin=(corner, corner, -EXTENT_MM / 2),
        pixels=Pixels(bits_stored=16),
        identity=identity,
    )
    return folder
