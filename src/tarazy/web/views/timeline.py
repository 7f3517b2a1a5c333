"""The timeline: records in lanes, intervals as spans and events as points, each with how precisely it is dated."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.web.days import EARLIEST
from tarazy.web.here import Here, HereDep
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.things import Mask, kept

router = APIRouter(tags=["timeline"])
By = Literal["kind", "domain", "actor", "partner"]
_LANES = 40
_SHOWN = ("record_id", "time_start", "time_end", "kind", "domain", "stage", "modality", "confidence")
_READ = (*_SHOWN, "actors", "participants", "quantities", "object")


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
    counts: list[int] = Field(description="How many hold in each year from the timeline's first_year on.")


class Timeline(BaseModel):
    """The dated records of the selection. Where there are more than can be drawn, lanes tell how many hold in each year."""

    version: int
    by: By
    total: int
    undated: int
    first_year: int
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
    dated = chosen.mask & things.dated
    first, lanes = _lanes(here, dated, by)
    rows = np.flatnonzero(dated)
    if not form and len(rows) > limit:
        rows = rows[np.argsort(-things.confidence[rows], kind="stable")[:limit]]
    low = np.where(things.first[rows] == EARLIEST, things.last[rows], things.first[rows])
    entries = _entries(here, rows[np.argsort(low, kind="stable")], by, {lane.lane for lane in lanes})
    if form:
        return file_of(entries, "timeline", form)
    return Timeline(
        version=here.frames.version,
        by=by,
        total=int(np.count_nonzero(dated)),
        undated=chosen.count - int(np.count_nonzero(dated)),
        first_year=first,
        lanes=lanes,
        entries=entries,
    )


def _lanes(here: Here, dated: Mask, by: By) -> tuple[int, list[Lane]]:
    things = here.records.things
    if by in ("kind", "domain"):
        column = things.coded[by]
        rows: NDArray[Any] = np.flatnonzero(dated)
        lane: NDArray[Any] = column.codes.take(rows)
        keys, names = list(column.words), list(column.words)
    else:
        actors = here.frames.actors
        pairs = dated.take(things.actors.row)
        if by == "partner":
            for chosen in actors.places(here.selection.actor):
                pairs &= things.actors.actor != chosen
        rows, lane = kept(things.actors.row, pairs), kept(things.actors.actor, pairs)
        keys = actors.ids
        names = [actors.names[here.language][actor] for actor in keys]
    totals = np.bincount(lane, minlength=len(keys))
    most = [int(at) for at in np.argsort(-totals, kind="stable")[:_LANES] if totals[at] and keys[at]]
    # Only lanes that are shown are counted by year, under their place among them.
    place = np.full(len(keys), len(most), dtype=np.int64)
    place[most] = np.arange(len(most))
    lane = place.take(lane)
    if len(most) < np.count_nonzero(totals):
        shown = np.flatnonzero(lane < len(most))
        rows, lane = rows.take(shown), lane.take(shown)
    first, counts = things.histograms(rows, lane, len(most))
    return first, [
        Lane(lane=keys[at], name=names[at], count=int(totals[at]), counts=counts[number].tolist())
        for number, at in enumerate(most)
    ]


def _entries(here: Here, rows: NDArray[np.int64], by: By, lanes: set[str]) -> list[Entry]:
    found = []
    for row in here.frames.records.frame.select(_READ)[rows].iter_rows(named=True):
        own = [row[by]] if by in ("kind", "domain") else row["actors"]
        found.append(
            Entry.model_validate(
                {name: row[name] for name in _SHOWN}
                | {
                    "lanes": [lane for lane in dict.fromkeys(own) if lane in lanes],
                    "precision": _precision(row["time_start"], row["time_end"]),
                }
                | here.told(row)
            )
        )
    return found


def _precision(start: str | None, end: str | None) -> str:
    if start and end:
        return {4: "year", 7: "month", 10: "day"}.get(len(start), "year") if start == end else "span"
    return "since" if start else "until"
