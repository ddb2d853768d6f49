from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.node.association import NodeLimits
from archive.part10 import dataset_start
from tests.archive.node.peer import CT, RELEASE_RQ, VERIFICATION, RunningNode, command, pdata, request, running
from tests.archive.samples import SERIES, bare, element, slice_dataset
from tests.archive.test_part10 import deflated
from tests.archive.test_scan import ITEM, OPEN_SEQUENCE, SEQUENCE_END, nested

ABORT = 7
UID = f"{SERIES}.1"
GOOD = bare(slice_dataset())
LIMITS = NodeLimits(artim_s=2, pdu_s=2, idle_s=30, largest_pdu=16384)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    with running(tmp_path_factory.mktemp("node"), LIMITS) as node:
        yield node


def test_an_echo_a_store_and_a_release(node: RunningNode) -> None:
    with node.peer() as peer:
        assert peer.associate()[0] == 2
        assert peer.echo() == 0
        assert peer.store(GOOD, UID) == 0
        assert peer.store(GOOD, UID) == 0
        assert peer.echo() == 0
        peer.send(RELEASE_RQ)
        assert peer.receive() == (6, bytes(4))
        assert peer.receive() == (0, b"")
    assert node.archive.revision(SERIES) == 1
    assert node.changes == [("1.2.826.0.1.3680043.2.1125", SERIES, 1)]


@pytest.mark.parametrize("step", [1, 7, 16_000])
def test_fragments_of_any_size_and_several_in_a_pdu(node: RunningNode, step: int) -> None:
    data = bare(slice_dataset(50 + step))
    uid = f"{SERIES}.{50 + step}"
    with node.peer() as peer:
        peer.associate()
        asked = command(1, CT, uid)
        parts = [data[at : at + step] for at in range(0, len(data), step)]
        values = [(1, 1, asked[:20]), (1, 3, asked[20:])]
        values += [(1, 2 if number == len(parts) - 1 else 0, part) for number, part in enumerate(parts)]
        for at in range(0, len(values), 300):
            peer.send(pdata(*values[at : at + 300]))
        assert b"\0\0\0\x09\2\0\0\0\0\0" in peer.receive()[1]
    kept = next(row for row in node.archive.instances(SERIES) if row.sop_instance_uid == uid)
    assert kept.path.read_bytes().endswith(data)


HOSTILE_BEFORE = {
    "HTTP on the port": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "an unknown PDU": b"\x42\0\0\0\0\4abcd",
    "data before an association": pdata((1, 3, command(0x30, VERIFICATION, data_set=False))),
    "a release before an association": RELEASE_RQ,
    "a PDU of a gigabyte": b"\1\0\x40\0\0\0" + bytes(1000),
    "a request of more than 64 kB": b"\1\0\0\1\0\1" + bytes(70_000),
    "a request that is none": b"\1\0\0\0\0\x64" + b"\xff" * 100,
}


@pytest.mark.parametrize("fault", HOSTILE_BEFORE)
def test_before_an_association(node: RunningNode, fault: str) -> None:
    with node.peer() as peer:
        peer.send(HOSTILE_BEFORE[fault])
        assert peer.receive()[0] == ABORT
        assert peer.receive() == (0, b"")
    assert node.is_alive()


def fragment(length: int) -> bytes:
    return b"\4\0\0\0\0\x0a" + length.to_bytes(4, "big") + b"\1\3abcd"


HOSTILE_INSIDE = {
    "a second request": request(),
    "a PDU one byte too large": b"\4\0\0\0\x40\1" + bytes(16385),
    "a fragment of 4 GB": fragment(0xFFFFFFFF),
    "a fragment of nothing": fragment(0),
    "a fragment of one byte": fragment(1),
    "a context that was never offered": pdata((99, 3, command(0x30, VERIFICATION, data_set=False))),
    "a data set without a command": pdata((1, 2, b"data")),
    "a command inside a data set": pdata((1, 3, command(1, CT, UID)), (1, 3, command(1, CT, UID))),
    "a data set in another context": pdata((1, 3, command(1, CT, UID)), (5, 2, b"data")),
    "a broken command": pdata((1, 3, b"\0\0\0\1\xff\xff\xff\xff")),
    "an endless command": b"".join(pdata((1, 1, bytes(16000))) for _ in range(6)),
}


@pytest.mark.parametrize("fault", HOSTILE_INSIDE)
def test_inside_an_association(node: RunningNode, fault: str) -> None:
    with node.peer() as peer:
        assert peer.associate()[0] == 2
        peer.send(HOSTILE_INSIDE[fault])
        assert peer.receive()[0] == ABORT
        assert peer.receive() == (0, b"")
    assert node.is_alive()


@pytest.mark.parametrize("sent", [b"", request()[:40], b"\1"])
def test_silence_before_an_association_ends_at_its_deadline(node: RunningNode, sent: bytes) -> None:
    with node.peer() as peer:
        peer.send(sent)
        assert peer.receive() == (0, b"")


def test_a_pdu_that_never_ends_is_given_up(node: RunningNode) -> None:
    with node.peer() as peer:
        peer.associate()
        peer.send(pdata((1, 3, command(1, CT, UID))) + b"\4\0\0\0\x20\0\0\0")
        assert peer.receive() == (0, b"")
    assert list(node.archive.store.incoming.iterdir()) == []


REFUSED: dict[str, tuple[bytes, str | bytes, int]] = {
    "another UID than the command's": (GOOD, "1.2.3", 0xA900),
    "a path for a UID": (GOOD, "../../../tmp/x", 0x0117),
    "an absolute path for a UID": (GOOD, "/tmp/x", 0x0117),
    "a NUL in a UID": (GOOD, b"1.2\0.3", 0x0117),
    "a UID of 66 characters": (GOOD, "1." + "2" * 64, 0x0117),
    "no UID": (GOOD, "", 0x0117),
    "half a data set": (GOOD[: len(GOOD) // 2], UID, 0xC000),
    "nothing": (b"", UID, 0xC000),
    "random bytes": (bytes(range(256)) * 20, UID, 0xC000),
    "an absurd length": (GOOD[:20] + b"\x08\0\x20\0OB\0\0\xf0\xff\xff\xff" + GOOD[20:], UID, 0xC000),
    "sequences 200 deep": (nested(200) + GOOD, UID, 0xC000),
    "sequences 100,000 deep": (nested(100_000), UID, 0xC000),
    "a million empty items": (OPEN_SEQUENCE + (ITEM + b"\0\0\0\0") * 1_000_000 + SEQUENCE_END, UID, 0xC000),
    "a million times one element": (element(8, 5, b"CS", b"") * 1_000_000, UID, 0xC000),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_is_refused_leaves_nothing_and_the_association_lives_on(node: RunningNode, fault: str) -> None:
    data, uid, status = REFUSED[fault]
    before = set(node.archive.store.names())
    with node.peer() as peer:
        peer.associate()
        assert peer.ask(1, command(1, CT, uid), data, step=16_000) == status
        assert peer.echo() == 0
    assert set(node.archive.store.names()) == before
    assert list(node.archive.store.incoming.iterdir()) == []


def test_a_deflate_bomb_is_refused(node: RunningNode) -> None:
    bomb = deflated(GOOD + bytes(200 << 20))
    with node.peer() as peer:
        peer.associate()
        assert peer.store(bomb[dataset_start(bomb) :], UID, context=5) == 0xC000
        assert peer.echo() == 0


@pytest.mark.parametrize("rows", [65535])
def test_a_claimed_giant_is_stored_without_taking_its_memory(node: RunningNode, rows: int) -> None:
    dataset = slice_dataset(900, Rows=rows, Columns=rows)
    dataset.NumberOfFrames = 2**31 - 1
    with node.peer() as peer:
        peer.associate()
        assert peer.store(bare(dataset), f"{SERIES}.900") == 0


def test_a_sender_that_dies_leaves_nothing(node: RunningNode) -> None:
    with node.peer() as peer:
        peer.associate()
        peer.send(pdata((1, 3, command(1, CT, f"{SERIES}.77"))) + pdata((1, 0, GOOD[:100])))
    assert node.is_alive()
    with node.peer() as peer:
        peer.associate()
        peer.send(pdata((1, 3, command(1, CT, f"{SERIES}.77"))) + pdata((1, 0, GOOD[:100])))
        peer.send(b"\7\0\0\0\0\4\0\0\0\0")
        assert peer.receive() == (0, b"")
    assert all(row.sop_instance_uid != f"{SERIES}.77" for row in node.archive.instances(SERIES))


def test_operations_that_are_not_provided_are_answered(node: RunningNode) -> None:
    with node.peer() as peer:
        peer.associate()
        assert peer.ask(1, command(0x20, CT), b"\0\0") == 0x0211
        assert peer.ask(1, command(0x0140, CT, data_set=False)) == 0x0211
        assert peer.ask(1, command(1, CT, UID, data_set=False)) == 0xC000
        peer.send(pdata((1, 3, command(0x0FFF, CT, data_set=False))))
        assert peer.echo() == 0


def test_the_called_title_is_checked_when_asked(tmp_path: Path) -> None:
    with running(tmp_path, LIMITS, called="TOMOCAST") as node:
        with node.peer() as peer:
            assert peer.associate(called="OTHER") == (3, b"\0\1\1\7")
        assert node.is_alive()
