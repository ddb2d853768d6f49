"""What a reader calls a phase."""

from collections.abc import Sequence

Value = Sequence[object]
"""The values of the traits that tell a phase from the others."""

_LONGEST = 64
_WITH_VALUE = {
    "trigger_ms": "trigger {:g} ms",
    "cardiac_percent": "{:g} % of the cycle",
    "echo_ms": "echo {:g} ms",
    "flip_deg": "flip {:g}°",
    "acquisition": "acquisition {:g}",
}
_COUNTED = {"time": "time", "acquired_s": "time"}


def phase_label(traits: Sequence[str], value: Value, ordered: Sequence[Value]) -> str:
    """The label of the phase with `value`, one of `ordered`; its number where the value says nothing to anyone."""
    parts = [
        _part(trait, part, [other[n] for other in ordered]) or f"{_COUNTED.get(trait, 'phase')} {place(value, ordered)}"
        for n, (trait, part) in enumerate(zip(traits, value, strict=True))
    ]
    return ", ".join(part[:_LONGEST] for part in parts)


def place(value: Value, ordered: Sequence[Value]) -> str:
    """`2 of 6`."""
    return f"{ordered.index(value) + 1} of {len(ordered)}"


def _part(trait: str, value: object, values: Sequence[object]) -> str:
    """One trait's value in words; empty where it has none of its own."""
    if isinstance(value, float) and trait in _WITH_VALUE:
        return _WITH_VALUE[trait].format(value)
    if isinstance(value, tuple):
        return _diffusion(value, values)
    if isinstance(value, str) and trait == "contrast":
        return f"contrast {value.lower()}"
    if isinstance(value, str) and trait == "kind":
        return value.lower().replace("\\", " ")
    return ""


def _diffusion(value: tuple[float, ...], values: Sequence[object]) -> str:
    """b-value, and which of its directions where there are several."""
    same = [other for other in dict.fromkeys(values) if isinstance(other, tuple) and other[0] == value[0]]
    label = f"b = {value[0]:g}"
    return label if len(same) == 1 else f"{label}, direction {same.index(value) + 1}"
