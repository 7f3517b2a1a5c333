"""What an import knows and learns beside its rows: names, what stands above the table, what the file covers, what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tarazy.datasets.names import Names

_SHOWN = 12


@dataclass
class Context:
    """Filled while a file is imported; modules read ``preamble``, ``columns`` and ``names`` and write the rest.

    ``said`` is the date of the document (ISO, cut to what is known), ``mapping`` the user's own for the data set ``table``.
    """

    dataset: str
    names: Names
    start: str = ""
    end: str = ""
    preamble: str = ""
    columns: list[str] = field(default_factory=list)
    said: str | None = None
    title: str | None = None
    mapping: Any = None
    coverage: list[dict[str, str | bool | None]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    bad_count: int = 0
    spans: dict[Any, tuple[str, str]] = field(default_factory=dict)

    def actors(
        self, rows: pl.DataFrame, column: str, *systems: str, years: str | None = None, unknown: str = "place"
    ) -> pl.Series:
        """The actors that a column names (``systems`` and ``unknown`` as in Names.actors); empty cells give null."""
        return self.names.actors(rows[column], systems or ("name",), rows[years] if years else None, unknown)

    def leave_out(self, reason: str, count: int) -> None:
        """Note that so many rows made no claim, and why."""
        if count:
            self.left_out[reason] += count

    def covers(
        self,
        kind: str,
        start: str | None,
        end: str | None,
        *,
        object: str | None = None,  # noqa: A002
        actor: str | None = None,
        role: str | None = None,
        known: bool = True,
        note: str = "",
    ) -> None:
        """Record a window of what the file covers; within it what is not named is none, outside it is unknown.

        With ``known=False`` it is a gap within another window.
        """
        self.coverage.append(
            {
                "kind": kind,
                "object": object,
                "actor": actor,
                "role": role,
                "time_start": start or None,
                "time_end": end or None,
                "known": known,
                "note": note,
            }
        )

    def span(self, frame: pl.DataFrame, *keys: str, time: str = "year") -> None:
        """Widen the spans of years seen for each combination of ``keys`` (no keys: of all rows)."""
        dated = frame.filter(pl.col(time).is_not_null())
        if dated.is_empty():
            return
        least, most = pl.col(time).min().alias("_least"), pl.col(time).max().alias("_most")
        found = dated.group_by(list(keys)).agg(least, most) if keys else dated.select(least, most)
        for *parts, first, last in found.iter_rows():
            place = tuple(parts)
            before = self.spans.get(place)
            self.spans[place] = (min(first, before[0]), max(last, before[1])) if before else (first, last)

    def malformed(self, rows: list[tuple[int, str]], count: int) -> None:
        """Note lines of the file that are no rows of the table."""
        self.bad_count += count
        self.bad += [f"line {line}: {why}" for line, why in rows[: max(0, _SHOWN - len(self.bad))]]

    def notes(self, unknown: bool = True) -> list[str]:
        """What a reader of the claims has to know: malformed rows, rows left out, ``unknown`` names."""
        said = []
        if self.bad_count:
            more = f" and {self.bad_count - len(self.bad):,} more" if self.bad_count > len(self.bad) else ""
            said.append(f"{self.bad_count:,} malformed rows or cells, left out: {'; '.join(self.bad)}{more}.")
        said += [f"{count:,} rows without a claim: {reason}." for reason, count in self.left_out.items()]
        if unknown and self.names.unknown:
            listed = "; ".join(f"{name} ({count:,})" for name, count in self.names.unknown.most_common())
            said.append(f"{len(self.names.unknown):,} unknown names kept as they stand: {listed}.")
        return said
