"""What a measure is asked about: which ties, which periods, in which direction; and the settings of its intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.codebook.vocabulary import DOMAINS, KINDS
from tarazy.errors import UsageError
from tarazy.records.tie_rules import tie_rules
from tarazy.store.selection import Several, checked

ADVERSE = ("coercion", "conflict", "threat", "stance")
"""Kinds that are no cooperation; they count only where they are asked for."""
DIRECTIONS = ("both", "in", "out")
Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """Settings that measures share.

    ``measure``: count, amount or quantity of ties, weights that add up; ``unit``: one of these units. ``domain``, ``kind``: any of those
    given; kinds of cooperation unless told. ``start``/``end``: first and last year; ``every``: years of a period, one period
    unless told; ``periods``: instead, (first, last) years that do not overlap. ``direction`` of directed ties: "in" to the actor,
    "out" from it. ``carry``: years for which a tie that is not known to have ended is carried on after its start.
    ``among``: kinds of actors in the registry that count as partners, such as "state". ``coverage``: a frame of windows
    (``start``, ``end``, first and last year; optionally ``domain``, ``actor``, null for all, and ``known``, False for a gap): beyond them
    nothing is known, within them nothing recorded is none. ``level`` of the intervals, ``draws`` and ``seed`` of the bootstrap; no draws, no intervals.
    """

    measure: str = "count"
    unit: Several = None
    domain: Several = None
    kind: Several = None
    start: int | None = None
    end: int | None = None
    every: int | None = None
    periods: Sequence[Period] | None = None
    direction: str = "both"
    carry: int = 0
    among: Several = None
    coverage: pl.DataFrame | None = None
    level: float = 0.9
    draws: int = 200
    seed: int = 0

    def check(self) -> None:
        """Raises UsageError for a setting that does not fit."""
        additive = [name for name, row in tie_rules().measures.items() if row.gather == "sum"]
        checked(self.measure, additive, "measure of ties")
        checked(self.direction, DIRECTIONS, "direction")
        checked(self.domain, DOMAINS, "domain")
        checked(self.kind, KINDS, "kind")
        for name, value, least in (("every", self.every, 1), ("carry", self.carry, 0), ("draws", self.draws, 0)):
            if value is not None and value < least:
                raise UsageError(f"{name} is {value}: it must be at least {least}.")
        if not 0 < self.level < 1:
            raise UsageError(f"level is {self.level}: it must lie between 0 and 1, such as 0.9.")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise UsageError(f"start {self.start} is after end {self.end}: exchange them.")
        for first, last in self.periods or ():
            if first > last:
                raise UsageError(f"the period {first}-{last} ends before it begins: exchange its years.")
        ordered = sorted(self.periods or ())
        for (_, last), (first, _) in pairwise(ordered):
            if first <= last:
                raise UsageError(f"periods overlap in {first}: a year belongs to one period.")

    def chosen(self, ties: pl.DataFrame) -> pl.DataFrame:
        """The ties (``records.ties.TIES``) that are asked about, with ``first`` and ``last`` year; what has no date or weight drops out."""
        self.check()
        wanted = [pl.col("measure") == self.measure, pl.col("weight") > 0]
        for column in ("domain", "kind", "unit"):
            if values := [getattr(self, column)] if isinstance(getattr(self, column), str) else getattr(self, column):
                wanted.append(pl.col(column).is_in(list(values)))
        if not self.kind:
            wanted.append(~pl.col("kind").is_in(ADVERSE))
        first, last = (pl.col(name).str.head(4).cast(pl.Int32, strict=False) for name in ("start", "end"))
        ends = pl.coalesce(last, first + (self.carry if self.measure == "count" else 0))
        dated = ties.filter(*wanted).with_columns(first=pl.coalesce(first, ends), last=ends)
        conditions = [pl.col("first").is_not_null()]
        if self.start is not None:
            conditions.append(pl.col("last") >= self.start)
        if self.end is not None:
            conditions.append(pl.col("first") <= self.end)
        return dated.filter(*conditions)

    def spans(self, chosen: pl.DataFrame) -> list[Period]:
        """The periods, in order: those given, or equal ones from the first year to the last (of the ties, unless told)."""
        if self.periods:
            return sorted(self.periods)
        if chosen.is_empty() and (self.start is None or self.end is None):
            return []
        years = chosen.select(pl.col("first").min().cast(pl.Int64), pl.col("last").max().cast(pl.Int64)).row(0)
        first = years[0] if self.start is None else self.start
        last = years[1] if self.end is None else self.end
        step = self.every or max(last - first + 1, 1)
        return [(year, min(year + step - 1, last)) for year in range(first, last + 1, step)]

    def placed(self, chosen: pl.DataFrame, spans: Sequence[Period]) -> pl.DataFrame:
        """A row for each tie and period that it touches: ``period`` (its number), ``weight``.

        Amounts and quantities of several years are spread evenly over them; all else counts in full in each period.
        """
        first, last = chosen["first"].to_numpy(), chosen["last"].to_numpy()
        starts, ends = np.array([a for a, _ in spans]), np.array([b for _, b in spans])
        low = np.searchsorted(ends, first, "left")
        high = np.searchsorted(starts, last, "right") - 1
        count = np.maximum(high - low + 1, 0)
        row = np.repeat(np.arange(len(first)), count)
        period: NDArray[np.int64] = low[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        placed = chosen if (count == 1).all() else chosen[row]
        if self.measure != "count" and len(row):
            years = np.maximum(last - first + 1, 1)[row]
            overlap = np.minimum(last[row], ends[period]) - np.maximum(first[row], starts[period]) + 1
            portion = pl.Series(overlap / years)
            placed = placed.with_columns(weight=pl.col("weight") * portion)
        return placed.with_columns(period=pl.Series(period, dtype=pl.Int32))

    def covered(self, domain: str | None, span: Period, actor: str | None = None) -> bool | None:
        """Whether the windows of coverage hold the whole period; None where no window speaks of the domain and actor."""
        if self.coverage is None:
            return None
        mine = self.coverage
        for column, value in (("domain", domain), ("actor", actor)):
            if column in mine.columns:
                mine = mine.filter(pl.col(column).is_null() | (pl.col(column) == pl.lit(value, pl.String)))
        gaps = mine.filter(~pl.col("known")) if "known" in mine.columns else mine.head(0)
        mine = mine.filter("known") if "known" in mine.columns else mine
        if mine.is_empty():
            return None
        if ((gaps["start"] <= span[1]) & (gaps["end"] >= span[0])).any():
            return False
        return bool(((mine["start"] <= span[0]) & (mine["end"] >= span[1])).any())
