"""When packets had better be sent twice. Pure: time is an argument."""

from collections import deque
from typing import Final

# Near the browser a packet that is sent again comes soon enough.
FAR_S: Final = 0.030
_BEGIN_SHARE: Final = 0.005
_END_SHARE: Final = 0.002
# Who loses so much floods the way: more packets would make it worse.
_FLOOD_SHARE: Final = 0.10
_WINDOW_S: Final = 2.0
_CALM_S: Final = 10.0
_FEWEST_SENT: Final = 100
_FEWEST_MISSED: Final = 3


class LossWatch:
    """Counts what one way loses, and says whether its packets go twice.

    A lost packet that is asked for comes a round trip later, and every picture after it waits; at 2 % loss that
    meets every second picture. Sent twice, one picture in a hundred waits.
    """

    def __init__(self) -> None:
        self._moments: deque[tuple[float, int, int]] = deque()
        self._calm_since = float("inf")
        self.repeats = False

    def sent(self, packets: int, round_trip_s: float, now: float) -> None:
        """So many packets of a picture left, each counted once; `round_trip_s` 0: not known."""
        self._note(packets, 0, now)
        sent = sum(moment[1] for moment in self._moments)
        missed = sum(moment[2] for moment in self._moments)
        share = missed / max(sent, 1)
        if sent < _FEWEST_SENT:
            return
        if share > _FLOOD_SHARE or round_trip_s < FAR_S:
            self.repeats = False
        elif share >= _BEGIN_SHARE and missed >= _FEWEST_MISSED:
            self.repeats = True
        self._calm_since = min(self._calm_since, now) if share < _END_SHARE else float("inf")
        if now - self._calm_since > _CALM_S:
            self.repeats = False

    def missed(self, now: float) -> None:
        """The other end says for the first time that a packet did not come."""
        self._note(0, 1, now)

    def _note(self, sent: int, missed: int, now: float) -> None:
        self._moments.append((now, sent, missed))
        while self._moments[0][0] < now - _WINDOW_S:
            self._moments.popleft()
