"""The cells of a table: bounds of a figure, its change since the period before, and the cells of which nothing is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from tarazy.measures.concentration import Matrix, around
from tarazy.measures.partners import Partners
from tarazy.measures.question import Question
from tarazy.store.selection import several

ORDER = ("actor", "domain", "measure", "unit", "start", "end", "status")


def bounded(
    name: str, point: Matrix, drawn: Matrix, level: float, least: float = 0, most: Matrix | float = 1
) -> list[pl.Series]:
    """``name``, ``<name>_low``, ``<name>_high`` as columns, within ``least`` and ``most``; what is not defined is null."""
    figure = point[:, 0] if point.ndim > 1 else point
    low, high = around(figure, drawn, level, least, most)
    values = {name: figure, f"{name}_low": low, f"{name}_high": high}
    return [pl.Series(key, np.asarray(value, dtype=np.float64), nan_to_null=True) for key, value in values.items()]


def changed(rows: pl.DataFrame, group: Sequence[str], item: Sequence[str], name: str, as_: str) -> pl.DataFrame:
    """``rows`` with the column ``as_``: ``name`` less its value in the period before.

    Null where the period before is not known. An item (partner, pole) that a known period does not have had 0 of it.
    """
    asked = rows.lazy()
    before = asked.select(*group, *item, pl.col("period") + 1, earlier=name).unique([*group, *item, "period"])
    found = asked.join(before, on=[*group, *item, "period"], how="left", nulls_equal=True, maintain_order="left")
    earlier = pl.col("earlier")
    if item:
        known = asked.select(*group, pl.col("period") + 1, known=pl.lit(True)).unique()
        found = found.join(known, on=[*group, "period"], how="left", nulls_equal=True, maintain_order="left")
        earlier = pl.coalesce("earlier", pl.when(pl.col("known")).then(0.0))
    return found.with_columns((pl.col(name) - earlier).alias(as_)).drop("earlier", "known", strict=False).collect()


def all_cells(rows: pl.DataFrame, found: Partners, actor: str, question: Question) -> pl.DataFrame:
    """``rows`` with years for the number of the period, ``actor``, ``status``, and a row for each cell without ties.

    A cell without ties within the windows of coverage is ``none``: nothing was recorded. Any other is ``unknown``.
    """
    series = found.series
    if series.is_empty():
        domains = several(question.domain)
        series = pl.DataFrame(
            {"domain": domains, "measure": [question.measure] * len(domains), "unit": [None] * len(domains)},
            schema={"domain": pl.String, "measure": pl.String, "unit": pl.String},
        )
    years = pl.DataFrame(
        [(number, first, last) for number, (first, last) in enumerate(found.periods)],
        schema={"period": pl.Int32, "start": pl.Int64, "end": pl.Int64},
        orient="row",
    )
    grid = series.join(years, how="cross")
    covered = [question.covered(row["domain"], (row["start"], row["end"]), actor) for row in grid.iter_rows(named=True)]
    grid = grid.with_columns(covered=pl.Series(covered, dtype=pl.Boolean))
    joined = grid.lazy().join(
        rows.lazy(), on=["domain", "measure", "unit", "period"], how="left", nulls_equal=True, maintain_order="left"
    )
    joined = joined.with_columns(
        status=pl.when(pl.col("ties").max().over("domain", "measure", "unit", "period") > 0)
        .then(pl.lit("known"))
        .when("covered")
        .then(pl.lit("none"))
        .otherwise(pl.lit("unknown")),
        actor=pl.lit(actor),
    )
    nothing = pl.col("status") == "none"
    sums = (
        pl.when(nothing).then(0).otherwise(pl.col(name)).cast(rows.schema[name]).alias(name)
        for name in ("total", "partners")
        if name in rows.columns
    )
    filled = pl.col("ties").fill_null(0), pl.col("records").fill_null(pl.lit([], pl.List(pl.String)))
    return joined.with_columns(*sums, *filled).drop("covered").collect()


def finished(rows: pl.DataFrame, last: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Rows in the order of actor, domain (the composite last), unit and period, then by these columns, and the shared columns first."""
    late = (pl.col("domain") == last).alias("late")
    keys = ["actor", "late", "domain", "measure", "unit", "start"]
    rest = [name for name in rows.columns if name not in (*ORDER, "period", "records")]
    ordered = (
        rows.lazy()
        .with_columns(late)
        .sort(*keys, *by, descending=[False] * len(keys) + [name == "share" for name in by], nulls_last=True)
    )
    return ordered.select(*ORDER, *rest, pl.col("records").list.unique(maintain_order=True)).collect()
