"""Series are described in another process, and what goes wrong there is told here."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.assemble.describe import describe
from archive.assemble.source import ArchiveSource
from archive.decoding import DecodePool
from archive.phantom import write_series
from archive.workers import WorkerPool
from session.describer import Describer
from session.errors import DescriptionLostError


def test_the_description_is_the_same_and_comes_from_elsewhere(tmp_path: Path) -> None:
    write_series(tmp_path / "files", slices=4)
    with Archive(tmp_path / "data") as archive, WorkerPool() as workers, Describer() as describer:
        archive.import_paths([tmp_path / "files"], workers=workers)
        (study,) = archive.studies()
        (series,) = archive.series_of(study.uid)
        source = ArchiveSource(archive, DecodePool(workers), describer=describer)
        assert source.content(series.uid) == describe(series.uid, series.revision, archive.instances(series.uid))
        assert describer._pool.submit(os.getpid).result() != os.getpid()


def test_a_process_that_dies_costs_one_series_and_no_more(tmp_path: Path) -> None:
    write_series(tmp_path / "files", slices=3)
    with Archive(tmp_path / "data") as archive, WorkerPool() as workers, Describer() as describer:
        archive.import_paths([tmp_path / "files"], workers=workers)
        (study,) = archive.studies()
        (series,) = archive.series_of(study.uid)
        rows = archive.instances(series.uid)
        with pytest.raises(DescriptionLostError, match="try again"):
            describer._ask(_die)
        assert describer(series.uid, series.revision, rows).items


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_closing_waits_for_no_series(tmp_path: Path) -> None:
    with Describer() as describer:
        waiting = describer._pool.submit(time.sleep, 600)
        process = next(iter(describer._pool._processes.values()))
    assert waiting.exception() is not None
    assert process.exitcode == -signal.SIGKILL
