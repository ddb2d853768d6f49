"""A bad network between two network namespaces of this machine, made of two TUN devices and a process that relays.

    with emulated(Conditions(mbit=5, rtt_ms=20, lost_percent=0, queue_ms=100)) as network:
        network.in_server_namespace([...])   # 10.78.0.1
        network.in_browser_namespace([...])  # 10.78.0.2
        network.change(Conditions(mbit=50))

It needs root and /dev/net/tun, and works where the kernel has no netem. Both namespaces are made for the run and end
with it; no packet leaves them. Each direction is a narrow place with a finite queue, a delay and a share lost at random
with a fixed seed. `without_udp` drops UDP, as the firewalls of many hospitals do.
"""

import contextlib
import dataclasses
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

SERVER_ADDRESS: Final = "10.78.0.1"
BROWSER_ADDRESS: Final = "10.78.0.2"
_TUN: Final = "/dev/net/tun"
_TUNSETIFF: Final = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000
_UDP: Final = 17
_MTU: Final = 1400
_CHECKOUT: Final = Path(__file__).resolve().parents[1]


class NotPermittedError(RuntimeError):
    """This machine does not let us make namespaces or TUN devices; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a network is like, in each direction; `mbit` 0 is no limit."""

    mbit: float = 0.0
    rtt_ms: float = 0.0
    lost_percent: float = 0.0
    queue_ms: float = 200.0
    without_udp: bool = False


@dataclass
class Direction:
    """One direction's narrow place, queue and delay. Times are seconds, ascending; no clock is read here."""

    conditions: Conditions
    dice: random.Random = field(default_factory=lambda: random.Random(42))  # noqa: S311 - losses, no secrets
    free_at: float = 0.0
    packets: int = 0
    lost: int = 0
    overflowed: int = 0

    def arrival(self, packet: bytes, now: float) -> float | None:
        """When an IPv4 packet that is sent now is at the other end; None when it never is."""
        chosen = self.conditions
        self.packets += 1
        if chosen.without_udp and len(packet) > 9 and packet[9] == _UDP:
            return None
        if self.dice.random() * 100 < chosen.lost_percent:
            self.lost += 1
            return None
        if chosen.mbit:
            self.free_at = max(self.free_at, now)
            if self.free_at - now > chosen.queue_ms / 1000:
                self.overflowed += 1
                return None
            self.free_at += len(packet) * 8 / (chosen.mbit * 1e6)
            now = self.free_at
        return now + chosen.rtt_ms / 2000


class Network:
    """A running emulation."""

    def __init__(self, server: str, browser: str, relay: "subprocess.Popen[str]") -> None:
        self.server_namespace, self.browser_namespace, self._relay = server, browser, relay

    def in_server_namespace(self, command: Sequence[str]) -> list[str]:
        """The command line that runs a command where the server is."""
        return ["ip", "netns", "exec", self.server_namespace, *command]

    def in_browser_namespace(self, command: Sequence[str]) -> list[str]:
        """The command line that runs a command where the browser is."""
        return ["ip", "netns", "exec", self.browser_namespace, *command]

    def change(self, conditions: Conditions) -> None:
        """Another network from now on."""
        orders = cast("IO[str]", self._relay.stdin)
        orders.write(json.dumps(dataclasses.asdict(conditions)) + "\n")
        orders.flush()


@contextlib.contextmanager
def emulated(conditions: Conditions) -> Iterator[Network]:
    """Make the namespaces and the network between them; undone afterwards, whatever happened.

    Raises:
        NotPermittedError: not as this user, or not on this machine.
    """
    if os.geteuid() != 0 or not os.access(_TUN, os.R_OK | os.W_OK):
        raise NotPermittedError(f"An emulated network needs root and {_TUN}; run this as root, or on another machine.")
    names = [f"tomocast-{end}-{os.getpid()}" for end in ("server", "browser")]
    with contextlib.ExitStack() as stack:
        for name in names:
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "del", name)
            _ip("-n", name, "link", "set", "lo", "up")
        relay = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "bench.emulator", *names],
                cwd=_CHECKOUT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(relay.terminate)
        network = Network(names[0], names[1], relay)
        network.change(conditions)
        if cast("IO[str]", relay.stdout).readline().strip() != "ready":
            raise NotPermittedError("The emulated network did not come up; see the lines above.")
        yield network


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPermittedError(f"ip {' '.join(words)}: {done.stderr.strip()}")


def _tun(name: str, namespace: str, address: str) -> int:
    device = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    _ip("link", "set", name, "netns", namespace)
    _ip("-n", namespace, "addr", "add", f"{address}/24", "dev", name)
    _ip("-n", namespace, "link", "set", name, "mtu", str(_MTU), "up")
    return device


def relay(server: str, browser: str) -> None:
    """Carry packets between the two namespaces until the standard input ends; its lines are new conditions."""
    names = (f"tms{os.getpid()}", f"tmb{os.getpid()}")
    ends = (_tun(names[0], server, SERVER_ADDRESS), _tun(names[1], browser, BROWSER_ADDRESS))
    ways = (Direction(Conditions()), Direction(Conditions(), random.Random(43)))  # noqa: S311 - losses, no secrets
    flying: list[tuple[float, int, int, bytes]] = []
    number = 0
    print("ready", flush=True)
    poll = select.poll()
    for source in (*ends, sys.stdin.fileno()):
        poll.register(source, select.POLLIN)
    while True:
        now = time.monotonic()
        wait_s = flying[0][0] - now if flying else 1.0
        # Half a millisecond is as exact as it needs to be; poll counts whole ones.
        ready = [source for source, _ in poll.poll(max(0.0, wait_s * 1000))]
        if sys.stdin.fileno() in ready and not _change(ways):
            return
        for source in ready:
            if source in ends:
                at = ends.index(source)
                for packet in _packets(source):
                    arrives = ways[at].arrival(packet, time.monotonic())
                    if arrives is not None:
                        number += 1
                        heapq.heappush(flying, (arrives, number, 1 - at, packet))
        now = time.monotonic()
        while flying and flying[0][0] <= now:
            _, _, to, packet = heapq.heappop(flying)
            with contextlib.suppress(OSError):
                os.write(ends[to], packet)


def _packets(device: int) -> Iterator[bytes]:
    for _ in range(64):
        try:
            yield os.read(device, 2048)
        except BlockingIOError:
            return


def _change(ways: Sequence[Direction]) -> bool:
    line = sys.stdin.readline()
    if line:
        for way in ways:
            way.conditions = Conditions(**json.loads(line))
    return bool(line)


if __name__ == "__main__":
    relay(sys.argv[1], sys.argv[2])
