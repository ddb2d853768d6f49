"""A finished picture."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from render.request import RenderRequest


class Frame:
    """Pixels with the request they answer: (h, w) uint8 grey or (h, w, 3) uint8 RGB, C-contiguous.

    Whoever takes a frame releases it, once, when the pixels have been used; it is a context manager for that.
    """

    def __init__(
        self,
        pixels: NDArray[np.uint8],
        request: RenderRequest,
        *,
        sequence: int = 0,
        render_ms: float = 0.0,
        loaded_fraction: float = 1.0,
        on_release: Callable[[], None] | None = None,
    ) -> None:
        self.pixels = pixels
        self.request = request
        self.sequence = sequence
        self.render_ms = render_ms
        self.loaded_fraction = loaded_fraction
        self._on_release = on_release

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    @property
    def __array_interface__(self) -> dict[str, Any]:
        return self.pixels.__array_interface__

    def release(self) -> None:
        """Give the picture's memory back to whoever lent it; later calls do nothing."""
        on_release, self._on_release = self._on_release, None
        if on_release is not None:
            on_release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
