"""Volumes to pixels: a synchronous, offline library."""
