"""``tomocast demo``: a sample study, or the given files, in an archive of its own, served and opened in the browser."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path

from archive.archive import Archive
from archive.phantom import write_torso
from session.cli.importing import check_paths, import_with_progress, refusals
from session.cli.serve import greeting, serve, settings
from session.errors import UsageError
from session.gateway.app import Running


def run(options: argparse.Namespace) -> int:
    """Import, then serve until SIGINT or SIGTERM; without ``--data`` the archive goes away with the demo."""
    if options.data is not None:
        return _serve(options, options.data)
    with tempfile.TemporaryDirectory(prefix="tomocast-demo-") as folder:
        return _serve(options, Path(folder))


def _serve(options: argparse.Namespace, data: Path) -> int:
    chosen = settings(options, data)
    check_paths(options.paths)
    with Archive(data) as archive:
        if options.paths:
            summary = import_with_progress(archive, options.paths)
            sys.stderr.writelines(f"{line}\n" for line in refusals(summary))
        elif not archive.studies():
            _import_sample(archive)
        if not archive.studies():
            raise UsageError("None of these files is DICOM that can be kept. See above, or try `tomocast demo` alone.")
    asyncio.run(serve(chosen, _opener(browser=not options.no_browser)))
    return 0


def _import_sample(archive: Archive) -> None:
    sys.stderr.write("Making the sample study...\n")
    with tempfile.TemporaryDirectory(prefix="tomocast-sample-") as folder:
        import_with_progress(archive, [write_torso(Path(folder))])


def _opener(*, browser: bool) -> Callable[[Running], None]:
    def ready(server: Running) -> None:
        sys.stdout.write(greeting(server))
        if browser:
            webbrowser.open(server.address)

    return ready
