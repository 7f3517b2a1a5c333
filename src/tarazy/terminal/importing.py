"""What an import did, and the data sets there are, in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tarazy.datasets.catalogue import datasets
from tarazy.datasets.importing import ImportSummary


@contextmanager
def importing_bar(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Shows rows and claims so far while the context is open; nothing where the console is no terminal."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("Importing {task.fields[rows]:,} rows  {task.fields[claims]:,} claims"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("import", total=None, rows=0, claims=0)
    with bar:
        yield lambda rows, claims: bar.update(task, rows=rows, claims=claims)


def import_report(console: Console, summary: ImportSummary, path: Path) -> None:
    """What an import did, in a few lines."""
    if summary.unchanged:
        console.print(f"{summary.document} is there already, skipped.", markup=False, soft_wrap=True)
    else:
        speed = f"{summary.rows / summary.seconds:,.0f}" if summary.seconds else "–"
        console.print(
            f"Imported {summary.document} ({summary.dataset}): {summary.rows:,} rows in {summary.seconds:.1f} s "
            f"({speed} rows/s), {summary.claims:,} claims.",
            markup=False,
            soft_wrap=True,
        )
    for note in summary.notes:
        console.print(note, markup=False, soft_wrap=True)
    console.print(f"{path} is at version {summary.version}.", markup=False, soft_wrap=True)


def show_datasets(console: Console) -> None:
    """The data sets, with the layout that is read and what becomes of its rows."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("data set", "file", "claims"):
        table.add_column(column, overflow="fold")
    for one in datasets().values():
        table.add_row(one.name, f"{one.title}: {one.layout}", one.claims)
    console.print(table)
