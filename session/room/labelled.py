"""A link of one page: what goes through it bears the page's own numbers."""

from collections.abc import Callable

from streaming.links import Link
from streaming.picture import EncodedPicture, PictureFormat, PictureTag


class LabelledLink:
    """A link (see `Link`) that gives each picture the tag that its page knows it by.

    `left` is told of each picture's bytes as they leave, twice what they are where all of it is sent twice.
    """

    def __init__(self, link: Link, label: Callable[[PictureTag], PictureTag], left: Callable[[int], None]) -> None:
        self.link, self._label, self._left = link, label, left

    @property
    def format(self) -> PictureFormat:
        """See `Link.format`."""
        return self.link.format

    @property
    def ready(self) -> bool:
        """See `Link.ready`."""
        return self.link.ready

    @property
    def load(self) -> float:
        """See `Link.load`."""
        return self.link.load

    def send(self, picture: EncodedPicture) -> None:
        """See `Link.send`."""
        self._left(int(len(picture.data) * self.load))
        self.link.send(picture.tagged(self._label(picture.tag)))
