"""Ranks that cannot be: below one, between two places, or beyond the number ranked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tarazy.records.faults.quoted import MARK, Quoted
from tarazy.records.rulebook import Finding, source, table_of_words

_STATES = 260
"""More places than there are states and territories that any table ranks."""
_RANKED = re.compile(
    r"rank|place|position|index|largest|top|\d(?:th|st|nd|rd)\b|мест|позици|строчк|рейтинг|индекс|крупнейш|топ|ор[ыі]?н|саты|ірі"
)
_COUNTED = frozenset({"countries", "states", "pieces", "people", "companies"})


def check(quote: Quoted) -> Iterator[Finding]:
    """Fault ``rank-range``."""
    if not _RANKED.search(quote.lower):
        return
    ranks = {n: one for n, (one, _) in enumerate(quote.found) if one.unit == "rank"}
    for n, one in ranks.items():
        total = _total(quote, n)
        if one.value < 1 or one.value != int(one.value):
            yield quote.fault("rank-range", [one], 0.8, rank=one.value, total=None)
        elif total is not None and one.value > total:
            yield quote.fault("rank-range", [one], 0.8, rank=one.value, total=total)
        elif (
            total is None
            and one.value > _STATES
            and re.search(r"countr|states|стран|государств|ел(?:дер|дің|дерд)", quote.lower)
        ):
            yield quote.fault("rank-range", [one], 0.4, rank=one.value, total=None)


def _total(quote: Quoted, rank: int) -> float | None:
    """How many were ranked, where the quote says so beside the rank."""
    between = source(table_of_words()[quote.language]["out-of"])
    mark = rf"⟦{rank}⟧"
    if quote.language == "kk":
        patterns = [rf"{MARK}[^⟦]{{0,30}}?{between}[^⟦]{{0,40}}?{mark}"]
    else:
        patterns = [
            rf"{mark}[^⟦]{{0,30}}?{between} (?:the |some |all )?{MARK}",
            rf"{between} {MARK}[^⟦]{{0,40}}?{mark}",
        ]
    for pattern in patterns:
        match = re.search(pattern, quote.masked)
        if match is not None and (one := quote.figure(match[1])).unit in _COUNTED:
            return one.value
    return None
