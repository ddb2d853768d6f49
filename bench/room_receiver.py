"""What a browser's receiver does with the packets of one stream, in whole pictures. Pure: time is an argument.

aiortc's own receiver asks once for a lost packet and waits for it for good, so that on a bad line it stands still.
Browsers ask again every round trip, ten times, then ask for a keyframe and go on with that.
"""

from dataclasses import dataclass, field
from typing import Final

_AGAIN_S: Final = 0.1
_TRIES: Final = 10
_NOTHING_S: Final = 3.0
_HALF: Final = 1 << 15
_TYPE_MASK: Final = 0x1F
_SEQUENCE_SET: Final = 7
_STAP_A: Final = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """One packet: whose picture it is of, whether it is that one's last, and whether it begins a keyframe."""

    timestamp: int
    last: bool
    key: bool


@dataclass(slots=True)
class Asked:
    """How often a missing packet was asked for, and when last."""

    tries: int = 0
    at: float = float("-inf")


@dataclass(slots=True)
class Assembly:
    """Collects packets; gives out pictures in order, from a keyframe on, and says what to ask for."""

    _pieces: dict[int, Piece] = field(default_factory=dict)
    _asked: dict[int, Asked] = field(default_factory=dict)
    # The sequence number, counted on, that the next picture begins with; None before the first keyframe.
    _next: int | None = None
    _newest: int | None = None
    _whole_at: float | None = None

    def take(self, sequence: int, piece: Piece, now: float) -> list[int]:
        """A packet came: the timestamps of the pictures that can be shown now."""
        number = self._counted(sequence)
        if self._next is None or number >= self._next:
            self._pieces[number] = piece
        self._asked.pop(number, None)
        self._newest = number if self._newest is None else max(self._newest, number)
        self._whole_at = now if self._whole_at is None else self._whole_at
        shown = []
        while (picture := self._picture(self._next)) is not None or (picture := self._keyframe()) is not None:
            timestamp, self._next = picture
            shown.append(timestamp)
            self._whole_at = now
        if shown:
            self._forget()
        return shown

    def wanted(self, now: float) -> tuple[list[int], bool]:
        """The sequence numbers to ask for now, and whether to ask for a keyframe."""
        if self._newest is None or self._whole_at is None:
            return [], False
        first = min(self._pieces, default=self._newest) if self._next is None else self._next
        missing = [number for number in range(first, self._newest) if number not in self._pieces]
        due = [number for number in missing if self._is_due(number, now)]
        given_up = any(one.tries > _TRIES for one in self._asked.values())
        if given_up or now - self._whole_at > _NOTHING_S:
            self._whole_at = now
            self._asked.clear()
            return [], True
        return [number % (2 * _HALF) for number in due], False

    def _is_due(self, number: int, now: float) -> bool:
        asked = self._asked.setdefault(number, Asked())
        if now - asked.at < _AGAIN_S:
            return False
        asked.tries, asked.at = asked.tries + 1, now
        return True

    def _counted(self, sequence: int) -> int:
        if self._newest is None:
            return sequence
        return self._newest + (sequence - self._newest + _HALF) % (2 * _HALF) - _HALF

    def _picture(self, first: int | None) -> tuple[int, int] | None:
        """The whole picture that begins with this packet, and where the next one begins."""
        number = first
        while number is not None and (piece := self._pieces.get(number)) is not None:
            number += 1
            if piece.last:
                return piece.timestamp, number
        return None

    def _keyframe(self) -> tuple[int, int] | None:
        """The newest whole keyframe: it needs nothing of what is missing before it."""
        begin = self._next or 0
        keys = (number for number in sorted(self._pieces, reverse=True) if number >= begin and self._pieces[number].key)
        return next((found for number in keys if (found := self._picture(number)) is not None), None)

    def _forget(self) -> None:
        begin = self._next or 0
        self._pieces = {number: piece for number, piece in self._pieces.items() if number >= begin}
        self._asked = {number: asked for number, asked in self._asked.items() if number >= begin}


def begins_keyframe(payload: bytes) -> bool:
    """Whether an RTP payload of H.264 begins with a sequence parameter set, alone or packed with others (RFC 6184)."""
    kind = payload[0] & _TYPE_MASK if payload else 0
    if kind == _STAP_A and len(payload) > 3:
        kind = payload[3] & _TYPE_MASK
    return kind == _SEQUENCE_SET
