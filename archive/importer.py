"""Import of files, folders and zip archives."""

import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from archive.errors import BY_NAME, ArchiveError, NotDicomError, StoreFullError, WorkerFailedError
from archive.facts import Facts
from archive.indexing import Stored
from archive.part10 import file_meta, looks_like_dicom
from archive.sources import Candidate, Found, Unreadable, total_bytes, walk
from archive.store import Incoming, Outcome
from archive.syntaxes import Codec, transfer_syntax
from archive.workers import WorkerPool

if TYPE_CHECKING:
    from archive.archive import Archive

_FACTS_JOB = "archive.jobs:facts"
_BATCH_FILES = 64
_BATCH_BYTES = 64 << 20
_BATCHES_WAITING = 3
_OTHERS_NAMED = 100
_TAKEN = "another object with this SOP instance UID is in the archive; this one was put into quarantine"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A DICOM file that was not taken, and why."""

    label: str
    why: str


@dataclass(slots=True)
class ImportSummary:
    """What an import did, and while it runs, what it has done so far.

    `total_bytes` counts archives as they lie on the disk and grows when they turn out larger. `not_showable` counts
    instances that were stored in a transfer syntax that is not decoded, by its name.
    """

    files: int = 0
    bytes: int = 0
    total_bytes: int = 0
    imported: int = 0
    known: int = 0
    not_dicom: int = 0
    not_dicom_files: list[str] = field(default_factory=list)
    """The first of them, by name."""
    refused: list[Refusal] = field(default_factory=list)
    not_showable: dict[str, int] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)
    """The series that the imported files belong to, with the number of them."""

    def note_other(self, label: str) -> None:
        """Count a file that is something else than DICOM."""
        self.not_dicom += 1
        if len(self.not_dicom_files) < _OTHERS_NAMED:
            self.not_dicom_files.append(label)

    @property
    def complete(self) -> bool:
        """Whether every DICOM file was taken."""
        return not self.refused


Progress = Callable[[ImportSummary], None]


def import_paths(
    paths: Sequence[Path],
    archive: "Archive",
    progress: Progress = lambda _: None,
    workers: WorkerPool | None = None,
) -> ImportSummary:
    """Import everything under the paths; `progress` is called after each file and each batch.

    Bytes are copied once and looked into by worker processes; an instance counts as imported when it is durable and in
    the index. What is refused or broken does not stop the rest.

    Raises:
        StoreError: a path does not exist, or the disk is full or broken.
    """
    if workers is not None:
        return _Import(archive, workers, progress).run(paths)
    with WorkerPool() as own:
        return _Import(archive, own, progress).run(paths)


@dataclass(slots=True)
class _Arrived:
    label: str
    incoming: Incoming


class _Import:
    def __init__(self, archive: "Archive", workers: WorkerPool, progress: Progress) -> None:
        self._archive = archive
        self._workers = workers
        self._progress = progress
        self._summary = ImportSummary()
        self._batch: list[_Arrived] = []
        self._waiting: deque[tuple[list[_Arrived], Future[list[_Answer]]]] = deque()

    def run(self, paths: Sequence[Path]) -> ImportSummary:
        self._summary.total_bytes = total_bytes(paths)
        try:
            for found in walk(paths, self._spool):
                self._take(found)
                self._progress(self._summary)
            self._send()
            while self._waiting:
                self._finish()
        finally:
            for arrived in (*self._batch, *(one for batch, _ in self._waiting for one in batch)):
                arrived.incoming.close()
        return self._summary

    def _spool(self) -> IO[bytes]:
        """A temporary file on the archive's own disk."""
        return tempfile.TemporaryFile(dir=self._archive.store.incoming)

    def _take(self, found: Found) -> None:
        """Copy a candidate in; batches go to the workers as they fill up."""
        summary = self._summary
        summary.files += 1
        if isinstance(found, Unreadable):
            summary.refused.append(Refusal(found.label, found.why))
            return
        summary.bytes += found.size
        summary.total_bytes = max(summary.total_bytes, summary.bytes)
        if not looks_like_dicom(found.head):
            summary.note_other(found.label)
            return
        self._copy(found)
        if len(self._batch) >= _BATCH_FILES or sum(one.incoming.size for one in self._batch) >= _BATCH_BYTES:
            self._send()

    def _copy(self, found: Candidate) -> None:
        incoming = self._archive.store.receive()
        try:
            found.copy(incoming)
        except StoreFullError:
            incoming.close()
            raise
        except (ArchiveError, OSError) as error:
            incoming.close()
            self._refuse(found.label, error)
            return
        self._batch.append(_Arrived(found.label, incoming))

    def _send(self) -> None:
        if not self._batch:
            return
        arguments = {"paths": [str(one.incoming.path) for one in self._batch]}
        future = self._workers.submit(_FACTS_JOB, arguments, _read_answers)
        self._waiting.append((self._batch, future))
        self._batch = []
        while len(self._waiting) > _BATCHES_WAITING:
            self._finish()

    def _finish(self) -> None:
        """Keep and index the oldest batch whose facts are read."""
        batch, future = self._waiting[0]
        try:
            answers = future.result()
        except WorkerFailedError:
            answers = [self._one_alone(arrived) for arrived in batch]
        accepted: list[tuple[_Arrived, Facts]] = []
        for arrived, answer in zip(batch, answers, strict=True):
            if answer.error is not None or answer.facts is None:
                self._refuse(arrived.label, answer.error or WorkerFailedError("it was not read"))
                continue
            if not answer.has_meta:
                arrived.incoming = self._with_meta(arrived.incoming, answer.facts, answer.start)
            accepted.append((arrived, answer.facts))
        self._keep(accepted)
        for arrived in batch:
            arrived.incoming.close()
        self._waiting.popleft()
        self._progress(self._summary)

    def _one_alone(self, arrived: _Arrived) -> "_Answer":
        """After a worker's death: each file of its batch by itself, to find the one that did it."""
        arguments = {"paths": [str(arrived.incoming.path)]}
        try:
            return self._workers.submit(_FACTS_JOB, arguments, _read_answers).result()[0]
        except WorkerFailedError as error:
            return _Answer(error=error)

    def _with_meta(self, incoming: Incoming, facts: Facts, start: int) -> Incoming:
        """The same data set behind file meta information of ours."""
        complete = self._archive.store.receive()
        try:
            complete.write(file_meta(facts.sop_class_uid, facts.sop_instance_uid, facts.transfer_syntax_uid))
            with incoming.path.open("rb") as source:
                complete.copy_from(source.fileno(), start, incoming.size - start)
        except BaseException:
            complete.close()
            raise
        incoming.close()
        return complete

    def _keep(self, accepted: Sequence[tuple[_Arrived, Facts]]) -> None:
        batch = [(arrived.incoming, facts.sop_instance_uid) for arrived, facts in accepted]
        sizes = [incoming.size for incoming, _ in batch]
        kept = self._archive.store.keep(batch)
        stored: list[Stored] = []
        for (arrived, facts), place, size in zip(accepted, kept, sizes, strict=True):
            if place.outcome is Outcome.QUARANTINED:
                self._summary.refused.append(Refusal(arrived.label, _TAKEN))
                self._archive.remark(facts.study_uid, "quarantine", _TAKEN)
                continue
            stored.append(Stored(facts, place.name, size))
            self._count(facts)
        added = self._archive.add(stored)
        self._summary.imported += added.instances
        self._summary.known += len(stored) - added.instances

    def _count(self, facts: Facts) -> None:
        self._summary.series[facts.series_uid] = self._summary.series.get(facts.series_uid, 0) + 1
        syntax = transfer_syntax(facts.transfer_syntax_uid)
        if syntax.codec is Codec.UNSUPPORTED:
            self._summary.not_showable[syntax.name] = self._summary.not_showable.get(syntax.name, 0) + 1

    def _refuse(self, label: str, error: Exception) -> None:
        if isinstance(error, NotDicomError):
            self._summary.note_other(label)
        else:
            why = str(error) if isinstance(error, ArchiveError) else "it cannot be read"
            self._summary.refused.append(Refusal(label, why))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker says of one file."""

    facts: Facts | None = None
    start: int = 0
    has_meta: bool = True
    error: ArchiveError | None = None


def _read_answers(reply: dict[str, Any], blob: bytes, _scratch: memoryview) -> list[_Answer]:
    answers: list[_Answer] = []
    position = 0
    for file in reply["files"]:
        if "error" in file:
            kind = BY_NAME.get(str(file["error"]), WorkerFailedError)
            answers.append(_Answer(error=kind(str(file["text"]))))
            continue
        header = blob[position : position + file["header"]]
        position += len(header)
        answers.append(_Answer(Facts.from_plain(file["facts"], header), file["start"], file["has_meta"]))
    return answers
