"""ACLED export (https://acleddata.com/knowledge-base/codebook): political violence and protest, coded by people.

``time_precision`` 1 is the day, 2 the week, 3 the month: the date is cut to what is known. Fatalities are ACLED's conservative estimates.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited
from tarazy.datasets.events import coded

LAYOUT = Delimited(
    columns={
        "date": ("event_date",),
        "precision": ("time_precision",),
        "type": ("event_type",),
        "subtype": ("sub_event_type",),
        "actor1": ("actor1",),
        "actor2": ("actor2",),
        "country": ("country",),
        "iso": ("iso",),
        "place": ("location",),
        "fatalities": ("fatalities",),
        "notes": ("notes",),
    },
    optional=frozenset(("precision", "iso", "place", "notes")),
)
_OF_STATE = r"^(?:Military Forces|Police Forces|Government|Security Forces|Coast Guard|Border Guards?) of (?:the )?([^(]+?)\s*(?:\(|$)"


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """One claim for each event; forces of a state stand for the state."""
    agreed = pl.when(pl.col("subtype") == "Agreement").then(pl.lit("Agreement")).otherwise(pl.col("type"))
    rows = rows.with_columns(code=agreed, date=_date("precision" in rows.columns))
    whole = rows.height
    rows = coded(rows, "code", "acled")
    context.leave_out("the event type is none of ACLED's", whole - rows.height)
    wrong = rows.filter(pl.col("date").is_null())
    context.malformed([(line, "no event_date") for line in wrong["line"].head(20).to_list()], wrong.height)
    rows = rows.filter(pl.col("date").is_not_null())
    for side in ("actor1", "actor2"):
        state = rows[side].str.extract(_OF_STATE)
        known = context.names.actors(state)
        named = context.names.groups(rows.select(pl.when(state.is_null()).then(pl.col(side))).to_series())
        rows = rows.with_columns(pl.coalesce(known, named).alias(f"{side}_id"))
    rows = rows.with_columns(where=context.actors(rows, "country", "name"), year=pl.col("date").str.slice(0, 4))
    context.span(rows, "where", time="date")
    words = [pl.col("subtype"), pl.col("place")] if "place" in rows.columns else [pl.col("subtype")]
    yield made(
        rows,
        pl.col("kind"),
        [Actor(pl.col("first"), "actor1_id", "actor1"), Actor(pl.col("second"), "actor2_id", "actor2")],
        rule="acled",
        start=pl.col("date"),
        amounts=[Amount(number("fatalities"), "people", "~")],
        object=pl.concat_str([pl.col("label"), *words], separator=", ", ignore_nulls=True),
        stage=pl.col("stage"),
        modality=pl.col("modality"),
        domain=pl.col("domain"),
    )


def _date(precise: bool) -> pl.Expr:
    """ISO, from ``2024-01-31`` or ``31 January 2024``, cut to the month where only the week or month is known."""
    text = pl.col("date").str.strip_chars()
    day = pl.coalesce(
        text.str.to_date("%Y-%m-%d", strict=False),
        text.str.to_date("%d %B %Y", strict=False),
        text.str.to_date("%d-%b-%y", strict=False),
    )
    iso = day.dt.strftime("%Y-%m-%d")
    if not precise:
        return iso
    return pl.when(pl.col("precision").str.strip_chars().is_in(["2", "3"])).then(iso.str.slice(0, 7)).otherwise(iso)


def finish(context: Context) -> None:
    """Covered are the countries of the file, between its first event and its last."""
    for (country,), (first, last) in sorted(context.spans.items()):
        context.covers(
            "conflict", first, last, actor=country, note="events in this country, as ACLED finds them in reports"
        )
