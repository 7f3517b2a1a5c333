"""The threat matrix: from whom, by what, with what, against whom, counted from what sources say of threats and conflicts.

Each cell counts statements. It says that sources speak of a danger, not that there is one, and foretells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tarazy.errors import UsageError
from tarazy.measures.given import given_toml
from tarazy.measures.question import Question
from tarazy.measures.words import Topic, given_topics, matching, said, topics
from tarazy.store.schema import Columns

_NONE = Question()
DIMENSIONS = ("source", "determinant", "instrument", "target")
FILE = "determinants.toml"
UNNAMED = "not named"
_FROM = ("source", "attacker")
_AGAINST = ("target",)
_SIDE = "side"
COLUMNS: Columns = {
    "source": pl.String,
    "determinant": pl.String,
    "group": pl.String,
    "instrument": pl.String,
    "target": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "claims": pl.Int64,
    "expected": pl.Float64,
    "documents": pl.Int64,
    "languages": pl.String,
    "records": pl.List(pl.String),
}


def threat_matrix(
    claims: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    by: str | Sequence[str] = DIMENSIONS,
    words: str | None = None,
) -> pl.DataFrame:
    """How often sources speak of each combination of source, determinant, instrument and target: columns ``COLUMNS``, the most frequent first.

    ``claims``: of threats and conflicts, with their ``record_id``. ``actors``: only cells with one of them as source or target. ``by``: the
    dimensions that make a cell (those left out are null). A statement counts once in each cell that it speaks of: with two determinants, or
    two targets, in two. ``not named``: it names no determinant or instrument of the word lists; of a source or target it is null. Sides of a conflict
    whose attacker is not said are source and target of each other. ``expected``: the sum of the claims' confidences. Statements without a
    date count where no years are asked for. ``words``: a file of word lists of your own, as ``measures/data/determinants.toml``.
    """
    wanted = [by] if isinstance(by, str) else list(by)
    for one in wanted:
        if one not in DIMENSIONS:
            raise UsageError(f"by {one!r} is no dimension of the matrix: choose from {', '.join(DIMENSIONS)}.")
    determinants, instruments = word_lists(words)
    dated = _placed(claims, question)
    if dated.is_empty():
        return pl.DataFrame(schema=COLUMNS)
    none = pl.lit([UNNAMED])
    ways = dated.with_columns(text=said()).with_columns(
        determinant=matching(determinants, "text", "language"), instrument=matching(instruments, "text", "language")
    )
    ways = ways.with_columns(
        pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).otherwise(none).alias(name)
        for name in ("determinant", "instrument")
    )
    rows = ways.join(_pairs(dated), on="claim_id")
    if actors:
        named = list(actors)
        rows = rows.filter(
            pl.col("source").is_in(named).fill_null(False) | pl.col("target").is_in(named).fill_null(False)
        )
    rows = rows.explode("determinant").explode("instrument")
    keys = [name for name in DIMENSIONS if name in wanted]
    cells = (
        rows.unique([*keys, "start_year", "end_year", "claim_id"], keep="first", maintain_order=True)
        .group_by(*keys, "start_year", "end_year", maintain_order=True)
        .agg(
            claims=pl.len().cast(pl.Int64),
            expected=pl.col("confidence").sum(),
            documents=pl.col("document").n_unique().cast(pl.Int64),
            languages=pl.col("language").unique().sort().str.join(" "),
            records=pl.col("record_id").drop_nulls().unique().sort(),
        )
        .rename({"start_year": "start", "end_year": "end"})
    )
    groups = {topic.id: topic.group for topic in determinants.values()}
    group = pl.col("determinant").replace_strict(groups, default=None, return_dtype=pl.String)
    cells = cells.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in DIMENSIONS if name not in wanted),
    ).with_columns(group=group)
    ordered = cells.sort("start", "claims", *keys, descending=[False, True, *([False] * len(keys))], nulls_last=True)
    return ordered.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def word_lists(file: str | None = None) -> tuple[dict[str, Topic], dict[str, Topic]]:
    """Determinants and instruments with their words and their names in three languages; of the package, or of a ``file``."""
    if file is None:
        return given_topics(FILE, "determinant"), given_topics(FILE, "instrument")
    table = given_toml(file)
    return topics(table, "determinant", file), topics(table, "instrument", file)


def _placed(claims: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The claims with the period in which they fall: ``start_year``, ``end_year``; null where no years are asked for and none are known."""
    first, last = (pl.col(name).str.head(4).cast(pl.Int64, strict=False) for name in ("time_start", "time_end"))
    dated = claims.with_columns(first=pl.coalesce(first, last), last=pl.coalesce(last, first))
    asked = (question.start, question.end, question.every, question.periods)
    if all(one is None for one in asked):
        bounds = dated.select(pl.col("first").min().alias("a"), pl.col("last").max().alias("b")).row(0)
        return dated.with_columns(start_year=pl.lit(bounds[0], pl.Int64), end_year=pl.lit(bounds[1], pl.Int64))
    dated = dated.filter(pl.col("first").is_not_null())
    spans = question.spans(dated)
    parts = [
        dated.filter(pl.col("first") <= end, pl.col("last") >= start).with_columns(
            start_year=pl.lit(start, pl.Int64), end_year=pl.lit(end, pl.Int64)
        )
        for start, end in spans
    ]
    empty = dated.head(0).with_columns(start_year=pl.lit(None, pl.Int64), end_year=pl.lit(None, pl.Int64))
    return pl.concat([empty, *parts])


def _pairs(claims: pl.DataFrame) -> pl.DataFrame:
    """``claim_id``, ``source``, ``target``: each combination of a claim; null where it names nobody."""
    people = (
        claims.unique("claim_id", keep="first", maintain_order=True)
        .select("claim_id", "participants")
        .explode("participants")
        .select(
            "claim_id",
            actor=pl.col("participants").struct.field("actor"),
            role=pl.col("participants").struct.field("role"),
        )
    )

    def playing(roles: Sequence[str], name: str) -> pl.DataFrame:
        in_role = people.filter(pl.col("role").is_in(list(roles)))
        return in_role.select("claim_id", pl.col("actor").alias(name)).unique()

    one, other = playing((_SIDE,), "source"), playing((_SIDE,), "target")
    facing = one.join(other, on="claim_id").filter(pl.col("source") != pl.col("target"))
    alone = other.join(facing, on="claim_id", how="anti")
    whole = claims.select("claim_id").unique().join(playing(_FROM, "source"), on="claim_id", how="left")
    whole = whole.join(
        pl.concat([playing(_AGAINST, "target"), alone]).unique(), on="claim_id", how="left", maintain_order="left"
    )
    whole = whole.join(facing.select("claim_id").unique(), on="claim_id", how="anti")
    with_sides = facing.select("claim_id", "source", "target")
    found = pl.concat([whole.select("claim_id", "source", "target"), with_sides]).unique()
    return found.sort("claim_id", "source", "target", nulls_last=True)
