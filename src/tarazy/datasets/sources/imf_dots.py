"""IMF Direction of Trade Statistics as CSV: one row a flow and period, or one row a flow with a column for each period.

TXG_FOB_USD exports, TMG_CIF_USD and TMG_FOB_USD imports, in US$ (the bulk download), or in millions where ``Scale`` says so. Estimates have status E.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, long, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={
        "country": ("Country Name", "Reference Area", "COUNTRY.Name"),
        "country_code": ("Country Code", "REF_AREA"),
        "title": ("Indicator Name", "Indicator", "INDICATOR.Name"),
        "series": ("Indicator Code", "INDICATOR"),
        "partner": ("Counterpart Country Name", "Counterpart Reference Area", "COUNTERPART_COUNTRY.Name"),
        "partner_code": ("Counterpart Country Code", "COUNTERPART_AREA"),
        "period": ("Time Period", "TIME_PERIOD"),
        "value": ("Value", "OBS_VALUE"),
        "status": ("Status", "OBS_STATUS"),
        "scale": ("Scale", "UNIT_MULT"),
        "attribute": ("Attribute",),
    },
    optional=frozenset(("country_code", "series", "partner_code", "period", "value", "status", "scale", "attribute")),
    rest=True,
)
_PERIOD = re.compile(r"(\d{4})(?:-?(Q[1-4])|-?M(\d{1,2})|-(\d{2}))?")


def _iso(period: str) -> tuple[str, str] | None:
    """First and last part of a period: 2019, 2019Q2, 2019M5, 2019-05."""
    found = _PERIOD.fullmatch(period.strip())
    if not found:
        return None
    year, quarter, month, other = found.groups()
    if quarter:
        last = int(quarter[1]) * 3
        return f"{year}-{last - 2:02d}", f"{year}-{last:02d}"
    if month or other:
        return (f"{year}-{int(month or other):02d}",) * 2
    return year, year


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """Trade for each flow and period with a value."""
    if not {"period", "value"} <= set(rows.columns):
        keep = [
            name
            for name in ("country", "country_code", "title", "series", "partner", "partner_code", "scale")
            if name in rows.columns
        ]
        if "attribute" in rows.columns:
            rows = rows.filter(pl.col("attribute").fill_null("Value") == "Value")
        periods = [name for name in rows.columns if _iso(name)]
        rows = long(rows, periods, keep).rename({"variable": "period"})
    rows = rows.filter(pl.col("value").is_not_null() & number("value").is_not_null())
    spans = {period: _iso(period) for period in rows["period"].unique().drop_nulls().to_list()}
    first = {period: span[0] for period, span in spans.items() if span}
    last = {period: span[1] for period, span in spans.items() if span}
    rows = rows.with_columns(
        first=pl.col("period").replace_strict(first, default=None, return_dtype=pl.String),
        last=pl.col("period").replace_strict(last, default=None, return_dtype=pl.String),
        flow=pl.concat_str(
            [pl.col("title"), pl.col("series")] if "series" in rows.columns else [pl.col("title")], separator=" · "
        ),
    )
    wrong = rows.filter(pl.col("first").is_null())
    context.malformed(
        [(line, f"no period in {p!r}") for line, p in wrong.head(20).select("line", "period").iter_rows()], wrong.height
    )
    rows = rows.filter(pl.col("first").is_not_null()).with_columns(year=pl.col("first").str.slice(0, 4))
    rows = rows.with_columns(
        own=context.actors(rows, "country", "name", "imf", "iso2", years="year"),
        other=context.actors(rows, "partner", "name", "imf", "iso2", years="year"),
        imports=pl.col("flow").str.contains(r"(?i)import|TMG"),
        exports=pl.col("flow").str.contains(r"(?i)export|TXG"),
    )
    context.leave_out(
        "the series is neither of imports nor of exports", rows.filter(~(pl.col("imports") | pl.col("exports"))).height
    )
    context.span(rows, "own", "imports")
    factor = pl.lit(1.0)
    if "scale" in rows.columns:
        scale = pl.col("scale").fill_null("").str.to_lowercase()
        factor = (
            pl.when(scale.is_in(["millions", "6"]))
            .then(1e6)
            .when(scale.is_in(["thousands", "3"]))
            .then(1e3)
            .otherwise(1.0)
        )
    estimate = (
        (pl.col("status").str.to_uppercase() == "E").fill_null(value=False)
        if "status" in rows.columns
        else pl.lit(value=False)
    )
    relation = pl.when(estimate).then(pl.lit("~")).otherwise(pl.lit("="))
    for imports, own, other in ((True, "importer", "exporter"), (False, "exporter", "importer")):
        yield made(
            rows.filter(pl.col("imports") if imports else (pl.col("exports") & ~pl.col("imports"))),
            "trade",
            [Actor(own, "own", "country"), Actor(other, "other", "partner")],
            rule="imf-dots",
            start=pl.col("first"),
            end=pl.col("last"),
            amounts=[Amount(number("value") * factor, "USD", relation)],
            object=pl.lit("goods: ") + pl.col("flow"),
        )


def finish(context: Context) -> None:
    """Covered are the reporters of the file, in the years that they report."""
    for (state, imports), (first, last) in sorted(context.spans.items()):
        context.covers(
            "trade", first, last, actor=state, role="importer" if imports else "exporter", note="as it reports"
        )
