"""How many packets a process sends, and whether it can bear another viewer. Pure: time is an argument.

One event loop carries some 18,000 RTP packets a second; past that it falls behind for everybody at once. So a viewer
who would bring it beyond half of that is refused.
"""

import math
from collections import deque
from typing import Final

from streaming.rtp_payload import MAX_PAYLOAD_BYTES

MOST_PER_S: Final = 10_000
# What a viewer sends of one moving view of 682x384 at 4 Mbit/s, while nothing is known of the others.
USUAL_PER_S: Final = 330
_REMEMBERED_S: Final = 10


def packets_of(size: int) -> int:
    """How many packets a picture of this many bytes takes."""
    return math.ceil(size / MAX_PAYLOAD_BYTES)


class PacketMeter:
    """Counts packets in seconds and remembers the busiest of the last ten: hands rest, and move again."""

    def __init__(self, most_per_s: int = MOST_PER_S) -> None:
        self._most = most_per_s
        self._seconds: deque[tuple[int, int]] = deque()

    def sent(self, packets: int, now: float) -> None:
        """So many packets leave now."""
        second = int(now)
        if self._seconds and self._seconds[-1][0] == second:
            packets += self._seconds.pop()[1]
        self._seconds.append((second, packets))
        self._forget(second)

    def per_second(self, now: float) -> int:
        """Packets in the busiest second of the last ten."""
        self._forget(int(now))
        return max((packets for _, packets in self._seconds), default=0)

    def bears_another(self, viewers: int, now: float) -> bool:
        """Whether one more viewer, like the `viewers` that there are, leaves the others undisturbed."""
        busiest = self.per_second(now)
        each = max(USUAL_PER_S, busiest / viewers if viewers else 0)
        return busiest + each <= self._most

    def _forget(self, second: int) -> None:
        while self._seconds and self._seconds[0][0] <= second - _REMEMBERED_S:
            self._seconds.popleft()
