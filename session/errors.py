"""The exception tree of this package.

SessionError
    MessageError        a message from a client that cannot be read; the session lives on
        RightError      somebody in a room may not do this
        FreeError       too many look freely already
        StrokeError     a stroke that is finished, or one too many
    ConfigError         settings that cannot or must not be used; nothing was started
    UsageError          a command line or an address that names nothing; exit status 2 or 404
    TicketError         a ticket for the media socket that is not good; close code 4401
    SnapshotError       a snapshot whose seal or version is not ours
    PlacesTakenError    no room can be opened now
    PeerTooSlowError    a participant's connection takes nothing, or far less than is due
    RendererLostError   the renderer died under a picture; a fresh one takes over
    InvitationError     a link that does not open a room; `code` says which way
    NothingToShowError  a series that exists and holds no volume; the text says why
    VolumeFailedError   a volume could not be loaded
    DescriptionLostError  the process that describes series died over one; a fresh one takes over
    ImportFailedError   nothing of what was given could be imported
"""


class SessionError(Exception):
    """Base of everything this package raises on purpose; its text is a sentence for the user."""


class MessageError(SessionError):
    """A message that is cut, unknown, oversized or holds values outside their range, or asks for what cannot be done.

    `code` is that of the `error` that answers it.
    """

    code = "message"


class RightError(MessageError):
    """Somebody in a room may not do what they asked for; the text says who may."""

    code = "right"


class FreeError(MessageError):
    """Too many people of a room look freely already."""

    code = "free"


class StrokeError(MessageError):
    """A stroke that takes no more points, or that is one too many."""

    code = "stroke"


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


class DescriptionLostError(SessionError):
    """The process that describes series died over this one; the next is described by a fresh one."""


class ImportFailedError(SessionError):
    """An import that could not begin or go on; the text says why."""


class ConfigError(SessionError):
    """A setting that cannot or must not be used."""


class UsageError(SessionError):
    """What was asked for does not exist or is ambiguous."""


class TicketError(SessionError):
    """A ticket that is forged, expired, used or for another session."""


class InvitationError(SessionError):
    """A link that does not open a room now: `code` is expired, revoked, closed or unknown."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class NothingToShowError(SessionError):
    """A series that exists and holds no volume."""
