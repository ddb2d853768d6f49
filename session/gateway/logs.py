"""What the HTTP server writes to the log: never a request's own bytes, which may hold a token or a name looked for."""

from __future__ import annotations

import logging

from aiohttp.http_exceptions import HttpProcessingError


def without_requests(record: logging.LogRecord) -> bool:
    """Take the bytes that could not be read out of a record; whose they were and that they came stays."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.msg = f"{record.msg}: {type(error).__name__}"
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def http_log() -> logging.Logger:
    """Return the log of the HTTP server."""
    log = logging.getLogger("session.gateway.http")
    log.addFilter(without_requests)
    return log
