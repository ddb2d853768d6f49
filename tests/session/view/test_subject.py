"""What can be chosen for a volume."""

from dataclasses import replace

import pytest

from render.volume import Window
from session.errors import MessageError
from session.view.subject import Subject
from tests.session.view.volumes import AXIAL, SAGITTAL


def test_windows_come_in_the_order_of_the_number_keys() -> None:
    names = [choice.name for choice in Subject.of(AXIAL).windows]
    assert names[:6] == ["soft tissue", "lung", "bone", "brain", "liver", "angio"]
    assert names[-2:] == ["file", "auto"]


def test_the_files_windows_keep_their_explanations() -> None:
    info = replace(AXIAL, windows=(Window(40, 400, label="Mediastinum"), Window(500, 2000)))
    about = Subject.of(info)
    assert about.choice("file").label == "Mediastinum"
    assert about.choice("file 2").label == "From file"
    assert about.opening_window == "file"


def test_a_volume_without_windows_opens_with_the_automatic_one() -> None:
    about = Subject.of(SAGITTAL)
    assert about.opening_window == about.opening_projection_window == "auto"
    assert about.numbers(about.choice("auto").window) is None
    measured = replace(about, automatic=Window(300.0, 900.0, "LINEAR_EXACT", "auto"))
    assert measured.numbers(measured.choice("auto").window) == measured.automatic


def test_a_projection_opens_with_a_window_of_its_own_where_the_slices_would_drown_it() -> None:
    about = Subject.of(AXIAL)
    assert about.opening_projection_window == "projection"
    assert about.choice("projection").label == "Projection"


def test_the_automatic_window_of_a_projection_is_its_own() -> None:
    about = replace(Subject.of(SAGITTAL), automatic=Window(1.0, 2.0), automatic_projection=Window(3.0, 4.0))
    auto = about.choice("auto").window
    assert about.numbers(auto, projection=True) == Window(3.0, 4.0)
    assert about.numbers(auto) == Window(1.0, 2.0)


def test_positron_emission_windows_keep_their_names() -> None:
    info = replace(SAGITTAL, modality="PT", unit="SUVbw")
    about = Subject.of(info)
    assert [choice.name for choice in about.windows] == ["SUV 0-5", "SUV 0-10", "SUV 0-20", "auto"]
    assert about.choice("SUV 0-5").label == "SUV 0-5"
    assert about.opening_projection_window == "SUV 0-10"


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    about = Subject.of(AXIAL)
    with pytest.raises(MessageError, match="lung"):
        about.choice("lumg")
    with pytest.raises(MessageError, match="bone"):
        about.look("bome")


def test_looks() -> None:
    about = Subject.of(AXIAL)
    assert about.look("bone") == "bone"
    assert about.look_label("bone") == "Bone"
    assert "bone" not in Subject.of(SAGITTAL).presets
