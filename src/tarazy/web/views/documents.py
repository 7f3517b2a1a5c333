"""Documents: the list, and the text of one, as given or cleaned, with its claims as spans."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import Annotated, Literal

import numpy as np
import polars as pl
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.web.here import Here, HereDep
from tarazy.web.models import ClaimRow, claim_rows
from tarazy.web.offsets import Laid, Utf16
from tarazy.web.paging import PagingDep
from tarazy.web.problems import NotThereError
from tarazy.web.sending import FILES, FormDep, file_of

router = APIRouter(tags=["documents"])
View = Literal["given", "cleaned"]


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
    place = frames.documents.by_name.get(document)
    if place is None:
        raise NotThereError(f"Document {document!r} is not in this observatory.")
    identity = frames.documents.frame["document_id"][place]
    given = frames.observatory.text(identity)
    rows = frames.observatory.snapshot.rows("passages").filter(pl.col("document_id") == identity)
    passages = rows.drop("document_id", "batch").collect().sort("number")
    claims = np.flatnonzero(frames.claims.document == place)
    text, spots, spans = (
        _given(given, passages, frames.claims.given[claims])
        if view == "given"
        else _cleaned(given, passages, frames.claims.given[claims])
    )
    wide = Utf16(text)
    counts = int(np.count_nonzero(here.claims.mask[claims]))
    return DocumentText(
        version=frames.version,
        document=document_row(here, place, counts),
        view=view,
        text=text,
        passages=[
            PassageRow(
                **{key: row[key] for key in ("number", "kind", "language", "paragraph", "part")},
                start=start,
                end=end,
                start16=wide(start),
                end16=wide(end),
            )
            for row, (start, end) in zip(passages.iter_rows(named=True), spots, strict=True)
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


Spots = list[tuple[int, int]]
Spans = list[tuple[str, int, int]]


def _given(text: str, passages: pl.DataFrame, claims: pl.DataFrame) -> tuple[str, Spots, Spans]:
    spots = list(passages.select("start", "end").iter_rows())
    return text, spots, list(claims.select("claim_id", "start", "end").iter_rows())


def _cleaned(given: str, passages: pl.DataFrame, claims: pl.DataFrame) -> tuple[str, Spots, Spans]:
    cleaned = Cleaned(given, passages)
    spans = [
        (claim, *cleaned.span(start, end))
        for claim, start, end in claims.select("claim_id", "start", "end").iter_rows()
    ]
    return cleaned.text, cleaned.spots, spans


class Cleaned:
    """The cleaned passages put together, a blank line between paragraphs; ``spots`` are their places."""

    def __init__(self, given: str, passages: pl.DataFrame) -> None:
        parts: list[str] = []
        self.spots: Spots = []
        at, paragraph = 0, None
        self._rows = passages.select("start", "end", "text", "paragraph").rows()
        for _, _, text, own in self._rows:
            between = "" if paragraph is None else " " if own == paragraph else "\n\n"
            parts += [between, text]
            at += len(between)
            self.spots.append((at, at + len(text)))
            at += len(text)
            paragraph = own
        self.text = "".join(parts)
        self._given, self._starts = given, [row[0] for row in self._rows]
        self._laid: dict[int, Laid] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the text as given stand in the cleaned one."""
        if not self._rows:
            return 0, 0
        first = self._place(start, is_end=False)
        return first, max(first, self._place(end, is_end=True))

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the cleaned text stand in the one as given; an empty span where nothing of a passage is among them."""
        starts = [at for at, _ in self.spots]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        if first < 0 or start >= end:
            return 0, 0
        if start >= self.spots[first][1]:
            # Between two passages: the next one is meant.
            first, start = first + 1, self.spots[min(first + 1, len(starts) - 1)][0]
        end = min(end, self.spots[last][1])
        if first > last or start >= end:
            return 0, 0
        return self._back(first, start, is_end=False), self._back(last, end, is_end=True)

    def _back(self, number: int, of: int, is_end: bool) -> int:
        start, end, text, _ = self._rows[number]
        return int(start) + Laid(text, self._given[start:end])(of - self.spots[number][0], is_end)

    def _place(self, of: int, is_end: bool) -> int:
        # The passage that holds the character: the last that begins at or before it.
        number = max(0, bisect_right(self._starts, of - 1 if is_end else of) - 1)
        start, end, text, _ = self._rows[number]
        if number not in self._laid:
            self._laid[number] = Laid(self._given[start:end], text)
        return self.spots[number][0] + self._laid[number](of - start, is_end)


def document_row(here: Here, place: int, selected: int) -> DocumentRow:
    """The row of the document at this place."""
    row = here.frames.documents.frame.row(place, named=True)
    lists = {key: row[key] or [] for key in ("authors", "languages", "parts", "notes")}
    return DocumentRow.model_validate({**row, **lists, "selected": selected})
