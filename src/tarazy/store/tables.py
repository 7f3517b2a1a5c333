"""One Delta table of the observatory: append, scan at a version, delete; storage errors become one sentence."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from tarazy.errors import FullError, StoreError
from tarazy.store.locking import lock
from tarazy.store.schema import TABLES

# Past versions are cited, so neither logs nor replaced files ever expire.
_FOR_EVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
# Each retry loses only to a commit that another writer has made, so a busy observatory needs many.
_RETRIES = 100
# Beside the rows themselves: a commit's log, a checkpoint now and then, the headers of Parquet.
_SPARE = 256 * 1024


class ConflictError(StoreError):
    """Another process committed first; what depends on the table's state has to be thought over."""


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the errors of the disk and of Delta into a StoreError of one sentence."""
    try:
        yield
    except (OSError, DeltaError, pl.exceptions.PolarsError) as error:
        raise storage_error(error, path) from error


def storage_error(error: Exception, path: Path) -> StoreError:
    """The one sentence for an error of the disk or of Delta under ``path``."""
    said = str(error)
    if (
        getattr(error, "errno", None) == errno.ENOSPC
        or "No space left" in said
        or "os error 28" in said
        or "Disk quota" in said
    ):
        return FullError(f"The disk that holds {path} is full: free some space and run the same command again.")
    if "Permission denied" in said or "Read-only file system" in said:
        return StoreError(f"{path} cannot be written to: check its permissions.")
    return StoreError(
        f"{path} could not be read or written ({said.splitlines()[0] if said else type(error).__name__})."
    )


class Table:
    """A Delta table in a folder of the observatory; created when first written."""

    def __init__(self, root: Path, name: str) -> None:
        self.name, self.path, self.schema = name, root / name, TABLES[name]

    def _delta(self, version: int | None = None) -> DeltaTable | None:
        try:
            return DeltaTable(str(self.path), version=version)
        except TableNotFoundError:
            return None

    def create(self) -> None:
        """Make the table, empty, unless it is there.

        It is made beside its place and moved there whole: of two processes that create it at once one finds the place taken.
        (Delta's own creation would let the second commit an empty version 1, which no commit of the observatory stands for.)
        """
        with storage_errors(self.path):
            if self._delta() is not None:
                return
            draft = self.path.with_name(f".{self.name}.{uuid.uuid4().hex}.draft")
            try:
                DeltaTable.create(
                    str(draft),
                    schema=pl.DataFrame(schema=self.schema).to_arrow().schema,
                    mode="error",
                    configuration=_FOR_EVER,
                )
                draft.rename(self.path)
            except OSError:
                if self._delta() is None:
                    raise
            finally:
                shutil.rmtree(draft, ignore_errors=True)

    def version(self) -> int:
        """The newest version; -1 where the table is not there yet."""
        with storage_errors(self.path):
            table = self._delta()
            return -1 if table is None else int(table.version())

    def append(self, rows: pl.DataFrame, only_after: int | None = None) -> int:
        """Append rows in one atomic commit and return the new version.

        With ``only_after`` the commit succeeds only as version ``only_after + 1``; otherwise ConflictError.
        """
        rows = rows.select([pl.col(name).cast(kind) for name, kind in self.schema.items()])
        data = rows.to_arrow()
        with storage_errors(self.path):
            self._check_space(int(rows.estimated_size()) // 2 + _SPARE)
            attempts = 0
            while True:
                table = DeltaTable(str(self.path))
                if only_after is not None and table.version() != only_after:
                    raise ConflictError(f"{self.path} has moved on to version {table.version()}.")
                try:
                    write_deltalake(
                        table,
                        data,
                        mode="append",
                        commit_properties=CommitProperties(max_commit_retries=_RETRIES if only_after is None else 0),
                        post_commithook_properties=_HOOKS,
                    )
                except CommitFailedError as error:
                    # Delta retries when others append, but gives up when they delete, which does not matter here.
                    attempts += 1
                    if only_after is not None or attempts == _RETRIES:
                        raise ConflictError(f"{self.path} was written by another process at the same time.") from error
                else:
                    return int(table.version())

    def _check_space(self, needed: int) -> None:
        """Refuse before the disk is quite full: Delta's own writer panics there, with a trace of its own on the terminal."""
        if shutil.disk_usage(self.path).free < needed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))

    def scan(self, version: int | None = None) -> pl.LazyFrame:
        """The rows at a version (default: the newest); no rows where the table is not there or ``version`` is negative."""
        with storage_errors(self.path):
            table = self._delta(version) if version is None or version >= 0 else None
            if table is None or not table.file_uris():
                return pl.LazyFrame(schema=self.schema)
            return pl.scan_delta(table)

    def delete(self, predicate: str) -> int:
        """Delete the rows for which the SQL predicate holds; returns how many. Older versions still have them."""
        with self._rewriting() as table:
            done = table.delete(predicate, post_commithook_properties=_HOOKS)
            return int(done.get("num_deleted_rows") or 0)

    def compact(self) -> None:
        """Join small files into larger ones; the rows stay the same."""
        with self._rewriting() as table:
            table.optimize.compact(post_commithook_properties=_HOOKS)

    @contextmanager
    def _rewriting(self) -> Iterator[DeltaTable]:
        """The table for one process at a time: of two that compact it at once Delta lets both commit, which doubles the rows.

        Appending needs no lock. Raises ConflictError where another process holds it.
        """
        busy = f"{self.path} is being written by another process."
        with storage_errors(self.path), self.path.with_name(f".{self.name}.lock").open("w") as held:
            try:
                lock(held.fileno())
            except OSError as error:
                raise ConflictError(busy) from error
            try:
                yield DeltaTable(str(self.path))
            except CommitFailedError as error:
                raise ConflictError(busy) from error

    def files(self) -> int:
        """How many data files the newest version has."""
        with storage_errors(self.path):
            table = self._delta()
            return 0 if table is None else len(table.file_uris())
