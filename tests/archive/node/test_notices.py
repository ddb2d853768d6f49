import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.node.notices import Notifier


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        listener.settimeout(30)
        yield listener


def lines(link: socket.socket) -> Iterator[dict[str, Any]]:
    with link, link.makefile("rb") as file:
        for line in file:
            yield json.loads(line)


def test_the_first_line_says_where_and_later_ones_what(listener: socket.socket, tmp_path: Path) -> None:
    notifier = Notifier(tmp_path / "s")
    notifier.listening("127.0.0.1", 104)
    received = lines(listener.accept()[0])
    assert next(received) == {"kind": "listening", "host": "127.0.0.1", "port": 104}
    notifier.changed("1.1", "1.1.2", 5)
    assert next(received) == {"kind": "changed", "series": [{"study": "1.1", "series": "1.1.2", "revision": 5}]}
    notifier.close()
    assert list(received) == []


def test_many_changes_become_few_lines_with_the_last_revision(listener: socket.socket, tmp_path: Path) -> None:
    notifier = Notifier(tmp_path / "s")
    for revision in range(1, 501):
        notifier.changed("1.1", "1.1.2", revision)
        notifier.changed("1.1", "1.1.3", revision)
    link = listener.accept()[0]
    notifier.close()
    found = list(lines(link))
    assert len(found) < 20
    newest = {series["series"]: series["revision"] for notice in found for series in notice["series"]}
    assert newest == {"1.1.2": 500, "1.1.3": 500}


def test_a_host_that_comes_back_is_found_again(listener: socket.socket, tmp_path: Path) -> None:
    notifier = Notifier(tmp_path / "s")
    notifier.changed("1.1", "1.1.2", 1)
    first = listener.accept()[0]
    assert next(lines(first))["kind"] == "changed"
    first.close()
    for revision in range(2, 5):
        notifier.changed("1.1", "1.1.2", revision)
        try:
            second = lines(listener.accept()[0])
            break
        except TimeoutError:
            continue
    assert next(second)["series"][0]["revision"] >= 2
    notifier.close()


def test_without_a_socket_or_a_listener_nothing_fails(tmp_path: Path) -> None:
    for path in (None, tmp_path / "nobody"):
        notifier = Notifier(path)
        notifier.listening("h", 1)
        notifier.changed("1.1", "1.1.2", 1)
        notifier.close()
