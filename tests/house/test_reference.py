"""What the documentation says of messages, routes and settings is so, and none of them is left out."""

import argparse
import re
import typing
from typing import Any

import pytest

from session.__main__ import parser
from session.gateway.routes import ROUTES
from session.view import messages, operations
from tests.house.tree import CHECKOUT

PROTOCOL = (CHECKOUT / "docs" / "protocol.md").read_text()
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text()
CONFIG = (CHECKOUT / "session" / "gateway" / "config.py").read_text()


def message_fields() -> dict[str, set[str]]:
    """The fields of each message and operation by its name on the wire."""
    found: dict[str, set[str]] = {}
    unions: tuple[Any, ...] = (messages.ClientMessage, messages.ServerMessage, operations.Operation)
    for kind in (kind for union in unions for kind in typing.get_args(union)):
        found.setdefault(kind.__struct_config__.tag, set()).update(kind.__struct_fields__)
    return found


def server_options() -> set[str]:
    """Every option of ``tomocast serve`` but help."""
    (verbs,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    words = {word for action in verbs.choices["serve"]._actions for word in action.option_strings}
    return words - {"-h", "--help"}


def test_every_message_is_described_with_fields_that_it_has() -> None:
    fields = message_fields()
    assert [name for name in fields if f"`{name}`" not in PROTOCOL] == []
    told = re.findall(r"`(\w+)` ?\{([^}]*)\}", PROTOCOL)
    unknown = [
        (name, field)
        for name, text in told
        if name in fields
        for field in re.findall(r"(\w+)\??(?:: [^,]*)?(?:,|$)", text)
        if field not in fields[name]
    ]
    assert unknown == []


def test_every_route_is_listed_with_its_right() -> None:
    rows = re.findall(r"^\| `(GET|PUT|POST|DELETE) (/[^` ]*)` \| (\w+|-) \|", PROTOCOL, re.MULTILINE)
    plain = {(route.method, re.sub(r":[^}]*}", "}", route.path)): str(route.right) for route in ROUTES}
    assert {(method, path): right.replace("-", "none") for method, path, right in rows} == plain


@pytest.mark.parametrize("option", sorted(server_options()))
def test_every_option_of_the_server_is_explained(option: str) -> None:
    assert f"`{option}" in OPERATIONS


def test_every_setting_of_the_environment_is_explained_and_exists() -> None:
    pattern = r"TOMOCAST_[A-Z_]+"
    assert set(re.findall(pattern, OPERATIONS)) == set(re.findall(pattern, CONFIG))


def test_no_option_is_explained_that_does_not_exist() -> None:
    table = "\n".join(line for line in OPERATIONS.splitlines() if line.startswith("|"))
    assert set(re.findall(r"`(--[a-z][a-z-]+)", table)) <= server_options()
