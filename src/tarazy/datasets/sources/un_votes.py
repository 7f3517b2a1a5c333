"""Votes in the United Nations General Assembly (Voeten, https://doi.org/10.7910/DVN/LEJUQZ), one row a state and resolution.

1 yes, 2 abstention, 3 no, 8 absent, 9 no member.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={
        "call": ("rcid",),
        "state": ("ccode", "Country code"),
        "vote": ("vote",),
        "session": ("session",),
        "date": ("date",),
        "year": ("year",),
        "resolution": ("unres", "resid", "resolution"),
        "about": ("short", "shortdescr", "descr", "description"),
        "name": ("Countryname", "Country", "country"),
    },
    optional=frozenset(("session", "date", "year", "resolution", "about", "name")),
)
_STAGES = {"1": "support", "2": "neutral", "3": "oppose"}
_NONE = {"8": "the state was absent", "9": "the state was no member"}


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """A stance for each yes, abstention and no; absence is none of them."""
    have = set(rows.columns)
    session = (pl.col("session").cast(pl.Float64, strict=False) + 1945).cast(pl.Int64, strict=False).cast(pl.String)
    dates = [pl.col("date").str.extract(r"^(\d{4}-\d{2}-\d{2})")] if "date" in have else []
    dates += [pl.col("year").str.extract(r"^(\d{4})")] if "year" in have else []
    dates += [session] if "session" in have else []
    rows = rows.with_columns(
        when=pl.coalesce(dates) if dates else pl.lit(None, pl.String), vote=pl.col("vote").str.replace(r"\.0+$", "")
    )
    rows = rows.with_columns(year=pl.col("when").str.slice(0, 4))
    rows = rows.with_columns(state_id=context.actors(rows, "state", "cow", years="year"))
    context.span(rows.filter(pl.col("vote") != "9"), "state_id")
    for vote, reason in _NONE.items():
        context.leave_out(reason, rows.filter(pl.col("vote") == vote).height)
    wrong = rows.filter(~pl.col("vote").is_in([*_STAGES, *_NONE]).fill_null(value=False))
    context.malformed(
        [(line, f"vote {vote!r}") for line, vote in wrong.head(20).select("line", "vote").iter_rows()], wrong.height
    )
    call = pl.lit("roll call ") + pl.col("call").str.replace(r"\.0+$", "")
    # Paragraphs and amendments of one resolution are roll calls of their own.
    named = (
        pl.concat_str([pl.col("resolution"), call], separator=", ", ignore_nulls=True) if "resolution" in have else call
    )
    label = pl.concat_str([named, pl.col("about")], separator=": ", ignore_nulls=True) if "about" in have else named
    yield made(
        rows.filter(pl.col("vote").is_in(list(_STAGES))),
        "stance",
        [Actor("holder", "state_id", "name" if "name" in have else "state")],
        rule="un-votes",
        start=pl.col("when"),
        object=pl.lit("UN vote ") + label,
        stage=pl.col("vote").replace_strict(_STAGES, default=None),
    )


def finish(context: Context) -> None:
    """Covered are the states of the file over the years in which they were members."""
    for (state,), (first, last) in sorted(context.spans.items()):
        context.covers("stance", first, last, actor=state, role="holder", note="roll calls of the General Assembly")
