"""Jobs that misbehave, for the tests of the worker pool."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from archive.errors import LimitExceededError
from archive.jobs import facts
from archive.worker import Reply, Scratch


def echo(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Answers with its arguments, its process and bytes, and leaves bytes in the scratch."""
    text = str(arguments.get("text", "")).encode()
    scratch.room(len(text))[:] = text
    return {**arguments, "pid": os.getpid()}, text[::-1]


def die(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Ends the process as a crash would."""
    os.kill(os.getpid(), int(arguments["signal"]))
    return {}, b""


def hang(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Never answers."""
    time.sleep(3600)
    return {}, b""


def devour(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Takes more memory than there is."""
    return {"size": len(bytearray(1 << 40))}, b""


def refuse(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Raises an error of the archive."""
    raise LimitExceededError("too deep")


def stumble(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Raises what nobody foresaw, with something private in it."""
    raise KeyError("Probe^Paula")


def fragile_facts(arguments: dict[str, Any], scratch: Scratch) -> Reply:
    """Reads facts, and dies at a file that says so."""
    if any(b"deadly" in Path(path).read_bytes() for path in arguments["paths"]):
        os.kill(os.getpid(), signal.SIGSEGV)
    return facts(arguments, scratch)
