"""Actors in years in which they did not exist: members of an organisation before it was founded, parties after their end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import polars as pl

from tarazy.actors.registry import registry
from tarazy.data_files import rows
from tarazy.records.periods import first_day, last_day
from tarazy.records.rulebook import Finding, finding, source, table_of_words

_EVER = 99_999_999
_BEGUN = ("organisation", "org", "group")
_ACTING = ("meeting", "exercise", "deployment", "transfer", "aid", "investment", "presence")
_SPOKEN_OF = ("indicator", "threat")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_GRACE = 20_000
"""Two years, in days of periods: agreements and meetings prepare an organisation before it is founded."""


@cache
def lives() -> pl.DataFrame:
    """``actor``, and the first and last day (20220510) of its existence under any of its names.

    The dates are the registry's; ``data/founded.tsv`` gives the year of a forerunner that bears the same id, and years that
    the registry lacks. Actors without a date are left out; states have an end only, since claims speak of them under older names.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for actor in registry().actors.values():
        if actor.kind == "person":
            continue
        if actor.start and actor.kind in _BEGUN:
            first[actor.id] = int(actor.start[:4]) * 10_000
        if actor.end:
            last[actor.id] = int(actor.end[:4]) * 10_000 + 1231
    for row in rows("tarazy.records", "founded.tsv"):
        if row["founded"]:
            first[row["actor"]] = int(row["founded"]) * 10_000
        if row["ended"]:
            last[row["actor"]] = int(row["ended"]) * 10_000 + 1231
    ids = sorted(first.keys() | last.keys())
    return pl.DataFrame(
        {"actor": ids, "born": [first.get(i, 0) for i in ids], "gone": [last.get(i, _EVER) for i in ids]},
        schema={"actor": pl.String, "born": pl.Int64, "gone": pl.Int64},
    )


def _named() -> pl.Expr:
    """Whether the text names the actor: what "the parties" or "the union" stands for is less sure."""
    surface = pl.col("participants").struct["surface"]
    return surface.is_null() | surface.str.contains(r"^\W*\p{Lu}")


@cache
def _former() -> str:
    """Words that speak of an actor as past, such as "the former Soviet Union"."""
    return "|".join(source(words["former"]) for words in table_of_words().values())


def check(claims: pl.DataFrame) -> Iterator[Finding]:
    """Faults ``member-before-founded`` and ``actor-out-of-time``."""
    taking_part = (
        claims.lazy()
        .filter(pl.col("modality") == "asserted", pl.col("time_start").is_not_null())
        .select(
            "quote",
            "claim_id",
            "kind",
            "stage",
            "confidence",
            "participants",
            "time_start",
            "time_end",
            "actors",
            low=first_day("time_start"),
            high=pl.when(pl.col("time_end").is_null()).then(last_day("time_start")).otherwise(last_day("time_end")),
        )
        .explode("participants")
        .with_columns(actor=pl.col("participants").struct["actor"], role=pl.col("participants").struct["role"])
        .join(lives().lazy(), on="actor")
        .filter(_named())
    )
    member = (pl.col("kind") == "membership") & (pl.col("role") == "organisation")
    # Founders sign and join before the organisation works.
    grace = pl.when(pl.col("stage") == "created").then(_GRACE).otherwise(0)
    acting = pl.col("kind").is_in(_ACTING)
    early = (member & (pl.col("high") < pl.col("born") - grace)) | (acting & (pl.col("high") < pl.col("born") - _GRACE))
    late = (pl.col("low") > pl.col("gone") + 10_000) & ~pl.col("kind").is_in(_SPOKEN_OF)
    wrong = taking_part.filter(early | late).collect()
    wrong = wrong.filter(~pl.col("quote").str.to_lowercase().str.contains(_former()))
    for row in wrong.iter_rows(named=True):
        if any(row["born"] <= int(year) * 10_000 <= row["gone"] for year in _YEAR.findall(row["quote"])):
            # The sentence also has a year that fits: the claim may have taken the wrong one.
            continue
        before = row["high"] < row["born"]
        rule = "member-before-founded" if before and row["kind"] == "membership" else "actor-out-of-time"
        year = (row["born"] if before else row["gone"]) // 10_000
        values = {
            "actor": row["actor"],
            "year": str(year),
            "date": row["time_start"],
            "before": before,
            "kind": row["kind"],
        }
        yield finding(rule, [row["claim_id"]], values, row["confidence"] * (0.9 if before else 0.6), row["actors"])
