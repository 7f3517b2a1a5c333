"""The observatory as it stood at one version: the tables consistent with each other, without the rows of unfinished reads."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import polars as pl

from tarazy.errors import StoreError
from tarazy.store.folder import Folder
from tarazy.store.schema import TABLE_VERSIONS

DATA_TABLES = tuple(field.name for field in TABLE_VERSIONS.fields)


class Snapshot:
    """A document is there when the row of ``documents`` that a commit names is there; all its rows share its batch.

    ``version`` counts the commits; 0 is the empty observatory. Raises StoreError for a version that is not there.
    """

    def __init__(self, folder: Folder, version: int | None = None) -> None:
        self.folder = folder
        newest = folder.tables["commits"].version()
        if version is not None and not 0 <= version <= max(newest, 0):
            raise StoreError(f"{folder.path} has no version {version}: choose one from 0 to {max(newest, 0)}.")
        self.version = max(newest, 0) if version is None else version
        self.commits = folder.tables["commits"].scan(self.version).collect().sort("version")
        if self.commits.height != self.version:
            raise StoreError(
                f"{folder.path}/commits is damaged: it has {self.commits.height} rows at version {self.version}; "
                "restore the folder from a copy."
            )
        # A later commit may have noted an older version of a table than an earlier one, when two processes write.
        noted = self.commits["tables"].struct.unnest().max().row(0) if self.version else (-1,) * len(DATA_TABLES)
        self.table_versions: dict[str, int] = dict(zip(DATA_TABLES, (int(v) for v in noted), strict=True))

    def scan(self, table: str) -> pl.LazyFrame:
        """All rows of a table at this version, those of unfinished and replaced reads among them."""
        return self.folder.tables[table].scan(self.table_versions[table])

    @cached_property
    def documents(self) -> pl.DataFrame:
        """The documents that are there, in the order of their commits; ``commit`` is that version."""
        entries = self.commits.lazy().select("entry", commit="version")
        return (
            self.scan("documents")
            .with_row_index("place")
            .join(entries, on="entry")
            .collect()
            .sort("commit", "place")
            .unique("document_id", keep="last", maintain_order=True)
            .drop("place")
        )

    def rows(self, table: str) -> pl.LazyFrame:
        """The rows of texts, passages or claims that belong to the documents that are there; claims that people added among them."""
        present = self.documents.lazy().select("document_id", "batch")
        found = self.scan(table).join(present, on=["document_id", "batch"], how="semi")
        if table != "claims" or self.added.is_empty():
            return found
        # What a person added may since be found by the rules too: then the person's stands.
        others = found.filter(~pl.col("claim_id").is_in(self.added["claim_id"].implode()))
        return pl.concat([others, self.added.lazy().select(found.collect_schema().names())])

    @cached_property
    def added(self) -> pl.DataFrame:
        """The claims that people added: rows of ``schema.CLAIMS``."""
        from tarazy.store.added import added_rows

        return added_rows(self)


def texts(snapshot: Snapshot, documents: Collection[str]) -> dict[str, str]:
    """The texts as given of documents that are there, by their ids."""
    rows = snapshot.rows("texts").filter(pl.col("document_id").is_in(sorted(documents))).collect()
    pieces = rows.sort("document_id", "number").group_by("document_id", maintain_order=True).agg("text")
    return {identity: "".join(parts) for identity, parts in pieces.select("document_id", "text").iter_rows()}
