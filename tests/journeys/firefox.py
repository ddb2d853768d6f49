"""A stock Firefox, driven by the protocol that it speaks itself (W3C WebDriver BiDi) over a WebSocket."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

LISTENING = "WebDriver BiDi listening on "
STARTS_WITHIN_S = 60.0


class Firefox:
    """One tab. Values of scripts come back as strings, numbers and booleans only."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked = 0
        self._tab = ""

    async def start(self) -> None:
        """Open a session on the tab that is there."""
        await self.command("session.new", capabilities={})
        self._tab = (await self.command("browsingContext.getTree"))["contexts"][0]["context"]

    async def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command; a refused one fails the test."""
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": parameters})
        while True:
            message: dict[str, Any] = await self._socket.receive_json()
            if message.get("id") == self._asked:
                assert message["type"] == "success", message
                result: dict[str, Any] = message["result"]
                return result

    async def open(self, address: str) -> None:
        """Load a page."""
        await self.command("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    async def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        target = {"context": self._tab}
        done = await self.command("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert done["type"] == "success", done
        return done["result"].get("value")

    async def wait_for(self, script: str, within_s: float = 60.0) -> None:
        """Until the expression is true."""
        async with asyncio.timeout(within_s):
            while not await self.run(f"!!({script})"):
                await asyncio.sleep(0.2)

    async def press(self, key: str) -> None:
        """A key, by its WebDriver code point or its character."""
        strokes = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        await self.command("input.performActions", context=self._tab, actions=actions)


@asynccontextmanager
async def firefox(profile: Path) -> AsyncIterator[Firefox]:
    """A browser with a profile of its own; skips loudly where there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("needs the Debian package firefox-esr")
    words = (program, "--headless", "--profile", str(profile), "--remote-debugging-port", "0", "about:blank")
    process = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.PIPE)
    try:
        address = await _address(process)
        async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
            browser = Firefox(socket)
            await browser.start()
            yield browser
            await browser.command("browser.close")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(STARTS_WITHIN_S):
        async for line in process.stderr:
            if LISTENING in line.decode(errors="replace"):
                return line.decode().split(LISTENING)[1].strip() + "/session"
    raise AssertionError("Firefox ended before it listened")
