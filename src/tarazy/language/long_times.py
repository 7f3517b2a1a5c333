"""Decades, centuries, and their parts, as spans of years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tarazy.language.time_grammar import Term
from tarazy.language.time_parts import Reader, Reading, iso, ordinal_beside, part_in, point, span, years_in

_PART_OF_DECADE = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}
_PART_OF_CENTURY = {"early": (1, 10), "mid": (41, 60), "late": (91, 100)}


def _decade_start(value: int, century: int | None = None) -> int:
    if value >= 1000:
        return value
    if century is not None:
        return (century - 1) * 100 + value
    return 1900 + value if value >= 20 else 2000 + value


def _decade_value(terms: Sequence[Term]) -> tuple[int, int] | None:
    """The first year of the decade named, and how many years it may be taken to last."""
    century = _century_number(terms)
    for index, term in enumerate(terms):
        for name in ("DECADE_N", "DECADE_WORD", "Y4", "N"):
            if name in term.values:
                if index + 1 < len(terms) and "CENTURY" in terms[index + 1].values:
                    break
                value = int(term.values[name])
                if value % 10 or (name == "N" and value > 90):
                    return None
                return _decade_start(value, century), 10
    return None


def _century_number(terms: Sequence[Term]) -> int | None:
    for index, term in enumerate(terms):
        if "CENTURY" in term.values and index:
            here = index - 1
            if "DASH" in terms[here].values:
                here -= 1
            for name in ("ROMAN", "N", "DECADE_N", "ORDINAL"):
                if name in terms[here].values:
                    value = int(terms[here].values[name])
                    return value if 1 <= value <= 21 else None
    return None


def _part_of_decade(begin: int, part: str | None) -> tuple[int, int]:
    low, high = _PART_OF_DECADE.get(part or "", (0, 9))
    return begin + low, begin + high


def _decade(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    found = _decade_value(terms)
    if found is None:
        return []
    low, high = _part_of_decade(found[0], part_in(terms))
    return span(iso(low), iso(high), "LONG")


def _decades(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    places = [i for i, term in enumerate(terms) if term.values.keys() & {"DECADE_N", "Y4"}]
    values = [int(terms[i].values.get("DECADE_N", terms[i].values.get("Y4", 0))) for i in places]
    if len(values) != 2 or any(value % 10 for value in values):
        return []
    first, last = _decade_start(values[0]), _decade_start(values[1])
    if language == "kk":
        low, _ = _part_of_decade(first, part_in(terms[places[0] : places[1]]))
        _, high = _part_of_decade(last, part_in(terms[places[1] :]))
    else:
        first_part = part_in(terms[: places[0]])
        low, _ = _part_of_decade(first, first_part)
        _, high = _part_of_decade(last, part_in(terms[places[0] : places[1]]))
        link = next(i for i in range(places[0] + 1, places[1]) if terms[i].values.keys() & {"AND", "DASH", "TO"})
        if last - first != 10 and "AND" in terms[link].values:
            # «в 1990-е и 2010-е»: two decades, not what lies between them.
            return [replace(reading, terms=(0, link)) for reading in _decade(terms[:link], language, reference)] + [
                replace(reading, terms=(link + 1, len(terms)))
                for reading in _decade(terms[link + 1 :], language, reference)
            ]
    return span(iso(low), iso(high))


def _ordinal_decade(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    ordinal, century = ordinal_beside(terms, "DECADE"), _century_number(terms)
    if ordinal is None or century is None:
        return []
    begin = (century - 1) * 100 + (ordinal - 1) * 10 + 1
    return span(iso(begin), iso(begin + 9), "LONG")


def _half_long(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """Half or quarter of a decade or century."""
    unit = "HALF" if any("HALF" in term.values for term in terms) else "QUARTER"
    ordinal = ordinal_beside(terms, unit)
    parts = 2 if unit == "HALF" else 4
    century = _century_number(terms)
    if century is not None:
        begin, length = (century - 1) * 100 + 1, 100 // parts
    else:
        found = _decade_value([term for term in terms if "N" not in term.values])
        if found is None or parts == 4:
            return []
        begin, length = found[0], 5
    if ordinal is None or not 1 <= ordinal <= parts:
        return []
    low = begin + (ordinal - 1) * length
    return span(iso(low), iso(low + length - 1), "LONG")


def _century(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    number = _century_number(terms)
    if number is None:
        return []
    low, high = _PART_OF_CENTURY.get(part_in(terms) or "", (1, 100))
    base = (number - 1) * 100
    return span(iso(base + low), iso(base + high), "LONG")


def _centuries(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    last = _century_number(terms)
    links = [i for i, term in enumerate(terms) if term.values.keys() & {"DASH", "AND", "TO"}]
    if last is None or not links:
        return []
    left, right = terms[: links[0]], terms[links[0] :]
    names = ("ROMAN", "N", "ORDINAL")
    first = next((int(term.values[name]) for term in left for name in names if name in term.values), None)
    if first is None or not 1 <= first <= last:
        return []
    low, _ = _PART_OF_CENTURY.get(part_in(left) or "", (1, 100))
    _, high = _PART_OF_CENTURY.get(part_in(right) or "", (1, 100))
    return span(iso((first - 1) * 100 + low), iso((last - 1) * 100 + high), "LONG")


def _kk_decade(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """«1950 жылдардағы» is a decade; «1998 жылдары» loosely a year."""
    found = years_in(terms)
    return _decade(terms, language, reference) or (point(iso(found[0])) if found else [])


def _decade_pair(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """«20–30-е годы XX века»: two decades of one century, the twentieth unless another is named."""
    century = _century_number(terms)
    values = [
        int(term.number)
        for index, term in enumerate(terms)
        if term.number is not None and not (index + 1 < len(terms) and "CENTURY" in terms[index + 1].values)
    ]
    if len(values) != 2 or any(value % 10 or value > 90 for value in values):
        return []
    first, last = (_decade_start(value, century) for value in values)
    return span(iso(first), iso(last + 9))


LONG_READERS: dict[str, Reader] = {
    "half-long": _half_long,
    "decade": _decade,
    "decades": _decades,
    "decade-pair": _decade_pair,
    "kk-decade": _kk_decade,
    "ordinal-decade": _ordinal_decade,
    "century": _century,
    "centuries": _centuries,
}
"""Meaning → reader, as ``time_readings.READERS``."""
