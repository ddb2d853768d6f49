"""Inputs that come twice, once for sure and once quickly, each applied once and in order. Pure."""

from typing import Final

from session.view.quick import Input

_HELD: Final = 64


class InputOrder:
    """Says which inputs to apply now.

    The WebSocket brings every input in order; the quick channel brings most of them earlier, some out of order and
    some never. An input of the quick channel is applied when the one before it was; else it waits for that.
    """

    def __init__(self) -> None:
        self._last: int | None = None
        self._held: dict[int, Input] = {}

    def surely(self, message: Input) -> list[Input]:
        """An input that the WebSocket brought, and those that waited for it."""
        if self._last is not None and message.sequence <= self._last:
            return []
        # What lies before it came over the WebSocket, too, or was never said.
        self._last = message.sequence
        return [message, *self._following()]

    def quickly(self, messages: tuple[Input, ...]) -> list[Input]:
        """Inputs that the quick channel brought; nothing before the WebSocket has said where counting begins."""
        for one in messages:
            if (self._last is None or one.sequence > self._last) and len(self._held) < _HELD:
                self._held[one.sequence] = one
        return self._following() if self._last is not None else []

    def _following(self) -> list[Input]:
        found: list[Input] = []
        while self._last is not None and (one := self._held.pop(self._last + 1, None)) is not None:
            self._last = one.sequence
            found.append(one)
        self._held = {number: one for number, one in self._held.items() if number > (self._last or 0)}
        return found
