"""SIPRI Military Expenditure Database, the workbook with a sheet for each unit and a column for each year.

``. .`` or ``...`` is not available, ``xxx`` that the state did not exist; figures in blue are SIPRI's estimates, in red highly uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, flagged, long, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import is_year
from tarazy.datasets.workbook import Workbook

LAYOUT = Workbook(
    columns={"country": ("Country",)},
    sheets=r"constant|current|share of gdp|per capita|share of gov",
    rest=True,
    colours=True,
    years=3,
)
_MISSING = (". .", "..", "...", ". . .", "xxx", "-")
_PARTS = {"africa", "north africa", "sub-saharan africa", "americas", "central america and the caribbean", "north america", "south america"} | {
    "asia & oceania", "asia and oceania", "oceania", "south asia", "east asia", "south east asia", "central asia", "europe", "central europe",
    "eastern europe", "western europe", "middle east", "central and western europe", "southeast asia", "south-east asia",
}  # fmt: skip


def _measure(sheet: str) -> tuple[str, str, float]:
    """Object, unit and factor of a sheet's figures."""
    low = sheet.lower()
    if "gdp" in low:
        return "military expenditure, share of GDP", "percent", 100.0
    if "gov" in low:
        return "military expenditure, share of government spending", "percent", 100.0
    if "capita" in low:
        return "military expenditure per capita", "USD", 1.0
    if "constant" in low:
        base = re.search(r"\d{4}", sheet)
        return f"military expenditure, constant {base.group() if base else ''} US$".replace("  ", " "), "USD", 1e6
    return "military expenditure, current US$", "USD", 1e6


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """An indicator for each state and year with a figure."""
    label, unit, factor = _measure(rows["sheet"][0])
    low = pl.col("country").str.strip_chars().str.to_lowercase()
    years = [name for name in rows.columns if is_year(name)]
    rows = rows.filter(pl.col("country").is_not_null() & ~low.is_in(list(_PARTS)))
    # Lines of regions and notes have no figures.
    filled = pl.any_horizontal(pl.col(name).is_not_null() & (pl.col(name) != "") for name in years)
    cells = long(rows.filter(filled), years, ["country"]).with_columns(year=pl.col("variable").str.slice(0, 4))
    cells = cells.with_columns(country_id=context.actors(cells, "country", years="year"))
    known = cells.filter(~pl.col("value").is_in(list(_MISSING)))
    for country, first, last in _gaps(cells.filter(pl.col("value").is_in(list(_MISSING)))):
        context.covers(
            "indicator", first, last, object=label, actor=country, role="subject", known=False, note="not available"
        )
    spans = known.group_by("country_id").agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
    for country, first, last in spans.sort("country_id").iter_rows():
        context.covers("indicator", first, last, object=label, actor=country, role="subject")
    colour = pl.col("value").str.extract(r"\[(blue|red)\]$")
    bare = pl.col("value").str.replace(r" \[(blue|red)\]$", "").str.strip_suffix("%")
    wrong = known.filter(known.select(number(bare)).to_series().is_null())
    context.malformed(
        [(line, f"{cell!r} is no number") for line, cell in wrong.select("line", "value").iter_rows()], wrong.height
    )
    # Shares stand as fractions in the workbook, and as percentages where they were saved as text.
    scale = pl.when(pl.col("value").str.contains("%", literal=True)).then(1.0).otherwise(factor)
    yield made(
        known.filter(number(bare).is_not_null()),
        "indicator",
        [Actor("subject", "country_id", "country")],
        rule="sipri-milex",
        start=pl.col("year"),
        amounts=[Amount(number(bare) * scale, unit, flagged(colour.is_not_null()))],
        object=label,
        domain="defence",
        confidence=pl.when(colour == "red").then(0.6).otherwise(1.0),
    )


def _gaps(cells: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Runs of years without a figure, each with its state."""
    years = pl.col("year").cast(pl.Int64)
    runs = (
        cells.filter(pl.col("country_id").is_not_null())
        .sort("country_id", "year")
        .with_columns(run=years - pl.int_range(pl.len()).over("country_id"))
        .group_by("country_id", "run", maintain_order=True)
        .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
    )
    yield from runs.select("country_id", "first", "last").iter_rows()


def finish(context: Context) -> None:
    """What is covered was noted sheet by sheet."""
