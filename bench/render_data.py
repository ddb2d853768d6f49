"""Volumes for the rendering benchmark: a phantom of mathematics, and a real thin chest CT where it is at hand."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray

REAL_CT = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "ct-chest-thin-lidc0314.zip"


@dataclass(frozen=True, slots=True)
class BenchVolume:
    """HU as int16 [k, j, i], axes along the patient's, with the voxel's size."""

    name: str
    voxels: NDArray[np.int16]
    spacing_mm: tuple[float, float, float]


def phantom(columns: int = 512, rows: int = 512, slices: int = 300, *, noise_hu: float = 12.0) -> BenchVolume:
    """A body of fat and muscle with lungs, heart, spine, ribs and contrast-filled vessels, noisy like a CT."""
    body = _Body(columns, rows, slices)
    body.ellipsoid((0, 0, 0), (0.85, 0.62, 1.25), -90)
    body.ellipsoid((0, 0, 0), (0.80, 0.57, 1.22), 45)
    body.ellipsoid((-0.38, -0.02, 0.15), (0.30, 0.38, 0.75), -850)
    body.ellipsoid((0.38, -0.02, 0.15), (0.30, 0.38, 0.75), -850)
    body.ellipsoid((0.1, -0.12, 0.1), (0.2, 0.2, 0.3), 60)
    body.ellipsoid((0.12, -0.12, 0.1), (0.12, 0.12, 0.2), 330)
    body.ellipsoid((0, 0.40, 0), (0.11, 0.11, 1.5), 550, sharpness=0.12)
    body.ribs(12)
    body.vessels(7)
    return BenchVolume("phantom", body.with_noise(noise_hu), (0.7, 0.7, 1.0))


def real_ct() -> BenchVolume:
    """The thin chest CT; FileNotFoundError where it is not beside the checkout."""
    with zipfile.ZipFile(REAL_CT) as archive:
        files = [io.BytesIO(archive.read(name)) for name in archive.namelist() if not name.endswith("/")]
    slices = sorted((pydicom.dcmread(file) for file in files), key=lambda part: float(part.ImagePositionPatient[2]))
    first, last = slices[0], slices[-1]
    hu = np.stack([part.pixel_array.astype(np.int16) + np.int16(part.RescaleIntercept) for part in slices])
    down, across = (float(spacing) for spacing in first.PixelSpacing)
    between = (float(last.ImagePositionPatient[2]) - float(first.ImagePositionPatient[2])) / (len(slices) - 1)
    return BenchVolume("real", hu, (across, down, between))


class _Body:
    """Shapes with soft edges painted over each other, in coordinates from -1 to 1."""

    def __init__(self, columns: int, rows: int, slices: int) -> None:
        axes = [np.linspace(-1, 1, n, dtype=np.float32) for n in (slices, rows, columns)]
        self.z, self.y, self.x = np.meshgrid(*axes, indexing="ij", sparse=True)
        self.hu = np.full((slices, rows, columns), -1000, np.float32)
        self.edge = columns / 512 * 40.0
        self.random = np.random.default_rng(1)

    def paint(self, inside: NDArray[Any], hu: float) -> None:
        weight = 1 / (1 + np.exp(-np.clip(inside * self.edge, -30, 30)))
        np.multiply(self.hu, 1 - weight, out=self.hu)
        self.hu += weight * np.float32(hu)

    def ellipsoid(
        self, center: tuple[float, ...], radii: tuple[float, ...], hu: float, *, sharpness: float = 1.0
    ) -> None:
        axes = zip((self.x, self.y, self.z), center, radii, strict=True)
        distance = np.sqrt(sum(((axis - c) / r) ** 2 for axis, c, r in axes))
        self.paint((1 - distance) * sharpness, hu)

    def ribs(self, count: int) -> None:
        ring = np.sqrt((self.x / 0.78) ** 2 + (self.y / 0.55) ** 2)
        for rib in range(count):
            height = self.z - (-0.85 + 0.15 * rib) - 0.12 * self.y
            self.paint((0.045 - np.sqrt((ring - 0.93) ** 2 + height**2 * 0.6)) * 1.2, 700)

    def vessels(self, count: int) -> None:
        for _ in range(count):
            angle, phase = self.random.uniform(0, 6.28, 2)
            across = 0.35 * np.cos(angle) + 0.10 * np.sin(4 * self.z + phase)
            deep = 0.2 * np.sin(angle) + 0.10 * np.cos(3 * self.z + phase)
            radius = 0.022 + 0.01 * self.random.random()
            self.paint((radius - np.sqrt((self.x - across) ** 2 + (self.y - deep) ** 2)) * 2, 350)

    def with_noise(self, sigma_hu: float) -> NDArray[np.int16]:
        voxels = np.empty(self.hu.shape, np.int16)
        for k, plane in enumerate(self.hu):
            grain = self.random.standard_normal(plane.shape, dtype=np.float32) * np.float32(sigma_hu)
            voxels[k] = np.clip(np.rint(plane + grain), -1024, 3071)
        return voxels
