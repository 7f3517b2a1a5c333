"""Records: the table, and one of them with its life, its claims and its conflicts."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.web.here import HereDep
from tarazy.web.models import ClaimRow, RecordRow, claim_rows, record_rows
from tarazy.web.paging import PagingDep, page_of
from tarazy.web.problems import NotThereError
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.told import FindingRow, finding_rows

router = APIRouter(tags=["records"])


class RecordPage(BaseModel):
    """One page of the records of a selection."""

    version: int
    total: int
    records: list[RecordRow]


class Stage(BaseModel):
    """One stage of a record's life line, with the claims that tell of it."""

    stage: str | None
    modality: str
    time_start: str | None
    time_end: str | None
    said: str | None
    claims: list[str]
    when: str = Field(description="The time in words.")
    what: str = Field(description="The stage in words.")


class Event(BaseModel):
    """What became of the record: made, grown, merged-into, split-from (``other``), gone."""

    event: str
    other: str | None
    recorded: datetime


class RecordDetail(BaseModel):
    """A record with all that stands behind it."""

    version: int
    record: RecordRow
    life: list[Stage]
    claims: list[ClaimRow]
    findings: list[FindingRow]
    history: list[Event]


@router.get("/records", response_model=RecordPage, responses=FILES)
def records(here: HereDep, page: PagingDep, form: FormDep = None) -> RecordPage | Response:
    """The records of the selection, one page of them, or all as a file."""
    chosen = here.records
    if form:
        return file_of(here.frames.records.frame[chosen.rows], "records", form)
    rows = page_of(chosen.things, chosen.rows, page)
    return RecordPage(version=here.frames.version, total=chosen.count, records=record_rows(here, rows))


@router.get("/records/{record_id}", response_model=RecordDetail, responses=FILES)
def record(here: HereDep, record_id: str, form: FormDep = None) -> RecordDetail | Response:
    """One record, whatever the selection: its life line, its claims, its conflicts, its history; as a file its claims."""
    frames = here.frames
    place = frames.records.by_id.get(record_id)
    if place is None:
        raise NotThereError(_gone(here, record_id))
    row = frames.records.frame.row(place, named=True)
    claims = np.flatnonzero(frames.record_of_claim == place)
    if form:
        return file_of(frames.claims.rows(claims), "record", form)
    life = [
        Stage(
            **entry,
            when=here.telling.span(entry["time_start"], entry["time_end"]),
            what=here.telling.what(row["kind"], entry["stage"], entry["modality"]),
        )
        for entry in row["life"]
    ]
    found = frames.findings.filter(record_id=record_id)
    history = frames.observatory.history(record_id).select("event", "other", "recorded")
    return RecordDetail(
        version=frames.version,
        record=record_rows(here, [place])[0],
        life=life,
        claims=claim_rows(here, claims),
        findings=finding_rows(here, found),
        history=[Event(**event) for event in history.iter_rows(named=True)],
    )


def _gone(here: HereDep, record_id: str) -> str:
    history = here.frames.observatory.history(record_id)
    merged = history.filter(event="merged-into")
    if merged.height:
        return f"Record {record_id!r} is no more: it was merged into {merged['other'][-1]}."
    return f"Record {record_id!r} is not there: it is gone, or never was."
