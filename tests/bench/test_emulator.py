"""The emulated network: its arithmetic, and packets that really cross it where this machine allows that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.emulator import SERVER_ADDRESS, Conditions, Direction, NotPermittedError, emulated

UDP = bytes(9) + bytes([17]) + bytes(990)
TCP = bytes(9) + bytes([6]) + bytes(990)
# Binds, tells that it has, and sends the first datagram back.
ECHO = f"""
import socket
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind(("{SERVER_ADDRESS}", 9000))
print("bound", flush=True)
data, sender = one.recvfrom(2000)
one.sendto(data, sender)
"""
ASK = f"""
import socket
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.settimeout(5)
one.sendto(b"there and back", ("{SERVER_ADDRESS}", 9000))
print(one.recv(2000).decode())
"""


def test_packets_wait_for_those_before_them_and_for_half_the_round_trip() -> None:
    way = Direction(Conditions(mbit=8, rtt_ms=40))

    arrivals = [way.arrival(TCP, 1.0) for _ in range(3)]

    assert arrivals == pytest.approx([1.021, 1.022, 1.023])


def test_a_full_queue_drops_and_an_empty_one_takes_again() -> None:
    way = Direction(Conditions(mbit=8, queue_ms=5))

    taken = [way.arrival(TCP, 0.0) is not None for _ in range(10)]

    assert taken.count(True) == 6
    assert way.overflowed == 4
    assert way.arrival(TCP, 1.0) == pytest.approx(1.001)


def test_a_share_is_lost() -> None:
    way = Direction(Conditions(lost_percent=10))

    lost = sum(way.arrival(TCP, 0.0) is None for _ in range(2000))

    assert 150 < lost < 250


def test_udp_alone_is_dropped_where_it_does_not_pass() -> None:
    way = Direction(Conditions(without_udp=True))

    assert way.arrival(UDP, 0.0) is None
    assert way.arrival(TCP, 0.0) == 0.0


def test_a_datagram_crosses_and_nothing_stays_behind() -> None:
    try:
        with emulated(Conditions(rtt_ms=2)) as network:
            names = (network.server_namespace, network.browser_namespace)
            with subprocess.Popen(
                network.in_server_namespace([sys.executable, "-c", ECHO]), stdout=subprocess.PIPE, text=True
            ) as echo:
                assert echo.stdout is not None
                assert echo.stdout.readline() == "bound\n"
                asked = network.in_browser_namespace([sys.executable, "-c", ASK])
                said = subprocess.run(asked, capture_output=True, text=True, timeout=20, check=False).stdout
                echo.kill()
    except NotPermittedError as error:
        pytest.skip(str(error))
    assert said == "there and back\n"
    assert not any((Path("/run/netns") / name).exists() for name in names)


def test_who_may_not_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(NotPermittedError, match="root"), emulated(Conditions()):
        pass
