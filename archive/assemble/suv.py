"""Standardised uptake values by body weight, where the header allows them (QIBA FDG-PET profile, PS3.3 C.8.9)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from archive.assemble import attributes, clock
from archive.assemble.elements import Elements

_SMALLEST_DOSE_BQ = 1e5
_GRAMS = 1000.0
_LONGEST_DECAY_HALF_LIVES = 30


@dataclass(frozen=True, slots=True)
class PetFacts:
    """What a PET object says of tracer, patient and decay; None where it does not say."""

    weight_kg: float | None
    dose_bq: float | None
    half_life_s: float | None
    injected_s: float | None  # on the calendar's axis, or of the day where `injected_dated` is False
    injected_dated: bool
    series_s: float | None
    acquired_s: float | None
    decayed_to_s: float | None  # the moment to which decay is corrected, where it is said
    decay: str
    corrections: tuple[str, ...]


def pet_facts(elements: Elements) -> PetFacts:
    """Read them from the header, classic or enhanced."""
    tracer = attributes.first_item(elements, "RadiopharmaceuticalInformationSequence") or elements
    dated = clock.date_time(attributes.code(tracer, "RadiopharmaceuticalStartDateTime"))
    injected = clock.time_of_day(attributes.code(tracer, "RadiopharmaceuticalStartTime")) if dated is None else dated
    acquired = clock.date_time(attributes.code(elements, "AcquisitionDateTime"))
    if acquired is None:
        acquired = clock.moment(*(attributes.code(elements, f"Acquisition{part}") for part in ("Date", "Time")))
    return PetFacts(
        weight_kg=attributes.number(elements, "PatientWeight"),
        dose_bq=attributes.number(tracer, "RadionuclideTotalDose"),
        half_life_s=attributes.number(tracer, "RadionuclideHalfLife"),
        injected_s=injected,
        injected_dated=dated is not None,
        series_s=clock.moment(*(attributes.code(elements, f"Series{part}") for part in ("Date", "Time"))),
        acquired_s=acquired,
        decayed_to_s=clock.date_time(attributes.code(elements, "DecayCorrectionDateTime")),
        decay=_decay(elements),
        corrections=tuple(part.upper() for part in attributes.codes(elements, "CorrectedImage")),
    )


def _decay(elements: Elements) -> str:
    """DecayCorrection's term; enhanced objects say in one attribute whether, and in another to which moment."""
    declared = attributes.code(elements, "DecayCorrection").upper()
    if declared or not attributes.present(elements, "DecayCorrected"):
        return declared
    return "START" if attributes.code(elements, "DecayCorrected").upper() == "YES" else "NONE"


def suv_factor(facts: Sequence[PetFacts]) -> float | str:
    """Body-weight SUV for 1 Bq/ml, or why there is none; `facts` are those of all slices of one volume."""
    first = facts[0]
    if len({(f.weight_kg, f.dose_bq, f.half_life_s, f.injected_s, f.decayed_to_s, f.decay) for f in facts}) > 1:
        return "weight, tracer or decay correction differ from slice to slice"
    lack = _uncorrected(first)
    weight, dose = first.weight_kg or 0.0, first.dose_bq or 0.0
    if weight <= 0:
        lack = lack or "the patient's weight is missing"
    elif dose <= 0:
        lack = lack or "the injected dose is missing"
    elif dose < _SMALLEST_DOSE_BQ:
        lack = lack or "the injected dose is too small to be in becquerel"
    if lack:
        return lack
    left = 1.0 if first.decay == "ADMIN" else _left_at_scan(facts)
    return left if isinstance(left, str) else weight * _GRAMS / (dose * left)


def _uncorrected(facts: PetFacts) -> str:
    """What correction the pictures lack for any SUV; empty if none."""
    if facts.decay == "NONE" or (facts.corrections and "DECY" not in facts.corrections):
        return "the pictures are not corrected for decay"
    if facts.decay not in ("START", "ADMIN"):
        return "it is not said to which moment decay is corrected"
    if facts.corrections and "ATTN" not in facts.corrections:
        return "the pictures are not corrected for attenuation"
    return ""


def _left_at_scan(facts: Sequence[PetFacts]) -> float | str:
    """The part of the dose that has not decayed when the scan starts, or why it is unknown."""
    half_life = facts[0].half_life_s or 0.0
    if half_life <= 0:
        return "the half-life of the tracer is missing"
    waited = _seconds_to_scan(facts)
    if isinstance(waited, str):
        return waited
    if waited > _LONGEST_DECAY_HALF_LIVES * half_life:
        return "the scan is too long after the injection"
    return math.pow(2.0, -waited / half_life)


def _seconds_to_scan(facts: Sequence[PetFacts]) -> float | str:
    """From the injection to the moment to which START corrects decay."""
    injected, scan = facts[0].injected_s, _scan_start(facts)
    if injected is None:
        return "the time of injection is missing"
    if scan is None:
        return "the time of the scan is missing"
    if facts[0].injected_dated:
        waited = scan - injected
        return waited if waited >= 0 else "the injection is after the scan"
    # A time without a date is the last such time before the scan: the day before, when it is later in the day.
    return (scan - injected) % clock.DAY


def _scan_start(facts: Sequence[PetFacts]) -> float | None:
    """What is said of decay (PS3.3 C.8.22.2), else the series' time, unless pictures were acquired before it.

    Then the series' time is that of a later reconstruction.
    """
    if facts[0].decayed_to_s is not None:
        return facts[0].decayed_to_s
    series = facts[0].series_s
    acquired = [f.acquired_s for f in facts if f.acquired_s is not None]
    earliest = min(acquired, default=None)
    if series is None or earliest is None:
        return earliest if series is None else series
    return min(series, earliest)
