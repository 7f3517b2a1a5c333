"""The timeline: records in lanes, intervals as spans and events as points, each with how precisely it is dated."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.web.here import Here, HereDep
from tarazy.web.models import record_rows
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.things import Mask
from tarazy.web.views.facets import Year, histogram

router = APIRouter(tags=["timeline"])
By = Literal["kind", "domain", "actor", "partner"]
_LANES = 40


class Entry(BaseModel):
    """A record on its lanes. Dates are cut to what is known: ``precision`` day, month, year, span, since, until."""

    record_id: str
    lanes: list[str]
    time_start: str | None
    time_end: str | None
    precision: str
    kind: str
    domain: str
    stage: str | None
    modality: str
    confidence: float
    when: str
    what: str
    who: str
    detail: str


class Lane(BaseModel):
    """A lane with the number of its dated records, and how many hold in each year."""

    lane: str
    name: str
    count: int
    years: list[Year]


class Timeline(BaseModel):
    """The dated records of the selection. Where there are more than can be drawn, lanes tell how many hold in each year."""

    version: int
    by: By
    total: int
    undated: int
    lanes: list[Lane]
    entries: list[Entry] = Field(description="The surest, in the order of time.")


@router.get("/timeline", response_model=Timeline, responses=FILES)
def timeline(
    here: HereDep,
    by: Annotated[By, Query(description="What a lane is; partners are those of the selection's actors.")] = "kind",
    limit: Annotated[int, Query(ge=0, le=5000, description="How many records to give one by one.")] = 1000,
    form: FormDep = None,
) -> Timeline | Response:
    """The dated records of the selection in lanes."""
    chosen, things = here.records, here.records.things
    dated = chosen.mask & (things.first <= things.last)
    lanes = _lanes(here, dated, by)
    rows = np.flatnonzero(dated)
    if not form and len(rows) > limit:
        rows = rows[np.argsort(-things.confidence[rows], kind="stable")[:limit]]
    low = np.where(things.first[rows] == np.iinfo(np.int32).min, things.last[rows], things.first[rows])
    entries = _entries(here, rows[np.argsort(low, kind="stable")], by, {lane.lane for lane in lanes})
    if form:
        return file_of(entries, "timeline", form)
    return Timeline(
        version=here.frames.version,
        by=by,
        total=int(np.count_nonzero(dated)),
        undated=chosen.count - int(np.count_nonzero(dated)),
        lanes=lanes,
        entries=entries,
    )


def _lanes(here: Here, dated: Mask, by: By) -> list[Lane]:
    things = here.records.things
    if by in ("kind", "domain"):
        column = things.coded[by]
        counts = column.counts(dated)
        return [
            Lane(
                lane=word, name=word, count=n, years=histogram(things.first, things.last, dated & column.is_in([word]))
            )
            for word, n in sorted(counts.items(), key=lambda one: -one[1])
        ]
    actors = here.frames.actors
    counts_of = things.actors.counts(dated)
    own = set(actors.places(here.selection.actor))
    most = [int(at) for at in np.argsort(-counts_of, kind="stable") if counts_of[at]]
    if by == "partner":
        most = [at for at in most if at not in own]
    return [
        Lane(
            lane=actors.ids[at],
            name=actors.names[here.language][actors.ids[at]],
            count=int(counts_of[at]),
            years=histogram(things.first, things.last, dated & things.actors.mask(at)),
        )
        for at in most[:_LANES]
    ]


def _entries(here: Here, rows: NDArray[np.int64], by: By, lanes: set[str]) -> list[Entry]:
    found = []
    for row in record_rows(here, rows):
        own = [getattr(row, by)] if by in ("kind", "domain") else [one.actor for one in row.participants]
        found.append(
            Entry(
                **row.model_dump(
                    include={"record_id", "time_start", "time_end", "kind", "domain", "stage", "modality", "confidence"}
                ),
                lanes=[lane for lane in dict.fromkeys(own) if lane in lanes],
                precision=_precision(row.time_start, row.time_end),
                **row.told.model_dump(),
            )
        )
    return found


def _precision(start: str | None, end: str | None) -> str:
    if start and end:
        return {4: "year", 7: "month", 10: "day"}.get(len(start), "year") if start == end else "span"
    return "since" if start else "until"
