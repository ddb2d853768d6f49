import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from archive.node.association import NodeLimits
from tests.archive.node.peer import Peer, running
from tests.archive.samples import SERIES, bare, slice_dataset


def eventually(condition: Callable[[], bool]) -> bool:
    for _ in range(1000):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_silent_sockets_never_keep_a_peer_out(tmp_path: Path) -> None:
    with running(tmp_path, NodeLimits(unassociated=8, artim_s=60)) as node, ExitStack() as stack:
        silent = [stack.enter_context(node.peer()) for _ in range(30)]
        assert node.is_alive()
        # The oldest had to go, the newest still wait.
        assert silent[0].receive() == (0, b"")
        assert silent[-1].associate()[0] == 2


def test_more_associations_than_allowed_are_rejected_for_now(tmp_path: Path) -> None:
    with running(tmp_path, NodeLimits(associations=2)) as node, ExitStack() as stack:
        peers = [stack.enter_context(node.peer()) for _ in range(3)]
        assert [peer.associate()[0] for peer in peers] == [2, 2, 3]
        assert peers[0].echo() == 0
        peers[0].link.close()
        assert eventually(node.is_alive)


def test_peers_are_served_side_by_side(tmp_path: Path) -> None:
    statuses: list[int] = []

    def send(peer: Peer, first: int) -> None:
        numbers = range(first, first + 10)
        statuses.extend(peer.store(bare(slice_dataset(number)), f"{SERIES}.{number}") for number in numbers)

    with running(tmp_path) as node, ExitStack() as stack:
        peers = [stack.enter_context(node.peer()) for _ in range(4)]
        assert all(peer.associate()[0] == 2 for peer in peers)
        threads = [threading.Thread(target=send, args=(peer, 100 * number)) for number, peer in enumerate(peers, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [0] * 40
        assert node.archive.revision(SERIES) == 40
        assert max(revision for _, _, revision in node.changes) == 40


def test_many_connects_and_aborts_leave_no_threads(tmp_path: Path) -> None:
    with running(tmp_path) as node:
        node.is_alive()
        before = threading.active_count()
        for number in range(100):
            with node.peer() as peer:
                if number % 2:
                    peer.associate()
        assert eventually(lambda: threading.active_count() <= before)
        assert node.is_alive()


def test_stopping_aborts_whoever_is_there(tmp_path: Path) -> None:
    with ExitStack() as stack:
        with running(tmp_path) as node:
            peers = [stack.enter_context(node.peer()) for _ in range(3)]
            assert [peer.associate()[0] for peer in peers[:2]] == [2, 2]
        assert [peer.receive()[0] for peer in peers] == [7, 7, 0]
