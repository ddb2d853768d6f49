from pathlib import Path

import numpy as np
import pytest

from archive import jobs
from archive.errors import StoreError
from archive.facts import Facts
from tests.archive.samples import PIXELS, SERIES, bare, part10, slice_dataset


class Memory:
    """Scratch in plain memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def room(self, size: int) -> memoryview:
        self.data = bytearray(size)
        return memoryview(self.data)


def test_a_frame_lands_in_the_scratch(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(part10(slice_dataset()))
    memory = Memory()
    reply, blob = jobs.frame({"path": str(tmp_path / "x"), "frame": 0}, memory)
    assert (reply, blob) == ({"shape": [12, 10], "dtype": "<i2"}, b"")
    assert np.array_equal(np.frombuffer(memory.data, np.int16).reshape(12, 10), PIXELS)
    with pytest.raises(StoreError):
        jobs.frame({"path": str(tmp_path / "gone"), "frame": 0}, memory)


def test_facts_of_several_files_and_what_is_wrong_with_others(tmp_path: Path) -> None:
    contents = [part10(slice_dataset(1)), b"text", bare(slice_dataset(2)), part10(slice_dataset(3))[:-4]]
    paths = [tmp_path / str(number) for number in range(4)]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    reply, blob = jobs.facts({"paths": [str(path) for path in paths]}, Memory())
    first, text, second, cut = reply["files"]
    assert (text["error"], cut["error"]) == ("NotDicomError", "MalformedError")
    assert (first["has_meta"], second["has_meta"], second["start"]) == (True, False, 0)
    assert len(blob) == first["header"] + second["header"]
    facts = Facts.from_plain(second["facts"], blob[first["header"] :])
    assert facts.sop_instance_uid == f"{SERIES}.2"
