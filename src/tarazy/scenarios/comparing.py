"""Two results side by side: outputs with their difference, and the inputs in which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from tarazy.scenarios.result import Result

ROUNDING = 1e-12
"""Medians that differ by less beside their size are the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``outputs``: ``output``, ``unit``, median and bounds of each (``a_``, ``b_``), ``difference`` of the medians (b − a), and ``apart`` (the middle
    90 % of the runs do not touch). ``inputs``: those whose value, range or basis differ; settings and changes among them.
    """

    a: str
    b: str
    outputs: pl.DataFrame
    inputs: pl.DataFrame


def compared(a: Result, b: Result) -> Comparison:
    """Two results, output by output; what only one of them has is empty in the other."""
    numbers = ["median", "low", "high"]
    sides = [
        result.summary.select("output", "unit", *(pl.col(name).alias(f"{side}_{name}") for name in numbers), "label")
        .filter(pl.col("label").is_null())
        .drop("label")
        for side, result in (("a", a), ("b", b))
    ]
    difference = pl.col("b_median") - pl.col("a_median")
    largest = pl.max_horizontal(pl.col("a_median").abs(), pl.col("b_median").abs())
    order = list(dict.fromkeys([*sides[0]["output"], *sides[1]["output"]]))
    outputs = (
        sides[0]
        .join(sides[1], on="output", how="full", coalesce=True)
        .with_columns(
            unit=pl.coalesce("unit", "unit_right"),
            difference=pl.when(difference.abs() > ROUNDING * largest).then(difference).otherwise(difference * 0),
            apart=(pl.col("a_high") < pl.col("b_low")) | (pl.col("b_high") < pl.col("a_low")),
        )
        .drop("unit_right")
        .sort(pl.col("output").replace_strict({name: at for at, name in enumerate(order)}, return_dtype=pl.Int64))
    )
    return Comparison(a.id, b.id, outputs, _inputs(a, b))


def _inputs(a: Result, b: Result) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    left, right = _said(a), _said(b)
    for name in dict.fromkeys([*left, *right]):
        if left.get(name) != right.get(name):
            rows.append({"input": name, "a": left.get(name), "b": right.get(name)})
    return pl.DataFrame(rows, schema={"input": pl.String, "a": pl.String, "b": pl.String})


def _said(result: Result) -> dict[str, str]:
    found = {
        f"{part}.{name}": str(value)
        for part in ("scope", "change", "settings")
        for name, value in result.facts[part].items()
    }
    for row in result.inputs.iter_rows(named=True):
        span = f" ({row['low']:g} to {row['high']:g})" if row["low"] is not None else ""
        found[f"inputs.{row['input']}"] = f"{row['value']}{span}, {row['basis']}"
    return found
