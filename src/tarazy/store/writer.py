"""Writes what was read: rows first, then one commit that makes whole documents visible; safe beside other writers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import polars as pl

from tarazy import __version__
from tarazy.store.folder import Folder, ReadMark
from tarazy.store.naming import free_name
from tarazy.store.rows import DocumentRows
from tarazy.store.schema import ACTORS, COMMITS, DOCUMENTS, IMPORT
from tarazy.store.snapshot import DATA_TABLES, Snapshot
from tarazy.store.tables import ConflictError, Table

ActorRow = Callable[[str], dict[str, Any]]


class Writer:
    """Collects the documents of one read and commits them in batches.

    Every file has a batch of its own, so that the rows of a long document can be written while others are committed.
    ``actor_row`` gives the columns of schema.ACTORS, without ``batch``, for an actor's id.
    Rows without a commit are never seen; ``tarazy.store.cleaning`` removes those of killed reads.
    """

    def __init__(
        self, folder: Folder, extractor: str, actor_row: ActorRow, again: bool = False, action: str = "read"
    ) -> None:
        self.action = action
        self.folder, self.extractor, self.actor_row, self.again = folder, extractor, actor_row, again
        self.mark = ReadMark(folder)
        self._files = 0
        self._rows: dict[str, list[pl.DataFrame]] = {"texts": [], "passages": [], "claims": [], "coverage": []}
        self._documents: list[dict[str, Any]] = []
        self.overtaken: list[dict[str, Any]] = []
        """Rows of documents that another read made visible before this one could."""
        self._attempts = 0
        self.left_rows = again
        """Whether rows were written that are not seen, or no longer: there is something to clean."""
        self._look()
        self._actors: set[str] = set(folder.tables["actors"].scan().select("actor").collect()["actor"])

    def _look(self) -> None:
        snapshot = Snapshot(self.folder)
        self.version = snapshot.version
        columns = snapshot.documents.select("document_id", "name", "extractor")
        self._present: dict[str, tuple[str, str]] = {key: (name, by) for key, name, by in columns.iter_rows()}

    def batch(self) -> str:
        """A new batch, for the rows of one file."""
        self._files += 1
        return f"{self.mark.id}-{self._files:06d}"

    def add_rows(self, batch: str, rows: DocumentRows) -> None:
        """Rows of a document whose own row comes later; they may be written at once but are not visible yet."""
        read = {"recorded": pl.lit(datetime.now(UTC)), "extractor": pl.lit(self.extractor)}
        self._rows["texts"].append(rows.texts.with_columns(batch=pl.lit(batch)))
        self._rows["passages"].append(rows.passages.with_columns(batch=pl.lit(batch)))
        self._rows["claims"].append(rows.claims.with_columns(batch=pl.lit(batch), **read))

    def add_coverage(self, batch: str, rows: pl.DataFrame) -> None:
        """What the documents of a batch cover: rows of schema.COVERAGE without ``batch``."""
        self._rows["coverage"].append(rows.with_columns(batch=pl.lit(batch)))

    def add(self, batch: str, documents: Iterable[DocumentRows]) -> list[dict[str, Any]]:
        """All documents of one file; returns the rows of those that are new or read anew: a copy of one that is there is not."""
        added = []
        for rows in documents:
            key = rows.document["document_id"]
            if self._is_there(key) or any(key == row["document_id"] for row in self._documents):
                continue
            self.add_rows(batch, rows)
            self._documents.append(rows.document | {"batch": batch})
            added.append(rows.document)
        return added

    def has(self, document_id: str) -> bool:
        """Whether the document is there, read by the same rules; never when reading again."""
        return self._is_there(document_id)

    def read_by(self, document_id: str) -> str | None:
        """The rules by which a document that is there was read, or the data set and its version by which it was imported."""
        return self._present[document_id][1] if document_id in self._present else None

    def _is_there(self, document_id: str) -> bool:
        by = self.read_by(document_id)
        if by is not None and by.startswith(IMPORT) and self.action != "import":
            return True
        return not self.again and by == self.extractor

    @property
    def waiting(self) -> int:
        """How many rows are collected and not yet written."""
        return sum(frame.height for frame in self._rows["passages"]) + len(self._documents)

    def spill(self) -> None:
        """Write the collected rows without making their documents visible, to bound the memory."""
        # Taken first, so that more can be added while these are written in another thread.
        rows, self._rows = self._rows, {name: [] for name in self._rows}
        for name, frames in rows.items():
            if any(frame.height for frame in frames):
                self.folder.tables[name].append(pl.concat(frames, how="diagonal"))
        claimed = {
            actor for frame in rows["claims"] for actor in frame["actors"].explode().unique().drop_nulls().to_list()
        }
        new = sorted(claimed - self._actors)
        if new:
            named = [self.actor_row(actor) | {"batch": self.mark.id} for actor in new]
            self.folder.tables["actors"].append(pl.DataFrame(named, schema=ACTORS))
            self._actors |= claimed

    def commit(self) -> int:
        """Make the collected documents visible in one atomic commit; returns how many became visible."""
        documents, self._documents = self._documents, []
        if not documents:
            return 0
        self.spill()
        for digest in {row["file"] for row in documents}:
            self.mark.keep(digest, self.folder)
        while True:
            wanted: list[dict[str, Any]] = []
            overtaken: list[dict[str, Any]] = []
            for row in documents:
                (overtaken if self._is_there(row["document_id"]) else wanted).append(row)
            self.left_rows |= bool(overtaken)
            if not wanted:
                self.overtaken += overtaken
                return 0
            try:
                self._try_commit(wanted)
            except ConflictError:
                self.left_rows = True
                self._look()
            else:
                self.overtaken += overtaken
                return len(wanted)

    def _try_commit(self, documents: list[dict[str, Any]]) -> None:
        self._attempts += 1
        entry = f"{self.mark.id}/{self._attempts}"
        now = datetime.now(UTC)
        taken = {name for name, _ in self._present.values()}
        rows, named = [], {}
        for row in documents:
            known = self._present.get(row["document_id"])
            name = known[0] if known else free_name(row["name"], row["path"], taken)
            taken.add(name)
            named[row["document_id"]] = (name, self.extractor)
            rows.append(row | {"name": name, "extractor": self.extractor, "recorded": now, "entry": entry})
        tables = self.folder.tables
        tables["documents"].append(pl.DataFrame(rows, schema=DOCUMENTS))
        log_commit(tables, entry, self.action, len(rows), after=self.version)
        self.version += 1
        self._present |= named

    def close(self, complete: bool) -> None:
        """The read is over; where it did not come to its end, its mark stays for the next read to clean up after it."""
        self.mark.close(remove=complete)


def log_commit(tables: dict[str, Table], entry: str, action: str, documents: int, after: int) -> None:
    """Append the row that makes ``entry`` visible as version ``after + 1``; ConflictError when that one is taken."""
    row = {
        "version": after + 1,
        "entry": entry,
        "action": action,
        "software": __version__,
        "recorded": datetime.now(UTC),
        "documents": documents,
        "tables": {name: tables[name].version() for name in DATA_TABLES},
    }
    tables["commits"].append(pl.DataFrame([row], schema=COMMITS), only_after=after)
