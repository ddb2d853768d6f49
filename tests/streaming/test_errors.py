import pytest

from streaming import errors


@pytest.mark.parametrize("name", ["PixelsError", "EncoderError", "OfferError", "LinkClosedError"])
def test_one_except_clause_catches_everything_of_this_package(name: str) -> None:
    with pytest.raises(errors.StreamingError, match="why"):
        raise getattr(errors, name)("why")
