"""The exception tree: whoever catches its base catches all of it."""

import inspect

from session import errors


def test_every_exception_of_the_package_has_one_base() -> None:
    raised = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert len(raised) > 5
    assert all(issubclass(kind, errors.SessionError) for kind in raised)
    assert all(kind.__doc__ for kind in raised)
