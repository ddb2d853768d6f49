"""Pictures through a TURN relay (coturn) on loopback, with credentials as the server makes them."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer, RTCPeerConnection

from session.access.turn import TurnRelay
from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.links import webrtc_adaptations as adaptations
from streaming.links.webrtc import WebRtcPeer
from tests.streaming.links.peers import LIMIT_S, LOOPBACK, Browser
from tests.streaming.support import scene, tag

SECRET = "a-secret-for-this-test-alone"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def coturn(folder: Path) -> Iterator[int]:
    """A relay on 127.0.0.1 alone; its port."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.skip("needs the Debian package coturn")
    port = free_port()
    options = [
        *("-n", "--no-cli", "--no-tls", "--no-dtls", "--listening-ip=127.0.0.1", f"--listening-port={port}"),
        *("--relay-ip=127.0.0.1", "--allow-loopback-peers", "--use-auth-secret", f"--static-auth-secret={SECRET}"),
        *("--realm=tomocast.test", f"--userdb={folder / 'users'}", f"--pidfile={folder / 'pid'}", "--log-file=stdout"),
    ]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the relay did not start")


async def relayed_offer(browser: Browser) -> str:
    """An offer as a browser makes it under the ICE transport policy "relay": no way but the relay is left."""
    offer = await browser.offer()
    ice = browser.receivers[0].transport.transport._connection
    for protocol in [one for one in ice._protocols if one.local_candidate.type != "relay"]:
        ice._protocols.remove(protocol)
        await protocol.close()
    assert [one.local_candidate.type for one in ice._protocols] == ["relay"]
    lines = [line for line in offer.splitlines() if not line.startswith("a=candidate:") or " typ relay" in line]
    return "\r\n".join([*lines, ""])


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_pictures_come_through_the_relay(transport: str, tmp_path: Path) -> None:
    with coturn(tmp_path) as port:
        (told,) = TurnRelay((f"turn:127.0.0.1:{port}?transport={transport}",), SECRET).ice_servers(time.time())
        server = RTCIceServer(**told)
        configuration = RTCConfiguration(iceServers=[server], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        browser = Browser(RTCPeerConnection(configuration))
        browser.connection.addTransceiver("video", direction="recvonly").setCodecPreferences(adaptations.h264_only())
        peer = WebRtcPeer(on_sent=lambda *_: None, on_keyframe_request=lambda _: None, addresses=LOOPBACK)
        broadcast = Broadcast(0, EncoderSettings(hardware=False))
        try:
            await browser.accept(await peer.answer(await relayed_offer(browser)))
            assert await asyncio.wait_for(peer.connected(), LIMIT_S)
            broadcast.add(peer.links[0])
            for number in range(3):
                assert await broadcast.send(scene(number, 160), tag(number, 160, 240, 0)) is not None
            ssrc: int = peer._connection.getSenders()[0]._ssrc
            await browser.until(lambda: len(browser.pictures(ssrc)) == 3)
        finally:
            broadcast.close()
            await peer.close()
            await browser.connection.close()


async def test_credentials_of_another_secret_open_nothing(tmp_path: Path) -> None:
    with coturn(tmp_path) as port:
        relay = TurnRelay((f"turn:127.0.0.1:{port}?transport=udp",), "not-the-secret-of-the-relay")
        (told,) = relay.ice_servers(time.time())
        browser = Browser(RTCPeerConnection(RTCConfiguration(iceServers=[RTCIceServer(**told)])))
        browser.connection.addTransceiver("video", direction="recvonly").setCodecPreferences(adaptations.h264_only())
        try:
            assert " typ relay" not in await browser.offer()
        finally:
            await browser.connection.close()
