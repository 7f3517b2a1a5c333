"""The tables that resolving writes, as they stand at a version: of each record, claim and finding the row that was written last."""

from __future__ import annotations

import polars as pl

from tarazy.codebook.vocabulary import KINDS, MODALITIES
from tarazy.errors import StoreError
from tarazy.language import CODES
from tarazy.store.selection import Several, checked, several, within
from tarazy.store.snapshot import Snapshot

KEYS = {"records": "record_id", "members": "claim_id", "findings": "finding_id"}
RESOLVE = "resolve"


def is_resolved(snapshot: Snapshot) -> bool:
    """Whether there has been a resolve."""
    return bool((snapshot.commits["action"] == RESOLVE).any())


def standing(snapshot: Snapshot, table: str, among: pl.DataFrame | None = None) -> pl.LazyFrame:
    """The last row of each key of ``records``, ``members`` or ``findings``, gone ones among them, without ``batch``.

    ``among`` has the column of the key, and only its rows are looked for.
    """
    rows, several = _seen(snapshot, table)
    if among is not None:
        rows = rows.join(among.lazy(), on=KEYS[table], how="semi")
    if several:
        rows = rows.sort("commit").unique(KEYS[table], keep="last", maintain_order=True)
    return rows.drop("commit", "batch")


def history(snapshot: Snapshot) -> pl.LazyFrame:
    """The events of records in their order, without ``batch``."""
    rows, _ = _seen(snapshot, "record_history")
    return rows.sort("commit", "record_id", "event").drop("commit", "batch")


def _seen(snapshot: Snapshot, table: str) -> tuple[pl.LazyFrame, bool]:
    """Rows of the resolves that were committed, with the ``commit``, and whether there were several."""
    entries = snapshot.commits.filter(pl.col("action") == RESOLVE).select(batch="entry", commit="version")
    return snapshot.scan(table).join(entries.lazy(), on="batch"), entries.height > 1


def ever(snapshot: Snapshot) -> pl.LazyFrame:
    """``record_id`` of all records that there have been."""
    return _seen(snapshot, "records")[0].select("record_id").unique()


def records(snapshot: Snapshot, among: pl.DataFrame | None = None) -> pl.LazyFrame:
    """The records that there are; ``among`` (record_id) only these."""
    return standing(snapshot, "records", among).filter(pl.col("claims") > 0)


def members(snapshot: Snapshot) -> pl.LazyFrame:
    """``claim_id`` and ``record_id`` of the claims that belong to a record."""
    return standing(snapshot, "members").filter(pl.col("record_id").is_not_null())


def findings(snapshot: Snapshot) -> pl.LazyFrame:
    """The findings that there are; one that no longer holds is written again without claims."""
    return standing(snapshot, "findings").filter(pl.col("claims").list.len() > 0)


def chosen(
    snapshot: Snapshot,
    actor: Several = None,
    kind: Several = None,
    start: str | None = None,
    end: str | None = None,
    language: Several = None,
    modality: Several = None,
    documents: int = 1,
) -> pl.DataFrame:
    """The records that meet all conditions, by kind, time and id; see ``Observatory.records``."""
    conditions = [pl.col("actors").list.contains(pl.lit(one)) for one in several(actor)]
    if kinds := checked(kind, KINDS, "kind"):
        conditions.append(pl.col("kind").is_in(kinds))
    if modalities := checked(modality, MODALITIES, "modality"):
        conditions.append(pl.col("modality").is_in(modalities))
    conditions += [pl.col("languages").list.contains(pl.lit(code)) for code in checked(language, CODES, "language")]
    conditions += within(start, end)
    found = records(snapshot).filter(pl.col("documents") >= documents, *conditions)
    return found.collect().sort("kind", "time_start", "record_id", nulls_last=True)


def one(snapshot: Snapshot, record: str) -> dict[str, object]:
    """The last row of a record. StoreError where there is none, naming the record it was merged into where it was."""
    rows = standing(snapshot, "records").filter(pl.col("record_id") == record).collect()
    if rows.is_empty():
        raise StoreError(
            f"{snapshot.folder.path} has no record {record!r}: `tarazy export {snapshot.folder.path} records` lists them."
        )
    row: dict[str, object] = rows.row(0, named=True)
    if not row["claims"]:
        merged = (
            history(snapshot).filter((pl.col("record_id") == record) & (pl.col("event") == "merged-into")).collect()
        )
        instead = f": it was merged into {merged['other'][-1]}" if merged.height else ""
        raise StoreError(f"{snapshot.folder.path} has record {record!r} no more{instead}.")
    return row
