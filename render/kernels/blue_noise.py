"""The blue-noise mask that shifts rays by fractions of a step: neighbouring pixels get very different shifts.

Made by void-and-cluster (Ulichney 1993): `python render/kernels/blue_noise.py` writes the file beside this module.
"""

import functools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

EDGE = 64
PATH = Path(__file__).resolve().parent / "blue_noise.bin"
_SEED = 7
_SIGMA = 1.5  # pixels; Ulichney's choice
# Kernels on the CPU read four bytes at a time.
_ROOM = 64


@functools.cache
def mask() -> NDArray[np.uint8]:
    """The mask, row by row, with some room behind it."""
    return np.frombuffer(PATH.read_bytes() + bytes(_ROOM), np.uint8)


def generate() -> NDArray[np.uint8]:
    """Rank the pixels of a torus so that each prefix of the ranking is spread evenly; ranks as bytes, row by row."""
    pattern = _spread(_random_start())
    ones = int(pattern.sum())
    ranks = np.zeros(EDGE * EDGE, int)
    shrinking, energy = pattern.copy(), _energy(pattern)
    for rank in range(ones - 1, -1, -1):
        cluster = _tightest(shrinking, energy)
        shrinking[cluster] = False
        energy = energy - _around(cluster)
        ranks[cluster] = rank
    energy = _energy(pattern)
    for rank in range(ones, EDGE * EDGE):
        void = _emptiest(pattern, energy)
        pattern[void] = True
        energy = energy + _around(void)
        ranks[void] = rank
    return (ranks * 256 // (EDGE * EDGE)).astype(np.uint8)


def _random_start() -> NDArray[np.bool_]:
    pattern = np.zeros(EDGE * EDGE, bool)
    pattern[np.random.default_rng(_SEED).choice(EDGE * EDGE, EDGE * EDGE // 10, replace=False)] = True
    return pattern


def _spread(pattern: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Move pixels from the tightest cluster to the emptiest void until that would move one back."""
    energy = _energy(pattern)
    while True:
        cluster = _tightest(pattern, energy)
        pattern[cluster] = False
        energy = energy - _around(cluster)
        void = _emptiest(pattern, energy)
        pattern[void] = True
        energy = energy + _around(void)
        if void == cluster:
            return pattern


@functools.cache
def _kernel() -> NDArray[np.float64]:
    distance = np.minimum(np.arange(EDGE), EDGE - np.arange(EDGE))
    kernel: NDArray[np.float64] = np.exp(-(distance[:, None] ** 2 + distance**2) / (2 * _SIGMA**2))
    return kernel


def _around(pixel: int) -> NDArray[np.float64]:
    return np.roll(_kernel(), (pixel // EDGE, pixel % EDGE), (0, 1)).ravel()


def _energy(pattern: NDArray[np.bool_]) -> NDArray[np.float64]:
    energy = np.zeros(EDGE * EDGE)
    for pixel in np.flatnonzero(pattern):
        energy += _around(int(pixel))
    return energy


def _tightest(pattern: NDArray[np.bool_], energy: NDArray[np.float64]) -> int:
    return int(np.argmax(np.where(pattern, energy, -np.inf)))


def _emptiest(pattern: NDArray[np.bool_], energy: NDArray[np.float64]) -> int:
    return int(np.argmin(np.where(pattern, np.inf, energy)))


if __name__ == "__main__":
    PATH.write_bytes(generate().tobytes())
