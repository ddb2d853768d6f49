from dataclasses import replace
from typing import Any

import pytest

from archive.assemble import clock
from archive.assemble.clock import DAY
from archive.assemble.suv import PetFacts, pet_facts, suv_factor
from tests.archive.assemble.samples import elements, item

HALF_LIFE = 6588.0
GOOD = PetFacts(
    weight_kg=70.0,
    dose_bq=3.5e8,
    half_life_s=HALF_LIFE,
    injected_s=36000.0,
    injected_dated=False,
    series_s=10 * DAY + 36000 + HALF_LIFE,
    acquired_s=10 * DAY + 36000 + HALF_LIFE,
    decayed_to_s=None,
    decay="START",
    corrections=("DECY", "ATTN"),
)


def factor(**changes: Any) -> float | str:
    return suv_factor([replace(GOOD, **changes)])


def test_one_half_life_halves_the_dose() -> None:
    assert factor() == pytest.approx(70000 / (3.5e8 / 2))


def test_correction_to_the_injection_needs_no_times() -> None:
    assert factor(decay="ADMIN", series_s=None, acquired_s=None, injected_s=None) == pytest.approx(70000 / 3.5e8)


def test_an_injection_before_midnight() -> None:
    after_midnight = 11 * DAY + 600
    found = factor(injected_s=DAY - 600, series_s=after_midnight, acquired_s=after_midnight)
    assert found == pytest.approx(70000 / (3.5e8 * 2 ** (-1200 / HALF_LIFE)))


def test_a_dated_injection_is_taken_by_its_date() -> None:
    dated = 10 * DAY + 36000 - HALF_LIFE
    assert factor(injected_s=dated, injected_dated=True) == pytest.approx(70000 / (3.5e8 / 4))
    assert factor(injected_s=11 * DAY, injected_dated=True) == "the injection is after the scan"


def test_a_series_made_later_counts_from_its_first_acquisition() -> None:
    later = replace(GOOD, series_s=10 * DAY + 36000 + 5 * HALF_LIFE)
    second = replace(later, acquired_s=10 * DAY + 36000 + 2 * HALF_LIFE)
    assert suv_factor([second, later]) == pytest.approx(70000 / (3.5e8 / 2))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"weight_kg": None}, "weight"),
        ({"weight_kg": 0.0}, "weight"),
        ({"dose_bq": None}, "dose"),
        ({"dose_bq": 350.0}, "becquerel"),
        ({"half_life_s": None}, "half-life"),
        ({"injected_s": None}, "time of injection"),
        ({"series_s": None, "acquired_s": None}, "time of the scan"),
        ({"decay": "NONE"}, "not corrected for decay"),
        ({"decay": ""}, "which moment"),
        ({"corrections": ("ATTN",)}, "not corrected for decay"),
        ({"corrections": ("DECY",)}, "attenuation"),
        ({"half_life_s": 60.0}, "too long"),
    ],
)
def test_what_is_missing_is_said(changes: dict[str, Any], why: str) -> None:
    found = factor(**changes)
    assert isinstance(found, str)
    assert why in found


def test_slices_must_agree() -> None:
    assert isinstance(suv_factor([GOOD, replace(GOOD, dose_bq=1e8)]), str)


def test_facts_are_read_from_the_header() -> None:
    tracer = item(
        RadiopharmaceuticalStartTime="103500.00", RadionuclideTotalDose="388777472", RadionuclideHalfLife="6588"
    )
    found = pet_facts(
        elements(
            PatientWeight="71.0",
            SeriesDate="20000907",
            SeriesTime="112011.00",
            AcquisitionDate="20000907",
            AcquisitionTime="112011.00",
            DecayCorrection="START",
            CorrectedImage=["DECY", "ATTN"],
            RadiopharmaceuticalInformationSequence=[tracer],
        )
    )
    assert found.series_s is not None
    assert found == PetFacts(
        weight_kg=71.0,
        dose_bq=388777472.0,
        half_life_s=6588.0,
        injected_s=38100.0,
        injected_dated=False,
        series_s=found.series_s,
        acquired_s=found.series_s,
        decayed_to_s=None,
        decay="START",
        corrections=("DECY", "ATTN"),
    )
    assert suv_factor([found]) == pytest.approx(71000 / (388777472 * 2 ** (-2711 / 6588)))


def test_a_start_with_a_date_is_preferred() -> None:
    tracer = item(RadiopharmaceuticalStartTime="01", RadiopharmaceuticalStartDateTime="20000906235000")
    found = pet_facts(elements(RadiopharmaceuticalInformationSequence=[tracer]))
    assert found.injected_dated
    assert (found.injected_s or 0) > DAY


@pytest.mark.parametrize(("corrected", "expected"), [("YES", "START"), ("NO", "NONE")])
def test_enhanced_objects_say_it_in_their_own_way(corrected: str, expected: str) -> None:
    assert pet_facts(elements(DecayCorrected=corrected)).decay == expected


def test_the_moment_of_an_enhanced_objects_decay_correction_counts() -> None:
    found = pet_facts(elements(DecayCorrected="YES", DecayCorrectionDateTime="20000906235000.5"))
    assert found.decayed_to_s == pytest.approx(clock.moment("20000906", "235000.5"))
    assert factor(decayed_to_s=10 * DAY + 36000) == pytest.approx(70000 / 3.5e8)
    both = [GOOD, replace(GOOD, decayed_to_s=10 * DAY)]
    assert suv_factor(both) == "weight, tracer or decay correction differ from slice to slice"
