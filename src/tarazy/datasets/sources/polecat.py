"""POLECAT events (https://doi.org/10.7910/DVN/AJGVIT), text with tabs, coded by machine in the PLOVER ontology.

Actors and recipients may be several states, between semicolons; coders' confidence is not published, so a claim's is 0.5.
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
        "date": ("Event Date",),
        "type": ("Event Type",),
        "mode": ("Event Mode",),
        "intensity": ("Intensity", "Event Intensity"),
        "contexts": ("Contexts",),
        "actor": ("Actor Name",),
        "actor_raw": ("Actor Name Raw",),
        "actor_country": ("Actor Country",),
        "recipient": ("Recipient Name",),
        "recipient_raw": ("Recipient Name Raw",),
        "recipient_country": ("Recipient Country",),
    },
    optional=frozenset(("mode", "intensity", "contexts", "actor_raw", "recipient_raw")),
    separator="\t",
    quoted=False,
)
_NONE = ["None", "none", "NA", ""]


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """One claim for each event that names a state or another actor."""
    lacking = [name for name in ("mode", "intensity", "contexts") if name not in rows.columns]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)
    texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != "quote"]
    rows = rows.with_columns(
        pl.when(~pl.col(name).is_in(_NONE)).then(pl.col(name).str.strip_chars('"')).alias(name) for name in texts
    )
    rows = rows.with_columns(
        code=pl.col("type").str.to_uppercase(), date=pl.col("date").str.extract(r"^(\d{4}-\d{2}-\d{2})")
    )
    whole = rows.height
    rows = coded(rows, "code", "plover")
    context.leave_out("the event type is none of PLOVER", whole - rows.height)
    context.leave_out("they have no date", rows["date"].null_count())
    rows = rows.filter(pl.col("date").is_not_null())
    for side in ("actor", "recipient"):
        # Of several states the first acts; the others stand in the row.
        first = rows[f"{side}_country"].str.split(";").list.first().str.strip_chars()
        rows = rows.with_columns(first.alias(f"{side}_first"))
        state = context.actors(rows, f"{side}_first", "iso3", "name")
        named = context.names.groups(rows[side].str.split(";").list.first().str.strip_chars())
        rows = rows.with_columns(pl.coalesce(state, named).alias(f"{side}_id"))
    context.span(rows, time="date")
    context.leave_out(
        "the event names nobody", rows.filter(pl.col("actor_id").is_null() & pl.col("recipient_id").is_null()).height
    )
    yield made(
        rows,
        pl.col("kind"),
        [Actor(pl.col("first"), "actor_id", "actor"), Actor(pl.col("second"), "recipient_id", "recipient")],
        rule="polecat",
        start=pl.col("date"),
        amounts=[Amount(number("intensity"), "points")],
        object=pl.concat_str(["label", "mode", "contexts"], separator=", ", ignore_nulls=True),
        stage=pl.col("stage"),
        modality=pl.col("modality"),
        domain=pl.col("domain"),
        confidence=0.5,
    )


def finish(context: Context) -> None:
    """What the news did not report is not none: nothing is covered but the days of the file."""
    for first, last in context.spans.values():
        context.covers(
            "events", first, last, note="events reported in the news that POLECAT reads; silence is no absence"
        )
