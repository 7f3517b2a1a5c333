"""Claims of imported United Nations votes → matrices of votes, a row a state and a column a roll call, by session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.measures.question import Period, Question

_CODES = {"oppose": 0, "neutral": 1, "support": 2}
RULE = "un-votes"


@dataclass(frozen=True, slots=True)
class RollCalls:
    """``votes`` of each of the ``periods``: states × roll calls, -1 missing, 0 no, 1 abstention, 2 yes.

    ``cast``: a row for each vote: ``state``, ``period`` (numbers), ``call``, ``record``.
    """

    states: list[str]
    periods: list[Period]
    votes: list[NDArray[np.int8]]
    cast: pl.DataFrame

    def behind(self) -> pl.DataFrame:
        """``state``, ``period``, ``records``: those of a state's votes in a period."""
        return self.cast.group_by("state", "period").agg(records=pl.col("record").drop_nulls().unique().sort())


def session_year(column: str) -> pl.Expr:
    """The year in which the session of a vote began: regular sessions open in September; of a bare year, that year."""
    year, month = (pl.col(column).str.slice(*part).cast(pl.Int64, strict=False) for part in ((0, 4), (5, 2)))
    return pl.when(month < 9).then(year - 1).otherwise(year)


def roll_calls(claims: pl.DataFrame, question: Question) -> RollCalls:
    """The votes of all states in the periods of the question; a vote that is told twice counts once.

    ``claims``: stances of the data set ``un-votes`` (``participants``, ``time_start``, ``object``, ``stage``, ``record_id``).
    """
    holder = pl.col("participants").list.first().struct.field("actor")
    call = pl.coalesce(pl.col("object").str.extract(r"(roll call \S+?)(?:[:,]|$)"), pl.col("object"))
    cast = (
        claims.filter(pl.col("rule") == RULE, pl.col("stage").is_in(list(_CODES)), pl.col("time_start").is_not_null())
        .sort("claim_id")
        .select(
            state=holder,
            year=session_year("time_start"),
            call=pl.concat_str("time_start", call, separator=" "),
            vote=pl.col("stage").replace_strict(_CODES, return_dtype=pl.Int8),
            record="record_id",
        )
        .drop_nulls(["state", "year"])
        .unique(["state", "call"], keep="first", maintain_order=True)
        .filter(
            *([pl.col("year") >= question.start] if question.start is not None else []),
            *([pl.col("year") <= question.end] if question.end is not None else []),
        )
    )
    spans = _spans(cast, question)
    states = sorted(cast["state"].unique().to_list())
    numbers = pl.DataFrame({"state": states, "i": np.arange(len(states))}, schema={"state": pl.String, "i": pl.Int64})
    starts = np.array([first for first, _ in spans], dtype=np.int64)
    ends = np.array([last for _, last in spans], dtype=np.int64)
    place = np.searchsorted(starts, cast["year"].to_numpy(), "right") - 1
    inside = (place >= 0) & (cast["year"].to_numpy() <= ends[np.maximum(place, 0)]) if len(spans) else place > 0
    placed = cast.with_columns(period=pl.Series(place)).filter(pl.Series(inside, dtype=pl.Boolean))
    placed = placed.join(numbers, on="state", maintain_order="left")
    votes = []
    for number in range(len(spans)):
        part = placed.filter(period=number)
        calls = part["call"].unique().sort()
        matrix = np.full((len(states), len(calls)), -1, dtype=np.int8)
        column = calls.search_sorted(part["call"]).to_numpy() if part.height else np.empty(0, dtype=np.int64)
        matrix[part["i"].to_numpy(), column] = part["vote"].to_numpy()
        votes.append(matrix)
    told = placed.select(state="i", period=pl.col("period").cast(pl.Int64), call="call", record="record")
    return RollCalls(states, spans, votes, told)


def _spans(cast: pl.DataFrame, question: Question) -> list[Period]:
    if question.periods:
        return sorted(question.periods)
    if cast.is_empty():
        return []
    first, last = cast.select(pl.col("year").min().alias("a"), pl.col("year").max().alias("b")).row(0)
    first = first if question.start is None else question.start
    step = question.every or 1
    return [(year, min(year + step - 1, last)) for year in range(first, last + 1, step)]
