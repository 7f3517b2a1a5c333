"""One actor's partners: the weight of each by domain, unit and period, with bootstrap draws over the records that carry it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from tarazy.actors.registry import registry
from tarazy.measures.concentration import Matrix, Rows, starts_of
from tarazy.measures.question import Period, Question
from tarazy.store.selection import several

SERIES = ("domain", "measure", "unit")
CELL = (*SERIES, "period")
EXACT = 20_000
"""Up to this many rows each record is drawn; beyond it each partner's sum is drawn from a normal distribution with its moments."""


@dataclass(frozen=True, slots=True)
class Partners:
    """``rows``: ``CELL``, ``partner``, ``weight``, ``ties``, ``records``, sorted by cell; ``draws``: rows × draws; ``periods``.

    A draw keeps each record with the probability that is its confidence: what is certain, such as a data set's row, has no spread.
    """

    rows: pl.DataFrame
    draws: Matrix
    periods: Sequence[Period]
    cells: Rows
    """The number of each row's cell."""
    series: pl.DataFrame
    """``domain``, ``measure``, ``unit`` that have ties in any period, covered or not."""

    @property
    def starts(self) -> Rows:
        """The first row of each cell."""
        return starts_of(self.cells)

    def heads(self) -> pl.DataFrame:
        """``CELL`` of each cell."""
        return self.rows.select(CELL)[self.starts]


def alike(ties: pl.DataFrame, actors: Sequence[str], question: Question) -> Question:
    """The question with one span of years for all of several actors, so that their periods can be compared."""
    if len(actors) < 2 or question.periods or (question.start is not None and question.end is not None):
        return question
    theirs = pl.any_horizontal(_ends(actor, question.direction) for actor in actors)
    spans = question.spans(question.chosen(ties.filter(theirs)))
    return replace(question, start=spans[0][0], end=spans[-1][1]) if spans else question


def partners(ties: pl.DataFrame, actor: str, question: Question) -> Partners:
    """The partners of ``actor`` in these ties (``records.ties.TIES``)."""
    mine = ties.filter(_ends(actor, question.direction))
    chosen = question.chosen(mine)
    chosen = chosen.with_columns(
        partner=pl.when(pl.col("source") == actor).then("target").otherwise("source"),
        confidence=pl.col("confidence").fill_null(1.0).clip(0, 1),
    )
    if among := several(question.among):
        known = {name: row.kind for name, row in registry().actors.items()}
        wanted = [one for one in chosen["partner"].unique() if known.get(one) in among]
        chosen = chosen.filter(pl.col("partner").is_in(wanted))
    spans = question.spans(chosen)
    placed = question.placed(chosen, spans) if spans else chosen.head(0).with_columns(period=pl.lit(0, pl.Int32))
    series = placed.select(SERIES).unique().sort(SERIES)
    placed = _covered(placed, question, spans, actor)
    grouped = (
        placed.select(*CELL, "partner", "weight", "confidence", "records")
        .group_by(*CELL, "partner")
        .agg(
            pl.col("weight").sum(),
            ties=pl.len().cast(pl.Int64),
            records=pl.col("records").explode(),
            mean=(pl.col("weight") * pl.col("confidence")).sum(),
            spread=(pl.col("weight") ** 2 * pl.col("confidence") * (1 - pl.col("confidence"))).sum(),
        )
        .sort(*CELL, "partner")
    )
    draws = _draws(placed, grouped, question)
    numbers = grouped.select(pl.struct(CELL).rle_id()).to_series().to_numpy().astype(np.int64)
    return Partners(grouped.drop("mean", "spread"), draws, spans, numbers, series)


def _ends(actor: str, direction: str) -> pl.Expr:
    out, into = pl.col("source") == actor, pl.col("target") == actor
    if direction == "both":
        return out | into
    return (out if direction == "out" else into) | ((out | into) & ~pl.col("directed"))


def _covered(placed: pl.DataFrame, question: Question, spans: Sequence[Period], actor: str) -> pl.DataFrame:
    """Without what lies outside the windows of coverage: a part of a period is not the period."""
    if question.coverage is None:
        return placed
    cells = placed.select("domain", "period").unique()
    outside = [question.covered(domain, spans[period], actor) is False for domain, period in cells.iter_rows()]
    return placed.join(
        cells.filter(pl.Series(outside, dtype=pl.Boolean)), on=["domain", "period"], how="anti", nulls_equal=True
    )


def _draws(placed: pl.DataFrame, rows: pl.DataFrame, question: Question) -> Matrix:
    generator = np.random.default_rng(question.seed)
    if not question.draws or rows.is_empty():
        return np.empty((rows.height, question.draws))
    if placed.height > EXACT:
        mean, spread = rows["mean"].to_numpy()[:, None], np.sqrt(rows["spread"].to_numpy())[:, None]
        noise = generator.standard_normal((rows.height, question.draws))
        normal: Matrix = np.maximum(mean + spread * noise, 0)
        return normal
    keyed = placed.select(*CELL, "partner", "weight", "confidence", record=pl.col("records").list.first())
    # A record without an id stands for itself.
    keyed = keyed.with_columns(pl.col("record").fill_null(pl.int_range(pl.len()).cast(pl.String)))
    numbered = keyed.join(rows.select(*CELL, "partner").with_row_index("row"), on=[*CELL, "partner"], nulls_equal=True)
    known = numbered.group_by("record").agg(pl.col("confidence").max()).sort("record").with_row_index("draw")
    numbered = numbered.join(known.select("record", "draw"), on="record")
    kept: NDArray[np.float32] = (
        generator.random((known.height, question.draws), dtype=np.float32)
        < known["confidence"].to_numpy().astype(np.float32)[:, None]
    ).astype(np.float32)
    places = (numbered["row"].to_numpy(), numbered["draw"].to_numpy())
    table = sparse.csr_matrix((numbered["weight"].to_numpy(), places), shape=(rows.height, known.height))
    found: Matrix = np.asarray(table @ kept, dtype=np.float64)
    return found
