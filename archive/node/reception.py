"""One C-STORE: from the first fragment to what is said at the end."""

import logging
from dataclasses import dataclass
from typing import Protocol

from archive.archive import Archive
from archive.errors import ArchiveError, InvalidUidError, RefusedError, StoreError, StoreFullError
from archive.facts import Facts, read_facts
from archive.header import map_file
from archive.indexing import Stored
from archive.node.dimse import Command, Status
from archive.node.negotiation import Context
from archive.part10 import file_meta, open_file
from archive.store import Incoming, Outcome
from archive.uids import clean_uid

log = logging.getLogger(__name__)
LARGEST_OBJECT = 16 << 30
_TAKEN = "another object with its SOP instance UID is in the archive; it was put into quarantine"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a C-STORE is answered."""

    status: Status
    comment: str = ""


class Changed(Protocol):
    """Hears of a series that has grown."""

    def __call__(self, study_uid: str, series_uid: str, revision: int) -> None:
        """The series is at this revision now."""
        ...


class Reception:
    """An instance on its way in. After a failure the rest of its bytes is taken and thrown away.

    `finish` or `drop` must be called at the end.
    """

    def __init__(self, archive: Archive, command: Command, context: Context, calling_aet: str) -> None:
        self._archive = archive
        self._syntax = context.transfer_syntax
        self._incoming: Incoming | None = None
        self._failed: Verdict | None = None
        self._uid = ""
        try:
            self._uid = clean_uid(command.sop_instance, "the command's SOP instance UID")
            self._class = clean_uid(command.sop_class, "the command's SOP class UID")
            self._incoming = archive.store.receive()
            self._incoming.write(file_meta(self._class, self._uid, self._syntax, calling_aet))
        except ArchiveError as error:
            self._fail(error)

    def write(self, fragment: memoryview) -> None:
        """Append a fragment of the data set."""
        if self._incoming is None:
            return
        if self._incoming.size + len(fragment) > LARGEST_OBJECT:
            self._fail(StoreFullError("the object is too large"))
            return
        try:
            self._incoming.write(fragment)
        except StoreError as error:
            self._fail(error)

    def finish(self, changed: Changed) -> Verdict:
        """Check, keep and index the instance. Success means that it survives a power cut from now on."""
        if self._incoming is None:
            return self._failed or Verdict(Status.CANNOT_UNDERSTAND)
        try:
            return self._keep(self._incoming, changed)
        except ArchiveError as error:
            self._fail(error)
            return self._failed or Verdict(Status.CANNOT_UNDERSTAND)
        finally:
            self.drop()

    def drop(self) -> None:
        """Forget what has come; nothing of it stays."""
        if self._incoming is not None:
            self._incoming.close()
            self._incoming = None

    def _keep(self, incoming: Incoming, changed: Changed) -> Verdict:
        with map_file(incoming.path) as data:
            facts = read_facts(open_file(data))
        if (facts.sop_instance_uid, facts.sop_class_uid) != (self._uid, self._class):
            return Verdict(Status.MISMATCH, "the data set has other SOP UIDs than the command")
        size = incoming.size
        kept = self._archive.store.keep([(incoming, facts.sop_instance_uid)])[0]
        if kept.outcome is Outcome.QUARANTINED:
            self._archive.remark(facts.study_uid, "quarantine", _TAKEN)
            log.warning("an instance was quarantined as %s", kept.name)
            return Verdict(Status.SUCCESS, "its UID was taken: kept in quarantine")
        self._enter(facts, kept.name, size, changed)
        return Verdict(Status.SUCCESS)

    def _enter(self, facts: Facts, name: str, size: int, changed: Changed) -> None:
        added = self._archive.add([Stored(facts, name, size)])
        for series, revision in added.revisions.items():
            changed(facts.study_uid, series, revision)

    def _fail(self, error: ArchiveError) -> None:
        if isinstance(error, InvalidUidError) and not self._uid:
            status = Status.INVALID_INSTANCE
        elif isinstance(error, InvalidUidError):
            status = Status.MISMATCH
        elif isinstance(error, RefusedError):
            status = Status.CANNOT_UNDERSTAND
        else:
            status = Status.OUT_OF_RESOURCES
        self._failed = Verdict(status, str(error))
        log.warning("an instance was refused with 0x%04X: %s", status, error)
        self.drop()
