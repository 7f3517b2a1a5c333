"""World Bank indicators as JSON of the API, version 2 (https://datahelpdesk.worldbank.org/knowledgebase/articles/889392)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.objects import Objects
from tarazy.datasets.sources.indicators import cover_variables, units

LAYOUT = Objects(
    fields={
        "title": "indicator.value",
        "series": "indicator.id",
        "name": "country.value",
        "code": "countryiso3code",
        "id": "country.id",
        "date": "date",
        "value": "value",
        "status": "obs_status",
    }
)


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """An indicator for each object with a value; E is an estimate, F a forecast."""
    updated = re.search(r'"lastupdated"\s*:\s*"(\d{4}-\d{2}-\d{2})"', context.preamble)
    context.said = updated.group(1) if updated else None
    rows = rows.with_columns(code=pl.coalesce("code", "id"), year=pl.col("date").str.extract(r"^(\d{4})"))
    rows = rows.with_columns(actor=context.actors(rows, "code", "worldbank", "iso2", "name"))
    context.leave_out("they have no value", rows["value"].null_count())
    rows = rows.filter(pl.col("value").is_not_null())
    context.span(rows, "actor", "series")
    status = pl.col("status").fill_null("").str.to_uppercase()
    yield made(
        rows,
        "indicator",
        [Actor("subject", "actor", "name")],
        rule="world-bank-json",
        start=pl.col("year"),
        amounts=[
            Amount(number("value"), units("title"), pl.when(status == "E").then(pl.lit("~")).otherwise(pl.lit("=")))
        ],
        object=pl.concat_str(["title", "series"], separator=" · "),
        modality=pl.when(status == "F").then(pl.lit("forecast")).otherwise(pl.lit("asserted")),
    )


def finish(context: Context) -> None:
    """Covered are each state's years with a value, variable by variable."""
    cover_variables(context)
