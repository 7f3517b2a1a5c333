"""Removes what killed reads left behind and what newer reads of the same document replaced; older versions keep it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

import polars as pl

from tarazy.store.folder import READ_ID_LENGTH, Folder, dead_reads, live_reads
from tarazy.store.snapshot import Snapshot
from tarazy.store.tables import ConflictError

_MANY_FILES = 64
_PAIRS_AT_ONCE = 2000
_BY_COMMIT = ("decisions", "members", "records", "record_history", "findings")
"""Tables whose rows are there when a commit names their batch."""


def clean(folder: Folder, grace: float = 10.0) -> int:
    """Remove rows of reads that ended without a commit, and replaced rows; returns how many rows went.

    Another writer may be busy with a table; what cannot be removed now is removed at the next read.
    """
    dead = dead_reads(folder, grace)
    removed = 0
    try:
        # In this order: a read seen in the tables and not alive afterwards has committed all that it ever will.
        seen = {name: _keys(folder, name) for name in ("texts", "passages", "claims", "coverage", "documents")}
        whole = {name: folder.tables[name].scan().select("batch").unique().collect() for name in _BY_COMMIT}
        alive = live_reads(folder, grace)
        snapshot = Snapshot(folder)
        present = snapshot.documents.select("document_id", "batch", "entry")
        for name, keys in seen.items():
            # Replaced documents lack their newest batch; those of a conflict lost to another process lack the entry.
            on = [column for column in ("document_id", "batch", "entry") if column in keys.columns]
            stale = keys.join(present, on=on, how="anti").filter(
                ~pl.col("batch").str.head(READ_ID_LENGTH).is_in(sorted(alive))
            )
            for predicate in _predicates(stale):
                removed += folder.tables[name].delete(predicate)
            if folder.tables[name].files() > _MANY_FILES:
                folder.tables[name].compact()
        for name, batches in whole.items():
            lost = batches.join(snapshot.commits.select(batch="entry"), on="batch", how="anti").filter(
                ~pl.col("batch").str.head(READ_ID_LENGTH).is_in(sorted(alive))
            )
            if lost.height:
                removed += folder.tables[name].delete("batch IN ('" + "', '".join(lost["batch"].sort()) + "')")
            if folder.tables[name].files() > _MANY_FILES:
                folder.tables[name].compact()
    except ConflictError:
        return removed
    for mark in dead:
        shutil.rmtree(mark, ignore_errors=True)
    return removed


def _keys(folder: Folder, table: str) -> pl.DataFrame:
    columns = ["document_id", "batch"] + (["entry"] if table == "documents" else [])
    return folder.tables[table].scan().select(columns).unique().collect()


def _predicates(keys: pl.DataFrame) -> Iterable[str]:
    """SQL conditions for the rows with exactly these pairs of keys; ids are hexadecimal or made by ReadMark, none needs escaping."""
    column = "entry" if "entry" in keys.columns else "batch"
    for chunk in keys.iter_slices(_PAIRS_AT_ONCE):
        groups = "', '".join(chunk[column].unique().sort())
        pairs = "', '".join(chunk.select(pl.concat_str(column, "document_id")).to_series().sort())
        # The first condition lets files be skipped by their statistics, the second decides.
        yield f"{column} IN ('{groups}') AND concat({column}, document_id) IN ('{pairs}')"
