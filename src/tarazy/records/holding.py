"""When the things that records tell of held: the life line of each as spells from an opening stage to a closing one, or as points."""

from __future__ import annotations

import polars as pl

from tarazy.records.settling import LASTING
from tarazy.records.tie_rules import TieRules

SPELLS = {"row": pl.UInt32, "spell": pl.Int64, "start": pl.String, "end": pl.String}


def life_entries(records: pl.DataFrame, rules: TieRules, modality: str, pending: bool = False) -> pl.DataFrame:
    """``row``, ``kind``, ``stage``, ``class``, ``time_start``, ``time_end`` of the life lines, in the modality and in order.

    A record without a life line has one entry, made of its own time and stage. Where dates of what happens once differ, the one on
    which the record has agreed, by its sources or by a decision, is taken. ``pending``: the stages that are not yet a tie, and these alone;
    in modalities other than ``asserted`` all stages count, since nothing of them is a fact yet.
    """
    own = pl.struct("stage", "modality", "time_start", "time_end")
    alive = pl.col("life").list.len().fill_null(0) > 0
    kept = ["stage", "modality", "time_start", "time_end"]
    agreed = {f"agreed_{name}": pl.col(name) for name in kept}
    lined = records.filter(alive).select("row", "kind", "life", **agreed).explode("life").unnest("life")
    plain = records.filter(~alive).select("row", "kind", own.alias("own")).unnest("own").select("row", "kind", *kept)
    entries = pl.concat([_settled(lined, rules).select("row", "kind", *kept), plain]).filter(modality=modality)
    classed = _classed(entries, rules)
    if modality == "asserted":
        classed = classed.filter((pl.col("class") == "pending") == pending)
    classed = classed.filter(pl.col("class") != "never").with_columns(
        pl.when(pl.col("class") == "pending").then(pl.lit("holding")).otherwise("class").alias("class")
    )
    closing = pl.col("class") == "closing"
    # A year that closes is over after all that happened in it, a year that opens is there before: what has no date opens first and closes last.
    key = pl.when(closing).then(_day("time_end", "time_start", last=True)).otherwise(_day("time_start", "time_end"))
    key = key.fill_null(pl.when(closing).then(pl.lit("~")).otherwise(pl.lit("")))
    return classed.with_columns(key=key, is_closing=closing).sort("row", "key", "is_closing", "time_start", "stage")


def _classed(entries: pl.DataFrame, rules: TieRules) -> pl.DataFrame:
    return entries.join(rules.stage_table(), on=["kind", "stage"], how="left").with_columns(
        pl.col("class").fill_null("holding")
    )


def _settled(entries: pl.DataFrame, rules: TieRules) -> pl.DataFrame:
    """The entries with the record's agreed time where sources, or a decision, differ: what ``records.settling`` does, for all at once."""
    same = pl.col("time_start").eq_missing(pl.col("agreed_time_start")) & pl.col("time_end").eq_missing(
        pl.col("agreed_time_end")
    )
    several = (pl.len().over("row") > 1) | ~same
    dated = pl.col("agreed_time_start").is_not_null() | pl.col("agreed_time_end").is_not_null()
    doubtful = entries.filter(several & dated)
    if doubtful.is_empty():
        return entries
    judged = _classed(doubtful, rules).with_columns(
        same=same,
        told=same.any().over("row"),
        again=(pl.col("class") == "closing").any().over("row"),
        main=pl.col("modality") == pl.col("agreed_modality"),
        once=~pl.col("stage").fill_null("").is_in(sorted(LASTING)),
    )
    ruled = ~pl.col("told") & ~pl.col("again") & pl.col("main") & pl.col("stage").eq_missing(pl.col("agreed_stage"))
    agreed = pl.col("same").any().over("row", "stage", "modality")
    contrary = agreed & ~pl.col("same") & pl.col("once") & pl.col("main") & ~pl.col("again")
    times = [pl.when(ruled).then(f"agreed_{name}").otherwise(name).alias(name) for name in ("time_start", "time_end")]
    settled = judged.filter(~contrary).with_columns(times).select(entries.columns)
    return pl.concat([entries.filter(~(several & dated)), settled])


def _day(column: str, other: str, last: bool = False) -> pl.Expr:
    """The first (or last) day of a date cut to what is known; months are taken to have 31 days, which keeps the order."""
    date = pl.coalesce(column, other)
    year, month = ("-12-31", "-31") if last else ("-01-01", "-01")
    length = date.str.len_chars()
    return pl.when(length == 4).then(date + year).when(length == 7).then(date + month).otherwise(date)


def spells(entries: pl.DataFrame) -> pl.DataFrame:
    """``row``, ``spell`` (from 0), ``start``, ``end``: from each opening stage to the closing one after it.

    ``end`` is null where nothing says that it ended, ``start`` where nothing says when it began. What only is said to hold (no opening,
    no closing) holds for the time given and no longer.
    """
    over = pl.col("is_closing").cast(pl.Int64)
    numbered = entries.with_columns(spell=(over.cum_sum() - over).over("row"))
    return _closed(numbered).select(pl.col(name).cast(kind) for name, kind in SPELLS.items())


def rung_spells(entries: pl.DataFrame) -> pl.DataFrame:
    """As ``spells``, with ``rung``: a spell for each rung held; a higher or lower one ends it. Entries without a rung are passed over."""
    known = entries.filter(pl.col("rung").is_not_null() | pl.col("is_closing"))
    before = pl.col("rung").shift(1).over("row")
    changed = (pl.col("rung") != before).fill_null(value=False).cast(pl.Int64)
    over = pl.col("is_closing").cast(pl.Int64)
    numbered = known.with_columns(spell=(over.cum_sum() - over + changed.cum_sum()).over("row"))
    # The closing entry has no rung of its own: it closes the spell of the entry before it.
    held = _closed(numbered, "rung").drop_nulls("rung").sort("row", "spell")
    following = pl.col("start").shift(-1).over("row")
    end = pl.when(pl.col("ended") | following.is_null()).then("end").otherwise(following)
    return held.with_columns(end=end).select(*(pl.col(name).cast(kind) for name, kind in SPELLS.items()), "rung")


def _closed(numbered: pl.DataFrame, *kept: str) -> pl.DataFrame:
    closing, opening, holding = (pl.col("class") == name for name in ("closing", "opening", "holding"))
    dated = holding & (pl.col("time_start").is_not_null() | pl.col("time_end").is_not_null())
    found = numbered.group_by("row", "spell").agg(
        *(pl.col(name).drop_nulls().last() for name in kept),
        start=pl.col("time_start").filter(~closing).min(),
        closed=pl.coalesce("time_start", "time_end").filter(closing).first(),
        ended=closing.any(),
        opened=opening.any(),
        said_open=(dated & pl.col("time_end").is_null()).any(),
        last=pl.col("time_end").filter(dated).max(),
        begun=(~closing).any(),
    )
    end = (
        pl.when("ended")
        .then("closed")
        .when(pl.col("opened") | pl.col("said_open"))
        .then(pl.lit(None, pl.String))
        .otherwise("last")
    )
    return found.with_columns(end=end).filter(pl.col("begun") | (pl.col("spell") == 0))


def points(entries: pl.DataFrame) -> pl.DataFrame:
    """``row``, ``spell`` (0), ``start``, ``end``: the latest stage of an event that has a date, as it is dated."""
    latest = entries.group_by("row", maintain_order=True).agg(
        start=pl.col("time_start").last(), end=pl.col("time_end").last()
    )
    return latest.with_columns(spell=pl.lit(0)).select(pl.col(name).cast(kind) for name, kind in SPELLS.items())
