"""The change feed: one answer for any number of changes, and a sign of life when nothing changes."""

from __future__ import annotations

from session.gateway.events import Changes


async def test_changes_while_a_page_is_busy_are_one_change() -> None:
    changes = Changes()
    feed = changes.follow(keep_alive_s=0.01)
    assert await anext(feed) is False
    await changes.publish()
    await changes.publish()
    assert await anext(feed) is True
    assert await anext(feed) is False
    await feed.aclose()


async def test_each_page_hears_of_it() -> None:
    changes = Changes()
    feeds = [changes.follow(keep_alive_s=0.01) for _ in range(3)]
    for feed in feeds:
        assert await anext(feed) is False
    await changes.publish()
    assert [await anext(feed) for feed in feeds] == [True] * 3
    for feed in feeds:
        await feed.aclose()
