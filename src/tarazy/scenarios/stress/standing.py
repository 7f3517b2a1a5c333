"""Where an actor stands in the network of all ties before and after the cut: strength, betweenness, eigenvector centrality, and their ranks."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tarazy.measures.networks import networks
from tarazy.measures.question import Question

FIGURES = ("degree", "strength", "betweenness", "eigenvector")
COLUMNS = {
    "figure": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "rank_before": pl.Int64,
    "rank_after": pl.Int64,
}


def standing(ties: pl.DataFrame, actor: str, cut: Mapping[tuple[str, str | None], float]) -> pl.DataFrame:
    """``COLUMNS`` for each of ``FIGURES``: of ``actor`` in the network of ``ties``, and when the part ``cut`` of its ties is gone.

    ``cut`` gives the part lost by partner and domain (None: all domains). A tie that is lost in full is no tie.
    """
    lost = pl.lit(0.0)
    for (partner, domain), part in cut.items():
        ends = ((pl.col("source") == actor) & (pl.col("target") == partner)) | (
            (pl.col("target") == actor) & (pl.col("source") == partner)
        )
        here = ends if domain is None else ends & (pl.col("domain") == domain)
        lost = pl.when(here).then(pl.max_horizontal(lost, pl.lit(part))).otherwise(lost)
    left = ties.with_columns(weight=pl.col("weight") * (1 - lost)).filter(pl.col("weight") > 0)
    before, after = _figures(ties, actor), _figures(left, actor)
    rows = [(name, *(side.get(name, (None, None))[0] for side in (before, after)), *(side.get(name, (None, None))[1] for side in (before, after))) for name in FIGURES]  # fmt: skip
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _figures(ties: pl.DataFrame, actor: str) -> dict[str, tuple[float | None, int | None]]:
    if ties.is_empty():
        return {}
    found = networks(ties, (), Question(draws=0))
    # Where there is one domain alone, it is all there is.
    together = found.filter(domain="all") if "all" in found["domain"] else found
    mine = together.with_columns(pl.col(name).rank("min", descending=True).alias(f"{name}_rank") for name in FIGURES)
    rows = mine.filter(pl.col("actor") == actor)
    if rows.is_empty():
        return {}
    row = rows.row(0, named=True)
    return {name: (row[name], int(row[f"{name}_rank"])) for name in FIGURES if row[name] is not None}
