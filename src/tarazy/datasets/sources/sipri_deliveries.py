"""SIPRI Arms Transfers Database, one row a delivery (https://www.sipri.org/databases/armstransfers/sources-and-methods).

TIV are millions of SIPRI trend-indicator values; 0 means less than 0.5 million, an empty cell that none were identified.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, flagged, number, year, yes
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited
from tarazy.datasets.sources.sipri import cover_recipients, generated, tiv

LAYOUT = Delimited(
    columns={
        "id": ("SIPRI AT Database ID",),
        "supplier": ("Supplier",),
        "recipient": ("Recipient",),
        "designation": ("Designation", "Weapon designation"),
        "description": ("Description", "Weapon description"),
        "category": ("Armament category",),
        "ordered": ("Order date", "Year of order"),
        "ordered_estimate": ("Order date is estimate",),
        "pieces": ("Numbers delivered", "Number delivered"),
        "pieces_estimate": ("Numbers delivered is estimate",),
        "delivered": ("Delivery year",),
        "delivered_estimate": ("Delivery year is estimate",),
        "status": ("Status",),
        "tiv": ("TIV delivery values", "SIPRI TIV of delivered weapons"),
        "local": ("Local production",),
    },
    optional=frozenset(("id", "category", "ordered", "ordered_estimate", "status", "local")),
)


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """A delivered transfer for each row."""
    if context.said is None:
        context.said = generated(context.preamble)
    rows = rows.with_columns(
        supplier_id=context.actors(rows, "supplier", years="delivered"),
        recipient_id=context.actors(rows, "recipient", years="delivered"),
        year=year("delivered"),
    )
    context.span(rows, "recipient_id")
    context.leave_out("they have no delivery year", rows["year"].null_count())
    name = pl.concat_str(
        pl.col("designation").str.strip_chars(" -"), pl.col("description"), separator=", ", ignore_nulls=True
    )
    local = yes("local") if "local" in rows.columns else pl.lit(value=False)
    label = name + pl.when(local).then(pl.lit(" (produced locally)")).otherwise(pl.lit(""))
    unsure = flagged(yes("pieces_estimate"))
    yield made(
        rows.filter(pl.col("year").is_not_null()),
        "transfer",
        [Actor("supplier", "supplier_id", "supplier"), Actor("recipient", "recipient_id", "recipient")],
        rule="sipri-deliveries",
        start=pl.col("year"),
        amounts=[
            Amount(number("pieces"), "pieces", unsure),
            tiv("tiv", unsure),
        ],
        object=label,
        stage="delivered",
        # A year that is an estimate makes the claim less sure, not its sum.
        confidence=pl.when(yes("delivered_estimate")).then(0.8).otherwise(1.0),
    )


def finish(context: Context) -> None:
    """Covered are the recipients of the file over the years that were asked for."""
    cover_recipients(context)
