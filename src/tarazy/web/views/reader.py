"""The reader: a document's text in blocks, where its claims stand in it, and the claims near a place, for texts of any length."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from typing import Annotated

import numpy as np
import polars as pl
from fastapi import APIRouter, Query
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.errors import UsageError
from tarazy.web.here import Here, HereDep
from tarazy.web.models import ClaimRow, claim_rows
from tarazy.web.problems import NotThereError
from tarazy.web.shown import View, document_place, shown_text
from tarazy.web.views.documents import DocumentRow, document_row

router = APIRouter(tags=["reader"])
_LONGEST = 4000
"""Characters of a block; longer paragraphs are cut, between passages where that is possible."""
_AROUND = 700
"""Characters on each side of a claim that are shown at most."""
ViewDep = Annotated[View, Query(description="The text as given, or cleaned.")]


class ReaderText(BaseModel):
    """A text to be shown in blocks. All places are UTF-16 units from 0, as browsers count."""

    version: int
    document: DocumentRow
    view: View
    text: str
    blocks: list[int] = Field(
        description="Where each block begins: paragraphs, headings, items; together they are the whole text."
    )
    kinds: list[str] = Field(description="What each block is: as its first passage.")
    passages: list[int] = Field(
        description="Start and end of each sentence, heading, item or row, one after the other."
    )


class Mark(BaseModel):
    """Where the evidence of a claim stands in the shown text, in UTF-16 units; ``start`` and ``end`` in characters of the text as given."""

    claim_id: str
    kind: str
    ruled: str
    start16: int
    end16: int
    start: int
    end: int
    confidence: float
    selected: bool = Field(description="Whether the selection keeps the claim.")


class Marks(BaseModel):
    """All claims of a document, rejected ones among them, in the order of their places."""

    version: int
    marks: list[Mark]


class NearClaims(BaseModel):
    """Some of the claims of a document, in the order of their places."""

    version: int
    claims: list[ClaimRow]


class Marked(BaseModel):
    """A part of the text as given, in Unicode characters from 0, with its words."""

    start: int
    end: int
    quote: str


class Context(BaseModel):
    """A claim's words in the text as given, with the sentences around them."""

    version: int
    before: str
    quote: str
    after: str


def _claims(here: Here, place: int) -> NDArray[np.intp]:
    """The places of a document's claims by where they stand; what people added is among the others."""
    rows = here.frames.claims.rows_of(place)
    given = here.frames.claims.given[rows]
    order = given.with_row_index("at").sort("start", "end", "claim_id")["at"].to_numpy()
    found: NDArray[np.intp] = rows[order]
    return found


@router.get("/documents/{document}/text")
def reader_text(here: HereDep, document: str, view: ViewDep = "given") -> ReaderText:
    """The text of a document, by its id or name, in blocks."""
    place = document_place(here, document)
    shown = shown_text(here, place, view)
    starts, kinds = _blocks(shown.text, shown.spots, shown.passages)
    counts = int(np.count_nonzero(here.claims.mask[here.frames.claims.rows_of(place)]))
    return ReaderText(
        version=here.frames.version,
        document=document_row(here, place, counts),
        view=view,
        text=shown.text,
        blocks=[shown.wide(at) for at in starts],
        kinds=kinds,
        passages=[shown.wide(at) for spot in shown.spots for at in spot],
    )


@router.get("/documents/{document}/marks")
def reader_marks(here: HereDep, document: str, view: ViewDep = "given") -> Marks:
    """Where all claims of a document stand in its text."""
    place = document_place(here, document)
    shown, rows = shown_text(here, place, view), _claims(here, place)
    claims, things = here.frames.claims.given[rows], here.frames.claims.things
    kind, ruled = things.coded["kind"], things.coded["ruled"]
    marks = []
    for row, (claim, start, end) in zip(rows, claims.select("claim_id", "start", "end").iter_rows(), strict=True):
        first, last = shown.span(start, end)
        marks.append(
            Mark(
                claim_id=claim,
                kind=kind.words[kind.codes[row]],
                ruled=ruled.words[ruled.codes[row]],
                start16=shown.wide(first),
                end16=shown.wide(last),
                start=start,
                end=end,
                confidence=round(float(things.confidence[row]), 3),
                selected=bool(here.claims.mask[row]),
            )
        )
    return Marks(version=here.frames.version, marks=marks)


@router.get("/documents/{document}/claims")
def reader_claims(
    here: HereDep,
    document: str,
    first: Annotated[int, Query(ge=0, le=10_000_000, description="How many claims of the document to pass over.")] = 0,
    count: Annotated[int, Query(ge=1, le=200, description="How many to give.")] = 100,
) -> NearClaims:
    """Some of the claims of a document, in the order of its marks."""
    rows = _claims(here, document_place(here, document))[first : first + count]
    return NearClaims(version=here.frames.version, claims=claim_rows(here, rows))


@router.get("/documents/{document}/evidence")
def reader_evidence(
    here: HereDep,
    document: str,
    start16: Annotated[int, Query(ge=0, le=2_000_000_000, description="UTF-16 units from 0 in the shown text.")],
    end16: Annotated[int, Query(ge=0, le=2_000_000_000)],
    view: ViewDep = "given",
) -> Marked:
    """The words of the text as given that stand behind a part of the shown text: what a claim may have as its evidence."""
    place = document_place(here, document)
    shown, given = shown_text(here, place, view), shown_text(here, place, "given").text
    start, end = shown.given_span(shown.wide.characters(start16), shown.wide.characters(end16))
    if not given[start:end].strip():
        raise UsageError(f"at {start16}/{end16} there are no words: mark the words that carry the claim.")
    return Marked(start=start, end=end, quote=given[start:end])


@router.get("/claims/{claim_id}/context")
def claim_context(here: HereDep, claim_id: str) -> Context:
    """The words around a claim's evidence, up to whole sentences."""
    frames = here.frames
    place = frames.claims.by_id.get(claim_id)
    if place is None:
        raise NotThereError(f"Claim {claim_id!r} is not there: its document may have been read anew.")
    shown = shown_text(here, int(frames.claims.document[place]), "given")
    start, end = frames.claims.given["start"][place], frames.claims.given["end"][place]
    starts = [at for at, _ in shown.spots]
    first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
    begin = max(starts[max(first - 1, 0)] if starts else 0, start - _AROUND)
    until = min(shown.spots[min(last + 1, len(starts) - 1)][1] if starts else len(shown.text), end + _AROUND)
    return Context(
        version=frames.version,
        before=shown.text[min(begin, start) : start],
        quote=shown.text[start:end],
        after=shown.text[end : max(until, end)],
    )


def _blocks(text: str, spots: list[tuple[int, int]], passages: pl.DataFrame) -> tuple[list[int], list[str]]:
    """Where blocks begin, and what each is: a new paragraph, and a place to cut in one that is too long."""
    starts, kinds = [0], ["text"]
    last: int | None = None
    for (start, end), paragraph, kind in zip(spots, passages["paragraph"], passages["kind"], strict=True):
        if last is None:
            kinds[0] = kind
        if start > starts[-1] and (paragraph != last or end - starts[-1] > _LONGEST) and last is not None:
            starts.append(start)
            kinds.append(kind)
        last = paragraph
    cut: list[tuple[int, str]] = []
    for begin, until, kind in zip(starts, [*starts[1:], len(text)], kinds, strict=True):
        at = begin
        while at == begin or at < until:
            cut.append((at, kind))
            at = _end(text, at, until)
    return [at for at, _ in cut], [kind for _, kind in cut]


def _end(text: str, at: int, until: int) -> int:
    """Where a block that begins at ``at`` ends: at ``until``, or where it grows too long, behind a space, never within a sign."""
    if until - at <= 2 * _LONGEST:
        return until
    end = at + _LONGEST
    space = max(text.rfind(sign, at + _LONGEST // 2, end) for sign in " \n")
    if space > 0:
        return space + 1
    while end < until and _joins(text[end - 1], text[end]):
        end += 1
    return end


def _joins(left: str, right: str) -> bool:
    """Whether two characters belong to one sign as it is seen: combining marks, joiners, selectors, flags."""
    return (
        unicodedata.category(right)[0] == "M"
        or "\u200d" in (left, right)
        or 0x1F3FB <= ord(right) <= 0x1F3FF
        or (0x1F1E6 <= ord(left) <= 0x1F1FF and 0x1F1E6 <= ord(right) <= 0x1F1FF)
        or (left, right) == ("\r", "\n")
    )
