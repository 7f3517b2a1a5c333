"""Numbers as the pages of scenarios write them, in the way of each language."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent

_NOTHING = 5e-13
"""Below this no digit would be shown: it is 0, without a sign."""
_GROUPED = 10_000
"""From here on digits are grouped; below, a number may be a year."""


def shown(value: float | None, language: str = "en") -> str:
    """A number with as many digits as say something; empty for what is undefined."""
    if value is None or value != value:
        return ""
    if abs(value) < _NOTHING:
        return str(format_decimal(0, locale=language))
    size = abs(value)
    if size >= 1000 or value == int(value):
        pattern = "#,##0" if size >= _GROUPED else "0"
    elif size >= 10:
        pattern = "0.#"
    else:
        value, pattern = float(f"{value:.3g}"), "0.############"
    return str(format_decimal(value, format=pattern, locale=language))


def percent(part: float, language: str = "en") -> str:
    """A part of one in hundredths."""
    return str(format_percent(part, locale=language))
