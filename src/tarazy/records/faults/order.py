"""Times in the wrong order: an end before its start, a stage before the one that must come first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.records.faults.quoted import Quoted
from tarazy.records.periods import first_day, last_day
from tarazy.records.rulebook import Finding, finding, source, table_of_words
from tarazy.records.staging import stage_table

_YEAR = r"((?:1[89]|20|21)\d\d)"
_SPANS = {
    "en": (
        rf"\bfrom {_YEAR} (?:to|until|till|through) {_YEAR}(?! ?[a-z%]*(?:people|km|million|dollars|tons|tonnes))",
        rf"\bbetween {_YEAR} and {_YEAR}\b",
    ),
    "ru": (rf"\b(?:с|со|от) {_YEAR}(?: г(?:ода|\.)?)? (?:по|до) {_YEAR}(?= ?г)",),
    "kk": (
        rf"\b{_YEAR}(?: жылдан|-[дтн][ае]н) (?:бастап )?{_YEAR}(?= ?жыл|-)",
        rf"\b{_YEAR} және {_YEAR} жылдар аралығында",
    ),
}
_DASHED = rf"(?<![\d.,/№-]){_YEAR} ?[–—-] ?{_YEAR}(?= ?(?:г\b|гг|год|жыл|\)|$|[,.;]|years?))(?![\d-])"


def check(quote: Quoted) -> Iterator[Finding]:
    """Fault ``end-before-start`` in the words of the quote."""
    lower = quote.lower
    for pattern in (*_SPANS[quote.language], _DASHED):
        for match in re.finditer(pattern, lower):
            if int(match[1]) > int(match[2]):
                values = {"start": match[1], "end": match[2], "kind": min(quote.kinds)}
                weight = quote.confidence * 0.9
                yield finding("end-before-start", quote.claims, values, weight, quote.actors, place=quote.place)
                return


def spans(claims: pl.DataFrame) -> Iterator[Finding]:
    """Fault ``end-before-start`` in the valid times of claims."""
    wrong = claims.lazy().filter(last_day("time_end") < first_day("time_start")).collect()
    for row in wrong.iter_rows(named=True):
        values = {"start": row["time_start"], "end": row["time_end"], "kind": row["kind"]}
        yield finding("end-before-start", [row["claim_id"]], values, row["confidence"] * 0.9, row["actors"])


def stages(claims: pl.DataFrame, members: pl.DataFrame) -> Iterator[Finding]:
    """Stages of one record in an order that cannot be, where no claim dates them otherwise."""
    again = "|".join(source(words["again"]) for words in table_of_words().values())
    staged = pl.DataFrame(
        [(row["kind"], stage) for row in stage_table()["order"] for stage in (row["first"], *row["then"])],
        schema={"kind": pl.String, "stage": pl.String},
        orient="row",
    ).unique()
    dated = (
        claims.lazy()
        .join(members.lazy().select("claim_id", "record_id").drop_nulls(), on="claim_id")
        .filter(pl.col("modality") == "asserted", pl.col("time_start").is_not_null())
        .join(staged.lazy(), on=["kind", "stage"], how="semi")
        .with_columns(low=first_day("time_start"), high=last_day("time_start"))
        .collect()
    )
    # The long pattern is only worth its time on the claims that are left.
    once = dated.filter(~pl.col("quote").str.to_lowercase().str.contains(again)).lazy()
    orders = [
        {"kind": row["kind"], "first": row["first"], "then": then, "fault": row["rule"]}
        for row in stage_table()["order"]
        for then in row["then"]
    ]
    ends = (
        once.group_by("record_id", "kind", "stage")
        .agg(
            pl.col("low").min(),
            pl.col("high").max(),
            pl.col("claim_id").sort(),
            pl.col("confidence").max(),
            pl.col("actors").explode().drop_nulls().unique(),
            pl.col("quote").unique(),
            who=pl.col("actors").list.sort().list.join("|").unique(),
            date=pl.col("time_start").sort_by("time_start").first(),
            last=pl.col("time_start").sort_by("time_start").last(),
        )
        .drop_nulls("stage")
    )
    known = pl.LazyFrame(orders)
    wrong = (
        ends.join(known, left_on=["kind", "stage"], right_on=["kind", "first"])
        .join(ends, left_on=["record_id", "kind", "then"], right_on=["record_id", "kind", "stage"], suffix="_then")
        .filter(pl.col("high_then") < pl.col("low"))
        .sort("record_id", "stage", "then")
        .collect()
    )
    for row in wrong.iter_rows(named=True):
        shared = set(row["quote"]) & set(row["quote_then"])
        if shared and (set(row["who"]) != set(row["who_then"]) or len(row["actors"]) > 2):
            # One sentence about several agreements, each with parties of its own.
            continue
        values = {"first": row["stage"], "first_date": row["date"], "then": row["then"], "then_date": row["last_then"]}
        weight = min(row["confidence"], row["confidence_then"]) * 0.9
        actors = {*row["actors"], *row["actors_then"]}
        claims_ = [*row["claim_id"], *row["claim_id_then"]]
        yield finding(row["fault"], claims_, values | {"kind": row["kind"]}, weight, actors, row["record_id"])
