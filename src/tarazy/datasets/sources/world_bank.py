"""World Bank indicators as CSV: states by years, below lines with the source and the date of the last update."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, long, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited, is_year
from tarazy.datasets.sources.indicators import cover_variables, units

LAYOUT = Delimited(
    columns={
        "name": ("Country Name",),
        "code": ("Country Code",),
        "title": ("Indicator Name", "Series Name"),
        "series": ("Indicator Code", "Series Code"),
    },
    rest=True,
    years=1,
)


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """An indicator for each state (or group of states) and year with a value."""
    updated = re.search(r"Last Updated Date\W+(\d{4}-\d{2}-\d{2})", context.preamble)
    context.said = updated.group(1) if updated else context.said
    years = [name for name in rows.columns if is_year(name)]
    # The other export ends in lines about itself, which have no code.
    rows = rows.filter(pl.col("code").is_not_null() & (pl.col("code") != ""))
    rows = rows.with_columns(actor=context.actors(rows, "code", "worldbank"))
    cells = long(rows, years, ["actor", "name", "title", "series"]).filter(pl.col("value") != "..")
    cells = cells.with_columns(year=pl.col("variable").str.slice(0, 4))
    context.span(cells, "actor", "series")
    yield made(
        cells.filter(number("value").is_not_null()),
        "indicator",
        [Actor("subject", "actor", "name")],
        rule="world-bank",
        start=pl.col("year"),
        amounts=[Amount(number("value"), units("title"))],
        object=pl.concat_str(["title", "series"], separator=" · "),
    )


def finish(context: Context) -> None:
    """Covered are each state's years with a value, variable by variable."""
    cover_variables(context)
