"""Ideal points of states from their votes in the General Assembly, estimated here, beside published ones where they are imported."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy.special import ndtri

from tarazy.errors import UsageError
from tarazy.measures.chains import Matrix
from tarazy.measures.item_response import fit, informative
from tarazy.measures.question import Question
from tarazy.measures.roll_calls import RULE, RollCalls, roll_calls
from tarazy.store.schema import Columns

_NONE = Question()
ANCHOR = "USA"
PUBLISHED = "un-ideal-points"
_FEWEST = 3
COLUMNS: Columns = {
    "actor": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "point": pl.Float64,
    "point_low": pl.Float64,
    "point_high": pl.Float64,
    "error": pl.Float64,
    "change": pl.Float64,
    "rank": pl.Int64,
    "votes": pl.Int64,
    "published": pl.Float64,
    "correlation": pl.Float64,
    "records": pl.List(pl.String),
}


def ideal_points(
    claims: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    anchor: str = ANCHOR,
    walk: float | None = None,
) -> pl.DataFrame:
    """The ideal points of ``actors`` (all states where none is named) in each session: columns ``COLUMNS``.

    Estimated from the votes of all states in the years asked about (see ``item_response.fit``). ``point``: mean 0 and variance 1 over all
    states and sessions, positive on the side of ``anchor``; ``error``: its standard error, and bounds at the question's ``level``, roll calls that are
    not known for sure included; ``change`` since the session before; ``rank`` in the session, 1 on the anchor's side; ``votes`` cast.
    ``published``: the imported estimate of the same year, on a scale of its own; ``correlation`` of both over the states of the session.
    ``walk``: standard deviation of a step from session to session, estimated unless told. UsageError where the anchor has no votes.
    """
    found = roll_calls(claims.filter(pl.col("rule") == RULE), question)
    if not any(informative(votes).any() for votes in found.votes) or len(found.states) < _FEWEST:
        return pl.DataFrame(schema=COLUMNS)
    if anchor not in found.states:
        raise UsageError(
            f"anchor: {anchor} has no votes in these years; name a state that has, such as anchor={found.states[0]!r}."
        )
    if walk is not None and not 0 < walk <= 1:
        raise UsageError(f"walk is {walk}: it must lie above 0 and up to 1, such as 0.1.")
    made = fit(found.votes, walk)
    at = made.position[:, found.states.index(anchor)]
    sign = 1.0 if np.nanmean(at) >= 0 else -1.0
    rows = _rows(found, sign * made.position, np.sqrt(made.variance), question.level)
    wanted = rows.join(published(claims), on=["actor", "start", "end"], how="left", maintain_order="left")
    both = pl.col("published").is_not_null()
    related = pl.corr(pl.col("point").filter(both), pl.col("published").filter(both)).over("start")
    wanted = wanted.with_columns(
        correlation=pl.when(both.sum().over("start") >= _FEWEST).then(related).fill_nan(None),
        rank=pl.col("point").rank("ordinal", descending=True).over("start").cast(pl.Int64),
    )
    if actors:
        wanted = wanted.filter(pl.col("actor").is_in(list(actors)))
    return wanted.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).sort("actor", "start")


def _rows(found: RollCalls, position: Matrix, error: Matrix, level: float) -> pl.DataFrame:
    """A row for each state and session in which it voted."""
    wide = float(ndtri((1 + level) / 2))
    parts = []
    for number, ((start, end), votes) in enumerate(zip(found.periods, found.votes, strict=True)):
        cast = (votes >= 0).sum(1)
        point, spread = position[number], error[number]
        parts.append(
            pl.DataFrame(
                {
                    "state": np.arange(len(found.states)),
                    "period": np.full(len(found.states), number),
                    "actor": found.states,
                    "start": start,
                    "end": end,
                    "point": point,
                    "point_low": point - wide * spread,
                    "point_high": point + wide * spread,
                    "error": spread,
                    "change": point - position[number - 1] if number else np.full(len(point), np.nan),
                    "votes": cast,
                }
            )
        )
    floats = ("point", "point_low", "point_high", "error", "change")
    rows = pl.concat(parts).filter(pl.col("votes") > 0).with_columns(pl.col(floats).fill_nan(None))
    return rows.join(found.behind(), on=["state", "period"], how="left", maintain_order="left").drop("state", "period")


def published(claims: pl.DataFrame) -> pl.DataFrame:
    """``actor``, ``start``, ``end``, ``published``: imported estimates (the data set ``un-ideal-points``), the middle one where there are several."""
    value = (
        pl.col("quantities").list.eval(pl.element().filter(pl.element().struct.field("relation") == "~")).list.first()
    )
    year = pl.col("time_start").str.head(4).cast(pl.Int64, strict=False)
    return (
        claims.filter(pl.col("rule") == PUBLISHED)
        .select(
            actor=pl.col("participants").list.first().struct.field("actor"),
            start=year,
            end=year,
            published=value.struct.field("value"),
        )
        .drop_nulls()
        .group_by("actor", "start", "end")
        .agg(pl.col("published").median())
        .sort("actor", "start")
    )


def compared(points: pl.DataFrame) -> float | None:
    """The correlation of ``point`` and ``published`` over all rows that have both; None for fewer than three."""
    both = points.drop_nulls(["point", "published"])
    if both.height < _FEWEST:
        return None
    return float(np.corrcoef(both["point"], both["published"])[0, 1])
