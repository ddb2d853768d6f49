"""Parts of messages: unknown fields are refused, what is left out has a default."""

import msgspec
import pytest

from session.view.wire import WireNote, WirePreset, WireView, WireWindow


def test_a_preset_without_numbers_is_a_look() -> None:
    assert msgspec.convert({"name": "bone", "label": "Bone"}, WirePreset) == WirePreset("bone", "Bone")


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.convert({"center": 1.0, "width": 2.0, "label": "", "colour": 1}, WireWindow)
    with pytest.raises(msgspec.ValidationError, match="text"):
        msgspec.convert({"code": "tilt"}, WireNote)


def test_a_view_is_full_and_of_epoch_0_unless_it_says_otherwise() -> None:
    defaults = {field.name: field.default for field in msgspec.structs.fields(WireView)}
    assert (defaults["empty"], defaults["epoch"]) == ("", 0)
