"""Compressed frames to samples, by other people's decoders. Only ever called in a process that may die."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.codestream import Codestream, check_codestream, check_rle, read_codestream
from archive.errors import DecodeError, FrameMismatchError
from archive.layout import PixelLayout
from archive.syntaxes import Codec

Array = NDArray[Any]


def decode_samples(frame: bytes, codec: Codec, layout: PixelLayout) -> tuple[Array, Codestream | None]:
    """The samples of one frame, (rows, columns) or (rows, columns, 3), unsigned cells as they were compressed.

    Also the codestream's header, or None for RLE. Negative values of signed codestreams come as two's complement of
    the codestream's own number of bits.

    Raises:
        FrameMismatchError: the frame disagrees with the data set.
        DecodeError: the decoder gave up; its message is passed on.
    """
    if codec is Codec.RLE:
        check_rle(frame, layout)
        return _guarded(_decode_rle, frame, layout, codec), None
    stream = read_codestream(frame, codec)
    check_codestream(stream, codec, layout)
    samples = _guarded(_DECODERS[codec], frame, layout, codec)
    if samples.shape != (layout.rows, layout.columns, layout.samples)[: 2 + (layout.samples > 1)]:
        raise FrameMismatchError(f"the decoder made {samples.shape}")
    if samples.dtype.kind == "i":
        samples = samples.view(f"u{samples.dtype.itemsize}")
    return samples, stream


def _guarded(decoder: Callable[[bytes, PixelLayout], Array], frame: bytes, layout: PixelLayout, codec: Codec) -> Array:
    try:
        return decoder(frame, layout)
    except MemoryError:
        raise DecodeError(f"the {codec} frame needs more memory than a decoder may take") from None
    except (RuntimeError, ValueError, NotImplementedError, OSError) as error:
        # What the decoders' bindings raise for broken streams.
        raise DecodeError(f"the {codec} frame is broken: {error}") from error
    except BaseException as error:
        # The RLE decoder's panics are no Exceptions.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise DecodeError(f"the {codec} frame made its decoder fail ({type(error).__name__})") from error


def _decode_rle(frame: bytes, layout: PixelLayout) -> Array:
    from rle.rle import decode_frame

    count = layout.rows * layout.columns
    width = layout.cell_dtype.itemsize
    flat = np.frombuffer(decode_frame(frame, count, layout.bits_allocated, "<"), f"<u{width}")
    if layout.samples == 1:
        return flat.reshape(layout.rows, layout.columns)
    return np.moveaxis(flat.reshape(layout.samples, layout.rows, layout.columns), 0, -1)


def _decode_jpeg(frame: bytes, layout: PixelLayout) -> Array:  # noqa: ARG001
    from libjpeg.utils import decode

    return np.asarray(decode(frame, colour_transform=0))


def _decode_jpeg_ls(frame: bytes, layout: PixelLayout) -> Array:
    from jpeg_ls import decode_buffer

    data, info = decode_buffer(frame)
    width = 1 if info["bits_per_sample"] <= 8 else 2
    flat = np.frombuffer(data, f"<u{width}")
    if layout.samples > 1 and info["interleave_mode"] == 0:
        return np.moveaxis(flat.reshape(layout.samples, layout.rows, layout.columns), 0, -1)
    return flat.reshape((layout.rows, layout.columns, layout.samples)[: 2 + (layout.samples > 1)])


def _decode_j2k(frame: bytes, layout: PixelLayout) -> Array:  # noqa: ARG001
    from openjpeg.utils import decode

    return np.asarray(decode(frame))


_DECODERS: dict[Codec, Callable[[bytes, PixelLayout], Array]] = {
    Codec.JPEG: _decode_jpeg,
    Codec.JPEG_LOSSLESS: _decode_jpeg,
    Codec.JPEG_LS: _decode_jpeg_ls,
    Codec.JPEG_2000: _decode_j2k,
    Codec.HTJ2K: _decode_j2k,
}
