import io
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pytest

from archive.errors import ArchiveError, StoreError
from archive.sources import DEFAULT_ZIP_LIMITS, Found, Unreadable, ZipLimits, total_bytes, walk


def spool() -> IO[bytes]:
    return tempfile.TemporaryFile()


def everything(paths: Sequence[Path], limits: ZipLimits = DEFAULT_ZIP_LIMITS) -> dict[str, bytes | str]:
    """Contents of candidates, reasons of what could not be read, by the labels' ends."""
    found: dict[str, bytes | str] = {}
    for each in walk(paths, spool, limits):
        found[each.label.rpartition(f"{paths[0]}")[2].lstrip("/")] = content(each)
    return found


def content(found: Found) -> bytes | str:
    if isinstance(found, Unreadable):
        return found.why
    sink = io.BytesIO()
    found.copy(sink)
    assert sink.getvalue()[:160] == found.head
    return sink.getvalue()


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_folders_hidden_ones_too_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2", "a", ".hidden/1", "b/.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode() * 100)
    found = everything([tmp_path])
    assert list(found) == ["a", ".hidden/1", "b/.x", "b/2"]
    assert found["b/2"] == b"b/2" * 100
    assert total_bytes([tmp_path]) == sum(len(name) * 100 for name in found)


def test_links_pipes_and_missing_paths(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    found = everything([tmp_path])
    assert list(found) == ["dangling"]
    assert isinstance(found["dangling"], str)
    with pytest.raises(StoreError, match="gone does not exist"):
        list(walk([tmp_path / "gone"], spool))


def test_archives_and_archives_inside_them(tmp_path: Path) -> None:
    inner = packed(y=b"why")
    path = tmp_path / "study.anything"
    path.write_bytes(packed(**{"a/x": b"ex", "../../escape": b"out", "/abs": b"abs", "in.zip": inner}))
    assert everything([path]) == {"a/x": b"ex", "../../escape": b"out", "abs": b"abs", "in.zip/y": b"why"}
    assert list(tmp_path.iterdir()) == [path]
    assert not (tmp_path.parent.parent / "escape").exists()


def test_archives_nested_deeper_than_allowed_are_not_opened(tmp_path: Path) -> None:
    data = packed(x=b"deep")
    for _ in range(5):
        data = packed(n=data)
    (tmp_path / "z").write_bytes(data)
    assert everything([tmp_path / "z"]) == {"n/n/n": "archives are nested deeper than 3"}


def test_a_zip_bomb_is_left_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "z").write_bytes(packed(first=b"fine", second=bytes(100 << 20), third=b"never"))
    found = everything([tmp_path / "z"])
    assert found.pop("first") == b"fine"
    assert len(found) == 1
    assert "unpacks to more than 100 MB" in str(found[""])
    limits = ZipLimits(members=1)
    assert "more than 1 members" in str(everything([tmp_path / "z"], limits)[""])
    limits = ZipLimits(member_bytes=3)
    assert str(everything([tmp_path / "z"], limits)["first"]).startswith("it unpacks to")


def test_broken_and_encrypted_members_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(packed(one=os.urandom(500), two=b"fine"))
    at = data.index(b"one") + 3
    data[at + 50 : at + 60] = bytes(10)
    (tmp_path / "z").write_bytes(data)
    assert everything([tmp_path / "z"]) == {"one": "the archive's member is broken", "two": b"fine"}
    later = bytearray(packed(one=os.urandom(5 << 20)))
    later[4 << 20] ^= 1
    (tmp_path / "z").write_bytes(later)
    with pytest.raises(ArchiveError, match="broken"):
        everything([tmp_path / "z"])
    locked = bytearray(packed(one=b"secret"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        locked[locked.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    (tmp_path / "z").write_bytes(locked)
    assert everything([tmp_path / "z"]) == {"one": "it is encrypted"}


def test_a_directory_of_absurd_length_is_not_read(tmp_path: Path) -> None:
    many = packed(**{f"name{number}": b"" for number in range(40)})
    (tmp_path / "x.zip").write_bytes(many)
    assert "directory" in str(everything([tmp_path], ZipLimits(directory_bytes=40 * 46))["x.zip"])
    end = many.rindex(b"PK\5\6")
    size = many[end + 12 : end + 16]
    record = b"PK\6\6" + (44).to_bytes(8, "little") + bytes(28) + size + bytes(4) + many[end + 16 : end + 20] + bytes(4)
    locator = b"PK\6\7" + bytes(4) + end.to_bytes(8, "little") + b"\1\0\0\0"
    hidden = many[: end + 12] + b"\xff\xff\xff\xff" + many[end + 16 :]
    (tmp_path / "x.zip").write_bytes(hidden[:end] + record + locator + hidden[end:])
    assert len(everything([tmp_path])) == 40
    assert "directory" in str(everything([tmp_path], ZipLimits(directory_bytes=40 * 46))["x.zip"])


def test_a_member_without_a_name_is_a_file_and_stops_nothing(tmp_path: Path) -> None:
    data = packed(a=b"one", b=b"two").replace(b"b", b"\0")  # zipfile cuts names at a NUL
    (tmp_path / "x.zip").write_bytes(data)
    assert everything([tmp_path]) == {"x.zip/a": b"one", "x.zip/": b"two"}


def test_folders_that_cannot_be_looked_into_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_bytes(b"abc")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert everything([tmp_path]) == {"open/x": b"abc", "closed": "Permission denied"}
    assert total_bytes([tmp_path]) == 3


def test_what_only_begins_like_an_archive_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "z").write_bytes(b"PK\x03\x04 no archive")
    assert everything([tmp_path / "z"]) == {"": b"PK\x03\x04 no archive"}
