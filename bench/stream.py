"""Our encoders against what one would use otherwise, interleaved in one process on the same pictures.

    python -m bench.stream [--pictures N] [--json]

Moving pictures: against aiortc's own H.264 encoder at the highest rate it allows, 3 Mbit/s, which ours gets as well;
the noise row compares the mean squared error of the decoded luma. Stills: against Pillow's PNG at its fastest level.
Times are medians in ms, and a row's ratio is the median of the pairs' ratios.
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import av
import numpy as np
from aiortc.codecs.h264 import MAX_BITRATE, H264Encoder
from PIL import Image

from bench import photon
from bench.likeness import at_equal_likeness
from bench.render_data import REAL_CT, phantom, real_ct
from bench.report import Row, print_table
from bench.report import as_json as as_json_text
from bench.slices import Slices
from streaming.encoders import EncoderSettings, open_encoder
from streaming.encoders.still import encode_png
from streaming.encoders.video_frame import FrameMaker
from streaming.picture import Pixels

AIORTC, PILLOW = "aiortc's own encoder", "Pillow, level 1"
SIZES = ((682, 384), (1024, 1024))
TICKS = 3000
PICTURES = 60


@dataclass
class Side:
    """What one encoder did with every picture."""

    encode: Callable[[Pixels, int], bytes]
    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)

    def take(self, pixels: Pixels, number: int) -> bytes:
        """Encode one picture with the clock running."""
        start = time.perf_counter()
        data = self.encode(pixels, number)
        self.times.append((time.perf_counter() - start) * 1e3)
        self.sizes.append(len(data))
        return data


def row(case: str, ours: Sequence[float], peer: Sequence[float], peer_name: str, unit: str) -> Row:
    """Medians of both and of their pairs' ratios; less is better."""
    ratio = float(np.median(np.array(peer) / np.array(ours)))
    return Row(case, float(np.median(ours)), float(np.median(peer)), peer_name, unit, ratio)


def moving(case: str, shown: Sequence[Pixels]) -> list[Row]:
    """H.264 of scrolling slices, both at the peer's highest rate."""
    height, width = shown[0].shape
    encoder = open_encoder(width, height, EncoderSettings(bit_rate=MAX_BITRATE, hardware=False))
    stock, frames = H264Encoder(), FrameMaker(width, height)
    stock.target_bitrate = MAX_BITRATE

    def theirs(pixels: Pixels, number: int) -> bytes:
        frame = frames.make(pixels, number * TICKS)
        return b"".join(b"\0\0\1" + unit for unit in stock._encode_frame(frame, force_keyframe=number == 0))

    sides = [Side(lambda pixels, number: encoder.encode(pixels, number * TICKS, key=number == 0)), Side(theirs)]
    decoders = [av.CodecContext.create("h264", "r") for _ in sides]
    for number, pixels in enumerate(shown):
        for side, decoder in zip(sides, decoders, strict=True):
            for frame in decoder.decode(av.Packet(side.take(pixels, number))):
                luma = frame.to_ndarray()[:height, :width].astype(float)
                side.errors.append(float(np.mean((luma - pixels) ** 2)))
    ours, peer = sides
    settled = slice(len(shown) // 4, None)
    return [
        row(f"h264-{case}", ours.times[settled], peer.times[settled], AIORTC, "ms"),
        row(f"h264-noise-{case}", ours.errors[settled], peer.errors[settled], AIORTC, "grey levels²"),
        row(f"h264-size-{case}", ours.sizes[settled], peer.sizes[settled], AIORTC, "bytes"),
    ]


def pillow_png(pixels: Pixels, _: int) -> bytes:
    """The still as Pillow writes it."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def stills(case: str, shown: Sequence[Pixels]) -> list[Row]:
    """PNG of single slices."""
    ours, peer = Side(lambda pixels, _: encode_png(pixels)), Side(pillow_png)
    for number, pixels in enumerate(shown[:20]):
        for side in (ours, peer):
            side.take(pixels, number)
    return [
        row(f"png-{case}", ours.times, peer.times, PILLOW, "ms"),
        row(f"png-size-{case}", ours.sizes, peer.sizes, PILLOW, "bytes"),
    ]


def measure(count: int, wanted: str = "") -> list[Row]:
    """Every case whose name holds `wanted`, on the real CT, or on the phantom where that is not at hand."""
    volume = real_ct() if REAL_CT.exists() else phantom()
    rows = []
    for width, height in SIZES:
        with Slices(volume, width, height) as slices:
            shown = list(slices.scroll(count))
        case = f"{width}x{height}-{volume.name}"
        rows += [*moving(case, shown), *stills(case, shown), at_equal_likeness(case, shown[:30])]
    return [row for row in rows if wanted in row.case]


def run(*, as_json: bool, cases: str | None = None) -> int:
    """Measure and print; for `tomocast bench stream`."""
    wanted = cases or ""
    return report([*measure(PICTURES, wanted), *photon.measure(4, 6.0, wanted)], json=as_json)


def report(rows: Sequence[Row], *, json: bool) -> int:
    """Print the rows; the exit status."""
    if json:
        print(as_json_text("stream", rows))
    else:
        print_table("stream", rows)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="tomocast bench stream", description="Our encoders against others.")
    parser.add_argument("--pictures", type=int, default=PICTURES, help="how many pictures of each size")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args(arguments)
    return report(measure(options.pictures), json=options.json)


if __name__ == "__main__":
    sys.exit(main())
