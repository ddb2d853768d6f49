"""Invented patients: a torso for the demo, and small generated series for tests of every kind."""

from archive.phantom.series import AXIAL, CORONAL, SAGITTAL, Grid, Identity, Pixels, pattern, stable_uid, write_series
from archive.phantom.torso import torso_voxels, write_torso

__all__ = [
    "AXIAL",
    "CORONAL",
    "SAGITTAL",
    "Grid",
    "Identity",
    "Pixels",
    "pattern",
    "stable_uid",
    "torso_voxels",
    "write_series",
    "write_torso",
]
