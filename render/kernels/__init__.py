"""Kernels: voxels to pixels. Written once, run as SIMD packets on the CPU and as CUDA threads on a GPU."""

from render.kernels.choose import best_available
from render.kernels.look import Shading, Tone
from render.kernels.protocol import DeviceVolume, Kernels
from render.kernels.rays import CameraRays, SlabCombination, SliceRays
from render.kernels.table import ControlPoint, TransferTable

__all__ = [
    "CameraRays",
    "ControlPoint",
    "DeviceVolume",
    "Kernels",
    "Shading",
    "SlabCombination",
    "SliceRays",
    "Tone",
    "TransferTable",
    "best_available",
]
