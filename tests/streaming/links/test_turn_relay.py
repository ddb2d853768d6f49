"""Pictures through a TURN relay (coturn) on loopback, with credentials as the server makes them."""

import asyncio
import itertools
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer, RTCPeerConnection
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from session.access.turn import TurnRelay
from streaming.broadcast import Broadcast
from streaming.encoders import EncoderSettings
from streaming.links import webrtc_adaptations as adaptations
from streaming.links.webrtc import WebRtcPeer
from tests.streaming.links.peers import LIMIT_S, LOOPBACK, Browser
from tests.streaming.support import scene, tag

SECRET = "a-secret-for-this-test-alone"
PICTURES = 3
ATTEMPTS = 5


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tomocast.test")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


@contextmanager
def coturn(folder: Path, certificate: tuple[Path, Path] | None = None) -> Iterator[int]:
    """A relay on 127.0.0.1 alone; its port, which speaks TLS where a certificate is given."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.skip("needs the Debian package coturn")
    for _ in range(ATTEMPTS):
        port = free_port()
        with subprocess.Popen(
            [program, *relay_options(folder, port, certificate)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                if listens(process, port):
                    yield port
                    return
            finally:
                process.terminate()
                process.wait(30)
    pytest.fail("the relay did not start")


def relay_options(folder: Path, port: int, certificate: tuple[Path, Path] | None) -> list[str]:
    if certificate is None:
        listening = ["--no-tls", "--no-dtls", f"--listening-port={port}"]
    else:
        cert, key = certificate
        # Its port without TLS would be the usual one, which may be taken.
        plain = f"--listening-port={free_port()}"
        listening = ["--no-dtls", plain, f"--tls-listening-port={port}", f"--cert={cert}", f"--pkey={key}"]
    return [
        *("-n", "--no-cli", *listening, "--listening-ip=127.0.0.1"),
        *("--relay-ip=127.0.0.1", "--allow-loopback-peers", "--use-auth-secret", f"--static-auth-secret={SECRET}"),
        *("--realm=tomocast.test", f"--userdb={folder / 'users'}", f"--pidfile={folder / 'pid'}", "--log-file=stdout"),
    ]


def listens(process: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until the relay listens; False where it ended: another had taken its port meanwhile."""
    while process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


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


@pytest.mark.parametrize("address", ["turn:127.0.0.1:{}?transport=udp", "turn:127.0.0.1:{}?transport=tcp"])
async def test_pictures_come_through_the_relay(address: str, tmp_path: Path) -> None:
    with coturn(tmp_path) as port:
        await pictures_through(address.format(port))


async def test_pictures_come_through_the_relay_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = write_certificate(tmp_path)
    # The client trusts what OpenSSL trusts, and that is this certificate now.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with coturn(tmp_path, certificate) as port:
        await pictures_through(f"turns:127.0.0.1:{port}")


async def test_a_relay_with_a_stranger_s_certificate_is_not_used(tmp_path: Path) -> None:
    with coturn(tmp_path, write_certificate(tmp_path)) as port:
        browser = Browser(RTCPeerConnection(told(f"turns:127.0.0.1:{port}", SECRET)))
        browser.connection.addTransceiver("video", direction="recvonly").setCodecPreferences(adaptations.h264_only())
        try:
            assert " typ relay" not in await browser.offer()
        finally:
            await browser.connection.close()


def told(url: str, secret: str) -> RTCConfiguration:
    """What a browser is told of a relay."""
    (server,) = TurnRelay((url,), secret).ice_servers(time.time())
    return RTCConfiguration(iceServers=[RTCIceServer(**server)], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


async def pictures_through(url: str) -> None:
    """Connect through a relay with no other way left, and send until pictures have come whole."""
    browser = Browser(RTCPeerConnection(told(url, SECRET)))
    browser.connection.addTransceiver("video", direction="recvonly").setCodecPreferences(adaptations.h264_only())
    peer = WebRtcPeer(on_sent=lambda *_: None, on_keyframe_request=lambda _: None, addresses=LOOPBACK)
    broadcast = Broadcast(0, EncoderSettings(hardware=False))
    try:
        await browser.accept(await peer.answer(await relayed_offer(browser)))
        assert await asyncio.wait_for(peer.connected(), LIMIT_S)
        broadcast.add(peer.links[0])
        ssrc: int = peer._connection.getSenders()[0]._ssrc
        sending = asyncio.create_task(send_on(broadcast))
        try:
            await browser.until(lambda: len(browser.pictures(ssrc)) >= PICTURES)
        finally:
            sending.cancel()
            await asyncio.wait({sending})
    finally:
        broadcast.close()
        await peer.close()
        await browser.connection.close()


async def send_on(broadcast: Broadcast) -> None:
    """Pictures until cancelled. A relay may drop packets when busy, and nobody asks for the last one."""
    for number in itertools.count():
        if await broadcast.send(scene(number, 160), tag(number, 160, 240, 0)) is not None:
            for link in broadcast.links:
                broadcast.acknowledge(link, number)
        await asyncio.sleep(0.05)


async def test_credentials_of_another_secret_open_nothing(tmp_path: Path) -> None:
    with coturn(tmp_path) as port:
        wrong = told(f"turn:127.0.0.1:{port}?transport=udp", "not-the-secret-of-the-relay")
        browser = Browser(RTCPeerConnection(wrong))
        browser.connection.addTransceiver("video", direction="recvonly").setCodecPreferences(adaptations.h264_only())
        try:
            assert " typ relay" not in await browser.offer()
        finally:
            await browser.connection.close()
