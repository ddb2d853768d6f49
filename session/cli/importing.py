"""``tomocast import``: files, folders and zip archives into the archive, with progress and a summary."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from archive.archive import Archive
from archive.importer import ImportSummary
from session.errors import UsageError

MAX_LISTED: Final = 20


def run(options: argparse.Namespace) -> int:
    """Import; 0 when every DICOM file was taken, 1 when some were refused."""
    check_paths(options.paths)
    with Archive(options.data) as archive:
        summary = import_with_progress(archive, options.paths)
    if options.json:
        sys.stdout.write(json.dumps(as_json(summary), indent=2) + "\n")
    else:
        sys.stdout.write(in_words(summary) + "\n")
        sys.stderr.writelines(f"{line}\n" for line in refusals(summary))
    return 0 if summary.complete else 1


def check_paths(paths: Sequence[Path]) -> None:
    """Refuse paths that do not exist before anything is done.

    Raises:
        UsageError: names the first one.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist.")


def import_with_progress(archive: Archive, paths: Sequence[Path]) -> ImportSummary:
    """Import with a bar of bytes and files on stderr where that is a terminal."""
    columns = (TextColumn("Importing"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[files]} files"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import", total=None, files=0)

        def show(summary: ImportSummary) -> None:
            bar.update(task, completed=summary.bytes, total=summary.total_bytes, files=summary.files)

        return archive.import_paths(paths, show)


def in_words(summary: ImportSummary) -> str:
    """Return the summary as one line."""
    parts = [f"{summary.imported} imported"]
    if summary.known:
        parts.append(f"{summary.known} already here")
    if summary.not_dicom:
        parts.append(f"{summary.not_dicom} not DICOM")
    if summary.refused:
        parts.append(f"{len(summary.refused)} refused")
    parts.extend(f"{count} kept but not showable ({name})" for name, count in summary.not_showable.items())
    return f"{', '.join(parts)}; {len(summary.series)} series."


def refusals(summary: ImportSummary) -> list[str]:
    """Return a line for each refused file, at most 20, and how many more there are."""
    lines = [f"refused {refusal.label}: {refusal.why}" for refusal in summary.refused[:MAX_LISTED]]
    more = len(summary.refused) - MAX_LISTED
    return [*lines, f"and {more} more (--json lists all)"] if more > 0 else lines


def as_json(summary: ImportSummary) -> dict[str, object]:
    """Return the whole summary as plain values."""
    return {
        "files": summary.files,
        "bytes": summary.bytes,
        "imported": summary.imported,
        "known": summary.known,
        "not_dicom": summary.not_dicom,
        "not_dicom_files": summary.not_dicom_files,
        "refused": [{"file": refusal.label, "why": refusal.why} for refusal in summary.refused],
        "not_showable": summary.not_showable,
        "series": summary.series,
    }
