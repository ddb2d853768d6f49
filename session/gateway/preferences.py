"""What a reader prefers (keys of their own), kept by name for whoever this server knows as one person.

Behind a shared access token everybody has one name: what one changed there would change under the hands of the others.
Such a server keeps nothing, says so, and the page keeps its reader's preferences in the browser.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

import msgspec
from aiohttp import web

from session.gateway.middleware import PRINCIPAL, refusal, services_of

NAME: Final = re.compile(r"[a-z][a-z-]{0,31}")
MAX_BYTES: Final = 8192
MAX_NAMES: Final = 32


async def mine(request: web.Request) -> web.Response:
    """Say what the reader prefers, and whether it is kept here."""
    services = services_of(request)
    if not services.gate.knows_persons:
        return _answer({}, kept=False)
    return _answer(await asyncio.to_thread(services.trail.directory.preferences, request[PRINCIPAL].name), kept=True)


async def prefer(request: web.Request) -> web.Response:
    """Keep a JSON object under a name."""
    services, who = services_of(request), request[PRINCIPAL].name
    name = request.match_info["name"]
    if NAME.fullmatch(name) is None:
        return refusal(400, "name", "A preference's name has up to 32 small letters and hyphens.")
    body = await request.read()
    if len(body) > MAX_BYTES:
        return refusal(413, "size", f"A preference has at most {MAX_BYTES} bytes.")
    try:
        value = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return refusal(400, "body", "A preference is a JSON object.")
    if not services.gate.knows_persons:
        return _answer({}, kept=False)
    directory = services.trail.directory
    before = await asyncio.to_thread(directory.preferences, who)
    if name not in before and len(before) >= MAX_NAMES:
        return refusal(409, "many", f"A person has at most {MAX_NAMES} preferences.")
    text = msgspec.json.encode(value).decode()
    await asyncio.to_thread(directory.prefer, who, name, text)
    return _answer({**before, name: text}, kept=True)


def _answer(found: dict[str, str], *, kept: bool) -> web.Response:
    values = {name: msgspec.json.decode(value) for name, value in found.items()}
    return web.json_response({"kept": kept, "preferences": values})
