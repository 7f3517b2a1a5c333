"""V-Dem country-years (https://v-dem.net): the main indices, from 0 to 1, with the bounds of their measurement model (one standard deviation)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited
from tarazy.datasets.sources.indicators import cover_variables

INDICES = {
    "v2x_polyarchy": "electoral democracy index",
    "v2x_libdem": "liberal democracy index",
    "v2x_partipdem": "participatory democracy index",
    "v2x_delibdem": "deliberative democracy index",
    "v2x_egaldem": "egalitarian democracy index",
    "v2x_civlib": "civil liberties index",
    "v2x_freexp_altinf": "freedom of expression and alternative sources of information index",
    "v2x_frassoc_thick": "freedom of association index",
    "v2xel_frefair": "clean elections index",
    "v2x_rule": "rule of law index",
    "v2x_corr": "political corruption index",
    "v2xcs_ccsi": "core civil society index",
    "v2x_gender": "women political empowerment index",
    "v2x_regime": "regimes of the world",
}
_BOUNDS = {f"{name}{end}": (f"{name}{end}",) for name in INDICES for end in ("_codelow", "_codehigh")}
LAYOUT = Delimited(
    columns={
        "name": ("country_name",),
        "code": ("country_text_id",),
        "year": ("year",),
        **{name: (name,) for name in INDICES},
        **_BOUNDS,
    },
    optional=frozenset((*INDICES, *_BOUNDS)),
)


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """An indicator for each index that the file has, state and year."""
    rows = rows.with_columns(year=pl.col("year").str.extract(r"^(\d{4})"))
    rows = rows.with_columns(
        state=context.actors(rows, "code", "iso3", unknown=""), named=context.actors(rows, "name", years="year")
    ).with_columns(state=pl.coalesce("state", "named"))
    for index, title in INDICES.items():
        if index not in rows.columns:
            continue
        known = rows.filter(number(index).is_not_null())
        context.span(known.with_columns(index=pl.lit(index)), "state", "index")
        bounds = [
            Amount(number(f"{index}{end}"), "points", relation)
            for end, relation in (("_codelow", ">"), ("_codehigh", "<"))
            if f"{index}{end}" in rows.columns
        ]
        yield made(
            known,
            "indicator",
            [Actor("subject", "state", "name")],
            rule="vdem",
            start=pl.col("year"),
            amounts=[Amount(number(index), "points", "~" if bounds else "="), *bounds],
            object=f"{title} · {index}",
            domain="diplomacy",
        )


def finish(context: Context) -> None:
    """Covered are each state's years with a value, index by index."""
    cover_variables(context)
