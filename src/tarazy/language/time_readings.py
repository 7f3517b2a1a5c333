"""What each meaning of ``data/time_patterns.tsv`` makes of the words it matched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tarazy.language.long_times import LONG_READERS
from tarazy.language.time_grammar import Term
from tarazy.language.time_parts import (
    SENTENCE,
    Reader,
    Reading,
    days_in,
    iso,
    months_in,
    numbers_in,
    ordinal_beside,
    point,
    span,
    years_in,
)

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_SHORT_YEAR_SPAN = 15


def _numeric(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    form = str(terms[0].values["NUMERIC"])
    if form[4:5] == "-":
        year, month, day = (int(part) for part in form.split("-"))
    else:
        day, month, year = (int(part) for part in form.replace("/", ".").split("."))
        if month > 12 and "/" in form:
            day, month = month, day
    return point(iso(year, month, day)) if 1000 <= year <= 2199 else []


def _day(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return point(iso(years_in(terms)[0], months_in(terms)[0], days_in(terms)[0]))


def _month(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return point(iso(years_in(terms)[0], months_in(terms)[0]))


def _shared(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """Two days or months that share their month or year."""
    years, months, days = years_in(terms), months_in(terms), days_in(terms)
    year: int | str = years[0] if years else SENTENCE
    first_day, last_day = (days[0], days[1]) if len(days) > 1 else (None, None)
    return span(iso(year, months[0], first_day), iso(year, months[-1], last_day), borrows="" if years else "previous")


def _bare_shared(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    months, days = months_in(terms), days_in(terms)
    first_day, last_day = (days[0], days[1]) if len(days) > 1 else (None, None)
    return span(iso(SENTENCE, months[0], first_day), iso(SENTENCE, months[-1], last_day), borrows="sentence")


def _each(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """A list of days or months that share what follows or goes before."""
    year, months, days = years_in(terms)[0], months_in(terms), days_in(terms)
    name = "DAY" if days else "MONTH"
    places = [
        index
        for index, term in enumerate(terms)
        if (name == "DAY" and term.number is not None and "Y4" not in term.values)
        or (name == "MONTH" and "MONTH" in term.values)
    ]
    readings = []
    for order, place in enumerate(places):
        month = months[order] if len(months) == len(places) else months[0]
        value = iso(year, month, days[order] if days else None)
        if value is None:
            return []
        low = 0 if order == 0 else place
        high = len(terms) if order == len(places) - 1 else place + 1
        readings.append(Reading("POINT", value, value, terms=(low, high)))
    return readings


def _that(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    months, days = months_in(terms), days_in(terms)
    value = iso(SENTENCE, months[0] if months else None, days[0] if days else None)
    return point(value, "previous")


def _bare_day(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return point(iso(SENTENCE, months_in(terms)[0], days_in(terms)[0]), "sentence")


def _bare_month(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return point(iso(SENTENCE, months_in(terms)[0]), "sentence")


def _half(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    unit = "HALF" if any("HALF" in term.values for term in terms) else "QUARTER"
    if any(unit in term.values for term in terms):
        ordinal = ordinal_beside(terms, unit)
    else:
        ordinal = int(next(term.values["ORDINAL"] for term in terms if "ORDINAL" in term.values))
        if not terms[0].text.startswith("Q"):
            return []
    length = 6 if unit == "HALF" else 3
    if ordinal is None or not 1 <= ordinal <= 12 // length:
        return []
    year = years_in(terms)[0]
    return span(iso(year, (ordinal - 1) * length + 1), iso(year, ordinal * length), "LONG")


def _months_so_far(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    counts = numbers_in([t for t in terms if "Y4" not in t.values and "ORDINAL" not in t.values], "N", "CARDINAL")
    if not counts or not 1 <= counts[0] <= 12:
        return []
    year = years_in(terms)[0]
    return span(iso(year, 1), iso(year, counts[0]))


def _season(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    name = str(next(term.values["SEASON"] for term in terms if "SEASON" in term.values))
    year = years_in(terms)[0]
    if name not in _SEASONS:
        return point(iso(year))
    first, last = _SEASONS[name]
    return span(iso(year, first), iso(year, last), "LONG")


def _year(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = years_in(terms) or numbers_in(terms, "N3")
    weak = not any(term.values.keys() & {"YEAR", "YEARS", "PART"} for term in terms)
    return point(iso(years[0]), weak=weak)


def _year_span(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = years_in(terms)
    weak = not any(term.values.keys() & {"YEAR", "YEARS"} for term in terms)
    if weak and years[1] - years[0] > 500:
        return []
    return span(iso(years[0]), iso(years[1]), weak=weak)


def _year_list(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    places = [index for index, term in enumerate(terms) if "Y4" in term.values]
    readings = []
    for order, place in enumerate(places):
        value = iso(int(terms[place].values["Y4"]))
        high = len(terms) if order == len(places) - 1 else place + 1
        readings.append(Reading("POINT", value, value, terms=(place, high)))
    return readings


def _short_years(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """«2022-24 годы», "2019/20"."""
    year, tail = years_in(terms)[0], days_in(terms)[0]
    weak = not any(term.values.keys() & {"YEAR", "YEARS", "FISCAL"} for term in terms)
    slash = any("SLASH" in term.values for term in terms)
    end = year // 100 * 100 + tail
    if end < year and tail < 10:
        end += 100
    if not year < end <= year + (1 if slash else _SHORT_YEAR_SPAN) or (weak and terms[-1].text != f"{tail:02d}"):
        return point(iso(year), weak=weak)[:0]
    return span(iso(year), iso(end), weak=weak)


def _season_years(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = years_in(terms)
    if len(years) == 1:
        return _short_years(terms, language, reference)
    return span(iso(years[0]), iso(years[1]), weak=True) if years[1] == years[0] + 1 else []


def _part_years(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = years_in(terms)
    return span(iso(years[0]), iso(years[1]))


def _bare_year(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return point(iso(years_in(terms)[0]), weak=True)


def _relative_year(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    if reference is None:
        return []
    steps = {"THIS": 0, "LAST": -1, "NEXT": 1}
    for term in terms:
        for name, step in steps.items():
            if name in term.values:
                return point(iso(int(reference[:4]) + step), "reference")
    return []


def _relative(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    if reference is None:
        return []
    word = str(terms[0].values["RELATIVE"])
    if word.endswith("-year"):
        return point(iso(int(reference[:4]) - (word == "last-year")), "reference")
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    if len(reference) < 10:
        return point(reference, "reference") if shift == 0 else []
    return point((date.fromisoformat(reference) + timedelta(days=shift)).isoformat(), "reference")


def _recent(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    counts = numbers_in(terms, "N", "CARDINAL")
    if reference is None or not counts or any("MONTH_WORD" in term.values for term in terms):
        return []
    year = int(reference[:4])
    return span(iso(year - counts[0]), iso(year), borrows="reference")


def _ago(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    counts = numbers_in(terms, "N", "CARDINAL")
    return point(iso(int(reference[:4]) - counts[0]), "reference") if reference and counts else []


READERS: dict[str, Reader] = {
    "numeric": _numeric,
    "day": _day,
    "month": _month,
    "shared": _shared,
    "each": _each,
    "that": _that,
    "bare-day": _bare_day,
    "bare-month": _bare_month,
    "bare-shared": _bare_shared,
    "half": _half,
    "months": _months_so_far,
    "season": _season,
    "year": _year,
    "years": _year_span,
    "year-list": _year_list,
    "short-years": _short_years,
    "season-years": _season_years,
    "part-years": _part_years,
    "bare-year": _bare_year,
    "relative-year": _relative_year,
    "relative": _relative,
    "recent": _recent,
    "ago": _ago,
    **LONG_READERS,
}
"""Meaning → reader: the terms matched, the language and the document's date (ISO or None) → readings."""
