"""Links: how encoded pictures reach one peer."""

from typing import Protocol

from streaming.picture import EncodedPicture, PictureFormat


class Link(Protocol):
    """Carries one stream's pictures to one peer. All of it returns at once."""

    @property
    def format(self) -> PictureFormat:
        """The only kind of pictures that it carries."""

    @property
    def ready(self) -> bool:
        """Whether the next picture can be handed over: the link is open and does not hold earlier ones back."""

    @property
    def load(self) -> float:
        """Bytes on the way for each byte of a picture: 1, or 2 where all of it is sent twice."""

    def send(self, picture: EncodedPicture) -> None:
        """Hand a picture over. It is carried in order, or the link closes; it is never dropped in between."""
