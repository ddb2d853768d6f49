"""``tomocast list``: what is in the archive, or in files that were never imported."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.assemble.folder import open_paths
from archive.assemble.listing import listing
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.workers import WorkerPool
from session.cli.importing import check_paths


def run(options: argparse.Namespace) -> int:
    """Print the listing, as JSON or in words."""
    check_paths(options.paths)
    with _listing(options.paths, options.data) as found:
        text = json.dumps(found, indent=2, ensure_ascii=False) if options.json else "\n".join(in_words(found))
    sys.stdout.write(text + "\n")
    return 0


@contextmanager
def _listing(paths: list[Path], data: Path) -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        if paths:
            opened = stack.enter_context(open_paths(paths))
            sys.stderr.writelines(f"left out {one.label}: {one.why}\n" for one in opened.refused)
            yield listing(opened, opened.source)
            return
        if not (data / "index.sqlite").exists():
            yield {"studies": []}
            return
        archive = stack.enter_context(Archive(data))
        yield listing(archive, ArchiveSource(archive, DecodePool(stack.enter_context(WorkerPool()))))


def in_words(found: dict[str, Any]) -> Iterator[str]:
    """Yield the listing's lines for people."""
    if not found["studies"]:
        yield "No studies. Import some: tomocast import PATH"
    for study in found["studies"]:
        patient = study["patient"]
        about = [patient["name"] or "(no name)", patient["id"], study["date"], study["description"]]
        yield "  ".join(part for part in about if part)
        for series in study["series"]:
            yield from _series(series)


def _series(series: dict[str, Any]) -> Iterator[str]:
    number = "" if series["number"] is None else f"{series['number']} "
    yield f"  {series['modality']} {number}{series['description']}  ({series['instances']} instances)"
    yield f"    {series['uid']}"
    for volume in series["volumes"]:
        size = f"{volume['columns']} x {volume['rows']} x {volume['slices']}"
        spacing = " x ".join(f"{length:g}" for length in volume["spacing_mm"])
        label = f" {volume['label']}" if volume["label"] else ""
        yield f"    volume {volume['n']}{label}: {size}, {spacing} mm, {volume['unit']}"
        for note in volume["notes"]:
            yield f"      {note['code']}: {note['text']}"
    for item in series["items"]:
        if item["kind"] != "volume":
            yield f"    {_film(item)}"
    for refusal in series["refused"]:
        yield f"    not shown: {refusal['instances']}: {refusal['why']}"


def _film(item: dict[str, Any]) -> str:
    """Say what a film or picture is."""
    about = ["in colour"] if item["colour"] else []
    if item["frame_ms"]:
        about.append(f"{1000 / item['frame_ms']:.3g} frames a second")
    more = "".join(f", {what}" for what in about)
    return f"{item['kind']} {item['n']} {item['label']}: {item['columns']} x {item['rows']}{more} ({item['why']})"
