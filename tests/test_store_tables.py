"""One Delta table under processes that meet: nothing doubled, nothing lost."""

import multiprocessing
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

from tarazy.store.schema import TABLES
from tarazy.store.tables import ConflictError, Table

BATCHES = 12
TOGETHER = multiprocessing.get_context("spawn")


def row(number: int) -> pl.DataFrame:
    empty = {column: [None] for column in TABLES["texts"]}
    return pl.DataFrame(empty, schema=TABLES["texts"]).with_columns(
        batch=pl.lit(f"b{number}"), document_id=pl.lit(f"d{number}")
    )


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """A table of ``BATCHES`` files, one row in each."""
    made = Table(tmp_path, "texts")
    made.create()
    for number in range(BATCHES):
        made.append(row(number))
    return made


def batches(table: Table) -> list[str]:
    return sorted(table.scan().select("batch").collect()["batch"].to_list())


def compact_often(root: Path, times: int) -> None:
    """Compact whenever there is something to compact and nobody else does."""
    table = Table(root, "texts")
    for _ in range(times):
        try:
            table.compact()
        except ConflictError:
            continue


def test_delta_still_lets_two_compactions_double_the_rows(table: Table) -> None:
    """The reason for the lock; when this fails, Delta has mended it and the lock can go."""
    one, other = DeltaTable(str(table.path)), DeltaTable(str(table.path))
    one.optimize.compact()
    other.optimize.compact()
    assert len(batches(table)) == 2 * BATCHES


def test_who_meets_another_that_replaces_files_is_told(table: Table) -> None:
    before = batches(table)
    with table._rewriting():
        for act in (table.compact, lambda: table.delete("batch = 'b3'")):
            with pytest.raises(ConflictError, match="texts is being written by another process"):
                act()
        table.append(row(99))
    assert batches(table) == sorted([*before, "b99"])
    table.compact()
    assert table.delete("batch = 'b3'") == 1
    assert batches(table) == sorted({*before, "b99"} - {"b3"})


def test_processes_that_compact_while_others_append_double_nothing(table: Table, tmp_path: Path) -> None:
    processes = [TOGETHER.Process(target=compact_often, args=(tmp_path, 30)) for _ in range(2)]
    for process in processes:
        process.start()
    written = BATCHES
    while any(process.is_alive() for process in processes):
        table.append(row(written))
        written += 1
    assert [process.exitcode for process in processes] == [0, 0]
    assert batches(table) == sorted(f"b{number}" for number in range(written))
