"""Tickets: good once, for one session, for a minute, and only as issued."""

from __future__ import annotations

import base64

import pytest

from session.access.principal import Principal, Role
from session.access.tickets import LIFETIME_S, TicketOffice
from session.errors import TicketError

READER = Principal("r1", Role.READER)


@pytest.fixture
def office() -> TicketOffice:
    return TicketOffice()


def test_a_ticket_names_whom_it_was_issued_to(office: TicketOffice) -> None:
    assert office.redeem(office.issue("s", READER, 1, now=0.0), "s", now=1.0) == READER


def test_a_ticket_is_good_once(office: TicketOffice) -> None:
    ticket = office.issue("s", READER, 1, now=0.0)
    office.redeem(ticket, "s", now=1.0)
    with pytest.raises(TicketError, match="used before"):
        office.redeem(ticket, "s", now=2.0)


def test_a_ticket_fits_its_session_alone_and_is_not_used_up_by_the_attempt(office: TicketOffice) -> None:
    ticket = office.issue("s", READER, 1, now=0.0)
    with pytest.raises(TicketError, match="another session"):
        office.redeem(ticket, "t", now=1.0)
    assert office.redeem(ticket, "s", now=1.0) == READER


def test_a_ticket_expires_to_the_second(office: TicketOffice) -> None:
    early, late = (office.issue("s", READER, 1, now=0.0) for _ in range(2))
    assert office.redeem(early, "s", now=LIFETIME_S - 0.001) == READER
    with pytest.raises(TicketError, match="expired"):
        office.redeem(late, "s", now=LIFETIME_S)


def test_each_flipped_bit_is_noticed(office: TicketOffice) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(office.issue("s", READER, 1, now=0.0)))
    for at in range(len(sealed)):
        forged = bytes(sealed[:at]) + bytes([sealed[at] ^ 1]) + bytes(sealed[at + 1 :])
        with pytest.raises(TicketError, match="not made by this server"):
            office.redeem(base64.urlsafe_b64encode(forged).decode(), "s", now=1.0)


@pytest.mark.parametrize("ticket", ["", "x", "Zm9v", "ä" * 40, "A" * 4096])
def test_garbage_is_refused_in_words(office: TicketOffice, ticket: str) -> None:
    with pytest.raises(TicketError, match="not made by this server"):
        office.redeem(ticket, "s", now=1.0)


def test_a_ticket_of_another_server_is_none(office: TicketOffice) -> None:
    with pytest.raises(TicketError, match="not made by this server"):
        office.redeem(TicketOffice().issue("s", READER, 1, now=0.0), "s", now=1.0)


def test_redeemed_serials_are_forgotten_once_expired(office: TicketOffice) -> None:
    office.redeem(office.issue("s", READER, 1, now=0.0), "s", now=1.0)
    office.redeem(office.issue("s", READER, 1, now=100.0), "s", now=100.0)
    assert len(office.redeemed) == 1
