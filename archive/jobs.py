"""What worker processes do with strangers' bytes. A job takes JSON values and gives JSON values and bytes."""

from pathlib import Path
from typing import Any

import numpy as np

from archive.decode import OpenFiles
from archive.errors import ArchiveError
from archive.facts import Facts, read_facts
from archive.header import map_file
from archive.part10 import open_file
from archive.worker import Reply, Scratch

_open_files = OpenFiles()


def frame(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Decode frame `frame` of the file at `path` into the scratch; answers with its shape and dtype."""
    pixels = _open_files.get(Path(arguments["path"]))
    layout = pixels.layout
    size = layout.frame_dtype.itemsize * int(np.prod(layout.frame_shape))
    place = np.frombuffer(scratch.room(size), layout.frame_dtype).reshape(layout.frame_shape)
    pixels.frame_into(int(arguments["frame"]), place)
    return {"shape": list(layout.frame_shape), "dtype": layout.frame_dtype.str}, b""


def facts(arguments: dict[str, Any], scratch: Scratch) -> Reply:  # noqa: ARG001
    """Read the facts of the files at `paths`.

    Answers with one object for each: `facts`, `header` (its bytes' length), `start` (of the data set) and `has_meta`;
    or `error` and `text`. The headers follow one another in the bytes.
    """
    answers: list[dict[str, Any]] = []
    headers: list[bytes] = []
    for path in arguments["paths"]:
        try:
            found, start, has_meta = _facts_of(Path(path))
        except ArchiveError as error:
            answers.append({"error": type(error).__name__, "text": str(error)})
            continue
        headers.append(found.header)
        answers.append({"facts": found.plain(), "header": len(found.header), "start": start, "has_meta": has_meta})
    return {"files": answers}, b"".join(headers)


def _facts_of(path: Path) -> tuple[Facts, int, bool]:
    with map_file(path) as data:
        file = open_file(data)
        return read_facts(file), file.start, file.has_meta
