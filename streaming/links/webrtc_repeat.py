"""Sending each packet of a stream twice where the way is far and loses some."""

from collections.abc import Awaitable, Callable
from typing import Final

from streaming.loss import LossWatch

# As many as are kept for retransmission.
_REMEMBERED: Final = 1024


class Repeater:
    """One stream's packets by their sequence numbers. `send_again` sends one as a retransmission."""

    def __init__(self, watch: LossWatch, round_trip_s: Callable[[], float], clock: Callable[[], float]) -> None:
        """`round_trip_s` gives 0 where it is not known yet."""
        self._watch, self._round_trip_s, self._clock = watch, round_trip_s, clock
        self._left: list[int] = []
        self._twins: dict[int, None] = {}
        self._missed: dict[int, None] = {}

    @property
    def load(self) -> float:
        """Bytes on the way for each byte of a picture."""
        return 2.0 if self._watch.repeats else 1.0

    def leaves(self, sequence: int) -> None:
        """A packet leaves for the first time."""
        self._left.append(sequence)

    def missed(self, sequence: int) -> bool:
        """The browser asks for a packet. Whether to send it: not when its twin is on the way."""
        if sequence not in self._missed:
            self._watch.missed(self._clock())
            _remember(self._missed, sequence)
        if sequence not in self._twins:
            return True
        del self._twins[sequence]
        return False

    async def picture_left(self, send_again: Callable[[int], Awaitable[None]]) -> None:
        """All packets of a picture have left once."""
        numbers, self._left = self._left, []
        if not numbers:
            return
        self._watch.sent(len(numbers), self._round_trip_s(), self._clock())
        for sequence in numbers:
            # The number was another packet's, 65536 packets ago.
            self._missed.pop(sequence, None)
            if self._watch.repeats:
                _remember(self._twins, sequence)
                await send_again(sequence)


def _remember(among: dict[int, None], sequence: int) -> None:
    among[sequence] = None
    while len(among) > _REMEMBERED:
        del among[next(iter(among))]
