"""Warming up leaves nothing for the first connection to load."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from streaming.links.webrtc_warm import warm_up
warm_up()
known = set(sys.modules)
import asyncio
from streaming.links.webrtc import WebRtcPeer
async def peer():
    made = WebRtcPeer(on_sent=print, on_keyframe_request=print, addresses=["127.0.0.1"])
    await made.close()
asyncio.run(peer())
print(sorted(name for name in set(sys.modules) - known if name.startswith(("cryptography", "OpenSSL"))))
"""


def test_the_first_connection_loads_no_cryptography_any_more() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
