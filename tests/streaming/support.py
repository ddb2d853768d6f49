"""What tests of the streaming package share: pictures, a decoder, and links that follow a script."""

from collections.abc import Callable
from dataclasses import dataclass, field

import av
import numpy as np

from streaming.picture import EncodedPicture, PictureFormat, PictureTag, Pixels


def tag(picture: int, width: int, height: int, stream: int = 0) -> PictureTag:
    return PictureTag(
        stream=stream, picture=picture, epoch=1, revision=1, sequence=picture, lease=1, width=width, height=height
    )


def grey_levels(side: int = 256) -> Pixels:
    """All 256 grey levels as 16 x 16 flat patches."""
    patches = np.arange(256, dtype=np.uint8).reshape(16, 16)
    return np.kron(patches, np.ones((side // 16, side // 16), np.uint8))


def scene(number: int, width: int = 320, height: int = 240, *, seed: int = 0) -> Pixels:
    """Something like a slice of anatomy, a little further at each number: edges, gradients, noise."""
    y, x = np.mgrid[0:height, 0:width]
    radius = np.hypot(x - width / 2 - number, y - height / 2)
    body = np.where(radius < height * 0.45, 90 + 60 * np.cos(x / 17.0 + number / 5) * np.cos(y / 13.0), 8)
    bone = np.where(np.abs(radius - height * 0.3) < 6, 140, 0)
    noise = np.random.default_rng(seed + number).normal(0, 4, (height, width))
    return np.clip(body + bone + noise, 0, 255).astype(np.uint8)


class Decoder:
    """Decodes access units one by one, as a browser does: what cannot be decoded at once is an error."""

    def __init__(self) -> None:
        codec = av.CodecContext.create("h264", "r")
        assert isinstance(codec, av.VideoCodecContext)
        self._codec = codec

    def frame(self, access_unit: bytes) -> av.VideoFrame:
        frames = self._codec.decode(av.Packet(access_unit))
        assert len(frames) == 1
        return frames[0]

    def luma(self, access_unit: bytes) -> Pixels:
        frame = self.frame(access_unit)
        return planes(frame)[: frame.height]

    @property
    def profile(self) -> str | None:
        return self._codec.profile


def planes(frame: av.VideoFrame) -> Pixels:
    """The frame's samples as they are: luma above, chroma below."""
    samples = frame.to_ndarray()
    assert samples.dtype == np.uint8
    return samples.view(np.uint8)


def psnr(one: Pixels, other: Pixels) -> float:
    error = np.mean((one.astype(float) - other.astype(float)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


@dataclass
class Clock:
    """Time that passes when told."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class ScriptedLink:
    """A link that records what it is given; `on_picture` may answer at once."""

    ready: bool = True
    load: float = 1.0
    format: PictureFormat = "h264"
    pictures: list[EncodedPicture] = field(default_factory=list)
    on_picture: Callable[[EncodedPicture], None] | None = None

    def send(self, picture: EncodedPicture) -> None:
        self.pictures.append(picture)
        if self.on_picture is not None:
            self.on_picture(picture)

    @property
    def numbers(self) -> list[int]:
        return [picture.tag.picture for picture in self.pictures]
