"""Notices to the host that series have grown: coalesced lines of JSON over a Unix socket.

    {"kind": "listening", "host": "127.0.0.1", "port": 11112}
    {"kind": "changed", "series": [{"study": "1.2...", "series": "1.2...", "revision": 17}]}

A lost notice is no lost data: the truth is in the index.
"""

import json
import logging
import socket
import threading
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
_PAUSE_S = 0.1
_TIMEOUT_S = 2.0


class Notifier:
    """Sends notices from a thread of its own, at most one line in a while; without a path it does nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._link: socket.socket | None = None
        self._series: dict[str, tuple[str, int]] = {}
        self._first: dict[str, Any] | None = None
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
        self._thread.start()

    def listening(self, host: str, port: int) -> None:
        """Say where the node listens."""
        self._first = {"kind": "listening", "host": host, "port": port}
        self._wake.set()

    def changed(self, study_uid: str, series_uid: str, revision: int) -> None:
        """Say that a series has grown; the newest revision before the next line is what gets sent."""
        if self._path is None:
            return
        with self._lock:
            known = self._series.get(series_uid, (study_uid, 0))[1]
            self._series[series_uid] = (study_uid, max(known, revision))
        self._wake.set()

    def close(self) -> None:
        """Send what is left and stop."""
        self._stopped.set()
        self._wake.set()
        self._thread.join(_TIMEOUT_S / 4)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wake.wait()
            self._wake.clear()
            self._send_all()
            self._stopped.wait(_PAUSE_S)
        self._send_all()
        self._hang_up()

    def _send_all(self) -> None:
        if self._first is not None and self._send(self._first):
            self._first = None
        with self._lock:
            series, self._series = self._series, {}
        if not series:
            return
        rows = [{"study": study, "series": uid, "revision": revision} for uid, (study, revision) in series.items()]
        if not self._send({"kind": "changed", "series": rows}):
            log.warning("a notice about %d series could not be sent", len(rows))

    def _send(self, notice: dict[str, Any]) -> bool:
        if self._path is None:
            return True
        line = json.dumps(notice).encode() + b"\n"
        # A host that was started again listens anew at the same place.
        for _ in range(2):
            try:
                self._link = self._link or _connect(self._path)
                self._link.sendall(line)
            except OSError:
                self._hang_up()
            else:
                return True
        return False

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _connect(path: Path) -> socket.socket:
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(_TIMEOUT_S)
    try:
        link.connect(str(path))
    except OSError:
        link.close()
        raise
    return link
