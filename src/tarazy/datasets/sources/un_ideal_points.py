"""Ideal points of states in the United Nations General Assembly (Bailey, Strezhnev and Voeten 2017, https://doi.org/10.7910/DVN/LEJUQZ).

One row a state and session; session 1 is the autumn of 1946. The quantiles of 5 and 95 per cent bound the estimate.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={
        "state": ("ccode",),
        "session": ("session",),
        "point": ("IdealPoint", "IdealPointAll", "IdealPointFP"),
        "low": ("Q5%", "Q5%All"),
        "high": ("Q95%", "Q95%All"),
        "iso3": ("iso3c", "iso3"),
        "name": ("Countryname", "countryname"),
        "votes": ("NVotes", "NVotesAll"),
    },
    optional=frozenset(("low", "high", "iso3", "name", "votes")),
)
_BEFORE_FIRST = 1945
OBJECT = "UN General Assembly ideal point"


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """An indicator for each state and session: the estimate, and its bounds where the file has them."""
    year = (number("session") + _BEFORE_FIRST).cast(pl.Int64, strict=False).cast(pl.String)
    rows = rows.with_columns(year=year)
    rows = rows.with_columns(state_id=context.actors(rows, "state", "cow", years="year"))
    context.span(rows, "state_id")
    missing = rows.select(number("point").is_null()).to_series()
    context.leave_out("they have no estimate", int(missing.sum()))
    bounds = [
        Amount(number(column), "points", relation)
        for column, relation in (("low", ">"), ("high", "<"))
        if column in rows.columns
    ]
    yield made(
        rows.filter(~missing),
        "indicator",
        [Actor("subject", "state_id", "name" if "name" in rows.columns else "state")],
        rule="un-ideal-points",
        start=pl.col("year"),
        amounts=[Amount(number("point"), "points", "~"), *bounds],
        object=OBJECT,
        domain="diplomacy",
    )


def finish(context: Context) -> None:
    """Covered are the states of the file over their sessions."""
    for (state,), (first, last) in sorted(context.spans.items()):
        context.covers("indicator", first, last, object=OBJECT, actor=state, role="subject")
