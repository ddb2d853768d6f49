"""The greeting."""

from dataclasses import replace

from render.volume import Window
from session.room.welcome import welcome
from session.view.subject import Subject
from session.view.wire import WirePreset
from tests.session.support import INFO, opened


def test_it_says_what_is_shown_and_what_can_be_chosen() -> None:
    greeting = welcome("s", 1, opened().wire, Subject.of(INFO), quiet_ms=120, ice_servers=({"urls": "stun:x"},))
    assert (greeting.version, greeting.session, greeting.lease, greeting.quiet_ms) == (1, "s", 1, 120)
    assert greeting.volume.patient_name == "Doe^Jane"
    assert greeting.windows[0] == WirePreset("soft tissue", "Soft tissue", 40.0, 400.0)
    assert greeting.windows[-1] == WirePreset("auto", "Automatic")
    assert greeting.presets[0] == WirePreset("bone", "Bone")
    assert greeting.ice_servers == ({"urls": "stun:x"},)


def test_a_measured_window_has_its_numbers() -> None:
    subject = replace(Subject.of(INFO), automatic=Window(1.0, 2.0))
    greeting = welcome("s", 1, opened().wire, subject, quiet_ms=120, ice_servers=())
    assert greeting.windows[-1] == WirePreset("auto", "Automatic", 1.0, 2.0)
