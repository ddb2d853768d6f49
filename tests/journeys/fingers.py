"""Fingers on a touch screen: several at a time, through the browser's own input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page

Place = tuple[float, float]
FRAME_MS = 16


@dataclass(slots=True)
class Fingers:
    """Fingers that come down, move together in straight ways, and go."""

    page: Page
    _session: CDPSession = field(init=False)
    _at: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Reach the browser's input."""
        self._session = self.page.context.new_cdp_session(self.page)

    def down(self, *places: Place) -> None:
        """One finger after the other, each a little later than the one before."""
        for place in places:
            self._at.append(place)
            self._send("touchStart")
            self.page.wait_for_timeout(FRAME_MS)

    def move(self, *places: Place, frames: int = 12) -> None:
        """All of them to new places, a report a frame."""
        before = self._at
        for n in range(1, frames + 1):
            self._at = [_between(a, b, n / frames) for a, b in zip(before, places, strict=True)]
            self._send("touchMove")
            self.page.wait_for_timeout(FRAME_MS)

    def up(self) -> None:
        """All leave."""
        self._at = []
        self._send("touchEnd")

    def tap(self, place: Place) -> None:
        """A short touch."""
        self.down(place)
        self.up()

    def swipe(self, start: Place, end: Place) -> None:
        """One finger from here to there."""
        self.down(start)
        self.page.wait_for_timeout(100)
        self.move(end)
        self.up()

    def _send(self, kind: str) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": _points(self._at)})


def _points(places: Sequence[Place]) -> list[dict[str, float]]:
    return [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(places)]


def _between(a: Place, b: Place, share: float) -> Place:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def place_in(page: Page, test_id: str, across: float = 0.5, down: float = 0.5) -> Place:
    """A point of an element, in shares of its width and height."""
    box = page.get_by_test_id(test_id).bounding_box()
    assert box is not None, test_id
    return (box["x"] + box["width"] * across, box["y"] + box["height"] * down)
