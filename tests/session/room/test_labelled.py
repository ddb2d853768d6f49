"""A page's link: its own tags, the same bytes."""

from dataclasses import replace

from session.room.labelled import LabelledLink
from streaming.picture import EncodedPicture, PictureTag
from tests.streaming.support import ScriptedLink

PICTURE = EncodedPicture(PictureTag(0, 7, 3, 2, 0, 1, 64, 48), b"\x00\x00\x01\x65" + bytes(range(1, 200)), True, 90)  # noqa: FBT003


def test_pictures_bear_the_pages_tag_and_share_their_packets() -> None:
    inner = ScriptedLink(load=2.0)
    left: list[int] = []
    link = LabelledLink(inner, lambda tag: replace(tag, stream=4, sequence=9), left.append)
    link.send(PICTURE)
    (sent,) = inner.pictures
    assert (sent.tag.stream, sent.tag.sequence, sent.tag.picture, sent.data) == (4, 9, 7, PICTURE.data)
    assert sent.payloads is PICTURE.payloads
    assert sent.tagged(PICTURE.tag).payloads is PICTURE.payloads
    assert left == [2 * len(PICTURE.data)]


def test_it_is_as_ready_as_the_link_behind_it() -> None:
    inner = ScriptedLink()
    link = LabelledLink(inner, lambda tag: tag, lambda _: None)
    assert (link.ready, link.load, link.format) == (True, 1.0, "h264")
    inner.ready = False
    assert not link.ready
