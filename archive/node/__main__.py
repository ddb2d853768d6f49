"""`python -m archive.node`: the DICOM node as a process."""

import argparse
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.archive import Archive
from archive.errors import ArchiveError
from archive.node.association import NodeLimits
from archive.node.notices import Notifier
from archive.node.server import Server

log = logging.getLogger("archive.node")
_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the node until SIGTERM or SIGINT; returns the exit status."""
    options = _options(arguments)
    logging.basicConfig(level=options.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    if options.notify is not None:
        die_with_parent()
    try:
        with Archive(options.data) as archive:
            return _serve(archive, options)
    except (ArchiveError, OSError) as error:
        log.error("the DICOM node cannot run: %s", error)  # noqa: TRY400  (the sentence says it)
        return 1


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent process ends, however it ends."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _serve(archive: Archive, options: argparse.Namespace) -> int:
    found = archive.reconcile()
    if found:
        log.warning("%d instances were on the disk and not in the index", found)
    called = options.aet if options.check_called_aet else None
    limits = NodeLimits(associations=options.max_associations)
    notifier = Notifier(options.notify)
    server = Server(archive, (options.host, options.port), called, limits, notifier.changed)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    log.info("%s listens on %s port %d", options.aet, options.host, server.port)
    sys.stdout.write(f"listening {options.host} {server.port}\n")
    sys.stdout.flush()
    notifier.listening(options.host, server.port)
    server.run()
    notifier.close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m archive.node", description="Receive DICOM instances.")
    parser.add_argument("--data", type=Path, required=True, help="the archive's folder")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=11112, help="the port; 0 takes any free one")
    parser.add_argument("--aet", default="TOMOCAST", help="our application entity title")
    parser.add_argument("--check-called-aet", action="store_true", help="reject peers that call another title")
    parser.add_argument("--max-associations", type=int, default=64, help="more are rejected for now")
    parser.add_argument("--notify", type=Path, help="the host's Unix socket for notices")
    parser.add_argument("--log-level", default="info", choices=("debug", "info", "warning", "error"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
