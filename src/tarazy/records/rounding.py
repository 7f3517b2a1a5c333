"""When two figures agree: each stands for all values that would be rounded to it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

ABOUT = 0.1
"""How far a figure called "about" may lie from the true one, as a share of it."""
_SCALED = 1e6
_FACTORS = {"kg": ("tonne", 1e-3), "m3": ("km3", 1e-9)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit; ``relation`` is ``=``, ``~`` (about), ``>`` (more than), ``<`` (less than).

    ``tolerance`` is how far the true value may lie from the stated one, read off the digits given.
    """

    value: float
    unit: str
    relation: str = "="
    tolerance: float = 0.0


def figure(value: float, unit: str, relation: str | None = "=", quote: str = "") -> Figure:
    """A figure in its base unit (kilograms become tonnes, cubic metres cubic kilometres), with its tolerance.

    ``quote`` holds the number as it was written: "3.0 billion" is known better than "3 billion".
    """
    tolerance = half_step(value, quote)
    if relation == "~":
        tolerance = max(tolerance, ABOUT * abs(value))
    base, factor = _FACTORS.get(unit, (unit, 1.0))
    return Figure(value * factor, base, relation or "=", tolerance * factor)


def half_step(value: float, quote: str = "") -> float:
    """Half of the last digit's place: 2.53 billion is known to 5 million.

    The zeros at the end of a whole number may be rounded or not: "5 billion" counts as one digit, "40 million" as two,
    "400 million" and "5,000" as two.
    """
    size = abs(value)
    if size == 0 or not math.isfinite(size):
        return 0.5
    digits, exponent = _digits(size)
    if digits == 1 and exponent % 3 == 0 and quote and re.search(rf"\b{f'{size:e}'[0]}[.,]0(?!\d)", quote):
        digits, size = 2, max(size, _SCALED)
    # Beyond a million figures are written as 5, 40 or 400 of a scale word.
    scaled = exponent - exponent % 3 + (exponent % 3 == 2)
    widest = scaled if size >= _SCALED else max(exponent - 1, 0)
    return 0.5 * 10.0 ** min(exponent - digits + 1, widest)


def _digits(size: float) -> tuple[int, int]:
    """How many significant digits a number has, and the exponent of the first of them."""
    mantissa, exponent = f"{size:.11e}".split("e")
    return len(mantissa.replace(".", "").rstrip("0")) or 1, int(exponent)


def agree(one: Figure, other: Figure) -> bool:
    """Whether both figures can be true of one quantity; figures of different units always can."""
    if one.unit != other.unit:
        return True
    tolerance = max(one.tolerance, other.tolerance) * 1.0001
    pair = {one.relation, other.relation}
    if ">" in pair or "<" in pair:
        if one.relation == other.relation:
            return True
        for bound, value in ((one, other), (other, one)):
            if bound.relation == ">" and value.value < bound.value - tolerance:
                return False
            if bound.relation == "<" and value.value > bound.value + tolerance:
                return False
        return True
    return abs(one.value - other.value) <= tolerance


def apart(low: float, high: float) -> float:
    """How far apart two values are, from 0 (alike) towards 1: 5 % apart gives 0.2, a factor of two 0.8."""
    if low == high:
        return 0.0
    if low <= 0 < high or low < high <= 0:
        return 0.8
    return 1 - math.exp(-2.3 * math.log(high / low))
