"""What one page was sent without loss, and what it said of it. Pure."""

from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import Final

from session.view.messages import Shown
from session.view.operations import ViewName
from streaming.picture import PictureTag

STILL_RETRIES: Final = 3
# Stills on their way: of each stream the newest, and some before it.
_REMEMBERED: Final = 64


@dataclass(slots=True)
class SentStill:
    """A still that a page was sent: of which view, its hash, and how often the page spoke of it."""

    view: ViewName
    picture: int
    sha256: bytes
    words: int = 0


class Verdicts:
    """Remembers the stills of one page until others have taken their place."""

    def __init__(self) -> None:
        self._sent: OrderedDict[tuple[int, int], SentStill] = OrderedDict()
        self._resent: Counter[int] = Counter()
        self._epochs: dict[int, int] = {}

    def sent(self, tag: PictureTag, view: ViewName, sha256: bytes) -> None:
        """A still goes to the page, under its own tag; once more is the same still."""
        self._sent.setdefault((tag.stream, tag.picture), SentStill(view, tag.picture, sha256))
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)

    def said(self, message: Shown) -> SentStill | None:
        """The still that the page speaks of; None where it was not sent, or was spoken of as often as it was sent."""
        still = self._sent.get((message.stream, message.picture))
        if still is None or still.words > STILL_RETRIES:
            return None
        still.words += 1
        return still

    def again(self, stream: int, epoch: int) -> bool:
        """A still came wrong: whether it is to be sent again, a few times for each content."""
        if self._epochs.get(stream) != epoch:
            self._epochs[stream], self._resent[stream] = epoch, 0
        self._resent[stream] += 1
        return self._resent[stream] <= STILL_RETRIES
