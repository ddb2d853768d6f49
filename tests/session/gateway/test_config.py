"""Settings are checked before anything starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from session.errors import ConfigError
from session.gateway.config import Settings, default_data_dir, read_token


def test_the_default_settings_are_safe(tmp_path: Path) -> None:
    settings = Settings(tmp_path).checked()
    assert (settings.host, settings.dicom_host) == ("127.0.0.1", "127.0.0.1")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"host": "0.0.0.0"}, "access token"),
        ({"aet": ""}, "AE title"),
        ({"aet": "A" * 17}, "AE title"),
        ({"aet": "A\\B"}, "AE title"),
        ({"port": 70000}, "port 70000"),
        ({"dicom_port": -1}, "DICOM port -1"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        Settings(tmp_path, **change).checked()


def test_a_contact_is_one_line(tmp_path: Path) -> None:
    assert Settings(tmp_path, contact="Radiology IT, 4711").checked().contact == "Radiology IT, 4711"
    for contact in ("two\nlines", "x" * 201):
        with pytest.raises(ConfigError, match="contact"):
            Settings(tmp_path, contact=contact).checked()


def test_the_token_comes_from_its_file_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from the file, long enough\n")
    assert read_token({"TOMOCAST_ACCESS_TOKEN": "other"}, str(file)) == "from the file, long enough"
    assert read_token({"TOMOCAST_ACCESS_TOKEN": "other"}, None) == "other"
    assert read_token({}, None) is None


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00"])
def test_a_token_file_that_holds_no_token_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="token"):
        read_token({}, str(file))


def test_the_archive_lies_where_the_user_keeps_data() -> None:
    assert default_data_dir({"TOMOCAST_DATA": "/srv/x"}) == Path("/srv/x")
    assert default_data_dir({"XDG_DATA_HOME": "/home/u/.d"}) == Path("/home/u/.d/tomocast")


def test_the_token_is_not_printed(tmp_path: Path) -> None:
    assert "secret" not in repr(Settings(tmp_path, access_token="a secret of sixteen"))
