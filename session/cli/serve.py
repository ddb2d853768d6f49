"""``tomocast serve``: runs the server until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from session.gateway.app import Running, running
from session.gateway.config import Settings, environment, read_relay, read_token

# Each sendto gives the interpreter lock away; a short switch interval gives it back before a picture is late.
SWITCH_INTERVAL_S: Final = 0.0005


def run(options: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM."""
    asyncio.run(serve(settings(options, options.data), lambda server: sys.stdout.write(greeting(server))))
    return 0


def settings(options: argparse.Namespace, data: Path) -> Settings:
    """Return the checked settings of a parsed command line."""
    names = [*options.allowed_host, *environment().get("TOMOCAST_ALLOWED_HOSTS", "").split(",")]
    return Settings(
        data_dir=data,
        host=options.host,
        port=options.port,
        dicom_host=options.dicom_host,
        dicom_port=options.dicom_port,
        aet=options.aet,
        device=options.device,
        access_token=read_token(environment(), options.access_token_file),
        allowed_hosts=frozenset(name.strip().lower() for name in names if name.strip()),
        places=options.places,
        contact=(options.contact or environment().get("TOMOCAST_CONTACT", "")).strip(),
        turn=read_relay(environment(), options.turn_url, options.turn_secret_file),
    ).checked()


def greeting(server: Running) -> str:
    """Return what the terminal shows once the server is up."""
    node = f"DICOM node {server.aet} on port {server.dicom_port}"
    if not server.dicom_port:
        node = "The DICOM node does not listen (see above; --dicom-port chooses another port)"
    lines = [
        f"Tomocast is ready at {server.address}",
        f"{node}, rendering on {server.device}. Ctrl-C stops.",
        "Not a medical device: not for diagnosis or treatment.",
    ]
    return "\n".join(lines) + "\n"


async def serve(chosen: Settings, ready: Callable[[Running], object]) -> None:
    """Run the server; call ``ready`` once it answers; return after SIGINT or SIGTERM with everything stopped."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with running(chosen) as server:
            ready(server)
            with contextlib.suppress(ValueError):
                sys.stdout.flush()
            await stop.wait()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
