import pytest

from archive.errors import InvalidUidError
from archive.uids import clean_uid, derived_uid


@pytest.mark.parametrize("raw", [b"1.2.840.10008\0", b"1.2.840.10008 ", b" 1.2.840.10008\0\0", "1.2.840.10008"])
def test_padding_is_cut(raw: bytes | str) -> None:
    assert clean_uid(raw, "X") == "1.2.840.10008"


def test_leading_zeros_are_tolerated() -> None:
    assert clean_uid(b"1.02.003", "X") == "1.02.003"


@pytest.mark.parametrize(
    "raw", [b"", b"\0\0", b"../../etc", b"/etc/passwd", b"1.2\0.3", b"1..2", b"1.2.", b"1.a", b"1" * 65, b"1.\xb2"]
)
def test_what_is_no_uid_is_refused_by_the_fields_name_and_not_quoted(raw: bytes) -> None:
    with pytest.raises(InvalidUidError, match=r"^TheField") as caught:
        clean_uid(raw, "TheField")
    assert "etc" not in str(caught.value)


def test_64_characters_are_allowed() -> None:
    assert clean_uid(b"1" * 64, "X") == "1" * 64


def test_derived_uids_are_valid_and_repeatable_and_differ() -> None:
    one, other = derived_uid("series of", "1.2"), derived_uid("study of", "1.2")
    assert clean_uid(one, "X") == one == derived_uid("series of", "1.2")
    assert one.startswith("2.25.")
    assert one != other
