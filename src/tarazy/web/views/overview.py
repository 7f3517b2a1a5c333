"""What the observatory holds, what was read last, what is weighty, and what is left to review."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.web.days import EARLIEST
from tarazy.web.here import Here, HereDep
from tarazy.web.models import RecordRow, record_rows
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.told import FindingRow, finding_rows
from tarazy.web.views.facets import ActorValue, Value, Year, actor_counts, year_counts
from tarazy.web.views.findings import chosen_findings

router = APIRouter(tags=["overview"])
_READINGS, _EVENTS, _FINDINGS, _ACTORS = 6, 8, 5, 12
_DOUBT = 0.5


class Holdings(BaseModel):
    """How much there is in all, and in the selection."""

    documents: int
    words: int
    claims: int
    records: int
    actors: int
    decisions: int
    unresolved: int = Field(description="Claims that belong to no record yet, since nothing has resolved them.")
    selected_claims: int
    selected_records: int
    selected_actors: int
    selected_documents: int


class Reading(BaseModel):
    """A document that was read lately."""

    name: str
    title: str | None
    languages: list[str]
    words: int
    claims: int
    recorded: datetime


class Review(BaseModel):
    """What is left to review in the selection."""

    unruled: int
    doubtful: int = Field(description="Of these, those with a confidence below one half.")
    ruled: int
    open_findings: int


class Cell(BaseModel):
    """How many claims of a kind are in a language."""

    kind: str
    language: str
    count: int


class Overview(BaseModel):
    """The first view."""

    version: int
    name: str
    changed: datetime | None
    holdings: Holdings
    years: list[Year] = Field(description="Claims by the years in which they hold, within the whole selection.")
    cells: list[Cell]
    domains: list[Value]
    actors: list[ActorValue]
    events: list[RecordRow] = Field(description="The latest events of the selection, the newest first.")
    findings: list[FindingRow]
    review: Review
    readings: list[Reading]


@router.get("/overview", response_model=Overview, responses=FILES)
def overview(here: HereDep, form: FormDep = None) -> Overview | Response:
    """The first view; as a file its counts of claims by kind and language."""
    frames = here.frames
    claims, things = here.claims, here.claims.things
    cells = _cells(here)
    if form:
        return file_of(cells, "overview", form)
    findings = chosen_findings(here)
    is_open = findings["finding_id"].is_in(frames.settled.implode()).not_()
    counted = things.counts(claims.mask, ["domain", "ruled"])
    ruled = counted["ruled"]
    unruled = things.coded["ruled"].is_in(["unruled"]) & claims.mask
    documents = np.bincount(frames.claims.document.take(claims.rows), minlength=1)
    return Overview(
        version=frames.version,
        name=str(frames.observatory.folder.settings.get("name", "")),
        changed=frames.changed,
        holdings=Holdings(
            documents=frames.documents.frame.height,
            words=frames.documents.words,
            claims=things.length,
            records=frames.records.things.length,
            actors=len(frames.actors.ids),
            decisions=frames.decisions,
            unresolved=frames.unresolved,
            selected_claims=claims.count,
            selected_records=here.records.count,
            selected_actors=int(np.count_nonzero(claims.actors)),
            selected_documents=int(np.count_nonzero(documents)),
        ),
        years=year_counts(*things.histogram(claims.mask)),
        cells=cells,
        domains=[Value(value=word, count=n) for word, n in counted["domain"].items()],
        actors=actor_counts(here, claims, claims.mask, _ACTORS),
        events=_events(here),
        findings=finding_rows(here, findings.filter(is_open)[:_FINDINGS]),
        review=Review(
            unruled=ruled.get("unruled", 0),
            doubtful=int(np.count_nonzero(unruled & (things.confidence < _DOUBT))),
            ruled=claims.count - ruled.get("unruled", 0),
            open_findings=int(is_open.sum()),
        ),
        readings=_readings(here),
    )


def _cells(here: Here) -> list[Cell]:
    things, rows = here.claims.things, here.claims.rows
    kinds, languages = things.coded["kind"], things.coded["language"]
    both = kinds.codes.take(rows).astype(np.intp) * len(languages.words) + languages.codes.take(rows)
    counts = np.bincount(both, minlength=len(kinds.words) * len(languages.words))
    return [
        Cell(
            kind=kinds.words[at // len(languages.words)],
            language=languages.words[at % len(languages.words)],
            count=int(counts[at]),
        )
        for at in np.flatnonzero(counts)
        if kinds.words[at // len(languages.words)]
    ]


def _events(here: Here) -> list[RecordRow]:
    """The latest records that are asserted and dated."""
    things = here.records.things
    shown = here.records.mask & things.coded["modality"].is_in(["asserted"])
    shown &= things.dated & (things.first != EARLIEST)
    shown &= ~things.coded["kind"].is_in(["indicator", "threat", "stance"])
    rows = np.flatnonzero(shown)
    latest = rows[np.argsort(-things.first[rows].astype(np.int64), kind="stable")[:_EVENTS]]
    return record_rows(here, latest)


def _readings(here: Here) -> list[Reading]:
    columns = ("name", "title", "languages", "words", "claims", "recorded")
    rows = here.frames.documents.latest[:_READINGS].select(columns).with_columns(pl.col("languages").fill_null([]))
    return [Reading(**row) for row in rows.iter_rows(named=True)]
