"""Pairs of claims from different documents that give different values for what seems to be the same thing.

A pair has the same kind and more than half of the participants in common, both asserted; the words of the quotes or the objects
overlap, or the year is the same; and both give as many values of one unit, which differ by a factor of at most three (beyond
that the claims speak of different things more often than not). It is a pointer for a reader, not a verdict.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import polars as pl

Row = Mapping[str, Any]
_LARGEST_FACTOR = 3.0
_ROUNDING = 1.015


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two rows of claims; ``unit`` has the values ``values``; ``score`` (0 to 1) says how surely they speak of one thing."""

    first: Row
    second: Row
    unit: str
    values: tuple[float, float]
    score: float


def contradictions(claims: pl.DataFrame, limit: int = 20) -> list[Contradiction]:
    """The surest contradictions first, each claim in one pair only. ``claims`` are those of ``Observatory.claims()``."""
    asserted = claims.filter((pl.col("modality") == "asserted") & (pl.col("quantities").list.len() > 0))
    groups: defaultdict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in asserted.iter_rows(named=True):
        for unit in _values(row):
            for actor in row["actors"]:
                groups[row["kind"], unit, actor].append(row)
    weights = _weights(asserted)
    # A pair that shares several actors is met in several groups.
    found = list({_ids(pair): pair for rows in groups.values() for pair in _pairs(rows, weights)}.values())
    found.sort(key=lambda pair: (-pair.score, pair.first["claim_id"], pair.second["claim_id"]))
    used: set[str] = set()
    chosen = []
    for pair in found:
        if not used & set(_ids(pair)):
            used |= set(_ids(pair))
            chosen.append(pair)
    return chosen[:limit]


def _ids(pair: Contradiction) -> tuple[str, str]:
    return pair.first["claim_id"], pair.second["claim_id"]


def _pairs(rows: list[dict[str, Any]], weights: Mapping[str, float]) -> Iterator[Contradiction]:
    for first, second in combinations(rows, 2):
        if first["document_id"] == second["document_id"]:
            continue
        one, other = set(first["actors"]), set(second["actors"])
        shared = len(one & other) / len(one | other)
        conflict = _conflict(first, second) if shared > 0.5 else None
        years = _years(first), _years(second)
        if conflict is None or (all(years) and not years[0] & years[1]):
            continue
        same_year = bool(years[0] & years[1])
        topic = _overlap(_words(first), _words(second), weights)
        if topic < (0.15 if same_year else 0.3):
            continue
        unit, values = conflict
        nearness = 1 - math.log(max(values) / min(values)) / math.log(_LARGEST_FACTOR)
        surety = min(first["confidence"], second["confidence"])
        score = 0.4 * min(1.0, 2 * topic) + 0.2 * same_year + 0.2 * shared + 0.05 * nearness + 0.15 * surety
        yield Contradiction(first, second, unit, values, score)


def _conflict(first: Row, second: Row) -> tuple[str, tuple[float, float]] | None:
    """The first unit of which both give as many values, each near its counterpart by size and one of them different."""
    one, other = _values(first), _values(second)
    for unit in sorted(one.keys() & other.keys()):
        couples = list(zip(one[unit], other[unit], strict=False))
        factors = [max(couple) / min(couple) for couple in couples]
        if len(one[unit]) == len(other[unit]) and max(factors) <= _LARGEST_FACTOR and max(factors) > _ROUNDING:
            return unit, couples[factors.index(max(factors))]
    return None


def _values(row: Row) -> dict[str, list[float]]:
    """Positive values by unit, in order; bounds (more than, less than) contradict too little to count."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    for quantity in row["quantities"]:
        if quantity["relation"] in ("=", "~") and quantity["value"] > 0 and quantity["unit"] not in ("rank", "years"):
            values[quantity["unit"]].append(float(quantity["value"]))
    return {unit: sorted(group) for unit, group in values.items()}


def _years(row: Row) -> set[str]:
    return {date[:4] for date in (row["time_start"], row["time_end"]) if date}


def _words(row: Row) -> set[str]:
    """Content words of the object, and of the quote with its language, cut to stems so that inflected forms meet."""
    words = {f"en:{word[:6]}" for word in (row["object"] or "").lower().split() if len(word) > 3}
    for word in row["quote"].lower().split():
        stem = word.strip('«»"“”()[].,;:!?–—-')
        if len(stem) > 3 and stem.isalpha():
            words.add(f"{row['language']}:{stem[:6]}")
    return words


def _weights(claims: pl.DataFrame) -> dict[str, float]:
    """A rare word says more about the topic than a common one: inverse document frequency over the claims."""
    counts: Counter[str] = Counter()
    for row in claims.select("object", "quote", "language").iter_rows(named=True):
        counts.update(_words(row))
    return {word: math.log(1 + claims.height / count) for word, count in counts.items()}


def _overlap(one: set[str], other: set[str], weights: Mapping[str, float]) -> float:
    languages = {word[:3] for word in one} & {word[:3] for word in other}
    one, other = ({word for word in words if word[:3] in languages} for words in (one, other))
    whole = sum(weights[word] for word in one | other)
    return sum(weights[word] for word in one & other) / whole if whole else 0.0
