"""Measures in a terminal and in files: figures with their bounds, and the claims behind each row."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tarazy.measures.table import measure
from tarazy.terminal.relating import note_unresolved
from tarazy.terminal.tables import csv_lines, json_lines, write_lines
from tarazy.terminal.wording import actor_name

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_ACTORS = ("actor", "partner", "a", "b", "top", "source", "target", "organisation")
_LISTED = ("entered", "left", "best")
_CLAIMS = 5
_WIDE = 200
"""Claims behind a row that a table shows; the other formats have all."""


def show(
    console: Console,
    errors: Console,
    observatory: Observatory,
    name: str,
    found: pl.DataFrame,
    form: str,
    explain: bool,
    limit: int,
    output: Path | None,
) -> None:
    """The rows as ``form``: table, csv or json, to a file or to the console."""
    note_unresolved(errors, observatory)
    if form == "table":
        to = Console(file=StringIO(), width=160, highlight=False) if output else console
        _show_table(to, observatory, name, found, explain, limit)
        if isinstance(to.file, StringIO):
            write_lines(to.file.getvalue().splitlines(), output)
        return
    rows = found if explain else found.drop("records")
    if explain:
        rows = rows.with_columns(claims=_claims_of(observatory, found))
    told = rows.iter_rows(named=True)
    write_lines(json_lines(told) if form == "json" else csv_lines(rows.columns, told), output)


def _claims_of(observatory: Observatory, found: pl.DataFrame) -> pl.Series:
    """The ids of the claims behind each row."""
    members = observatory.behind(found["records"].explode().drop_nulls().unique().to_list())
    by_record: dict[str, list[str]] = {}
    for record, claim in members.select("record_id", "claim_id").iter_rows():
        by_record.setdefault(record, []).append(claim)
    return pl.Series(
        [[claim for record in row for claim in by_record.get(record, ())] for row in found["records"]],
        dtype=pl.List(pl.String),
    )


def _show_table(
    console: Console, observatory: Observatory, name: str, found: pl.DataFrame, explain: bool, limit: int
) -> None:
    row_of = measure(name)
    if found.is_empty():
        console.print(f"Nothing is recorded that {name} could be taken of.", markup=False)
        return
    if not console.is_terminal:
        # A line of a file may be as long as it must.
        console.width = _WIDE
    names = observatory.actor_names()
    shown = found.head(limit) if limit else found
    front = [
        column
        for column in ("actor", "a", "b", "over", "domain", "unit", "ladder", "organisation")
        if column in found.columns
    ]
    varied = [column for column in front if found[column].n_unique() > 1 or column in ("domain", "b")]
    said = {column: found[column][0] for column in front if column not in varied and found[column][0] is not None}
    figures = [
        column for column in row_of.shows if column in found.columns and found[column].null_count() < found.height
    ]
    if "status" in figures and set(found["status"]) == {"known"}:
        figures.remove("status")
    years = ["years"] if "start" in found.columns else []
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    for column in (*varied, *years, *figures):
        numeric = column in found.columns and found.schema[column].is_numeric()
        table.add_column(
            column.replace("_", " "), justify="right" if numeric else "left", no_wrap=numeric or column == "years"
        )
    claims = observatory.behind(shown["records"].explode().drop_nulls().unique().to_list()) if explain else None
    if said:
        words = [actor_name(value, names) if column in _ACTORS else str(value) for column, value in said.items()]
        console.print(Text(" · ".join(words), style="bold"))
    for row in shown.iter_rows(named=True):
        cells = [_cell(row, column, names) for column in (*varied, *years, *figures)]
        if claims is None:
            table.add_row(*cells)
            continue
        line = "  ".join(
            f"{column} {cell}" for column, cell in zip((*varied, *years, *figures), cells, strict=True) if cell
        )
        console.print(Text(line, style="bold"), soft_wrap=True)
        _print_claims(console, claims.filter(pl.col("record_id").is_in(row["records"])))
    if claims is None:
        console.print(table)
    if shown.height < found.height:
        console.print(Text(f"{found.height - shown.height:,} more rows: --limit 0 shows all.", style="dim"))
    about = f"{row_of.source}. Uncertainty: {row_of.uncertainty}. Coverage: {row_of.coverage}."
    console.print(Text(about, style="dim"))


def _print_claims(console: Console, claims: pl.DataFrame) -> None:
    for claim in claims.head(_CLAIMS).iter_rows(named=True):
        console.print(
            Text(f"    {claim['record_id']}  {claim['claim_id']}  {claim['document']}", style="dim"), soft_wrap=True
        )
        console.print(Text(f"      {' '.join((claim['quote'] or '').split())}"), soft_wrap=True)
    if claims.height > _CLAIMS:
        console.print(Text(f"    {claims.height - _CLAIMS:,} more claims: --format json has all.", style="dim"))


def _cell(row: Mapping[str, Any], column: str, names: Mapping[str, str]) -> str:
    if column == "years":
        return str(row["start"]) if row["start"] == row["end"] else f"{row['start']}–{row['end']}"
    value = row[column]
    if value is None:
        return ""
    if column in _ACTORS:
        return actor_name(value, names)
    if column in _LISTED:
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) and not column.startswith("first_") else str(value)
    low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
    dash = " to " if low is not None and low < 0 else "–"
    bounds = f" [{_number(low)}{dash}{_number(high)}]" if low is not None and high is not None else ""
    return _number(value) + bounds


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 1 and value != 0 else f"{value:.4g}"
