import pytest

from archive.errors import DecodeError, FrameMismatchError
from archive.frames import group_fragments, joined

Fragments = list[tuple[int, int]]


def encapsulated(parts: list[bytes], table: bytes = b"") -> tuple[bytes, Fragments]:
    """Bytes with fragments behind item headers, and where each of them lies; the offset table first."""
    data, fragments = b"", []
    for part in (table, *parts):
        data += b"\xfe\xff\x00\xe0" + len(part).to_bytes(4, "little")
        fragments.append((len(data), len(part)))
        data += part
    return data, fragments


def words(*offsets: int, size: int = 4) -> bytes:
    return b"".join(offset.to_bytes(size, "little") for offset in offsets)


def frames_of(data: bytes, fragments: Fragments, frames: int, extended: bytes = b"") -> list[bytes]:
    return [joined(data, parts) for parts in group_fragments(data, fragments, frames, extended)]


def test_one_frame_takes_all_fragments() -> None:
    assert frames_of(*encapsulated([b"ab", b"cd", b"ef"]), 1) == [b"abcdef"]


def test_as_many_fragments_as_frames_need_no_table() -> None:
    assert frames_of(*encapsulated([b"ab", b"cd"], words(0, 999)), 2) == [b"ab", b"cd"]


def test_the_basic_offset_table_cuts() -> None:
    parts = [b"ab", b"cd", b"ef"]
    assert frames_of(*encapsulated(parts, words(0, 20)), 2) == [b"abcd", b"ef"]


def test_the_extended_offset_table_cuts() -> None:
    parts = [b"ab", b"cd", b"ef"]
    assert frames_of(*encapsulated(parts), 2, words(0, 10, size=8)) == [b"ab", b"cdef"]


@pytest.mark.parametrize("table", [words(0, 7), words(20, 0), words(0, 0), words(0, 1 << 31), words(0, 30), words(5)])
@pytest.mark.parametrize("start", [b"\xff\xd8", b"\xff\x4f"])
def test_a_table_that_does_not_fit_is_not_believed_and_codestreams_decide(table: bytes, start: bytes) -> None:
    parts = [start + b"1", b"22", start + b"3"]
    assert frames_of(*encapsulated(parts, table), 2) == [start + b"1" + b"22", start + b"3"]


def test_frames_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(FrameMismatchError, match="2 frames are announced, 1 are found in 3"):
        frames_of(*encapsulated([b"ab", b"cd", b"ef"]), 2)
    with pytest.raises(FrameMismatchError, match="no frames"):
        frames_of(*encapsulated([]), 1)


def test_a_frame_without_bytes_is_an_error() -> None:
    with pytest.raises(DecodeError):
        joined(b"", [])
