"""What each meaning of ``data/time_patterns.tsv`` makes of the words it matched."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tarazy.language.time_grammar import Term

SENTENCE = "????"
"""Stands for the year of a date that takes it from its neighbours."""

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_PART_OF_DECADE = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}
_PART_OF_CENTURY = {"early": (1, 10), "mid": (41, 60), "late": (91, 100)}
_SHORT_YEAR_SPAN = 15


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


def _numbers(terms: Sequence[Term], *names: str) -> list[int]:
    return [int(term.values[name]) for term in terms for name in names if name in term.values][: len(terms)]


def _years(terms: Sequence[Term]) -> list[int]:
    return [int(term.values["Y4"]) for term in terms if "Y4" in term.values]


def _days(terms: Sequence[Term]) -> list[int]:
    return [term.number for term in terms if term.number is not None and not term.values.keys() & {"Y4"}]


def _months(terms: Sequence[Term]) -> list[int]:
    return [int(term.values["MONTH"]) for term in terms if "MONTH" in term.values]


def _part(terms: Sequence[Term]) -> str | None:
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


def _point(value: str | None, borrows: str = "", weak: bool = False) -> list[Reading]:
    return [Reading("POINT", value, value, weak, borrows)] if value else []


def _span(
    begin: str | None, end: str | None, kind: str = "SPAN", weak: bool = False, borrows: str = ""
) -> list[Reading]:
    if begin is None or end is None or begin > end:
        return []
    return [Reading(kind, begin, end, weak, borrows)]


def _numeric(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    form = str(terms[0].values["NUMERIC"])
    if form[4:5] == "-":
        year, month, day = (int(part) for part in form.split("-"))
    else:
        day, month, year = (int(part) for part in form.replace("/", ".").split("."))
        if month > 12 and "/" in form:
            day, month = month, day
    return _point(iso(year, month, day)) if 1000 <= year <= 2199 else []


def _day(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return _point(iso(_years(terms)[0], _months(terms)[0], _days(terms)[0]))


def _month(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return _point(iso(_years(terms)[0], _months(terms)[0]))


def _shared(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """Two days or months that share their month or year."""
    years, months, days = _years(terms), _months(terms), _days(terms)
    year: int | str = years[0] if years else SENTENCE
    first_day, last_day = (days[0], days[1]) if len(days) > 1 else (None, None)
    return _span(iso(year, months[0], first_day), iso(year, months[-1], last_day), borrows="" if years else "previous")


def _bare_shared(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    months = _months(terms)
    return _span(iso(SENTENCE, months[0]), iso(SENTENCE, months[-1]), borrows="sentence")


def _each(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """A list of days or months that share what follows or goes before."""
    year, months, days = _years(terms)[0], _months(terms), _days(terms)
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
    months, days = _months(terms), _days(terms)
    value = iso(SENTENCE, months[0] if months else None, days[0] if days else None)
    return _point(value, "previous")


def _bare_day(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return _point(iso(SENTENCE, _months(terms)[0], _days(terms)[0]), "sentence")


def _bare_month(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return _point(iso(SENTENCE, _months(terms)[0]), "sentence")


def _ordinal(terms: Sequence[Term], unit: str) -> int | None:
    """The ordinal before (or after) the term of class ``unit``."""
    place = next(index for index, term in enumerate(terms) if unit in term.values)
    for index in (place - 1, place + 1):
        if 0 <= index < len(terms):
            term = terms[index]
            if "Y4" in term.values:
                continue
            for name in ("ORDINAL", "ROMAN", "N"):
                if name in term.values:
                    return int(term.values[name])
    return None


def _half(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    unit = "HALF" if any("HALF" in term.values for term in terms) else "QUARTER"
    if any(unit in term.values for term in terms):
        ordinal = _ordinal(terms, unit)
    else:
        ordinal = int(next(term.values["ORDINAL"] for term in terms if "ORDINAL" in term.values))
        if not terms[0].text.startswith("Q"):
            return []
    length = 6 if unit == "HALF" else 3
    if ordinal is None or not 1 <= ordinal <= 12 // length:
        return []
    year = _years(terms)[0]
    return _span(iso(year, (ordinal - 1) * length + 1), iso(year, ordinal * length), "LONG")


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
    low, high = _part_of_decade(found[0], _part(terms))
    return _span(iso(low), iso(high), "LONG")


def _decades(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    places = [i for i, term in enumerate(terms) if term.values.keys() & {"DECADE_N", "Y4"}]
    values = [int(terms[i].values.get("DECADE_N", terms[i].values.get("Y4", 0))) for i in places]
    if len(values) != 2 or any(value % 10 for value in values):
        return []
    first, last = _decade_start(values[0]), _decade_start(values[1])
    if language == "kk":
        low, _ = _part_of_decade(first, _part(terms[places[0] : places[1]]))
        _, high = _part_of_decade(last, _part(terms[places[1] :]))
    else:
        first_part = _part(terms[: places[0]])
        low, _ = _part_of_decade(first, first_part)
        _, high = _part_of_decade(last, _part(terms[places[0] : places[1]]))
        link = next(i for i in range(places[0] + 1, places[1]) if terms[i].values.keys() & {"AND", "DASH", "TO"})
        if last - first != 10 and "AND" in terms[link].values:
            # «в 1990-е и 2010-е»: two decades, not what lies between them.
            return [replace(reading, terms=(0, link)) for reading in _decade(terms[:link], language, reference)] + [
                replace(reading, terms=(link + 1, len(terms)))
                for reading in _decade(terms[link + 1 :], language, reference)
            ]
    return _span(iso(low), iso(high))


def _ordinal_decade(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    ordinal, century = _ordinal(terms, "DECADE"), _century_number(terms)
    if ordinal is None or century is None:
        return []
    begin = (century - 1) * 100 + (ordinal - 1) * 10 + 1
    return _span(iso(begin), iso(begin + 9), "LONG")


def _half_long(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """Half or quarter of a decade or century."""
    unit = "HALF" if any("HALF" in term.values for term in terms) else "QUARTER"
    ordinal = _ordinal(terms, unit)
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
    return _span(iso(low), iso(low + length - 1), "LONG")


def _century(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    number = _century_number(terms)
    if number is None:
        return []
    low, high = _PART_OF_CENTURY.get(_part(terms) or "", (1, 100))
    base = (number - 1) * 100
    return _span(iso(base + low), iso(base + high), "LONG")


def _centuries(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    last = _century_number(terms)
    first = next((int(terms[0].values[name]) for name in ("ROMAN", "N", "ORDINAL") if name in terms[0].values), None)
    if last is None or first is None or not 1 <= first <= last:
        return []
    return _span(iso((first - 1) * 100 + 1), iso(last * 100), "LONG")


def _months_so_far(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    counts = _numbers([t for t in terms if "Y4" not in t.values and "ORDINAL" not in t.values], "N", "CARDINAL")
    if not counts or not 1 <= counts[0] <= 12:
        return []
    year = _years(terms)[0]
    return _span(iso(year, 1), iso(year, counts[0]))


def _season(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    name = str(next(term.values["SEASON"] for term in terms if "SEASON" in term.values))
    year = _years(terms)[0]
    if name not in _SEASONS:
        return _point(iso(year))
    first, last = _SEASONS[name]
    return _span(iso(year, first), iso(year, last), "LONG")


def _year(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = _years(terms) or _numbers(terms, "N3")
    weak = not any(term.values.keys() & {"YEAR", "YEARS", "PART"} for term in terms)
    return _point(iso(years[0]), weak=weak)


def _year_span(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = _years(terms)
    weak = not any(term.values.keys() & {"YEAR", "YEARS"} for term in terms)
    if weak and years[1] - years[0] > 500:
        return []
    return _span(iso(years[0]), iso(years[1]), weak=weak)


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
    year, tail = _years(terms)[0], _days(terms)[0]
    weak = not any(term.values.keys() & {"YEAR", "YEARS", "FISCAL"} for term in terms)
    slash = any("SLASH" in term.values for term in terms)
    end = year // 100 * 100 + tail
    if end < year and tail < 10:
        end += 100
    if not year < end <= year + (1 if slash else _SHORT_YEAR_SPAN) or (weak and terms[-1].text != f"{tail:02d}"):
        return _point(iso(year), weak=weak)[:0]
    return _span(iso(year), iso(end), weak=weak)


def _season_years(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = _years(terms)
    if len(years) == 1:
        return _short_years(terms, language, reference)
    return _span(iso(years[0]), iso(years[1]), weak=True) if years[1] == years[0] + 1 else []


def _part_years(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    years = _years(terms)
    return _span(iso(years[0]), iso(years[1]))


def _bare_year(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    return _point(iso(_years(terms)[0]), weak=True)


def _kk_decade(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    """«1950 жылдардағы» is a decade; «1998 жылдары» loosely a year."""
    return _decade(terms, language, reference) or _year(terms, language, reference)


def _relative_year(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    if reference is None:
        return []
    steps = {"THIS": 0, "LAST": -1, "NEXT": 1}
    for term in terms:
        for name, step in steps.items():
            if name in term.values:
                return _point(iso(int(reference[:4]) + step), "reference")
    return []


def _relative(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    if reference is None:
        return []
    word = str(terms[0].values["RELATIVE"])
    if word.endswith("-year"):
        return _point(iso(int(reference[:4]) - (word == "last-year")), "reference")
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    if len(reference) < 10:
        return _point(reference, "reference") if shift == 0 else []
    return _point((date.fromisoformat(reference) + timedelta(days=shift)).isoformat(), "reference")


def _recent(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    counts = _numbers(terms, "N", "CARDINAL")
    if reference is None or not counts or any("MONTH_WORD" in term.values for term in terms):
        return []
    year = int(reference[:4])
    return _span(iso(year - counts[0]), iso(year), borrows="reference")


def _ago(terms: Sequence[Term], language: str, reference: str | None) -> list[Reading]:
    counts = _numbers(terms, "N", "CARDINAL")
    return _point(iso(int(reference[:4]) - counts[0]), "reference") if reference and counts else []


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
    "half-long": _half_long,
    "months": _months_so_far,
    "season": _season,
    "decade": _decade,
    "decades": _decades,
    "kk-decade": _kk_decade,
    "ordinal-decade": _ordinal_decade,
    "century": _century,
    "centuries": _centuries,
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
}
"""Meaning → reader: the terms matched, the language and the document's date (ISO or None) → readings."""
