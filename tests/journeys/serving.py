"""A server as a user starts it: the command in a process of its own, on free ports, with an archive of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parents[2]
READY = re.compile(r"ready at (http://\S+)")
NODE = re.compile(r"DICOM node (\S+) on port (\d+)")


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server."""

    address: str
    aet: str
    dicom_port: int
    data: Path
    process: subprocess.Popen[str]

    def get(self, path: str) -> bytes:
        """The body of a GET request, whatever its status."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def children(self) -> list[int]:
        """Process ids of the server's children."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in found.split()]


def command(*words: str | Path) -> list[str]:
    """A `tomocast` command line of this checkout."""
    return [sys.executable, "-m", "session", *(str(word) for word in words)]


def tomocast(*words: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `tomocast` to its end."""
    done = subprocess.run(command(*words), cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == status, done.stderr
    return done


@contextmanager
def serving(data: Path, *options: str) -> Iterator[Serving]:
    """Run `tomocast serve` on free ports; stopped afterwards by SIGINT, as Ctrl-C does."""
    words = command("serve", "--data", data, "--port", "0", "--dicom-port", "0", *options)
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        try:
            yield _ready(process, data)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    # As long as a machine with other work needs; usually it takes a moment.
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def _ready(process: subprocess.Popen[str], data: Path) -> Serving:
    assert process.stdout is not None
    address = ""
    for line in process.stdout:
        if found := READY.search(line):
            address = found[1]
        if found := NODE.search(line):
            return Serving(address, found[1], int(found[2]), data, process)
    raise AssertionError(f"the server ended with status {process.wait()} before it was ready")
