"""Documents: the list, and the text of one, as given or cleaned, with its claims as spans."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.web.here import Here, HereDep
from tarazy.web.models import ClaimRow, claim_rows
from tarazy.web.paging import PagingDep
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.shown import View, document_place, shown_text

router = APIRouter(tags=["documents"])


class DocumentRow(BaseModel):
    """A document and how many of its claims the selection keeps."""

    document_id: str
    name: str
    title: str | None
    authors: list[str]
    date: str | None
    languages: list[str]
    media_type: str
    parts: list[str]
    notes: list[str]
    characters: int
    words: int
    passages: int
    claims: int
    selected: int
    recorded: datetime


class DocumentList(BaseModel):
    """Documents of which the selection keeps a claim, or all where it keeps everything; those with most first."""

    version: int
    total: int
    documents: list[DocumentRow]


class PassageRow(BaseModel):
    """A sentence, heading, item or row of the text: its span in the text of this answer, in characters and in UTF-16 units."""

    number: int
    start: int
    end: int
    start16: int
    end16: int
    kind: str
    language: str
    paragraph: int
    part: str | None


class Span(BaseModel):
    """Where a claim's evidence stands in the text of this answer; ``selected``: the selection keeps the claim."""

    claim_id: str
    start: int
    end: int
    start16: int
    end16: int
    selected: bool


class DocumentText(BaseModel):
    """A document's text with its passages and its claims. Places are in ``text``: Unicode characters, and UTF-16 units as browsers count."""

    version: int
    document: DocumentRow
    view: View
    text: str
    passages: list[PassageRow]
    spans: list[Span]
    claims: list[ClaimRow] = Field(
        description="All claims of the document, rejected ones among them, in the order of their places."
    )


@router.get("/documents", response_model=DocumentList, responses=FILES)
def documents(here: HereDep, page: PagingDep, form: FormDep = None) -> DocumentList | Response:
    """The documents of the selection."""
    table = here.frames.documents
    counts = np.bincount(here.frames.claims.document[here.claims.mask], minlength=table.frame.height)
    order = np.argsort(-counts, kind="stable")
    if here.claims.count < here.claims.things.length:
        order = order[counts[order] > 0]
    part = order if form else order[page.offset : page.offset + page.limit]
    rows = [document_row(here, int(at), int(counts[at])) for at in part]
    if form:
        return file_of(rows, "documents", form)
    return DocumentList(version=here.frames.version, total=len(order), documents=rows)


@router.get("/documents/{document}")
def document(
    here: HereDep, document: str, view: Annotated[View, Query(description="The text as given, or cleaned.")] = "given"
) -> DocumentText:
    """The text of a document, by its id or name, with the spans of its claims."""
    frames = here.frames
    place = document_place(here, document)
    shown = shown_text(here, place, view)
    claims = frames.claims.rows_of(place)
    given = frames.claims.given[claims].select("claim_id", "start", "end")
    spans = [(claim, *shown.span(start, end)) for claim, start, end in given.iter_rows()]
    wide = shown.wide
    counts = int(np.count_nonzero(here.claims.mask[claims]))
    return DocumentText(
        version=frames.version,
        document=document_row(here, place, counts),
        view=view,
        text=shown.text,
        passages=[
            PassageRow(
                **{key: row[key] for key in ("number", "kind", "language", "paragraph", "part")},
                start=start,
                end=end,
                start16=wide(start),
                end16=wide(end),
            )
            for row, (start, end) in zip(shown.passages.iter_rows(named=True), shown.spots, strict=True)
        ],
        spans=[
            Span(
                claim_id=claim,
                start=start,
                end=end,
                start16=wide(start),
                end16=wide(end),
                selected=bool(here.claims.mask[at]),
            )
            for at, (claim, start, end) in zip(claims, spans, strict=True)
        ],
        claims=claim_rows(here, claims),
    )


def document_row(here: Here, place: int, selected: int) -> DocumentRow:
    """The row of the document at this place."""
    row = here.frames.documents.frame.row(place, named=True)
    lists = {key: row[key] or [] for key in ("authors", "languages", "parts", "notes")}
    return DocumentRow.model_validate({**row, **lists, "selected": selected})
