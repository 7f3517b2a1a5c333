"""Rows as lines of JSON or CSV, and lines to a file or to standard output."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from tarazy.errors import StoreError
from tarazy.store.tables import storage_errors


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as a JSON array, one row a line."""
    lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    yield "["
    yield from (f"{line}," for line in lines[:-1])
    yield from lines[-1:]
    yield "]"


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The head and the rows of a table, lists joined with semicolons."""
    yield _csv(columns)
    for row in rows:
        cells = (row[column] for column in columns)
        yield _csv("; ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in cells)


def _csv(cells: Iterable[Any]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().removesuffix("\n")


def write_lines(lines: Iterable[str], output: Path | None) -> None:
    """Lines in UTF-8 to a file, or to standard output."""
    write_text("".join(f"{line}\n" for line in lines), output)


def write_text(text: str, output: Path | None) -> None:
    """A text in UTF-8 to a file, or to standard output. StoreError where the file cannot be written."""
    if output is None:
        sys.stdout.write(text)
        return
    if not output.resolve().parent.is_dir():
        raise StoreError(f"{output.parent} is not there, so {output.name} could not be written: make the folder first.")
    with storage_errors(output):
        output.write_text(text, encoding="utf-8")
