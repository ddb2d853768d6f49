"""Pictures from packets, as a browser puts them together."""

from bench.room_receiver import Assembly, Piece, begins_keyframe


def key(timestamp: int) -> list[Piece]:
    return [Piece(timestamp, last=False, key=True), Piece(timestamp, last=True, key=False)]


def later(timestamp: int) -> list[Piece]:
    return [Piece(timestamp, last=False, key=False), Piece(timestamp, last=True, key=False)]


def take(assembly: Assembly, pieces: list[Piece], first: int, now: float = 0.0) -> list[int]:
    return [one for n, piece in enumerate(pieces) for one in assembly.take((first + n) % 65536, piece, now)]


def test_pictures_come_in_order_from_the_first_keyframe_on_also_where_the_numbers_begin_anew() -> None:
    assembly = Assembly()
    assert take(assembly, [*later(1), *key(2), *later(3), *later(4)], 65533) == [2, 3, 4]


def test_a_lost_packet_holds_back_what_follows_until_it_comes_again() -> None:
    assembly = Assembly()
    take(assembly, key(1), 10)
    assert assembly.take(13, Piece(2, last=True, key=False), 0.0) == []
    assert take(assembly, later(3), 14) == []
    assert assembly.wanted(0.0) == ([12], False)
    assert assembly.wanted(0.05) == ([], False)
    assert assembly.wanted(0.11) == ([12], False)
    assert assembly.take(12, Piece(2, last=False, key=False), 0.2) == [2, 3]
    assert assembly.wanted(0.4) == ([], False)


def test_a_keyframe_is_shown_whatever_is_missing_before_it() -> None:
    assembly = Assembly()
    take(assembly, key(1), 10)
    assembly.take(13, Piece(2, last=True, key=False), 0.0)
    assert take(assembly, key(3), 14) == [3]
    assert take(assembly, later(4), 16) == [4]
    assert assembly.wanted(0.5) == ([], False)


def test_after_ten_times_in_vain_a_keyframe_is_asked_for() -> None:
    assembly = Assembly()
    take(assembly, key(1), 10)
    assembly.take(13, Piece(2, last=True, key=False), 0.0)
    asked = [assembly.wanted(n * 0.11) for n in range(11)]
    assert asked[:10] == [([12], False)] * 10
    assert asked[10] == ([], True)


def test_a_keyframe_is_asked_for_where_nothing_came_for_long() -> None:
    assembly = Assembly()
    assert assembly.wanted(100.0) == ([], False)
    take(assembly, key(1), 10, now=100.0)
    assert assembly.wanted(102.9) == ([], False)
    assert assembly.wanted(103.1) == ([], True)
    assert assembly.wanted(103.2) == ([], False)


def test_a_keyframe_is_known_by_its_parameter_sets() -> None:
    assert begins_keyframe(bytes([0x67, 1, 2]))
    assert begins_keyframe(bytes([0x78, 0, 2, 0x67, 1]))
    assert not begins_keyframe(bytes([0x7C, 0x85, 1]))
    assert not begins_keyframe(b"")
