"""The command ``tomocast``: reads the command line and hands over to one module for each verb.

Exit status: 0 on success, 2 on wrong usage, 1 otherwise with one clear sentence on stderr.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final, Protocol, cast

from archive.errors import ArchiveError
from render.errors import RenderError
from session.cli import arguments
from session.errors import SessionError, UsageError

FAILED: Final = 1
WRONG_USAGE: Final = 2


class Verb(Protocol):
    """What each module of ``session.cli`` offers: its work on the parsed arguments; returns the exit status."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it."""
        ...


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="tomocast",
        description="Server-side rendering and streaming of medical volumes. Not a medical device.",
    )
    top.add_argument("--version", action="version", version=f"tomocast {version('tomocast')}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    arguments.add_server_verbs(verbs)
    arguments.add_archive_verbs(verbs)
    arguments.add_picture_verbs(verbs)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; never lets a traceback reach the user for what can be said in a sentence."""
    options = parser().parse_args(argv)
    logging.basicConfig(
        level=options.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    verb = cast("Verb", importlib.import_module(f"session.cli.{options.module}"))
    try:
        return verb.run(options)
    except UsageError as error:
        return _say(str(error), WRONG_USAGE)
    except (SessionError, ArchiveError, RenderError) as error:
        return _say(str(error), FAILED)
    except BrokenPipeError:
        # The reader of our output went away (a pager, head): nothing is wrong. Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _say("Stopped.", 130)
    except OSError as error:
        where = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
        return _say(f"{error.strerror or error}{where}.", FAILED)


def _say(sentence: str, status: int) -> int:
    sys.stderr.write(f"tomocast: {sentence}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
