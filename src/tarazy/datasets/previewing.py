"""What an import would make of a file: its first rows and their claims, nothing kept; of a table of any columns what each may mean."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

import polars as pl

from tarazy.datasets.catalogue import context_of, dataset, importer, layout
from tarazy.datasets.claims import number
from tarazy.datasets.delimited import PLACE
from tarazy.datasets.given import Given, take
from tarazy.datasets.names import Names
from tarazy.errors import ReadError
from tarazy.store.folder import ReadMark

ROWS = 12
_SAMPLE = 65_536
_ENOUGH = 0.6
Meaning = Literal["time", "actor", "number", "text"]


@dataclass(slots=True)
class Preview:
    """The first rows of a file (``columns``, ``rows``) and the ``claims`` they would make: frames of ``datasets.claims.COLUMNS``, joined.

    ``unknown`` are names that no actor of the tables has, ``notes`` sentences about rows that are left out.
    """

    columns: list[str]
    rows: list[list[str]]
    claims: pl.DataFrame
    unknown: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sample:
    """The first rows of a table, the sign between its cells, and what each column seems to hold."""

    columns: list[str]
    rows: list[list[str]]
    meanings: list[Meaning]
    separator: str


def preview(name: str, path: Path, mapping: Path | None = None, rows: int = ROWS) -> Preview:
    """What an import of the file as the data set ``name`` would make of its first rows.

    Raises UsageError for an unknown data set or a wrong mapping, ReadError for a file that is not one of the data set.
    """
    chosen = dataset(name)
    context = context_of(chosen, mapping)
    module = importer(chosen)

    def seen(preamble: str, columns: Any) -> None:
        context.preamble, context.columns = preamble, list(columns)

    with _taken(path) as given, closing(cast(Any, layout(module, context).pieces(given, seen))) as pieces:
        piece = next((one for one in pieces if one.rows.height), None)
        if piece is None:
            raise ReadError(f"{path.name} has no rows: download it again.")
        first = piece.rows.head(rows)
        frames = [frame for frame in module.claims(first, context) if frame.height]
    shown = first.select(column for column in first.columns if column not in PLACE)
    cells = [["" if cell is None else str(cell) for cell in row] for row in shown.iter_rows()]
    found = pl.concat(frames, how="diagonal_relaxed").sort("line", maintain_order=True) if frames else pl.DataFrame()
    return Preview(shown.columns, cells, found, dict(context.names.unknown), context.notes(unknown=False))


def sample(path: Path, rows: int = ROWS) -> Sample:
    """The first rows of a table of any columns, and what each column seems to hold. Raises ReadError for a file that is no table."""
    with _taken(path) as given:
        if Path(given.name).suffix.lower() == ".xlsx":
            lines, separator = _workbook(given, rows + 1), ","
        else:
            lines, separator = _delimited(given, rows + 1)
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if len(lines) < 2 or len(lines[0]) < 2:
        raise ReadError(
            f"{path.name} is no table with a line of headings and rows below it: name a data set, or mend the file."
        )
    columns, cells = [one.strip() for one in lines[0]], [line[: len(lines[0])] for line in lines[1:]]
    cells = [line + [""] * (len(columns) - len(line)) for line in cells]
    meanings = [_meaning(column, [line[at] for line in cells]) for at, column in enumerate(columns)]
    return Sample(columns, cells, meanings, separator)


@contextmanager
def _taken(path: Path) -> Iterator[Given]:
    with tempfile.TemporaryDirectory(prefix="tarazy-preview-") as folder:
        yield take(path, cast(ReadMark, SimpleNamespace(path=Path(folder))))


def _delimited(given: Given, rows: int) -> tuple[list[list[str]], str]:
    head = next(given.blocks(), b"")[:_SAMPLE].decode("utf-8", "ignore").lstrip("\ufeff")
    try:
        separator = csv.Sniffer().sniff(head, ",;\t|").delimiter
    except csv.Error:
        separator = max(",;\t|", key=head.count)
    return list(islice(csv.reader(head.splitlines(keepends=True), delimiter=separator), rows)), separator


def _workbook(given: Given, rows: int) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(given.data.open("rb"), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = [
            ["" if cell is None else str(cell) for cell in line]
            for line in sheet.iter_rows(max_row=rows, values_only=True)
        ]
        book.close()
        return found
    except Exception as error:
        raise ReadError(
            f"{given.path.name} cannot be read as a workbook ({type(error).__name__}): save it again."
        ) from None


def _meaning(column: str, cells: list[str]) -> Meaning:
    """What a column seems to hold, by its heading and cells."""
    given = pl.Series("cell", [cell.strip() or None for cell in cells], dtype=pl.String)
    known = given.drop_nulls()
    if known.is_empty():
        return "text"
    dates = known.str.contains(r"^(1[6-9]|20)\d\d(\.0+|-\d\d(-\d\d)?)?$|^\d{1,2}[./]\d{1,2}[./]\d{4}$")
    if _part(dates) >= _ENOUGH:
        return "time"
    if _part(known.to_frame().select(number("cell")).to_series().is_not_null()) >= _ENOUGH:
        return "number"
    names = Names("")
    names.actors(known, ("name", "iso3", "iso2"), None, "place")
    unknown = sum(names.unknown.values())
    return "actor" if 1 - unknown / len(known) >= _ENOUGH else "text"


def _part(mask: pl.Series) -> float:
    return float(mask.sum()) / len(mask)
