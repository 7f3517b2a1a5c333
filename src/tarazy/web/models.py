"""Shapes that several views answer in; the page's types are made from them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from tarazy.web.here import Here

Ruled = Literal["unruled", "accepted", "corrected", "rejected"]


class Participant(BaseModel):
    """Who takes part, in which role; ``surface`` as the sentence calls it, ``via`` whom it acts through."""

    actor: str
    name: str
    role: str
    via: str | None = None
    surface: str | None = None


class Quantity(BaseModel):
    """A figure: ``relation`` is =, ~ (about), > or <."""

    value: float
    unit: str
    relation: str


class Cited(BaseModel):
    """A work that the sentence cites."""

    author: str | None
    year: str | None


class Told(BaseModel):
    """A claim or record in the words of the language that was asked for."""

    when: str
    what: str
    who: str
    object: str
    detail: str = Field(description="The object and the figures.")


class ClaimRow(BaseModel):
    """A claim as people have ruled it. ``start`` and ``end`` are Unicode characters from 0 in the document's text as given."""

    claim_id: str
    record_id: str | None = Field(description="The record to which it belongs; none before the next resolve.")
    document: str
    document_id: str
    part: str | None
    kind: str
    domain: str
    stage: str | None
    modality: str
    participants: list[Participant]
    time_start: str | None = Field(description="ISO, cut to what is known.")
    time_end: str | None
    quantities: list[Quantity]
    object: str | None
    speaker: str | None
    cited: list[Cited]
    start: int
    end: int
    quote: str
    language: str
    rule: str | None
    confidence: float
    said: str | None
    ruled: Ruled
    told: Told


class RecordRow(BaseModel):
    """A record with its agreed values."""

    record_id: str
    kind: str
    domain: str
    stage: str | None
    modality: str
    participants: list[Participant]
    time_start: str | None
    time_end: str | None
    quantities: list[Quantity]
    object: str | None
    claims: int
    documents: int
    languages: list[str]
    first_said: str | None
    last_said: str | None
    confidence: float
    findings: int = Field(description="How many conflicts and faults are about it.")
    told: Told


def claim_rows(here: Here, rows: Any) -> list[ClaimRow]:
    """The claims at these places, in this order."""
    frames = here.frames
    ruled = frames.claims.things.coded["ruled"]
    ids = frames.records.frame["record_id"]
    found = []
    for place, row in zip(rows, frames.claims.rows(rows).iter_rows(named=True), strict=True):
        record = int(frames.record_of_claim[place])
        more = {
            "participants": here.named(row["participants"]),
            "record_id": ids[record] if record >= 0 else None,
            "ruled": ruled.words[ruled.codes[place]],
            "told": here.told(row),
        }
        found.append(ClaimRow.model_validate({**row, **more}))
    return found


def record_rows(here: Here, rows: Any) -> list[RecordRow]:
    """The records at these places, in this order."""
    frames = here.frames
    counts = frames.findings_of
    return [
        RecordRow.model_validate(
            {
                **row,
                "participants": here.named(row["participants"]),
                "findings": counts.get(row["record_id"], 0),
                "told": here.told(row),
            }
        )
        for row in frames.records.frame[rows].iter_rows(named=True)
    ]
