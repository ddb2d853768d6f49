import dataclasses

import pytest

from archive.rows import Counts, InstanceRow, SeriesRow, StudyRow


@pytest.mark.parametrize("kind", [StudyRow, SeriesRow, InstanceRow, Counts])
def test_rows_are_plain_frozen_values(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    values = [None] * len(dataclasses.fields(kind))
    row = kind(*values)
    assert row == kind(*values)
    assert hash(row) == hash(kind(*values))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(row, dataclasses.fields(kind)[0].name, "x")
