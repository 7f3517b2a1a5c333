"""What an observatory does with data sets: import a file, and say what the files cover."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tarazy.errors import UsageError

if TYPE_CHECKING:
    from tarazy.datasets.importing import ImportSummary, Progress
    from tarazy.store.folder import Folder
    from tarazy.store.snapshot import Snapshot


class Importing:
    """The part of an observatory that takes in data sets."""

    if TYPE_CHECKING:
        folder: Folder
        _asked: int | None

        @property
        def snapshot(self) -> Snapshot:
            """The tables at this version."""

        def refresh(self) -> None: ...

    def import_data(
        self,
        dataset: str,
        file: str | PathLike[str],
        mapping: str | PathLike[str] | None = None,
        again: bool = False,
        progress: Progress | None = None,
    ) -> ImportSummary:
        """Import the file of a data set; each row is a claim whose evidence is the row. One commit, or nothing.

        ``dataset``: a name of ``tarazy.datasets.catalogue.datasets()``; ``mapping``: the TOML file that says which column means what, for
        the data set ``table``; ``again`` imports a file anew that is there already. ``progress`` is told the rows and claims so far.
        Raises UsageError for an unknown data set or a wrong mapping, ReadError for a file that is not one of it, StoreError when the
        disk is full or the folder cannot be written.
        """
        from tarazy.datasets.importing import import_file

        if self._asked is not None:
            raise UsageError(f"The observatory is open at version {self._asked}: open it without a version to import.")
        try:
            return import_file(
                self.folder, dataset, Path(file), Path(mapping) if mapping is not None else None, again, progress
            )
        finally:
            self.refresh()

    def coverage(self) -> pl.DataFrame:
        """What the imported files cover: within a window what a file does not name is none, outside all windows it is unknown.

        Columns as in ``store.schema.COVERAGE``, with the document's name (``document``) for its id.
        """
        names = self.snapshot.documents.lazy().select("document_id", document="name")
        rows = self.snapshot.rows("coverage").join(names, on="document_id").drop("batch", "document_id")
        found = rows.select("document", pl.exclude("document")).collect()
        return found.sort("document", "kind", "object", "actor", "role")
