"""What every request passes: is the name ours, whose page sends it, who asks and may they; and how a refusal looks."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from archive.errors import ArchiveError
from render.errors import RenderError
from session.access.gate import COOKIE, Gate, host_is_ours, same_origin
from session.access.principal import OWNER, Principal, Right, Role, allowed
from session.audit.trail import DEFENCE_HELD, Event
from session.errors import SessionError, UsageError
from session.gateway.headers import is_https
from session.gateway.services import SERVICES, Services, trace

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PRINCIPAL: Final = web.RequestKey("principal", Principal)
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

# The gate ends a login that is not used; the cookie may not end one that is.
_COOKIE_S: Final = 30 * 24 * 3600
# What proxies say of whom they ask for. Behind one everybody comes from this machine, and would own the server.
_FORWARDED: Final = ("X-Forwarded-For", "Forwarded")
_THIS_MACHINE: Final = (
    "This server has no access token and so serves its own machine alone."
    " To reach it through a proxy, start it with one (TOMOCAST_ACCESS_TOKEN)."
)
_WORDS: Final = {
    404: "There is nothing at this address.",
    405: "That cannot be done at this address.",
    413: "This request is larger than the server takes.",
}

# As other servers write in their logs: the client closed its connection.
_GONE: Final = 499

_LOG: Final = logging.getLogger(__name__)


def refusal(status: int, code: str, text: str) -> web.Response:
    """Return a refusal as the API speaks it: a status, a stable code and a sentence."""
    return web.json_response({"code": code, "text": text}, status=status)


def no_access(services: Services, status: int, code: str, text: str) -> web.Response:
    """Return a refusal that also says whom to ask, where the server was told."""
    return web.json_response({"code": code, "text": text, "contact": services.settings.contact}, status=status)


@web.middleware
async def errors_in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what handlers raise into sentences; what nobody expected is logged and told without its details."""
    try:
        return await handler(request)
    except UsageError as error:
        return refusal(404, "unknown", str(error))
    except (SessionError, ArchiveError, RenderError) as error:
        return refusal(409, "refused", str(error))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _unserved(request, error)
    except ConnectionResetError:
        # Whoever asked has gone: a page was closed or loaded again. Nobody hears the answer.
        return web.Response(status=_GONE)
    # The edge of a request: nothing may reach the client as a traceback.
    except Exception:  # noqa: BLE001
        code = f"fault-{secrets.token_hex(4)}"
        _LOG.exception("a request failed (%s): %s", code, request.match_info.route.name)
        return refusal(500, code, "The server could not do this. Your studies are safe; please try again.")


def _unserved(request: web.Request, error: web.HTTPException) -> web.Response:
    """Return in words what aiohttp says in its own: nothing here, not this method, too large."""
    text = _WORDS.get(error.status, "This request cannot be read; /api/openapi.json says how to ask.")
    if request.path.startswith("/api/"):
        response = refusal(error.status, "http", text)
    else:
        response = web.Response(status=error.status, text=text)
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response


@web.middleware
async def only_ours(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign host names (DNS rebinding) and unsafe requests or upgrades from foreign pages."""
    services = request.app[SERVICES]
    if not host_is_ours(request.headers.get("Host"), services.settings.host, services.settings.allowed_hosts):
        services.metrics.refused.labels("host").inc()
        return refusal(421, "host", "This server is not reached under that name. Start it with --allowed-host NAME.")
    if services.settings.access_token is None and any(name in request.headers for name in _FORWARDED):
        services.metrics.refused.labels("proxy").inc()
        return refusal(403, "proxy", _THIS_MACHINE)
    unsafe = request.method not in SAFE_METHODS or "Upgrade" in request.headers
    ours = same_origin(
        request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"), request.headers.get("Host")
    )
    if unsafe and not ours:
        services.metrics.refused.labels("origin").inc()
        await trace(services, Event.REFUSED, "", outcome=DEFENCE_HELD)
        return refusal(403, "origin", "This request came from another site's page.")
    return await handler(request)


@web.middleware
async def who_asks(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find the principal, trade an access token in the address for a cookie, and ask for the route's right."""
    services = request.app[SERVICES]
    now = time.monotonic()
    shown = request.query.get("token")
    if shown is not None and request.method == "GET" and services.settings.access_token is not None:
        if services.gate.fits(shown):
            await trace(services, Event.SIGNED_IN, OWNER.name)
            return _signed_in(request, services.gate, now)
        services.metrics.refused.labels("token").inc()
        await trace(services, Event.SIGNED_IN, "", outcome=DEFENCE_HELD)
    principal = services.gate.principal(request.headers.get("Authorization"), request.cookies.get(COOKIE), now)
    right = services.rights.get(request.match_info.route.name or "", Right.NONE)
    decision = allowed(principal, right, session=request.match_info.get("session", ""))
    if not decision.yes:
        services.metrics.refused.labels("right").inc()
        await trace(services, Event.REFUSED, principal.name, outcome=DEFENCE_HELD)
        if principal.role is not Role.STRANGER:
            return no_access(services, 403, "right", decision.reason)
        if COOKIE in request.cookies:
            return no_access(services, 401, "signed-out", "Your sign-in has ended. Sign in again.")
        return no_access(services, 401, "sign-in", decision.reason)
    request[PRINCIPAL] = principal
    return await handler(request)


def _signed_in(request: web.Request, gate: Gate, now: float) -> web.Response:
    # One slash: two would name another host.
    rest = "/" + request.rel_url.without_query_params("token").raw_path_qs.lstrip("/")
    response = web.Response(status=303, headers={"Location": rest})
    secret = gate.login(now)
    response.set_cookie(
        COOKIE, secret, httponly=True, samesite="Strict", secure=is_https(request), path="/", max_age=_COOKIE_S
    )
    return response


def services_of(request: web.Request) -> Services:
    """Return the server's parts for a handler."""
    return request.app[SERVICES]
