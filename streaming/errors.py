"""What can go wrong between pixels and peers."""


class StreamingError(Exception):
    """Base of everything this package raises on purpose."""


class PixelsError(StreamingError):
    """The pixels handed over are not a picture: wrong type, shape, size or memory layout."""


class EncoderError(StreamingError):
    """No encoder could be opened, or an encoder gave no picture."""


class OfferError(StreamingError):
    """A WebRTC offer cannot be answered; the text says what the client must change."""


class LinkClosedError(StreamingError):
    """The link is closed: it carries nothing any more."""
