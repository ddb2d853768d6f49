"""Invented patients: a torso for the demo, and small generated series for tests of every kind."""

from archive.phantom.series import AXIAL, CORONAL, SAGITTAL, Grid, Identity, Pixels, pattern, stable_uid, write_series

__all__ = ["AXIAL", "CORONAL", "SAGITTAL", "Grid", "Identity", "Pixels", "pattern", "stable_uid", "write_series"]
