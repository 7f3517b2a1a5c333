"""The balance of an actor: its partners' shares by domain and period, and every other measure of the ties of the selection."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from tarazy.measures.poles import checked_weights, default_weights, written_weights
from tarazy.measures.table import measure as row_of
from tarazy.measures.table import measures
from tarazy.measuring import windows
from tarazy.web.here import Here, HereDep
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.views.ties import Measure, tie_mask

router = APIRouter(tags=["measures"])


class MeasureRow(BaseModel):
    """A row of the table of measures."""

    name: str
    description: str
    source: str
    coverage: str
    uncertainty: str
    needs: int
    shows: list[str]


class Row(BaseModel):
    """A row of a measure: its columns as docs/measures.md has them, the names of actors in it, and the records behind it."""

    model_config = ConfigDict(extra="allow")

    records: list[str]


class Measured(BaseModel):
    """A measure of the ties of the selection."""

    version: int
    measure: str
    columns: list[str]
    names: dict[str, str] = Field(description="Names of the actors that the rows speak of.")
    rows: list[Row]


class Balance(BaseModel):
    """The balance of one or more actors: figures by domain and period, and each partner's share."""

    version: int
    balance: Measured
    shares: Measured


Every = Annotated[int | None, Query(ge=1, le=200, description="Years of a period; one period unless told.")]
By = Annotated[Measure, Query(alias="by", description="What a tie weighs.")]
Unit = Annotated[str | None, Query(max_length=40, description="One unit of amounts or quantities.")]
Draws = Annotated[int, Query(ge=0, le=1000, description="Draws of the bootstrap; 0 for no bounds.")]
Carry = Annotated[
    int, Query(ge=0, le=200, description="Years for which a tie that is not known to have ended is carried on.")
]

Weights = Annotated[
    str | None,
    Query(max_length=400, description="Weights of the domains in the composite, such as defence:2,water:0.5."),
]


@router.get("/measures")
def measure_list() -> list[MeasureRow]:
    """The measures there are, with their sources."""
    return [
        MeasureRow(
            **{name: getattr(row, name) for name in MeasureRow.model_fields if name != "shows"}, shows=list(row.shows)
        )
        for row in measures().values()
    ]


@router.get("/measures/{name}", response_model=Measured, responses=FILES)
def measure(
    here: HereDep,
    name: str,
    every: Every = None,
    by: By = "count",
    unit: Unit = None,
    draws: Draws = 200,
    carry: Carry = 0,
    form: FormDep = None,
) -> Measured | Response:
    """A measure of the ties of the selection; its actors are those measured, its interval the years."""
    found = measured(here, name, every, by, unit, draws, carry)
    return file_of(found, name, form) if form else _shown(here, name, found)


@router.get("/balance", response_model=Balance, responses=FILES)
def balance(
    here: HereDep,
    every: Every = None,
    by: By = "count",
    unit: Unit = None,
    draws: Draws = 200,
    carry: Carry = 0,
    weights: Weights = None,
    form: FormDep = None,
) -> Balance | Response:
    """How many partners share the ties of the selection's actors, and how evenly; as a file the shares."""
    shares = measured(here, "shares", every, by, unit, draws, carry)
    if form:
        return file_of(shares, "balance", form)
    figures = measured(here, "balance", every, by, unit, draws, carry, weights)
    return Balance(
        version=here.frames.version, balance=_shown(here, "balance", figures), shares=_shown(here, "shares", shares)
    )


def measured(
    here: Here,
    name: str,
    every: int | None,
    by: str,
    unit: str | None,
    draws: int,
    carry: int,
    weights: str | None = None,
) -> pl.DataFrame:
    """The frame of a measure. Raises UsageError for an unknown measure, or too few actors."""
    row, selection, frames = row_of(name), here.selection, here.frames
    selection.check()
    actors = [frames.actors.merged.get(one, one) for one in selection.actor]
    frames.actors.places(actors)
    settings: dict[str, Any] = {"measure": by, "draws": draws, "carry": carry}
    settings |= {key: int(value[:4]) for key, value in (("start", selection.start), ("end", selection.end)) if value}
    settings |= {"every": every} if every else {}
    settings |= {"unit": unit} if unit else {}
    settings |= {"kind": list(selection.kind)} if selection.kind else {}
    settings |= {"weights": _weights(weights)} if weights else {}
    row.check(actors, settings)
    if by != "count" and selection.kind:
        settings["coverage"] = windows(frames.coverage, list(selection.kind))
    # The measure itself cuts the interval into periods and takes the ties of its actors.
    mask = tie_mask(here.changed(start=None, end=None, actor=()))
    if name == "similarity":
        mask &= frames.ties.measure.is_in(["depth", "position"])
    elif by != "count" and unit:
        # A unit is enough to tell sizes apart, whether it is money or not.
        mask &= frames.ties.measure.is_in(["amount", "quantity"])
    else:
        mask &= frames.ties.measure.is_in([by])
    table = frames.ties.frame.filter(mask)
    if by != "count" and unit:
        table = table.with_columns(measure=pl.lit(by))
    return row.of(table, actors, settings).with_columns(pl.col("records").list.sort())


def _weights(words: str) -> dict[str, float]:
    """Weights of all domains: those told, 1 for the others."""
    fault = "weights {words} cannot be read: write domain:number, such as defence:2."
    return checked_weights(default_weights() | written_weights(words, ":", fault), "weights")


def _shown(here: Here, name: str, frame: pl.DataFrame) -> Measured:
    ids = here.frames.actors.by_id
    names = here.frames.actors.names[here.language]
    texts = [column for column in frame.columns if frame.schema[column] == pl.String]
    spoken = {value for column in texts for value in frame[column].drop_nulls().unique() if value in ids}
    return Measured(
        version=here.frames.version,
        measure=name,
        columns=frame.columns,
        names={one: names[one] for one in sorted(spoken)},
        rows=[Row(**row) for row in frame.iter_rows(named=True)],
    )
