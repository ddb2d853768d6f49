"""The exception tree of this package.

SessionError
    MessageError        a message from a client that cannot be read; the session lives on
"""


class SessionError(Exception):
    """Base of everything this package raises on purpose; its text is a sentence for the user."""


class MessageError(SessionError):
    """A message that is cut, unknown, oversized or holds values outside their range."""
