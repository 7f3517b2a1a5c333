"""Correlates of War intergovernmental organisations 3 (https://correlatesofwar.org/data-sets/igos), one row a state and year, one column an organisation.

0 no member, 1 full member, 2 associate, 3 observer, -9 missing, -1 the organisation did not exist (Pevehouse et al. 2020).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, long
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={"state": ("ccode",), "year": ("year",), "label": ("state", "stateabb", "statenme")},
    optional=frozenset(("label",)),
    rest=True,
)
_STAGES = {"1": "member", "2": "partner", "3": "observer"}
_KNOWN = ("0", "1", "2", "3", "-9", "-1")
_NOT_ORGANISATIONS = frozenset(("version", "orgname", "dyadid", "country1", "country2"))


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """A membership for each organisation to which the state belongs in the year."""
    place = {"line", "start", "end", "quote", "state", "year", "label"}
    columns = [name for name in rows.columns if name not in place and name.lower() not in _NOT_ORGANISATIONS]
    rows = rows.with_columns(year=pl.col("year").str.extract(r"^(\d{4})"))
    rows = rows.with_columns(member=context.actors(rows, "state", "cow", years="year"))
    context.span(rows, "member")
    cells = long(rows, columns, ["member", "year", "state"]).with_columns(pl.col("value").str.replace(r"\.0+$", ""))
    wrong = cells.filter(~pl.col("value").is_in(_KNOWN))
    context.malformed(
        [
            (line, f"{name} is {value!r}")
            for line, name, value in wrong.head(20).select("line", "variable", "value").iter_rows()
        ],
        wrong.height,
    )
    missing = cells.filter(pl.col("value") == "-9")
    # -9 is not 0: the window of the state has a gap there.
    for member, name, first, last in (
        missing.group_by("member", "variable")
        .agg(pl.col("year").min().alias("f"), pl.col("year").max().alias("l"))
        .iter_rows()
    ):
        context.covers(
            "membership", first, last, object=name, actor=member, role="member", known=False, note="coded as missing"
        )
    belongs = cells.filter(pl.col("value").is_in(list(_STAGES)))
    belongs = belongs.with_columns(organisation=context.actors(belongs, "variable", "name", unknown="org"))
    yield made(
        belongs,
        "membership",
        [Actor("member", "member", "state"), Actor("organisation", "organisation", "variable")],
        rule="igo",
        start=pl.col("year"),
        object=pl.col("variable"),
        stage=pl.col("value").replace_strict(_STAGES, default=None),
    )


def finish(context: Context) -> None:
    """Covered are the states of the file over their years, but for what is coded as missing."""
    for (state,), (first, last) in sorted(context.spans.items()):
        context.covers("membership", first, last, actor=state, role="member")
