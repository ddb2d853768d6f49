"""The peer's server: trame-rca shows slices as JPEG by libjpeg-turbo, as fast as it lets us ask for them.

    python -m bench.photon_trame --voxels FILE.npy --size N --pixels-per-slice P -- --server --port P

Its slices come from our renderer, so that only the ways from the pointer's event to the page differ. A slice is as
high as the pointer stands: number 0 at the lower edge.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from trame.app import get_server
from trame.ui.html import DivLayout
from trame.widgets import html
from trame_rca.widgets import rca

from bench.render_data import BenchVolume
from bench.slices import Slices
from streaming.picture import Pixels

ENCODER: Final = "turbo-jpeg"
PICTURES_PER_S: Final = 60


class Area:
    """What trame-rca asks for pictures and tells the pointer to."""

    def __init__(self, slices: Slices, size: int, pixels_per_slice: int) -> None:
        self._slices, self._size, self._number = slices, size, 0
        self._pixels_per_slice = pixels_per_slice

    def process_resize_event(self, width: int, height: int) -> None:
        """The page's size is fixed."""

    def process_interaction_event(self, event: dict[str, Any]) -> None:
        """Note which slice the pointer asks for; y counts from the lower edge."""
        if "y" in event:
            number = int(event["y"]) // self._pixels_per_slice
            self._number = min(max(number, 0), len(self._slices) - 1)

    @property
    def img_cols_rows(self) -> tuple[Pixels, int, int]:
        """The picture as RGB, its width, its height."""
        grey = self._slices.picture(self._number)
        return np.repeat(grey[..., np.newaxis], 3, axis=2), self._size, self._size


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="bench.photon_trame")
    parser.add_argument("--voxels", type=Path, required=True, help="HU as int16 [k, j, i]")
    parser.add_argument("--size", type=int, required=True, help="width and height of a picture in pixels")
    parser.add_argument("--pixels-per-slice", type=int, required=True, help="how far the pointer goes for one slice")
    options, rest = parser.parse_known_args()
    # trame reads the command line itself.
    sys.argv[1:] = [word for word in rest if word != "--"]
    volume = BenchVolume("marked", np.load(options.voxels), (0.7, 0.7, 1.0))
    with Slices(volume, options.size, options.size) as slices:
        server = get_server(client_type="vue3")
        place = f"position:absolute;left:0;top:0;width:{options.size}px;height:{options.size}px"
        with DivLayout(server), html.Div(style=place):
            area = rca.RemoteControlledArea(
                name="view",
                display="image",
                send_mouse_move=("sends_moves", True),
                event_throttle_ms=("event_throttle_ms", 0),
                image_style=("image_style", {"width": "100%"}),
                style="width:100%;height:100%",
            )
            content = Area(slices, options.size, options.pixels_per_slice)
            area.create_view_handler(content, encoder=ENCODER, target_fps=PICTURES_PER_S)
        server.start(open_browser=False, show_connection_info=False)


if __name__ == "__main__":
    main()
