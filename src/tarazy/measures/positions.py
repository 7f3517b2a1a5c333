"""Similarity of two actors' ties in an observatory: matrices of alliances, agreements, memberships or stances, and their coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl

from tarazy.data_files import toml
from tarazy.measures.question import Question
from tarazy.measures.similarity import similarity_table, tie_matrix
from tarazy.store.selection import checked

_NONE = Question()
DEFAULT = "alliance"


@cache
def sorts() -> dict[str, dict[str, Any]]:
    """Over what similarity can be taken, by name: the rows of ``measures/data/similarity.toml``."""
    return toml("tarazy.measures", "similarity.toml")


def positions(
    ties: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    over: str = DEFAULT,
    absent_none: bool = False,
) -> pl.DataFrame:
    """Similarity of each two of ``actors``, or of one with every other, by period: ``a``, ``b``, ``over``, the coefficients of
    ``similarity.similarity_table``, ``compared`` (ties known of both) and ``records``.

    ``over``: a row of ``similarity.toml``. A pair of which no record speaks is unknown; with ``absent_none`` it has no tie, which is
    right where the records are complete, as after importing a list of all alliances. Coefficients are null where they are undefined, as
    when all that is known of two actors is the same on all counts. ``question``: time, ``carry`` and ``domain``; κ is the one to read for
    alliances (Häge 2011).
    """
    row = sorts()[checked(over, sorts(), "over")[0]]
    asked = replace(question, kind=row["kind"], unit=None)
    asked.check()
    mine = ties.filter(pl.col("measure") == row["measure"], pl.col("weight").is_not_null())
    # Question counts cooperation by weights above 0; here a weight may be an opposition.
    dated = asked.chosen(mine.with_columns(strength="weight", weight=1.0, measure=pl.lit(asked.measure)))
    spans = asked.spans(dated)
    parts = []
    for start, end in spans:
        now = dated.filter(pl.col("first") <= end, pl.col("last") >= start).with_columns(weight="strength")
        both_ways = row.get("own") is not None
        members = sorted({*now["source"], *now["target"]} if both_ways else {*now["source"]})
        rows = list(dict.fromkeys([*actors, *members]))
        columns = sorted({*now["source"], *now["target"], *actors}) if both_ways else sorted({*now["target"]})
        if not columns:
            continue
        matrix = tie_matrix(now, rows, columns, 0.0 if absent_none else None, row.get("own"), directed=not both_ways)
        table = similarity_table(matrix, rows, tuple(row["scale"]), row["tied_from"])
        wanted = table.filter(pl.col("a").is_in(list(actors)))
        if len(actors) > 1:
            order = {actor: number for number, actor in enumerate(actors)}
            place = (pl.col(side).replace_strict(order, default=-1, return_dtype=pl.Int64) for side in ("a", "b"))
            wanted = wanted.filter(next(place) < next(place))
        ends = pl.concat([now.select("records", actor=name) for name in ("source", "target")])
        behind = ends.group_by("actor").agg(pl.col("records").explode())
        of_a, of_b = (behind.rename({"actor": side, "records": f"of_{side}"}) for side in ("a", "b"))
        said = wanted.join(of_a, on="a", how="left", maintain_order="left").join(
            of_b, on="b", how="left", maintain_order="left"
        )
        none = pl.lit([], pl.List(pl.String))
        records = pl.concat_list(pl.col("of_a").fill_null(none), pl.col("of_b").fill_null(none)).list.unique(
            maintain_order=True
        )
        parts.append(
            said.select(
                "a",
                "b",
                pl.lit(over).alias("over"),
                pl.lit(start).alias("start"),
                pl.lit(end).alias("end"),
                pl.exclude("a", "b", "of_a", "of_b"),
                records=records,
            )
        )
    return pl.concat(parts) if parts else _empty()


def _empty() -> pl.DataFrame:
    texts, floats = ("a", "b", "over"), ("kappa", "pi", "s_binary", "kappa_valued", "s_valued")
    schema: dict[str, Any] = dict.fromkeys(texts, pl.String) | {"start": pl.Int64, "end": pl.Int64}
    return pl.DataFrame(
        schema=schema | dict.fromkeys(floats, pl.Float64) | {"compared": pl.Int64, "records": pl.List(pl.String)}
    )
