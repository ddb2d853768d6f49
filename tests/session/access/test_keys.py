"""A lasting key is made once, is nobody else's to read, and a file that is none is said."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from session.access.keys import KEY_BYTES, lasting_key
from session.errors import SessionError


def test_it_is_the_same_at_each_start_and_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "seal.key"
    key = lasting_key(path)
    assert len(key) == KEY_BYTES
    assert lasting_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["seal.key"]


def test_of_many_who_make_it_at_once_all_get_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: lasting_key(tmp_path / "seal.key"), range(16)))
    assert len(keys) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_file_that_is_no_key_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seal.key").write_bytes(content)
    with pytest.raises(SessionError, match="no key"):
        lasting_key(tmp_path / "seal.key")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionError, match="cannot be made"):
        lasting_key(tmp_path / "file" / "seal.key")
