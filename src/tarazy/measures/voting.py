"""Voting agreement of two states in the General Assembly, by session.

The index of agreement counts an abstention as half of a yes and half of a no (Lijphart 1963, American Political Science Review 57:
902-917); κ corrects for what the two states' own frequencies of yes, abstention and no let expect (Häge 2011, Political Analysis 19: 287-305).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.measures.concentration import Matrix, around
from tarazy.measures.question import Question
from tarazy.measures.roll_calls import RollCalls, roll_calls
from tarazy.measures.similarity import similarity
from tarazy.store.schema import Columns

_NONE = Question()
COLUMNS: Columns = {
    "a": pl.String,
    "b": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "agreement": pl.Float64,
    "agreement_low": pl.Float64,
    "agreement_high": pl.Float64,
    "same": pl.Float64,
    "opposite": pl.Float64,
    "kappa": pl.Float64,
    "change": pl.Float64,
    "compared": pl.Int64,
    "records": pl.List(pl.String),
}


def agreement(claims: pl.DataFrame, actors: Sequence[str], question: Question = _NONE) -> pl.DataFrame:
    """How alike each two of ``actors`` vote, or one of them and every other state, by session: columns ``COLUMNS``.

    ``agreement``: 1 - the mean of |x - y| / 2 over the roll calls in which both took part (no 0, abstention 1, yes 2), 0 to 1, with bounds by
    drawing as many of these roll calls with replacement; ``same`` and ``opposite``: parts of them with the same vote, and with yes against no;
    ``kappa``: linearly weighted κ, null where no disagreement could be expected; ``change`` since the period before; ``compared``: roll calls.
    Pairs that took part in no common roll call have no row.
    """
    found = roll_calls(claims, question)
    place = {state: number for number, state in enumerate(found.states)}
    known = [place[actor] for actor in actors if actor in place]
    mine = known if len(actors) > 1 else list(range(len(found.states)))
    pairs = [(i, j) for at, i in enumerate(known) for j in (known[at + 1 :] if len(actors) > 1 else mine) if i != j]
    if not pairs:
        return pl.DataFrame(schema=COLUMNS)
    one, other = np.array(pairs).T
    listed = _common(found, pairs)
    parts: list[pl.DataFrame] = []
    before: Matrix = np.full(len(pairs), np.nan)
    for number, ((start, end), votes) in enumerate(zip(found.periods, found.votes, strict=True)):
        x, y = votes[one], votes[other]
        both = (x >= 0) & (y >= 0)
        compared = both.sum(1)
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = np.where(both, np.abs(x.astype(np.float64) - y) / 2, 0.0)
            figure = np.where(compared > 0, 1 - apart.sum(1) / compared, np.nan)
            same, opposite = ((both & (apart == value)).sum(1) / compared for value in (0.0, 1.0))
        low, high = around(figure, _drawn(apart, both, question), question.level, 0, 1)
        rows = sorted({*one.tolist(), *other.tolist()})
        at = {state: row for row, state in enumerate(rows)}
        values = votes[rows].astype(np.float64)
        values[values < 0] = np.nan
        kappas = similarity(values, "kappa", scale=(0, 2)) if values.shape[1] else np.full((len(rows),) * 2, np.nan)
        frame = pl.DataFrame(
            {
                "a": [found.states[i] for i in one],
                "b": [found.states[j] for j in other],
                "start": start,
                "end": end,
                "agreement": figure,
                "agreement_low": low,
                "agreement_high": high,
                "same": same,
                "opposite": opposite,
                "kappa": [kappas[at[i], at[j]] for i, j in pairs],
                "change": figure - before,
                "compared": compared,
                "records": [listed.get((i, j, number), []) for i, j in pairs],
            },
            schema=COLUMNS,
        )
        parts.append(frame.filter(pl.col("compared") > 0))
        before = figure
    floats = [name for name, kind in COLUMNS.items() if kind == pl.Float64]
    return pl.concat(parts).with_columns(pl.col(floats).fill_nan(None)).sort("a", "b", "start")


def _common(found: RollCalls, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int, int], list[str]]:
    """The records of both states' votes in the roll calls in which both took part, by pair and period."""
    two = pl.DataFrame(pairs, schema={"state": pl.Int64, "other": pl.Int64}, orient="row")
    mine = two.join(found.cast, on="state")
    theirs = found.cast.rename({"state": "other", "record": "also"})
    both = mine.join(theirs, on=["other", "period", "call"])
    told = both.group_by("state", "other", "period").agg(
        records=pl.concat([pl.col("record"), pl.col("also")]).drop_nulls().unique().sort()
    )
    return {(i, j, period): records for i, j, period, records in told.iter_rows()}


def _drawn(apart: Matrix, both: NDArray[np.bool_], question: Question) -> Matrix:
    """The figure of each pair in draws of roll calls, shape pairs × draws."""
    if not question.draws or not apart.shape[1]:
        return np.full((len(apart), 0), np.nan)
    draw = np.random.default_rng(question.seed)
    weights = draw.multinomial(apart.shape[1], np.full(apart.shape[1], 1 / apart.shape[1]), question.draws).T
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn: Matrix = 1 - (apart @ weights) / (both.astype(np.float64) @ weights)
    return drawn
