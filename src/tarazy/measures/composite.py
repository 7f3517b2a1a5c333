"""Shares across domains: each domain's shares, weighted by what the user says that it weighs, over the domains that are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy import sparse

from tarazy.measures.concentration import Matrix, shares, starts_of
from tarazy.measures.partners import CELL, SERIES, Partners

COMPOSITE = "composite"
_JOINT = ("measure", "unit", "period")


def composite(found: Partners, weights: Mapping[str, float]) -> Partners | None:
    """The partners of all weighted domains together, in the domain ``composite``; None where only one domain is there.

    A partner's weight is Σ w·share / Σ w over the domains that have a share in that period, so that a domain of which nothing is
    known neither helps nor harms anyone.
    """
    worth = np.array([weights.get(domain, 0.0) for domain in found.rows["domain"]])
    chosen = np.flatnonzero(worth > 0)
    if found.rows["domain"].n_unique() < 2 or found.rows[chosen]["domain"].is_empty():
        return None
    rows, starts = found.rows[chosen], starts_of(found.cells[chosen])
    worth = worth[chosen]
    keys = rows.select(*_JOINT, "partner")
    grouped = (
        rows.with_row_index("row")
        .group_by(*_JOINT, "partner")
        .agg(pl.col("row"), pl.col("ties").sum(), records=pl.col("records").explode())
        .sort(*_JOINT, "partner")
        .with_row_index("place")
    )
    place = keys.join(
        grouped.select(*_JOINT, "partner", "place"),
        on=[*_JOINT, "partner"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    target = place["place"].to_numpy()
    cells = grouped.select(pl.struct(_JOINT).rle_id()).to_series().to_numpy().astype(np.int64)
    joint_of_domain = cells[target[starts]]

    into = sparse.csr_array((worth, (target, np.arange(len(target)))), shape=(grouped.height, len(target)))
    of_domain = np.arange(len(starts))
    known_into = sparse.csr_array(
        (worth[starts], (joint_of_domain, of_domain)), shape=(int(cells.max()) + 1, len(starts))
    )

    def together(part: Matrix) -> Matrix:
        share = shares(part, starts)
        known = known_into @ (~np.isnan(share[starts])).astype(np.float64)
        total = into @ np.where(np.isnan(share), 0, share)
        joint: Matrix = total / np.where(known > 0, known, 1)[cells]
        return joint

    point = together(rows["weight"].to_numpy()[:, None].astype(np.float64))[:, 0]
    made = grouped.drop("row", "place").with_columns(
        domain=pl.lit(COMPOSITE), weight=pl.Series(point, dtype=pl.Float64)
    )
    series = made.select(SERIES).unique().sort(SERIES)
    columns = [*CELL, "partner", "weight", "ties", "records"]
    return Partners(made.select(columns), together(found.draws[chosen]), found.periods, cells, series)


def weights_said(found: Partners, weights: Mapping[str, float]) -> pl.DataFrame:
    """``measure``, ``unit``, ``period``, ``weights`` (such as "defence 1, water 1": the known domains) and ``weight_known``, their part of all."""
    all_weights = sum(weights.values())
    rows = found.heads().with_columns(
        worth=pl.col("domain").replace_strict(dict(weights), default=0.0, return_dtype=pl.Float64)
    )
    named = pl.format("{} {}", "domain", pl.col("worth").map_elements("{:g}".format, pl.String))
    return (
        rows.filter(pl.col("worth") > 0)
        .sort("domain")
        .group_by(_JOINT, maintain_order=True)
        .agg(weights=named.str.join(", "), weight_known=pl.col("worth").sum() / all_weights)
    )
