"""Where tests find real studies that are not part of the repository."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
_SHARED = CHECKOUT.parent / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """The path of a real study beside the checkout, for instance `shared_data("odd", "x.dcm")`.

    Skips the calling test, naming what is missing, where the studies are absent. Nothing there may be written to.
    """
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs the study {'/'.join(parts)} in a folder shared/data beside the checkout")
    return path
