"""The balance of actors: their partners' shares by domain and period, how they lean between poles, and the records behind each figure."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import numpy as np
import polars as pl
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.measures.composite import COMPOSITE
from tarazy.web.here import Here, HereDep
from tarazy.web.measured import Asked, AskedDep, names_in, weighed
from tarazy.web.models import RecordRow, record_rows
from tarazy.web.paging import PagingDep, page_of
from tarazy.web.problems import NotThereError
from tarazy.web.sending import FILES, FormDep, file_of

router = APIRouter(tags=["measures"])
Row = TypeVar("Row", bound="Cell")
_CELL = ("actor", "domain", "measure", "unit", "start")
PARTNERS = 6
"""Partners of a cell that the whole table gives; ``/balance/partners`` gives all."""


class Cell(BaseModel):
    """One actor in one domain (or the composite of several), unit and period. What is unknown is null, never 0."""

    actor: str
    domain: str
    unit: str | None
    start: int
    end: int
    status: Literal["known", "none", "unknown"]
    ties: int
    records: int = Field(description="How many records are behind it; /balance/records gives them.")


class BalanceFigure(Cell):
    """How evenly partners share the cell (docs/measures.md), with bounds."""

    total: float | None
    partners: int | None
    top: str | None
    top_share: float | None
    hhi: float | None
    hhi_low: float | None
    hhi_high: float | None
    effective_1: float | None
    effective_1_low: float | None
    effective_1_high: float | None
    balance: float | None
    balance_low: float | None
    balance_high: float | None
    weights: str | None = Field(None, description="Of the composite: the known domains and what they weigh.")
    weight_known: float | None = Field(None, description="Of the composite: their part of all weights.")


class PartnerShare(Cell):
    """One partner's share of the cell; none where nothing is recorded."""

    partner: str | None
    pole: str | None
    weight: float | None
    share: float | None
    share_low: float | None
    share_high: float | None


class PoleShare(Cell):
    """The share of a pole's members in the cell; poles without any are left out."""

    pole: str
    share: float
    share_low: float | None
    share_high: float | None
    change: float | None = Field(description="Of the share, since the period before; none where that is unknown.")


class UnitTies(BaseModel):
    """A unit of amounts or quantities, its name in the language, and how many ties have it."""

    unit: str
    name: str
    ties: int


class LeftOut(BaseModel):
    """A data set that tells what another one tells, and counts only where that one does not reach."""

    source: str
    kept: str


class Balance(BaseModel):
    """The balance of one or more actors by domain and period."""

    version: int
    names: dict[str, str] = Field(description="Names of the actors that the rows speak of.")
    figures: list[BalanceFigure]
    shares: list[PartnerShare] = Field(description="The largest partners of each cell.")
    poles: list[PoleShare]
    units: list[UnitTies] = Field(description="Units of amounts or quantities, the commonest first; they never mix.")
    left_out: list[LeftOut]


class Partners(BaseModel):
    """All partners of a cell."""

    version: int
    names: dict[str, str]
    figure: BalanceFigure
    shares: list[PartnerShare]


class CellRecords(BaseModel):
    """One page of the records behind a cell or a partner's share of it: these and no others."""

    version: int
    total: int
    records: list[RecordRow]


class Place(BaseModel):
    """Which cell is asked about."""

    whose: Annotated[str, Field(max_length=200, description="The actor.")]
    within: Annotated[str, Field(max_length=40, description="The domain, or composite.")]
    year: Annotated[int, Field(ge=0, le=9999, description="The first year of the period.")]
    measured_in: Annotated[str | None, Field(max_length=40, description="The unit, where there are several.")] = None

    def of(self, frame: pl.DataFrame, whose: str) -> pl.DataFrame:
        """The rows of the cell."""
        unit = [pl.col("unit") == self.measured_in] if self.measured_in else []
        return frame.filter(
            pl.col("actor") == whose, pl.col("domain") == self.within, pl.col("start") == self.year, *unit
        )


def _place(place: Annotated[Place, Query()]) -> Place:
    return place


PlaceDep = Annotated[Place, Depends(_place)]


@router.get("/balance", response_model=Balance, responses=FILES)
def balance(here: HereDep, asked: AskedDep, form: FormDep = None) -> Balance | Response:
    """How many partners share the ties of the selection's actors, how evenly, and how these lean; as a file all partners' shares."""
    found = weighed(here, asked)
    shares = found.shares()
    if form:
        return file_of(shares.with_columns(pl.col("records").list.sort()), "balance", form)
    figures, poles = found.balance(), found.lean()
    sized = asked.by != "count" and not here.selection.source
    twice = here.frames.observatory.told_twice() if sized else {}
    return Balance(
        version=here.frames.version,
        names={**names_in(here, figures), **names_in(here, shares)},
        figures=_rows(BalanceFigure, figures),
        shares=_rows(PartnerShare, shares.group_by(_CELL, maintain_order=True).head(PARTNERS)),
        poles=_rows(PoleShare, poles.filter(pl.col("share") > 0)),
        units=_units(here, asked) if asked.by != "count" else [],
        left_out=[LeftOut(source=out, kept=kept) for out, kept in sorted(twice.items())],
    )


@router.get("/balance/partners", response_model=Partners, responses=FILES)
def balance_partners(here: HereDep, asked: AskedDep, place: PlaceDep, form: FormDep = None) -> Partners | Response:
    """One cell: its figures and all partners in it."""
    whose = here.frames.actors.merged.get(place.whose, place.whose)
    alone = here.changed(actor=(whose,))
    found = weighed(alone, asked)
    shares = place.of(found.shares(), whose)
    if form:
        return file_of(shares.with_columns(pl.col("records").list.sort()), "partners", form)
    figure = place.of(found.balance(), whose)
    if figure.is_empty():
        raise NotThereError(
            f"There is no cell of {place.whose} in {place.within} from {place.year}: choose one of /balance."
        )
    return Partners(
        version=here.frames.version,
        names=dict(names_in(here, pl.concat([figure, shares], how="diagonal"))),
        figure=_rows(BalanceFigure, figure[:1])[0],
        shares=_rows(PartnerShare, shares.drop_nulls("partner")),
    )


@router.get("/balance/records", response_model=CellRecords, responses=FILES)
def balance_records(
    here: HereDep,
    asked: AskedDep,
    place: PlaceDep,
    page: PagingDep,
    partner: Annotated[str | None, Query(max_length=200, description="Of this partner alone.")] = None,
    form: FormDep = None,
) -> CellRecords | Response:
    """The records behind a cell, or behind one partner's share of it."""
    frames = here.frames
    merged = frames.actors.merged
    whose, other = merged.get(place.whose, place.whose), merged.get(partner or "", partner)
    exact = asked.model_copy(update={"draws": 0})
    shares = place.of(weighed(here.changed(actor=(whose,)), exact).shares(), whose)
    if other:
        shares = shares.filter(pl.col("partner") == other)
    ids = shares["records"].explode().drop_nulls().unique()
    rows = np.array(sorted(frames.records.by_id[one] for one in ids if one in frames.records.by_id), dtype=np.int64)
    if form:
        return file_of(frames.records.frame[rows], "records", form)
    return CellRecords(
        version=frames.version,
        total=len(rows),
        records=record_rows(here, page_of(frames.records.things, rows, page)),
    )


def _rows(model: type[Row], frame: pl.DataFrame) -> list[Row]:
    counted = frame.with_columns(pl.col("records").list.len())
    return [model.model_validate(row) for row in counted.iter_rows(named=True)]


def _units(here: Here, asked: Asked) -> list[UnitTies]:
    """Ties by unit, the commonest first."""
    shares = weighed(here, asked.model_copy(update={"unit": None, "draws": 0, "every": None})).shares()
    counted = shares.filter(pl.col("domain") != COMPOSITE).drop_nulls(["unit", "partner"])
    counted = counted.group_by("unit").agg(pl.col("ties").sum()).sort("ties", "unit", descending=[True, False])
    words = here.telling.words["units"]
    return [UnitTies(unit=unit, name=words.get(unit, unit), ties=ties) for unit, ties in counted.iter_rows()]
