"""What the readings of dates are made of: years, months and days of the terms matched, ISO dates, points and spans."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tarazy.language.time_grammar import Term

SENTENCE = "????"
"""Stands for the year of a date that takes it from its neighbours."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A date read from terms: ``kind`` is POINT, LONG or SPAN; ``terms`` the part of the match it covers (all, if empty).

    ``borrows`` is "" for a complete date, "previous" or "sentence" where the year is taken from elsewhere,
    "reference" where the document's date was used.
    """

    kind: str
    begin: str | None
    end: str | None
    weak: bool = False
    borrows: str = ""
    terms: tuple[int, int] | None = None


Reader = Callable[[Sequence[Term], str, str | None], list[Reading]]


def numbers_in(terms: Sequence[Term], *names: str) -> list[int]:
    """The values that terms have in any of the classes ``names``."""
    return [int(term.values[name]) for term in terms for name in names if name in term.values]


def years_in(terms: Sequence[Term]) -> list[int]:
    """Years in figures."""
    return [int(term.values["Y4"]) for term in terms if "Y4" in term.values]


def days_in(terms: Sequence[Term]) -> list[int]:
    """Figures that are no years."""
    return [term.number for term in terms if term.number is not None and not term.values.keys() & {"Y4"}]


def months_in(terms: Sequence[Term]) -> list[int]:
    """Months, 1–12."""
    return [int(term.values["MONTH"]) for term in terms if "MONTH" in term.values]


def part_in(terms: Sequence[Term]) -> str | None:
    """early, mid or late, if a term says so."""
    return next((str(term.values["PART"]) for term in terms if "PART" in term.values), None)


def iso(year: int | str, month: int | None = None, day: int | None = None) -> str | None:
    """An ISO date cut to what is given; None when there is no such day."""
    head = f"{year:04d}" if isinstance(year, int) else year
    if month is None:
        return head
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{head}-{month:02d}"
    longest = calendar.monthrange(year, month)[1] if isinstance(year, int) else 31
    return f"{head}-{month:02d}-{day:02d}" if 1 <= day <= longest else None


def point(value: str | None, borrows: str = "", weak: bool = False) -> list[Reading]:
    """A reading of one date, or none."""
    return [Reading("POINT", value, value, weak, borrows)] if value else []


def span(
    begin: str | None, end: str | None, kind: str = "SPAN", weak: bool = False, borrows: str = ""
) -> list[Reading]:
    """A reading of a span that does not run backwards, or none."""
    if begin is None or end is None or begin > end:
        return []
    return [Reading(kind, begin, end, weak, borrows)]


def ordinal_beside(terms: Sequence[Term], unit: str) -> int | None:
    """The ordinal before (or after) the term of class ``unit``."""
    place = next(index for index, term in enumerate(terms) if unit in term.values)
    for index in (place - 1, place - 2, place + 1):
        if 0 <= index < len(terms):
            term = terms[index]
            if "Y4" in term.values or "DASH" in term.values:
                continue
            for name in ("ORDINAL", "ROMAN", "N"):
                if name in term.values:
                    return int(term.values[name])
    return None
