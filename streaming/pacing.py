"""Who may have the next picture, and when the next keyframe may come. Pure: time is an argument."""

import math
from collections import OrderedDict
from typing import Final

MIN_UNACKNOWLEDGED: Final = 3
MAX_UNACKNOWLEDGED: Final = 8
_SMOOTH_FPS: Final = 30
KEYFRAME_INTERVAL_S: Final = 0.3
PACING_BIT_RATE: Final = 40e6
# What TCP may send at once too (RFC 6928, section 2).
INITIAL_BURST_BYTES: Final = 14_600
_PROBE_AFTER_S: Final = 1.0
_PROBE_AT_MOST_S: Final = 8.0


def credit_limit(way_s: float) -> int:
    """How many pictures may be unacknowledged on a way whose acknowledgements take `way_s` when no queue is on it.

    Three keep a short way busy. On a long one three would halve the pictures a second without making any of them
    earlier; eight is the most, however far.
    """
    on_the_way = math.ceil(way_s * _SMOOTH_FPS)
    return min(max(MIN_UNACKNOWLEDGED, on_the_way + 2), MAX_UNACKNOWLEDGED)


class Credit:
    """How many pictures a link still takes: at most `limit` are on their way unacknowledged.

    A link without credit is paused. Acknowledgements get lost with the pictures they answer, so a paused link is given
    one picture as a probe after a second, then after two, four, eight.
    """

    def __init__(self, limit: int = MIN_UNACKNOWLEDGED) -> None:
        self.limit = limit
        self._sent: OrderedDict[int, float] = OrderedDict()
        self._probe_after = _PROBE_AFTER_S

    @property
    def unacknowledged(self) -> int:
        """Pictures sent and not acknowledged."""
        return len(self._sent)

    def available(self, now: float) -> bool:
        """Whether a picture may be sent now."""
        return len(self._sent) < self.limit or self.probe_due(now)

    def probe_due(self, now: float) -> bool:
        """Whether the link is paused and its next picture is a probe."""
        if len(self._sent) < self.limit:
            return False
        return now - next(reversed(self._sent.values())) >= self._probe_after

    def sent(self, picture: int, now: float) -> None:
        """Picture number `picture` has been handed to the link."""
        if len(self._sent) >= self.limit:
            while len(self._sent) >= self.limit:
                self._sent.popitem(last=False)
            self._probe_after = min(2 * self._probe_after, _PROBE_AT_MOST_S)
        self._sent[picture] = now

    def acknowledged(self, picture: int, now: float) -> float | None:
        """Take an acknowledgement; earlier pictures count as arrived too (a screen skips what is overtaken).

        Returns:
            Seconds from sending `picture` to now; None for a number that is not on its way.
        """
        sent_at = self._sent.get(picture)
        if sent_at is None:
            return None
        while self._sent:
            number, _ = self._sent.popitem(last=False)
            if number == picture:
                break
        self._probe_after = _PROBE_AFTER_S
        return now - sent_at

    def forget(self) -> None:
        """What is on its way will never be acknowledged: the peer asked for a new beginning."""
        self._sent.clear()

    def waiting_s(self, now: float) -> float:
        """Seconds since the oldest unacknowledged picture was sent; 0 when there is none."""
        return now - next(iter(self._sent.values())) if self._sent else 0.0


class KeyframeGate:
    """Keyframes are large: however many peers ask, one comes in 300 ms."""

    def __init__(self, interval_s: float = KEYFRAME_INTERVAL_S) -> None:
        self._interval_s = interval_s
        self._last = -math.inf
        self.wanted = False

    def closed_for(self, now: float) -> float:
        """Seconds until the next keyframe may come."""
        return max(0.0, self._last + self._interval_s - now)

    def request(self) -> None:
        """Somebody cannot decode without a keyframe."""
        self.wanted = True

    def sent(self, now: float) -> None:
        """A keyframe is being made, for whatever reason; requests from now on want the next one."""
        self._last = now
        self.wanted = False


class LeakyBucket:
    """Spreads a picture's packets over time so that no queue on the way overflows.

    Without it a TURN relay over TCP lost a third of the packets at 10 Mbit/s.
    """

    def __init__(self, rate: float = PACING_BIT_RATE, burst_bytes: int = INITIAL_BURST_BYTES) -> None:
        self._bytes_per_s = rate / 8
        self._burst_s = burst_bytes / self._bytes_per_s
        self._time = -math.inf

    def delay(self, size: int, now: float) -> float:
        """Seconds to wait before sending `size` bytes that are offered now."""
        self._time = max(self._time, now - self._burst_s) + size / self._bytes_per_s
        return max(0.0, self._time - now)
