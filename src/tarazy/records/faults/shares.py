"""Shares of one whole that are more than the whole, and a share against the two figures it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import polars as pl

from tarazy.records.faults.quoted import Quoted, shown
from tarazy.records.participation import actor_type
from tarazy.records.rounding import Figure, figure, half_step
from tarazy.records.rulebook import Finding, finding, source, table_of_words

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PERCENT = re.compile(r"%|per ?cent|процент|пайыз")
_KINDS = {
    "trade": ("exporter", "importer"),
    "transfer": ("recipient", "supplier"),
    "investment": ("recipient", "investor"),
}
_WHOLES = ("exports", "imports", "turnover")


def check(quote: Quoted) -> Iterator[Finding]:
    """Faults ``shares-over-100`` and ``share-rate``."""
    if not _PERCENT.search(quote.lower):
        return
    percents = [(n, one) for n, (one, _) in enumerate(quote.found) if one.unit == "percent" and one.value >= 0]
    if not percents or quote.has("survey"):
        return
    yield from _rates(quote)
    if not quote.has("share") or quote.has("rise", "fall", "against", "nested", "excess"):
        return
    for n, one in percents:
        if one.value > 100 and re.search(rf"{_share(quote.language)}[^⟦]{{0,40}}⟦{n}⟧", quote.masked):
            yield quote.fault("shares-over-100", [one], 0.8, sum=one.value)
            return
    if len(percents) < 2 or len(set(_YEAR.findall(quote.masked))) > 1 or _mixed(quote.actors):
        return
    for group in _wholes(quote, [n for n, _ in percents]):
        same = [quote.figure(n) for n in group]
        if len(same) > 1 and _over(same):
            yield quote.fault("shares-over-100", same, 0.8, sum=_sum(same))


@cache
def _share(language: str) -> str:
    return source(table_of_words()[language]["share"])


def _sum(shares: list[Figure]) -> float:
    return round(sum(one.value for one in shares), 6)


def _over(shares: list[Figure]) -> bool:
    return _sum(shares) > 100 + sum(one.tolerance for one in shares)


def _wholes(quote: Quoted, percents: list[int]) -> Iterator[list[int]]:
    """The percentages by what they are shares of: the flow named nearest to each, where the quote names several."""
    places = [(m.start(), flow) for flow in _WHOLES for m in quote.find(flow)]
    if len({flow for _, flow in places}) < 2:
        yield percents
        return
    groups: dict[str, list[int]] = {}
    for n in percents:
        at = quote.masked.index(f"⟦{n}⟧")
        groups.setdefault(min(places, key=lambda place: abs(place[0] - at))[1], []).append(n)
    yield from groups.values()


def _mixed(actors: tuple[str, ...]) -> bool:
    """Unions beside states: a state's share may be counted in its union's too."""
    types = {actor_type(actor) for actor in actors}
    return bool(types & {"organisation", "region"}) and "state" in types


def _rates(quote: Quoted) -> Iterator[Finding]:
    """ "120 of the 400, or 40 percent"."""
    if len(quote.found) < 2 or quote.has("rise", "fall"):
        return
    for match in _out_of(quote.language).finditer(quote.masked):
        given = match.groups()[-3:]
        order = (1, 0, 2) if quote.language == "kk" else (0, 1, 2)
        whole, rate = (quote.figure(given[at][1:-1]) for at in order[1:])
        part = _part(quote, given[order[0]], whole)
        if rate.unit != "percent" or part.unit != whole.unit or part.unit in ("percent", "rank", "years"):
            continue
        if not 0 < part.value < whole.value or "=" not in (part.relation, whole.relation):
            continue
        low = (part.value - part.tolerance) / (whole.value + whole.tolerance) * 100
        high = (part.value + part.tolerance) / max(whole.value - whole.tolerance, 1e-9) * 100
        room = rate.tolerance + (0.1 * rate.value if "~" in (rate.relation, part.relation, whole.relation) else 0.0)
        if not low - room <= rate.value <= high + room and rate.relation not in "<>":
            true = round(part.value / whole.value * 100, 2)
            yield quote.fault("share-rate", [part, whole, rate], min(1.0, abs(true - rate.value) / 25), true=true)


def _part(quote: Quoted, written: str, whole: Figure) -> Figure:
    """The part; a bare number ("90 of 300 firms") has the unit of the whole."""
    if written.startswith("⟦"):
        return quote.figure(written[1:-1])
    value = float(written.replace(" ", "").replace(",", ""))
    return Figure(value, whole.unit, "=", half_step(value))


@cache
def _out_of(language: str) -> re.Pattern[str]:
    mark = r"(⟦\d+⟧)"
    if language == "kk":
        return re.compile(rf"{mark}[^⟦]{{0,20}}?{mark}[^⟦]{{0,30}}?{mark}")
    between = source(table_of_words()[language]["out-of"])
    return re.compile(rf"(⟦\d+⟧|(?<![\d.,])\d[\d ,]{{0,9}}(?<=\d)) {between} {mark}[^⟦]{{0,50}}?{mark}")


def across(claims: pl.DataFrame) -> Iterator[Finding]:
    """Shares that one document gives several partners of one actor in one flow and year."""
    for kind, (fixed, counterpart) in _KINDS.items():
        for one, other in ((fixed, counterpart), (counterpart, fixed))[: 2 if kind == "trade" else 1]:
            yield from _partners(claims, kind, one, other)


def _partners(claims: pl.DataFrame, kind: str, fixed: str, counterpart: str) -> Iterator[Finding]:
    def players(role: str) -> pl.Expr:
        element = pl.element().struct
        named = pl.when(element["role"] == role).then(element["actor"])
        return pl.col("participants").list.eval(named).list.drop_nulls().list.sort().list.join("|")

    quantity = pl.col("quantities").list.first().struct
    shares = (
        claims.lazy()
        .filter(pl.col("kind") == kind, pl.col("modality") == "asserted", pl.col("quantities").list.len() == 1)
        .filter(quantity["unit"] == "percent", quantity["relation"].is_in(["=", "~", ">"]))
        .with_columns(whole=players(fixed), partner=players(counterpart), value=quantity["value"])
        .filter(pl.col("whole") != "", pl.col("partner").str.contains(r"^[A-Z]{3}$"), pl.col("value") > 0)
        .collect()
    )
    # The long pattern is only worth its time on the few claims that are left.
    shares = shares.filter(~pl.col("quote").str.to_lowercase().str.contains(_changing()))
    summed = (
        shares.lazy()
        .sort("claim_id")
        .group_by("document_id", "whole", "time_start", "time_end", "object", "partner")
        .agg(pl.col("value").unique(), pl.col("claim_id"), pl.col("confidence").max())
        .filter(pl.col("value").list.len() == 1)
        .group_by("document_id", "whole", "time_start", "time_end", "object")
        .agg(
            pl.col("value").list.first(),
            pl.col("claim_id").list.explode(keep_nulls=False, empty_as_null=False),
            pl.col("partner"),
            pl.col("confidence").min(),
        )
        .filter(pl.col("value").list.len() > 1, pl.col("value").list.sum() > 100)
        .collect()
    )
    for row in summed.iter_rows(named=True):
        figures = sorted((figure(value, "percent") for value in row["value"]), key=lambda one: -one.value)
        if _over(figures):
            values = {"numbers": [shown(one) for one in figures], "sum": _sum(figures), "kind": kind}
            actors = [*row["whole"].split("|"), *row["partner"]]
            yield finding("shares-over-100", row["claim_id"], values, row["confidence"] * 0.9, actors)


@cache
def _changing() -> str:
    words = table_of_words()
    return "|".join(source([*words[code]["rise"], *words[code]["fall"]]) for code in words)
