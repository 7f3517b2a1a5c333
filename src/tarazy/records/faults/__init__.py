"""Arithmetic and logic within and across claims: one module a family of rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import polars as pl

from tarazy.records.faults import change, existence, order, parts, plausible, ranks, series, shares
from tarazy.records.faults.quoted import Quoted, quoted
from tarazy.records.rulebook import Finding, frame

_QUOTE_CHECKS: tuple[Callable[[Quoted], Iterable[Finding]], ...] = (
    change.check,
    parts.check,
    shares.check,
    ranks.check,
    plausible.check,
    order.check,
)
_CLAIM_CHECKS: tuple[Callable[[pl.DataFrame], Iterable[Finding]], ...] = (
    parts.balances,
    shares.across,
    order.spans,
    existence.check,
    series.check,
)


def faults(claims: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The faults of claims, as FINDINGS without ``batch``, the weightiest first.

    ``claims`` has the columns of ``Observatory.claims()``; ``members`` (MEMBERS) says which record each belongs to, for the order
    of stages. Plans, forecasts and denials are checked in their arithmetic alone.
    """
    return frame(list(_once(list(_found(claims, members)), claims)))


def _found(claims: pl.DataFrame, members: pl.DataFrame) -> Iterator[Finding]:
    for quote in quoted(claims):
        for examine in _QUOTE_CHECKS:
            yield from examine(quote)
    for check in _CLAIM_CHECKS:
        yield from check(claims)
    yield from order.stages(claims, members)


def _once(found: list[Finding], claims: pl.DataFrame) -> Iterator[Finding]:
    """Leaves out what an earlier finding of the rule already says of the same document with the same numbers."""
    wanted = pl.DataFrame({"claim_id": [row["claims"][0] for row in found]}, schema={"claim_id": pl.String})
    documents = dict(claims.select("claim_id", "document_id").join(wanted, on="claim_id", how="semi").iter_rows())
    said: set[tuple[str, str, tuple[str, ...]]] = set()
    for row in found:
        values = json.loads(row["values"])
        numbers = sorted(str(one["value"]) for one in values.get("numbers", ()))
        about = numbers or [str(values.get(name)) for name in ("start", "end", "actor", "date", "first", "then")]
        key = row["rule"], row["record_id"] or documents[row["claims"][0]], tuple(about)
        if key not in said:
            said.add(key)
            yield row
