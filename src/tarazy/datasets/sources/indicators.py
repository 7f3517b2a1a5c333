"""What data sets of indicators share: the unit that a variable's title names, and what they cover."""

from __future__ import annotations

import re

import polars as pl

from tarazy.datasets.context import Context

_UNITS = (
    (re.compile(r"current US\$|US dollars?, current|\(US\$\)|constant (?:\d{4} )?US\$|\bUSD\b", re.IGNORECASE), "USD"),
    (re.compile(r"international \$|PPP", re.IGNORECASE), "INT$"),
    (re.compile(r"\(%|% of|\bpercent|annual %|per cent", re.IGNORECASE), "percent"),
    (re.compile(r"sq\. km|square kilomet", re.IGNORECASE), "km2"),
    (re.compile(r"cubic met(?:er|re)s", re.IGNORECASE), "m3"),
    (re.compile(r"metric tons|tonnes", re.IGNORECASE), "tonne"),
    (re.compile(r"\bkWh\b", re.IGNORECASE), "kWh"),
    (re.compile(r"\bkm\b|kilomet(?:er|re)s", re.IGNORECASE), "km"),
    (
        re.compile(r"^population|number of people|\bpersonnel\b|refugee population|labor force, total", re.IGNORECASE),
        "people",
    ),
    (re.compile(r"\(years\)|life expectancy", re.IGNORECASE), "years"),
    (re.compile(r"rank", re.IGNORECASE), "rank"),
)


def unit_of(title: str) -> str:
    """The unit of a variable with this title; ``units`` where it names none.

    >>> unit_of("GDP (current US$)"), unit_of("Exports of goods and services (% of GDP)")
    ('USD', 'percent')
    """
    if re.search(r"per 1,000|per 100|index|score", title, re.IGNORECASE) and "(%" not in title:
        return "points"
    return next((unit for pattern, unit in _UNITS if pattern.search(title)), "units")


def units(column: str) -> pl.Expr:
    """The units of a column of titles."""
    return pl.col(column).map_elements(unit_of, return_dtype=pl.String)


def cover_variables(context: Context) -> None:
    """Note each state's years with a value, variable by variable: the spans of the file by state and variable."""
    for (actor, variable), (first, last) in sorted(context.spans.items()):
        context.covers("indicator", first, last, object=variable, actor=actor, role="subject")
