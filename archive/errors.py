"""Everything the archive raises on purpose.

    ArchiveError
    ├── NotDicomError                the bytes are something else; counted apart from refusals
    ├── RefusedError                 DICOM that is not taken
    │   ├── MalformedError           its structure is broken or cut off
    │   ├── LimitExceededError       nesting, items, sizes beyond what any real object has
    │   └── InvalidUidError          an identifier that is none
    ├── DecodeError                  pixels that cannot be shown
    │   ├── UnsupportedPixelsError   a kind of pixels we do not read, by name
    │   ├── PixelsTooShortError      fewer bytes than the header promises
    │   └── FrameMismatchError       the compressed frame disagrees with the header
    ├── WorkerFailedError            a worker process died, ran out of memory or out of time
    ├── StoreError                   the disk
    │   └── StoreFullError
    ├── BrokenIndexError             the index cannot be read
    ├── UnknownSeriesError           no such series
    └── AssociationError             a DICOM peer
        ├── PeerGoneError            it hung up, or fell silent for too long
        └── ProtocolError            it broke the protocol and is aborted

Messages name the file or the field and never carry a patient's data.
"""


class ArchiveError(Exception):
    """Base of everything that the archive raises on purpose."""


class NotDicomError(ArchiveError):
    """The bytes are not DICOM."""


class RefusedError(ArchiveError):
    """A DICOM object that is not taken; the message says why."""


class MalformedError(RefusedError):
    """The structure of the data set is broken or cut off."""


class LimitExceededError(RefusedError):
    """Deeper, longer or larger than any real object."""


class InvalidUidError(RefusedError):
    """A unique identifier with other characters than digits and dots, or over 64 long, or empty."""


class DecodeError(ArchiveError):
    """A frame's pixels cannot be had."""


class UnsupportedPixelsError(DecodeError):
    """A transfer syntax or kind of pixels that is not read; the message names it."""


class PixelsTooShortError(DecodeError):
    """There are fewer bytes than rows, columns and bits ask for."""


class FrameMismatchError(DecodeError):
    """A compressed frame's own size, bits or components disagree with the data set."""


class WorkerFailedError(ArchiveError):
    """A worker process died, or ran out of its memory or its time, at one job."""


class StoreError(ArchiveError):
    """The disk did not take or give an instance."""


class StoreFullError(StoreError):
    """The disk is full."""


class BrokenIndexError(ArchiveError):
    """The index is unreadable or of an unknown version; it can be rebuilt from the files."""


class UnknownSeriesError(ArchiveError):
    """No series with this identifier is in the archive."""


class AssociationError(ArchiveError):
    """An association with a DICOM peer cannot go on."""


class PeerGoneError(AssociationError):
    """The peer closed the connection, or let a deadline pass."""


class ProtocolError(AssociationError):
    """The peer broke the upper layer protocol; `reason` is what the A-ABORT says (PS3.8 9.3.8)."""

    def __init__(self, text: str, reason: int) -> None:
        super().__init__(text)
        self.reason = reason


BY_NAME: dict[str, type[ArchiveError]] = {
    kind.__name__: kind
    for kind in (
        ArchiveError,
        NotDicomError,
        RefusedError,
        MalformedError,
        LimitExceededError,
        InvalidUidError,
        DecodeError,
        UnsupportedPixelsError,
        PixelsTooShortError,
        FrameMismatchError,
        WorkerFailedError,
        StoreError,
        StoreFullError,
        BrokenIndexError,
        UnknownSeriesError,
    )
}
"""The errors by their names, to raise again here what a worker process reported."""
