"""Workbooks as text: a line ``[sheet]``, then each row with tabs between its cells; the evidence of a claim is a row of this text.

A number is written as it is stored, shortest form; a date as ISO; tabs and line ends in a cell become blanks; empty rows stay, so that line
numbers follow the sheet. With ``colours`` a figure in blue or red type is followed by `` [blue]`` or `` [red]``, since SIPRI marks
estimates that way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tarazy.datasets.delimited import Delimited, MissingColumnsError, Piece
from tarazy.datasets.given import Given
from tarazy.errors import ReadError

_INDEXED = {2: (255, 0, 0), 4: (0, 0, 255), 10: (255, 0, 0), 12: (0, 0, 255), 30: (0, 102, 204), 39: (0, 0, 255)}


@dataclass(frozen=True)
class Workbook:
    """The tables of a workbook, one a sheet; ``sheets`` is a pattern for the names of those that count.

    ``columns``, ``optional``, ``rest`` and ``years`` are as in Delimited. The rows have the column ``sheet`` besides.
    """

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    sheets: str = ""
    rest: bool = False
    colours: bool = False
    years: int = 0

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """One piece for each sheet. Raises ReadError where no sheet has the table."""
        import polars as pl

        layout = Delimited(self.columns, self.optional, "\t", False, rest=self.rest, years=self.years)
        line = characters = tables = 0
        lacking: ReadError | None = None
        for name, lines in _sheets(given, self.colours):
            text = "".join(f"{one}\n" for one in (f"[{name}]", *lines))
            made = [Piece(text, pl.DataFrame())]
            if re.search(self.sheets, name, re.IGNORECASE):
                try:
                    made = list(layout.pieces(given, seen, iter([text.encode()]), line, characters))
                    made = [Piece(p.text, p.rows.with_columns(sheet=pl.lit(name)), p.bad, p.bad_count) for p in made]
                    tables += 1
                except MissingColumnsError as error:
                    lacking = lacking or error
            yield from made
            line += len(lines) + 1
            characters += len(text)
        if not tables:
            raise lacking or ReadError(
                f"{given.path} has no sheet named like {self.sheets!r}: is it the file of this data set?"
            )


def _sheets(given: Given, colours: bool) -> Iterator[tuple[str, list[str]]]:
    """Names of the sheets with their lines, all of a sheet equally many cells."""
    from openpyxl import load_workbook

    try:
        with given.data.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True)
            for sheet in book.worksheets:
                rows = [[_shown(cell, colours) for cell in row] for row in sheet.iter_rows()]
                width = max((len(row) for row in rows), default=0)
                while width and not any(len(row) >= width and row[width - 1] for row in rows):
                    width -= 1
                yield sheet.title, ["\t".join((row + [""] * width)[:width]) for row in rows]
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(
            f"{given.path} cannot be read as a workbook ({error}): save it as .xlsx again, or as CSV."
        ) from None


def _shown(cell: Any, colours: bool) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    elif isinstance(value, datetime):
        text = value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = re.sub(r"[\t\r\n\v\f]+", " ", str(value))
    if colours and text and (colour := _colour(cell)):
        return f"{text} [{colour}]"
    return text


def _colour(cell: Any) -> str:
    """blue, red or nothing: the colour of the type."""
    colour = getattr(getattr(cell, "font", None), "color", None)
    if colour is None:
        return ""
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        red, green, blue = (int(colour.rgb[-6:][at : at + 2], 16) for at in (0, 2, 4))
    elif colour.type == "indexed" and colour.indexed in _INDEXED:
        red, green, blue = _INDEXED[colour.indexed]
    else:
        return ""
    if blue >= 150 and blue > red + 60 and blue >= green + 40:
        return "blue"
    return "red" if red >= 150 and red > green + 90 and red > blue + 90 else ""
