"""The exception tree of this package.

SessionError
    MessageError        a message from a client that cannot be read; the session lives on
    ConfigError         settings that cannot or must not be used; nothing was started
    UsageError          a command line or an address that names nothing; exit status 2 or 404
    TicketError         a ticket for the media socket that is not good; close code 4401
    SnapshotError       a snapshot whose seal or version is not ours
    PlacesTakenError    no room can be opened now
    PeerTooSlowError    a participant's connection takes nothing, or far less than is due
    RendererLostError   the renderer died under a picture; a fresh one takes over
    NothingToShowError  a series that exists and holds no volume; the text says why
    VolumeFailedError   a volume could not be loaded
    ImportFailedError   nothing of what was given could be imported
"""


class SessionError(Exception):
    """Base of everything this package raises on purpose; its text is a sentence for the user."""


class MessageError(SessionError):
    """A message that is cut, unknown, oversized or holds values outside their range."""


class SnapshotError(SessionError):
    """A view's snapshot that was altered, belongs to another session or was written by another version."""


class PlacesTakenError(SessionError):
    """The server is full: the text says how many places are taken; `waiting` names the place in the line, if any."""

    def __init__(self, text: str, waiting: str = "") -> None:
        super().__init__(text)
        self.waiting = waiting


class PeerTooSlowError(SessionError):
    """A participant's connection takes nothing, or far less than is due; it is given up."""


class RendererLostError(SessionError):
    """The renderer failed unexpectedly; what was asked of it is gone and may be asked again at once."""


class VolumeFailedError(SessionError):
    """The volume's voxels could not be read or do not fit; the text says why."""


class ImportFailedError(SessionError):
    """An import that could not begin or go on; the text says why."""


class ConfigError(SessionError):
    """A setting that cannot or must not be used."""


class UsageError(SessionError):
    """What was asked for does not exist or is ambiguous."""


class TicketError(SessionError):
    """A ticket that is forged, expired, used or for another session."""


class NothingToShowError(SessionError):
    """A series that exists and holds no volume."""
