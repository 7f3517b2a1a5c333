"""The measures there are, and each of them on the ties, claims or records of the selection."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from tarazy.measures.table import measures
from tarazy.web.here import HereDep
from tarazy.web.measured import AskedDep, measured, names_in
from tarazy.web.sending import FILES, FormDep, file_of

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
    """A row of a measure: its columns as docs/measures.md has them, and the records behind it."""

    model_config = ConfigDict(extra="allow")

    records: list[str]


class Measured(BaseModel):
    """A measure of the selection."""

    version: int
    measure: str
    columns: list[str]
    names: dict[str, str] = Field(description="Names of the actors that the rows speak of.")
    rows: list[Row]


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
def measure(here: HereDep, name: str, asked: AskedDep, form: FormDep = None) -> Measured | Response:
    """A measure of the selection; its actors are those measured, its interval the years."""
    found = measured(here, name, asked)
    if form:
        return file_of(found, name, form)
    return Measured(
        version=here.frames.version,
        measure=name,
        columns=found.columns,
        names=dict(names_in(here, found)),
        rows=[Row(**row) for row in found.iter_rows(named=True)],
    )
