"""BACI, trade between states by product (CEPII, Gaulier and Zignago 2010): t year, i exporter, j importer, k product, v thousand US$, q tonnes."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={
        "year": ("t",),
        "exporter": ("i",),
        "importer": ("j",),
        "product": ("k",),
        "value": ("v",),
        "tonnes": ("q",),
    }
)


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """Trade for each row; its value in US$ and, where it is known, its weight."""
    rows = rows.with_columns(year=pl.col("year").str.extract(r"^\s*(\d{4})"))
    rows = rows.with_columns(
        exporter_id=context.actors(rows, "exporter", "comtrade", years="year"),
        importer_id=context.actors(rows, "importer", "comtrade", years="year"),
    )
    context.span(rows)
    yield made(
        rows,
        "trade",
        [Actor("exporter", "exporter_id", "exporter"), Actor("importer", "importer_id", "importer")],
        rule="baci",
        start=pl.col("year"),
        amounts=[Amount(number("value") * 1000, "USD"), Amount(number(pl.col("tonnes").str.strip_chars()), "tonne")],
        object=pl.lit("HS ") + pl.col("product").str.strip_chars().str.zfill(6),
    )


def finish(context: Context) -> None:
    """Covered are all states in the years of the file: flows under 1,000 US$ are left out by CEPII."""
    for first, last in context.spans.values():
        context.covers("trade", first, last, note="reconciled flows of 1,000 US$ and more")
