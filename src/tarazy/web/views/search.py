"""Search: actors by a part of a name in any language, documents by title, claims and records by words in any form."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from pydantic import BaseModel

from tarazy.actors.folding import fold
from tarazy.web.here import Here, HereDep
from tarazy.web.models import ClaimRow, RecordRow, claim_rows, record_rows
from tarazy.web.selection import Selection

router = APIRouter(tags=["search"])


class FoundActor(BaseModel):
    """An actor whose name has the words."""

    actor: str
    name: str
    type: str
    claims: int


class FoundDocument(BaseModel):
    """A document whose title or name has the words."""

    document_id: str
    name: str
    title: str | None


class Found(BaseModel):
    """What was found within the selection; the surest claims and records first."""

    version: int
    words: str
    actors: list[FoundActor]
    documents: list[FoundDocument]
    claims_total: int
    claims: list[ClaimRow]
    records_total: int
    records: list[RecordRow]


@router.get("/search")
def search(
    here: HereDep,
    q: Annotated[str, Query(min_length=1, max_length=400, description="The words.")],
    limit: Annotated[int, Query(ge=1, le=50, description="How many of each.")] = 10,
) -> Found:
    """Find words within the selection, whose own words are left aside."""
    frames = here.frames
    asked = Selection.model_validate({**here.selection.model_dump(), "words": q})
    there = Here(frames, asked, here.language)
    claims, records = there.claims, there.records
    sure = [np.argsort(-one.things.confidence[one.rows], kind="stable")[:limit] for one in (claims, records)]
    return Found(
        version=frames.version,
        words=q,
        actors=_actors(here, fold(q.strip()), limit),
        documents=_documents(here, fold(q.strip()), limit),
        claims_total=claims.count,
        claims=claim_rows(there, claims.rows[sure[0]]),
        records_total=records.count,
        records=record_rows(there, records.rows[sure[1]]),
    )


def _actors(here: Here, sought: str, limit: int) -> list[FoundActor]:
    actors = here.frames.actors
    counts = here.claims.things.actors.counts(here.claims.mask)
    fitting = [at for at, names in enumerate(actors.folded) if sought in names]
    # A name that begins with the words goes before one that has them within.
    fitting.sort(
        key=lambda at: (f"\n{sought}" not in f"\n{actors.folded[at]}", -(counts[at] if at < len(counts) else 0), at)
    )
    return [
        FoundActor(
            actor=actors.ids[at],
            name=here.telling.name(actors.ids[at]),
            type=actors.frame["type"][at] or "",
            claims=int(counts[at]) if at < len(counts) else 0,
        )
        for at in fitting[:limit]
    ]


def _documents(here: Here, sought: str, limit: int) -> list[FoundDocument]:
    frame = here.frames.documents.frame.select("document_id", "name", "title")
    return [
        FoundDocument(**row)
        for row in frame.iter_rows(named=True)
        if sought in fold(row["title"] or "") or sought in fold(row["name"])
    ][:limit]
