"""Figures of states from indicators: one value for each state out of one data set, with the records it comes from."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tarazy.store.schema import Columns

SCHEMA: Columns = {
    "actor": pl.String,
    "value": pl.Float64,
    "years": pl.Int64,
    "dataset": pl.String,
    "records": pl.List(pl.String),
}


def figures(
    claims: pl.DataFrame, series: str, span: tuple[int, int], unit: str | None = None, of: Sequence[str] = ()
) -> pl.DataFrame:
    """``actor``, ``value`` (the mean of the years of ``span`` that have one), ``years`` (how many), ``dataset``, ``records``.

    ``series``: a pattern of the indicator's object; ``unit``: of the quantity; ``of``: data sets in order of preference, of which the first
    with any figure is taken for all states, because two would not compare; none: whatever source. Of several figures of one year
    the median holds. Bounds (``<``, ``>``) are no figures.
    """
    first, last = (pl.col(name).str.head(4).cast(pl.Int64, strict=False) for name in ("time_start", "time_end"))
    told = (
        claims.filter(pl.col("kind") == "indicator", pl.col("object").str.contains(series))
        .select(
            "rule",
            "record_id",
            actor=pl.col("participants").list.first().struct.field("actor"),
            first=first,
            last=pl.coalesce(last, first),
            quantity=pl.col("quantities"),
        )
        .explode("quantity")
        .with_columns(pl.col("quantity").struct.unnest())
        .filter(pl.col("relation").is_in(["=", "~"]), pl.col("first") == pl.col("last"))
        .filter(pl.col("first").is_between(*span), *([pl.col("unit") == unit] if unit else []))
        .drop_nulls(["actor", "value"])
    )
    present = set(told["rule"])
    if of:
        chosen = next((name for name in of if name in present), None)
        told = told.filter(pl.col("rule") == chosen) if chosen else told.head(0)
    yearly = told.group_by("actor", "first").agg(
        pl.col("value").median(), pl.col("rule").min(), records=pl.col("record_id").drop_nulls().unique()
    )
    found = yearly.group_by("actor").agg(
        value=pl.col("value").sort().mean(),
        years=pl.len().cast(pl.Int64),
        dataset=pl.col("rule").min(),
        records=pl.col("records").explode().unique().sort(),
    )
    return found.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort("actor")
