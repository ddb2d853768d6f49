"""What every response carries so that a browser lets a page do no more than it must, and how the browser came."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HOST: Final = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?", re.ASCII)


def policy(host: str) -> str:
    """Return the content security policy for a page from this host.

    The page needs its own scripts, styles, sockets and blob pictures, and nothing else from anywhere. Sockets are
    named, since older browsers do not take 'self' for them.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
        f" connect-src 'self'{sockets}; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every response, and keep what names patients out of caches."""
    # Which versions serve is nobody else's business.
    response.headers["Server"] = "Tomocast"
    response.headers.setdefault("Content-Security-Policy", policy(request.host))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def is_https(request: web.Request) -> bool:
    """Return whether the browser came over https: here, or to the proxy that stands before the server.

    Browsers say so in ``Origin``, proxies in ``X-Forwarded-Proto``. Whoever makes either up is told addresses that do
    not work for them, and nothing else.
    """
    if request.secure:
        return True
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin.lower().startswith("https://")
    forwarded = request.headers.get("X-Forwarded-Proto", "")
    return forwarded.partition(",")[0].strip().lower() == "https"
