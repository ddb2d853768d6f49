"""Which fragments make a compressed frame (PS3.5 A.4)."""

from bisect import bisect_left
from collections.abc import Sequence

from archive.errors import DecodeError, FrameMismatchError
from archive.scan import Buffer

Fragment = tuple[int, int]
_OFFSET_TAG_BYTES = 8
_FRAME_STARTS = (b"\xff\xd8", b"\xff\x4f")
"""How JPEG and JPEG-LS (SOI) and JPEG 2000 (SOC) codestreams begin."""


def group_fragments(
    data: Buffer, fragments: Sequence[Fragment], frames: int, extended_offsets: bytes = b""
) -> list[Sequence[Fragment]]:
    """The fragments of each frame. `fragments[0]` is the basic offset table.

    The number of frames decides first, then an offset table that fits, then where codestreams begin.

    Raises:
        FrameMismatchError: there is no way to tell `frames` frames apart.
    """
    parts = fragments[1:]
    if not parts:
        raise FrameMismatchError("the pixel data has no frames")
    if frames == 1:
        return [parts]
    if len(parts) == frames:
        return [[part] for part in parts]
    for offsets in (_basic_offsets(data, fragments[0]), _wide_offsets(extended_offsets)):
        groups = _by_offsets(parts, offsets, frames)
        if groups is not None:
            return groups
    groups = _by_codestream(data, parts)
    if len(groups) != frames:
        raise FrameMismatchError(f"{frames} frames are announced, {len(groups)} are found in {len(parts)} fragments")
    return groups


def joined(data: Buffer, parts: Sequence[Fragment]) -> bytes:
    """The bytes of one frame."""
    if not parts:
        raise DecodeError("the frame has no bytes")
    return b"".join(bytes(data[start : start + length]) for start, length in parts)


def _basic_offsets(data: Buffer, table: Fragment) -> list[int]:
    start, length = table
    return [int.from_bytes(data[at : at + 4], "little") for at in range(start, start + length - 3, 4)]


def _wide_offsets(table: bytes) -> list[int]:
    return [int.from_bytes(table[at : at + 8], "little") for at in range(0, len(table) - 7, 8)]


def _by_offsets(parts: Sequence[Fragment], offsets: list[int], frames: int) -> list[Sequence[Fragment]] | None:
    """Cut at the offsets, if each of them is where a fragment begins and they ascend; else None."""
    if len(offsets) != frames or offsets[0] != 0:
        return None
    first = parts[0][0] - _OFFSET_TAG_BYTES
    starts = [start - _OFFSET_TAG_BYTES - first for start, _ in parts]
    cuts: list[int] = []
    for offset in offsets:
        at = bisect_left(starts, offset)
        if at == len(starts) or starts[at] != offset or (cuts and at <= cuts[-1]):
            return None
        cuts.append(at)
    return [parts[begin:end] for begin, end in zip(cuts, [*cuts[1:], len(parts)], strict=True)]


def _by_codestream(data: Buffer, parts: Sequence[Fragment]) -> list[Sequence[Fragment]]:
    """Cut where a fragment begins like a codestream."""
    groups: list[list[Fragment]] = []
    for start, length in parts:
        if not groups or bytes(data[start : start + 2]) in _FRAME_STARTS:
            groups.append([])
        groups[-1].append((start, length))
    return list(groups)
