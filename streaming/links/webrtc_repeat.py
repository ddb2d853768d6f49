"""Which packets of a stream are sent again: each one where the way is far and loses some, else those asked for."""

from collections.abc import Awaitable, Callable
from typing import Final

from streaming.loss import LossWatch

# As many as are kept for retransmission.
_REMEMBERED: Final = 1024
# Browsers ask again after so long where they do not know how far it is.
_ON_THE_WAY_S: Final = 0.100


class Repeater:
    """One stream's packets by their sequence numbers. `send_again` sends one as a retransmission."""

    def __init__(self, watch: LossWatch, round_trip_s: Callable[[], float], clock: Callable[[], float]) -> None:
        """`round_trip_s` gives 0 where it is not known yet."""
        self._watch, self._round_trip_s, self._clock = watch, round_trip_s, clock
        self._left: list[int] = []
        self._of_use: dict[int, None] = {}
        self._twins: dict[int, None] = {}
        self._missed: dict[int, None] = {}
        self._again_at: dict[int, float] = {}

    @property
    def load(self) -> float:
        """Bytes on the way for each byte of a picture."""
        return 2.0 if self._watch.repeats else 1.0

    def begins_anew(self) -> None:
        """A keyframe leaves next: nothing before it is of use any more."""
        self._of_use.clear()
        self._again_at.clear()

    def leaves(self, sequence: int) -> None:
        """A packet leaves for the first time."""
        self._left.append(sequence)
        _remember(self._of_use, sequence)

    def missed(self, sequence: int) -> bool:
        """The browser asks for a packet. Whether to send it: not when its twin, or the packet again, is on the way.

        On a narrow line the queue is full of what was asked for; whoever sends it each time keeps the queue full.
        """
        now = self._clock()
        if sequence not in self._missed:
            self._watch.missed(now)
            _remember(self._missed, sequence)
        if sequence in self._twins:
            del self._twins[sequence]
            return False
        again_at = self._again_at.get(sequence, float("-inf"))
        if sequence not in self._of_use or now - again_at < max(self._round_trip_s(), _ON_THE_WAY_S):
            return False
        self._again_at[sequence] = now
        return True

    async def picture_left(self, send_again: Callable[[int], Awaitable[None]]) -> None:
        """All packets of a picture have left once."""
        numbers, self._left = self._left, []
        if not numbers:
            return
        self._watch.sent(len(numbers), self._round_trip_s(), self._clock())
        for sequence in numbers:
            # The number was another packet's, 65536 packets ago.
            self._missed.pop(sequence, None)
            self._again_at.pop(sequence, None)
            if self._watch.repeats:
                _remember(self._twins, sequence)
                await send_again(sequence)


def _remember(among: dict[int, None], sequence: int) -> None:
    among[sequence] = None
    while len(among) > _REMEMBERED:
        del among[next(iter(among))]
