"""How the chest CT looks while it moves: structure kept, in few bytes."""

import av
import numpy as np

from bench.likeness import ssim
from bench.render_data import real_ct
from bench.slices import Slices
from bench.stream import TICKS
from streaming.encoders import EncoderSettings, open_encoder
from tests.data import shared_data

SIDE = 1024
MOST_BYTES = 42_000
LEAST_SSIM = 0.98


def test_scrolled_slices_keep_their_structure_at_the_usual_ceiling() -> None:
    shared_data("ct-chest-thin-lidc0314.zip")
    # Slices that are coded in parallel share one rate buffer in the order they get to it: not the same bytes each time.
    encoder = open_encoder(SIDE, SIDE, EncoderSettings(hardware=False, threads=1))
    decoder = av.CodecContext.create("h264", "r")
    sizes, likenesses = [], []
    with Slices(real_ct(), SIDE, SIDE) as slices:
        shown = list(slices.scroll(20))
    for number, pixels in enumerate(shown):
        data = encoder.encode(pixels, number * TICKS, key=number == 0)
        for frame in decoder.decode(av.Packet(data)):
            if number >= 10:
                sizes.append(len(data))
                luma = frame.to_ndarray()[:SIDE, :SIDE].astype(np.uint8)
                likenesses.append(ssim(luma, pixels))

    assert len(sizes) == 10
    assert np.mean(sizes) <= MOST_BYTES
    assert min(likenesses) >= LEAST_SSIM
