"""What SERIES means on the command line: a UID, an unambiguous prefix of one, or a path to a folder, file or zip."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from archive.archive import Archive
from archive.assemble.content import SeriesContent
from archive.assemble.folder import OpenedPaths, open_paths
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.workers import WorkerPool
from render.cache import LoadProgress
from render.volume import Volume, VolumeInfo
from session.errors import NothingToShowError, UsageError


@dataclass(frozen=True, slots=True)
class Target:
    """A series and where its volumes come from; valid while :func:`opened` is."""

    content: SeriesContent
    source: ArchiveSource

    def volume(self, number: int) -> VolumeInfo:
        """Return the description of the ``number``-th volume, film or picture.

        Raises:
            NothingToShowError: the series has nothing to show at all; the reason is told.
            UsageError: it has others.
        """
        items = self.content.items
        if not items:
            raise NothingToShowError(f"This series holds no volume: {self.content.why_no_volume}.")
        if number > len(items):
            raise UsageError(f"This series holds {len(items)} volumes and films; there is no number {number}.")
        return items[number - 1].info


@contextmanager
def opened(name: str, data: Path) -> Iterator[Target]:
    """Open the series ``name`` means; closes archive and workers afterwards.

    Raises:
        UsageError: no or more than one series is meant.
    """
    with ExitStack() as stack:
        if Path(name).exists():
            paths = stack.enter_context(open_paths([Path(name)]))
            yield Target(_only(paths, name), paths.source)
            return
        if not (data / "index.sqlite").exists():
            raise UsageError(f"{name} is no path, and there is no archive in {data}.")
        archive = stack.enter_context(Archive(data))
        source = ArchiveSource(archive, DecodePool(stack.enter_context(WorkerPool())))
        yield Target(source.content(archive.series(name).uid), source)


def _only(paths: OpenedPaths, name: str) -> SeriesContent:
    contents = paths.contents()
    if not contents:
        why = f": {paths.refused[0].why}" if paths.refused else ""
        raise UsageError(f"{name} holds no DICOM series that can be read{why}.")
    showable = [one for one in contents if one.volumes] or [one for one in contents if one.items] or contents
    if len(showable) > 1:
        uids = "\n".join(f"  {content.uid}  {content.modality} {len(content.volumes)} volumes" for content in showable)
        raise UsageError(f"{name} holds {len(showable)} series; name one of them after `tomocast import`:\n{uids}")
    return showable[0]


def load_with_progress(source: ArchiveSource, info: VolumeInfo) -> Volume:
    """Load a volume with a bar of bytes and slices on stderr where that is a terminal."""
    volume = Volume.empty(info)
    columns = (TextColumn("Loading"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[slices]} slices"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("load", total=info.nbytes, slices=f"0/{info.slices}")

        def show(progress: LoadProgress) -> None:
            volume.loaded[progress.first : progress.last] = True
            bar.update(task, completed=progress.bytes_done, slices=f"{progress.slices_done}/{progress.slices}")

        source.fill(info.key, volume.voxels, show, lambda: False)
    return volume


def tell_notes(info: VolumeInfo) -> None:
    """Write each note about the volume to stderr, one a line."""
    sys.stderr.writelines(f"{note.code}: {note.text}\n" for note in info.notes)
