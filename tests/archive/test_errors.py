from archive import errors
from archive.errors import ArchiveError, ProtocolError


def test_every_error_is_an_archive_error_and_can_be_found_by_its_name() -> None:
    kinds = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, ArchiveError) and not issubclass(kind, errors.AssociationError)
    }
    assert kinds == errors.BY_NAME


def test_a_protocol_error_says_why_the_association_is_aborted() -> None:
    error = ProtocolError("no", 6)
    assert (str(error), error.reason) == ("no", 6)
