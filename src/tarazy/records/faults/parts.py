"""Parts against their stated total: lists within a sentence, and turnover against exports and imports."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.codebook.vocabulary import CURRENCIES
from tarazy.records.faults.change import changes
from tarazy.records.faults.quoted import MARK, Quoted, shown
from tarazy.records.rounding import Figure, apart, figure, half_step
from tarazy.records.rulebook import Finding, finding

_COUNTS = ("people", "pieces")
_NUMBER = re.compile(r"(?<![\d⟦.,-])\d{1,3}(?:[ ,]?\d{3})*(?= [^\W\d_]{3})(?! (?:год|year|жыл))")
_GAP = 0.02
"""Statistics of exports and imports rest on different prices: so much may turnover differ from their sum beyond rounding."""


def check(quote: Quoted) -> Iterator[Finding]:
    """Fault ``parts-total``: parts that exceed the total, or that are said to be the whole of it and fall short."""
    if (
        not quote.says("including", "whole", "exports", "imports")
        or not quote.found
        or len(list(quote.find("nested"))) > 1
        or changes(quote)
    ):
        return
    for opener, whole in _openers(quote):
        before = [int(n) for n in re.findall(MARK, quote.masked[:opener])]
        after = [int(n) for n in re.findall(MARK, quote.masked[opener:])]
        if not before:
            continue
        total = quote.figure(before[-1])
        parts = [quote.figure(n) for n in after if quote.figure(n).unit == total.unit]
        if whole and total.unit in _COUNTS:
            parts += _bare(quote.masked[opener:], total.unit)
        if len(parts) < 2 or total.unit in ("percent", "rank", "years", "times") or total.relation in "<>":
            continue
        if any(part.relation in "<>" for part in parts):
            continue
        if _wrong(total, parts, whole):
            yield quote.fault("parts-total", [total, *parts], _distance(total, parts), sum=_sum(parts), unit=total.unit)
        return


def _openers(quote: Quoted) -> Iterator[tuple[int, bool]]:
    """Where a list of parts begins, and whether it is the whole of what it divides."""
    whole = quote.has("whole") or (quote.has("exports") and quote.has("imports"))
    flows = [min((m.start() for m in quote.find(name)), default=-1) for name in ("exports", "imports")]
    for match in quote.find("including"):
        yield match.end(), whole and min(flows) >= match.end()
    for match in re.finditer(r":(?= )|\s[–—-]\s(?=[^⟦]*⟦)|\(", quote.masked):
        if whole and (quote.has("whole") or min(flows) >= match.start()):
            yield match.end(), True
    for match in quote.find("whole"):
        yield match.end(), True
    if min(flows) > 0 and quote.has("turnover"):
        yield min(flows), True


def _bare(text: str, unit: str) -> Iterator[Figure]:
    """Numbers of a list whose nouns give no unit ("300 sappers"); those of dates are none."""
    for match in _NUMBER.finditer(text):
        value = float(match[0].replace(" ", "").replace(",", ""))
        yield Figure(value, unit, "=", half_step(value))


def _sum(parts: list[Figure]) -> float:
    return round(sum(part.value for part in parts), 6)


def _distance(total: Figure, parts: list[Figure]) -> float:
    return apart(*sorted((total.value, _sum(parts))))


def _wrong(total: Figure, parts: list[Figure], whole: bool) -> bool:
    room = (total.tolerance + sum(part.tolerance for part in parts)) * 1.0001
    off = _sum(parts) - total.value
    return off > room or (whole and -off > room)


def balances(claims: pl.DataFrame) -> Iterator[Finding]:
    """Turnover of two partners against exports and imports of the same document and time."""
    trade = claims.lazy().filter(
        pl.col("kind") == "trade",
        pl.col("modality") == "asserted",
        pl.col("actors").list.len() == 2,
        pl.col("quantities").list.len() == 1,
    )
    quantity, role = (
        pl.col("quantities").list.first().struct,
        pl.col("participants").list.eval(pl.element().struct["role"]),
    )
    actor = (
        pl.col("participants")
        .list.eval(pl.when(pl.element().struct["role"] == "exporter").then(pl.element().struct["actor"]))
        .list.drop_nulls()
    )
    flows = (
        trade.with_columns(
            pair=pl.col("actors").list.sort().list.join("|"),
            value=quantity["value"],
            unit=quantity["unit"],
            relation=quantity["relation"],
            partners=role.list.contains("partner"),
            exporter=actor.list.first(),
        )
        .filter(pl.col("unit").is_in(list(CURRENCIES)), pl.col("relation").is_in(["=", "~"]))
        .sort("claim_id")
    )
    keys = ["document_id", "pair", "time_start", "time_end", "unit"]
    groups = (
        flows.group_by(keys)
        .agg(
            total=pl.col("value").filter("partners").unique(),
            sold=pl.col("exporter").filter(pl.col("exporter").is_not_null()),
            sums=pl.col("value").filter(pl.col("exporter").is_not_null()),
            claims=pl.col("claim_id"),
            confidence=pl.col("confidence").min(),
        )
        .filter(pl.col("total").list.len() == 1, pl.col("sums").list.len() == 2, pl.col("sold").list.n_unique() == 2)
        .collect()
    )
    for row in groups.iter_rows(named=True):
        total = figure(row["total"][0], row["unit"])
        parts = [figure(value, row["unit"]) for value in row["sums"]]
        room = total.tolerance + sum(part.tolerance for part in parts) + _GAP * total.value
        if abs(_sum(parts) - total.value) > room:
            values = {
                "numbers": [shown(one) for one in (total, *parts)],
                "sum": _sum(parts),
                "unit": row["unit"],
                "kind": "trade",
            }
            weight = row["confidence"] * (0.5 + 0.5 * _distance(total, parts))
            yield finding("parts-total", row["claims"], values, weight, row["pair"].split("|"))
