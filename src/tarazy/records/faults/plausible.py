"""Figures beyond what the thing measured can have: a reservoir of 40 cubic metres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tarazy.records.faults.quoted import MARK, Quoted
from tarazy.records.rounding import Figure
from tarazy.records.rulebook import Finding, compiled, table

_NEAR = 60
"""Characters between the word for the thing and its figure."""
_BREAK = re.compile(r"[;:]|\. ")


@cache
def ranges() -> list[dict[str, Any]]:
    """``plausible.toml``: the thing's words by language, a unit, and the least and greatest value."""
    return list(table("plausible.toml")["range"])


@cache
def _words(at: int, language: str) -> re.Pattern[str]:
    return compiled(ranges()[at][language])


@cache
def _any_word(language: str) -> re.Pattern[str]:
    return compiled(sorted({word for row in ranges() for word in row[language]}))


def check(quote: Quoted) -> Iterator[Finding]:
    """Fault ``implausible``."""
    if not _any_word(quote.language).search(quote.lower):
        return
    units = {one.unit for one, _ in quote.found}
    for at, row in enumerate(ranges()):
        if row["unit"] not in units:
            continue
        for one in _measured(quote, at, row["unit"]):
            low, high = row.get("least", 0.0), row.get("most", float("inf"))
            if low <= one.value <= high or (one.value < low and one.relation == ">"):
                continue
            yield quote.fault(
                "implausible",
                [one],
                0.8,
                thing=row["thing"],
                least=row.get("least"),
                most=row.get("most"),
                unit=one.unit,
            )
            break


def _measured(quote: Quoted, at: int, unit: str) -> Iterator[Figure]:
    """Figures of the unit next to the word, no other figure between."""
    places = [match.span() for match in _words(at, quote.language).finditer(quote.masked)]
    for match in re.finditer(MARK, quote.masked) if places else ():
        one = quote.figure(match[1])
        if one.unit != unit:
            continue
        for start, end in places:
            between = quote.masked[end : match.start()] if end <= match.start() else quote.masked[match.end() : start]
            if len(between) <= _NEAR and "⟦" not in between and not _BREAK.search(between):
                yield one
                break
