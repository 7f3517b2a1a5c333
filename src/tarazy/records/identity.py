"""Which record a cluster of claims is: the earlier record with which it shares most claims, or a new one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

MEMBERS = {"claim_id": pl.String, "record_id": pl.String}


@dataclass(frozen=True, slots=True)
class Identified:
    """``members`` (claim_id, record_id) and ``history`` (record_id, event, other) of what has become of the records."""

    members: pl.DataFrame
    history: pl.DataFrame


def identify(found: pl.DataFrame, before: pl.DataFrame, taken: pl.DataFrame) -> Identified:
    """Give clusters their records.

    ``found``: claim_id, recorded, cluster (any key). ``before``: claim_id, record_id of the same and of gone claims as they stood.
    ``taken``: record_id of all records there have ever been. A cluster keeps the record with which it shares most claims, the one
    with more claims where two share as many; a new record is named after the earliest claim in it.
    """
    shared = (
        found.join(before.drop_nulls(), on="claim_id")
        .group_by("cluster", "record_id")
        .agg(pl.len())
        .join(before.drop_nulls().group_by("record_id").agg(size=pl.len()), on="record_id")
        .sort(["len", "size", "record_id", "cluster"], descending=[True, True, False, False])
    )
    kept = _one_to_one(shared)
    new = found.join(kept, on="cluster", how="anti")
    named = pl.concat([kept, _named(new, taken["record_id"])]).select("cluster", "record_id")
    members = found.join(named, on="cluster").select("claim_id", "record_id").sort("claim_id")
    return Identified(members, _history(members, before.drop_nulls()))


def _one_to_one(shared: pl.DataFrame) -> pl.DataFrame:
    """The pairs of cluster and record, best first, of which neither is in a better one."""
    alone = pl.len().over("cluster").eq(1) & pl.len().over("record_id").eq(1)
    simple = shared.filter(alone)
    clusters: set[int] = set()
    records: set[str] = set()
    kept = []
    for cluster, record in shared.filter(~alone).select("cluster", "record_id").iter_rows():
        if cluster not in clusters and record not in records:
            clusters.add(cluster)
            records.add(record)
            kept.append((cluster, record))
    columns = simple.select("cluster", "record_id")
    return pl.concat([columns, pl.DataFrame(kept, schema=columns.schema, orient="row")])


def _named(new: pl.DataFrame, taken: pl.Series) -> pl.DataFrame:
    """New records, each named after the earliest of its claims after which none is named yet."""
    names = new.with_columns(record_id="r-" + pl.col("claim_id")).sort("recorded", "claim_id")
    free = names.filter(~pl.col("record_id").is_in(taken.implode()))
    first = free.unique("cluster", keep="first", maintain_order=True).select("cluster", "record_id")
    rest = names.join(first, on="cluster", how="anti").unique("cluster", keep="first", maintain_order=True)
    # All of its claims have named records before.
    used, rows = set(taken), []
    for cluster, record in rest.select("cluster", "record_id").iter_rows():
        while record in used:
            record = "r-" + hashlib.sha256(record.encode()).hexdigest()[:16]
        used.add(record)
        rows.append((cluster, record))
    return pl.concat([first, pl.DataFrame(rows, schema=first.schema, orient="row")])


def _history(members: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Events: a record is made, has grown, is split from another, is merged into another, or is gone."""
    moves = members.join(before.rename({"record_id": "old"}), on="claim_id", how="left")
    was = before.select("record_id").unique()
    now = members.select("record_id").unique()
    new = now.join(was, on="record_id", how="anti")
    gone = was.join(now, on="record_id", how="anti")
    split = (
        moves.drop_nulls("old")
        .filter(pl.col("old") != pl.col("record_id"))
        .group_by("record_id", "old")
        .agg(pl.len())
        .sort(["len", "old"], descending=[True, False])
    )
    into = split.join(gone, left_on="old", right_on="record_id").unique("old", keep="first", maintain_order=True)
    merged = into.select(record_id="old", event=pl.lit("merged-into"), other="record_id")
    parted = (
        split.join(into.select("old", "record_id"), on=["old", "record_id"], how="anti")
        .unique("record_id", keep="first", maintain_order=True)
        .select("record_id", event=pl.lit("split-from"), other="old")
    )
    rest = moves.filter(pl.col("old").is_null()).select("record_id").unique()
    grown = rest.join(new, on="record_id", how="anti").with_columns(
        event=pl.lit("grown"), other=pl.lit(None, pl.String)
    )
    made = new.join(parted, on="record_id", how="anti").with_columns(
        event=pl.lit("made"), other=pl.lit(None, pl.String)
    )
    lost = gone.join(merged, on="record_id", how="anti").with_columns(
        event=pl.lit("gone"), other=pl.lit(None, pl.String)
    )
    return pl.concat([made, grown, merged, parted, lost]).sort("record_id", "event")
