"""ATOP 5 alliances (http://www.atopdata.org), dyads by year: defence, offence, neutrality, non-aggression, consultation, each 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={
        "one": ("ccode1", "mem1", "stateA", "statea"),
        "other": ("ccode2", "mem2", "stateB", "stateb"),
        "year": ("year",),
        "defence": ("atop_defense", "defense"),
        "offence": ("atop_offense", "offense"),
        "neutrality": ("atop_neutral", "neutral"),
        "non-aggression": ("atop_nonagg", "nonagg"),
        "consultation": ("atop_consul", "consul"),
    },
)
_DUTIES = ("defence", "offence", "neutrality", "non-aggression", "consultation")


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """An agreement in force for each dyad and obligation that holds in the year."""
    rows = rows.with_columns(year=pl.col("year").str.extract(r"^(\d{4})"))
    rows = rows.with_columns(
        a=context.actors(rows, "one", "cow", years="year"), b=context.actors(rows, "other", "cow", years="year")
    )
    context.span(rows)
    context.leave_out(
        "no obligation holds in that year", rows.filter(pl.all_horizontal(number(d) == 0 for d in _DUTIES)).height
    )
    context.leave_out(
        "an obligation is coded as missing", rows.filter(pl.any_horizontal(number(d) < 0 for d in _DUTIES)).height
    )
    for duty in _DUTIES:
        yield made(
            rows.filter(number(duty) == 1),
            "agreement",
            [Actor("party", "a", "one"), Actor("party", "b", "other")],
            rule=f"atop.{duty}",
            start=pl.col("year"),
            object=f"alliance: {duty}",
            stage="in-force",
            domain="defence",
        )


def finish(context: Context) -> None:
    """Covered is every state in the years of the file: a dyad without an alliance has no row."""
    for first, last in context.spans.values():
        context.covers("agreement", first, last, note="alliances between any two states")
