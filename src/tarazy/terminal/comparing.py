"""Comparisons in a terminal, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tarazy.reports.wording import Words
from tarazy.terminal.tables import json_lines, write_lines


def show_comparison(
    console: Console, found: pl.DataFrame, language: str, names: Mapping[str, str], form: str, output: Path | None
) -> None:
    """A column for each subject, a row for each row; under each statement in brackets where its first sentence stands."""
    if form == "json":
        write_lines(json_lines(found.iter_rows(named=True)), output)
        return
    if form == "csv":
        write_lines(csv_text(found).splitlines(), output)
        return
    plain = Console(file=StringIO(), width=160, highlight=False) if output else console
    plain.print(_table(found, Words(language, names)))
    if isinstance(plain.file, StringIO):
        write_lines(plain.file.getvalue().splitlines(), output)


def csv_text(found: pl.DataFrame) -> str:
    """The frame as CSV; lists become text, sentences with their document and place."""
    source = pl.element().struct
    place = pl.format(
        "{} {}:{} «{}»", source.field("document"), source.field("start"), source.field("end"), source.field("quote")
    )
    return found.with_columns(
        pl.col("records").list.join("; "),
        pl.col("claims").list.join("; "),
        pl.col("sources").list.eval(place.str.replace_all(r"\s+", " ")).list.join("; "),
    ).write_csv()


def _table(found: pl.DataFrame, words: Words) -> Table:
    table = Table(show_lines=True, header_style="bold")
    subjects = found["subject"].unique(maintain_order=True).to_list()
    table.add_column("")
    for subject in subjects:
        table.add_column(subject if subject[:4].isdigit() else words.name(subject))
    for name in found["row"].unique(maintain_order=True):
        cells = [_cell(found.filter(row=name, subject=subject), words) for subject in subjects]
        table.add_row(Text(words.word("rows", name), style="bold"), *cells)
    return table


def _cell(part: pl.DataFrame, words: Words) -> Text:
    text = Text()
    for row in part.iter_rows(named=True):
        if row["item"] is None:
            return Text(words.text("nothing-known"), style="dim")
        if text:
            text.append("\n")
        text.append(row["item"])
        if row["sources"]:
            first, *others = row["sources"]
            more = f" +{len(others)}" if others else ""
            text.append(f" [{first['document']} {first['start']}:{first['end']}{more}]", style="dim")
    return text
