"""The first and the last words with a page that wants to take part."""

import asyncio
import logging
from typing import Final

from session.access.principal import Principal
from session.errors import MessageError, TicketError
from session.room.outbox import ParticipantSocket
from session.room.parts import Admit
from session.view import messages as m

_log = logging.getLogger(__name__)

HELLO_WITHIN_S: Final = 2.0


async def read_hello(socket: ParticipantSocket) -> m.Hello:
    """The first message of a page.

    Raises:
        MessageError: it did not come in time, or is none.
    """
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            data = await socket.receive()
    except TimeoutError as error:
        raise MessageError("Nothing was said within two seconds.") from error
    if data is None:
        raise MessageError("The connection closed before anything was said.")
    hello = m.decode_client(data)
    if not isinstance(hello, m.Hello):
        raise MessageError("The first message must be hello.")
    if hello.version != m.PROTOCOL_VERSION:
        raise MessageError(f"The page speaks version {hello.version} of the protocol, the server 1: reload it.")
    return hello


async def admitted_by(socket: ParticipantSocket, admit: Admit) -> tuple[m.Hello, Principal] | None:
    """The hello and who said it; None where it was not good, and the socket is closed then."""
    try:
        hello = await read_hello(socket)
        return hello, await admit(hello)
    except (MessageError, TicketError) as error:
        await refuse(socket, m.CLOSE_WHO_ARE_YOU, "hello", str(error))
        return None


async def refuse(socket: ParticipantSocket, code: int, kind: str, why: str) -> None:
    """Say why a participant cannot take part, and close."""
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            await socket.send(m.encode(m.Fault(code=kind, text=why, fatal=True)))
    except (TimeoutError, ConnectionError):
        _log.debug("a refused participant was gone already")
    await socket.close(code, why)
