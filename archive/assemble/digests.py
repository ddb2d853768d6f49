"""Telling equal pixels: asked only where two pictures lie in one place and their headers do not differ."""

from hashlib import blake2b

import numpy as np

from archive.assemble.phases import Digest
from archive.decode import FrameSource
from archive.decoding import DecodePool
from archive.errors import ArchiveError


def pixel_digest(pool: DecodePool) -> Digest:
    """A digest of stored values, whatever transfer syntax they came in. A frame that cannot be read equals no other."""

    def digest(source: FrameSource) -> bytes:
        try:
            frame = pool.decode(source)
        except ArchiveError:
            return f"{source.path}#{source.frame}".encode()
        wide = frame.astype(np.int32) if frame.dtype.kind in "iu" else frame
        return blake2b(np.ascontiguousarray(wide).tobytes(), digest_size=16).digest()

    return digest
