"""SIPRI Arms Transfers Database, one row an order, with three columns of question marks that have no heading.

A question mark makes the year before it or the number before it an estimate; years of delivery stand as ``2018; 2019`` or ``2018-2020``.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, flagged, year, yes
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited
from tarazy.datasets.sources.sipri import cover_recipients, generated, pieces, tiv

LAYOUT = Delimited(
    columns={
        "recipient": ("Recipient", "Recipients"),
        "supplier": ("Supplier", "Suppliers"),
        "ordered": ("Year of order", "Order date"),
        "number": ("Number ordered",),
        "designation": ("Weapon designation",),
        "description": ("Weapon description",),
        "delivered_number": ("Number delivered",),
        "delivered": ("Year(s) of delivery", "Year(s) of deliveries"),
        "status": ("status",),
        "comments": ("Comments", "Comment"),
        "total": ("SIPRI TIV for total order",),
        "tiv": ("SIPRI TIV of delivered weapons",),
    },
    optional=frozenset(("status", "comments", "total", "tiv")),
)
_YEARS = r"^\s*\(?\d{4}\)?(\s*[-–;,]\s*\(?\d{4}\)?)*\s*\??$"


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """A transfer ordered for each row, and one delivered over all its years of delivery where something was delivered."""
    if context.said is None:
        context.said = generated(context.preamble)
    missing = [
        name
        for name in ("ordered ?", "number ?", "delivered_number ?", "total", "tiv", "comments")
        if name not in rows.columns
    ]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    rows = rows.with_columns(
        supplier_id=context.actors(rows, "supplier", years="ordered"),
        recipient_id=context.actors(rows, "recipient", years="ordered"),
        order_year=year("ordered"),
        years=pl.when(pl.col("delivered").str.contains(_YEARS)).then(pl.col("delivered").str.extract_all(r"\d{4}")),
    )
    wrong = rows.filter(
        pl.col("order_year").is_null() | (pl.col("delivered").is_not_null() & pl.col("years").is_null())
    )
    told = [
        (line, f"no years in {order!r} or {delivery!r}")
        for line, order, delivery in wrong.head(20).select("line", "ordered", "delivered").iter_rows()
    ]
    context.malformed(told, wrong.height)
    rows = rows.join(wrong.select("line"), on="line", how="anti")
    rows = rows.with_columns(first=pl.col("years").list.min(), last=pl.col("years").list.max())
    context.span(rows.with_columns(year=pl.coalesce("last", "order_year")), "recipient_id")
    label = pl.concat_str("designation", "description", separator=", ", ignore_nulls=True)
    people = [Actor("supplier", "supplier_id", "supplier"), Actor("recipient", "recipient_id", "recipient")]
    sure = pl.when(yes("ordered ?")).then(0.8).otherwise(1.0)
    yield made(
        rows,
        "transfer",
        people,
        rule="sipri-orders.ordered",
        start=pl.col("order_year"),
        amounts=[pieces("number", flagged(yes("number ?"))), tiv("total", flagged(yes("number ?")))],
        object=label,
        stage="ordered",
        confidence=sure,
    )
    yield made(
        rows.filter(pl.col("first").is_not_null()),
        "transfer",
        people,
        rule="sipri-orders.delivered",
        start=pl.col("first"),
        end=pl.col("last"),
        amounts=[
            pieces("delivered_number", flagged(yes("delivered_number ?"))),
            tiv("tiv", flagged(yes("delivered_number ?"))),
        ],
        object=label,
        stage="delivered",
    )


def finish(context: Context) -> None:
    """Covered are the recipients of the file over the years that were asked for, or that occur."""
    cover_recipients(context)
