"""Search: actors, records, claims and passages by words in any form and language, slips forgiven; suggestions while somebody types."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.actors.folding import fold
from tarazy.language import CODES
from tarazy.store.rows import WORD
from tarazy.web.here import Here, HereDep
from tarazy.web.models import ClaimRow, RecordRow, claim_rows, record_rows
from tarazy.web.seeking import Question, Seeker, Term, seeker_of
from tarazy.web.things import Mask

router = APIRouter(tags=["search"])
_MARKED = 400
Words = Annotated[str, Query(min_length=1, max_length=400, description="The words.")]
Limit = Annotated[int, Query(ge=1, le=50, description="How many of each.")]


class FoundActor(BaseModel):
    """An actor whom the words name."""

    actor: str
    name: str
    type: str
    claims: int


class FoundDocument(BaseModel):
    """A document whose title or name has the words."""

    document_id: str
    name: str
    title: str | None


class FoundPassage(BaseModel):
    """A sentence, heading or row that has the words. ``start`` and ``end`` are characters of the document's text as given."""

    document_id: str
    document: str
    number: int
    kind: str | None
    language: str | None
    text: str
    start: int
    end: int
    claim_id: str | None = Field(description="A claim that rests on it, if there is one.")


class Mended(BaseModel):
    """A word that no text has, and one that it was taken for."""

    word: str
    taken: str


class Meant(BaseModel):
    """A part of the words, and the actor whom it names."""

    words: str
    actor: str | None


class Found(BaseModel):
    """What was found within the selection. Of passages only its documents and languages count."""

    version: int
    words: str
    terms: list[Meant]
    mended: list[Mended]
    partial: bool = Field(description="Nothing has all of the words: what has most of them is given.")
    missing: list[str] = Field(description="Words that nothing has.")
    forms: list[str] = Field(description="The words of the texts that were found, in lower case.")
    actors: list[FoundActor]
    documents: list[FoundDocument]
    claims_total: int
    claims: list[ClaimRow]
    records_total: int
    records: list[RecordRow]
    words_ready: bool = Field(
        description="Whether words can be searched yet, or actors alone; the index of a large observatory takes a while."
    )
    passages_total: int
    passages_by: dict[str, int] = Field(description="Passages by language.")
    passages: list[FoundPassage]


class Suggestion(BaseModel):
    """What the words may become: an actor, a document, or a word of the texts."""

    what: Literal["actor", "document", "word"]
    value: str
    text: str
    count: int | None


class Suggestions(BaseModel):
    """Suggestions, the likeliest of each sort first."""

    suggestions: list[Suggestion]


@router.get("/search")
def search(here: HereDep, q: Words, limit: Limit = 10) -> Found:
    """Find words within the selection, whose own words are left aside."""
    there = _without_words(here)
    seeker = seeker_of(here.frames)
    asked = seeker.understood(q)
    claims, records = _claims(there, seeker, asked)
    ready = seeker.ready()
    texts = _passages(there, seeker, asked) if ready else None
    partial = False
    if ready and len(asked.terms) > 1 and not claims.any() and (texts is None or not texts.any()):
        claims, records = _claims(there, seeker, asked, all_terms=False)
        texts = _passages(there, seeker, asked, all_terms=False)
        partial = bool(claims.any() or texts.any())
    shown = claim_rows(there, _best_claims(there, seeker, asked, claims, limit))
    passages, by = _shown_passages(there, seeker, asked, texts, limit)
    return Found(
        version=here.frames.version,
        words=q,
        terms=[Meant(words=term.asked, actor=term.actor) for term in asked.terms],
        mended=[Mended(word=word, taken=taken) for word, taken in asked.mended],
        partial=partial,
        missing=[term.asked for term in asked.terms if ready and not _is_there(seeker, term)],
        forms=sorted(seeker.forms(asked))[:_MARKED],
        actors=_actors(there, seeker, asked, limit),
        documents=_documents(there, fold(q.strip()), limit),
        claims_total=int(np.count_nonzero(claims)),
        claims=shown,
        records_total=int(np.count_nonzero(records)),
        records=record_rows(there, _best(records, there.records.things.confidence, limit)),
        words_ready=ready,
        passages_total=sum(by.values()),
        passages_by=by,
        passages=passages,
    )


@router.get("/search/suggest")
def search_suggestions(
    here: HereDep, q: Words, limit: Annotated[int, Query(ge=1, le=20, description="How many of each.")] = 5
) -> Suggestions:
    """What the words may become while they are typed."""
    seeker = seeker_of(here.frames)
    folded = fold(q.strip())
    found = [
        Suggestion(what="actor", value=one.actor, text=one.name, count=one.claims)
        for one in _named(here, seeker, folded, limit)
    ]
    found += [
        Suggestion(what="document", value=one.document_id, text=one.title or one.name, count=None)
        for one in (_documents(here, folded, 3) if len(folded) > 2 else [])
    ]
    words = WORD.findall(q.lower())
    if words and len(words[-1]) > 1 and not q[-1:].isspace():
        begun = q[: len(q) - len(words[-1])]
        found += [
            Suggestion(what="word", value=f"{begun}{word}", text=f"{begun}{word}", count=count)
            for word, count in seeker.beginning(words[-1], words[:-1])[:limit]
            if word != words[-1]
        ]
    if not found:
        places = seeker.begun_nearly(folded)[:limit]
        found = [
            Suggestion(what="actor", value=one.actor, text=one.name, count=one.claims)
            for one in (_actor(here, seeker, at) for at in places)
        ]
    return Suggestions(suggestions=found)


def _is_there(seeker: Seeker, term: Term) -> bool:
    words = seeker.passages.words
    return bool(seeker.claims(term).any() or seeker.having(words, seeker.spellings(term)).any())


def _without_words(here: Here) -> Here:
    return here.changed(words=None) if here.selection.words else here


def _claims(here: Here, seeker: Seeker, asked: Question, all_terms: bool = True) -> tuple[Mask, Mask]:
    """The claims that speak of the terms, and the records of those."""
    masks = [seeker.claims(term) for term in asked.terms]
    found = _together(masks, here.claims.mask, all_terms)
    record = here.frames.record_of_claim[found]
    records = np.zeros(here.records.things.length, dtype=bool)
    records[record[record >= 0]] = True
    return found, records & here.records.mask


def _together(masks: list[Mask], within: Mask, all_terms: bool) -> Mask:
    """The rows that have all terms; or those that have most of them, rare ones counting more."""
    if not masks:
        return np.zeros_like(within)
    if all_terms:
        found = within.copy()
        for mask in masks:
            found &= mask
        return found
    weights = np.zeros(len(within), dtype=np.float32)
    for mask in masks:
        weights[mask] += np.log1p(len(mask) / max(int(np.count_nonzero(mask)), 1))
    most = float(weights[within].max(initial=0.0))
    return within & (weights >= 0.999 * most) if most else np.zeros_like(within)


def _best(mask: Mask, worth: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    rows = np.flatnonzero(mask)
    if len(rows) > 4 * limit:
        # The surest of a million are found without sorting all.
        rows = np.sort(rows[np.argpartition(-worth[rows], limit)[: 4 * limit]])
    return rows[np.argsort(-worth[rows], kind="stable")[:limit]]


def _best_claims(here: Here, seeker: Seeker, asked: Question, mask: Mask, limit: int) -> NDArray[np.int64]:
    """The claims that have the words just so, then the surest; each language in its turn, so that none hides the others."""
    things = here.claims.things
    language, worth = things.coded["language"], things.confidence
    for term in asked.terms:
        if (exact := seeker.claims_exactly(term)) is not None:
            worth = worth + exact
    found = [_best(mask & (language.codes == code), worth, limit) for code in range(len(language.words))]
    return _in_turn([rows for rows in found if len(rows)], limit)


def _in_turn(several: list[NDArray[np.int64]], limit: int) -> NDArray[np.int64]:
    turns = sorted((place, which) for which, rows in enumerate(several) for place in range(len(rows)))
    return np.array([several[which][place] for place, which in turns[:limit]], dtype=np.int64)


def _passages(here: Here, seeker: Seeker, asked: Question, all_terms: bool = True) -> Mask:
    passages = seeker.passages
    within = ~passages.nothing()
    if here.selection.source:
        within &= here.frames.documents.mask(here.selection.source)[passages.document]
    if here.selection.language:
        within &= np.isin(
            passages.language, [CODES.index(code) + 1 for code in here.selection.language if code in CODES]
        )
    masks = [seeker.having(passages.words, seeker.spellings(term)) for term in asked.terms]
    return _together(masks, within, all_terms)


def _shown_passages(
    here: Here, seeker: Seeker, asked: Question, mask: Mask | None, limit: int
) -> tuple[list[FoundPassage], dict[str, int]]:
    if mask is None or not mask.any():
        return [], {}
    passages = seeker.passages
    worth = np.zeros(len(mask), dtype=np.float32)
    for term in asked.terms:
        # What stands there as it was asked for goes before other forms.
        worth += seeker.exactly(passages.words, term)
    # Headings and cells say less than sentences, and very long rows hide the words.
    worth += 0.5 * ((passages.words.lengths >= 5) & (passages.words.lengths <= 40))
    by, several = {}, []
    for code, name in enumerate(("und", *CODES)):
        of = mask & (passages.language == code)
        if count := int(np.count_nonzero(of)):
            by[name] = count
            several.append(_best(of, worth, limit))
    rows = _in_turn(several, limit)
    names = here.frames.documents.names
    found = []
    for place, row in zip(passages.document[rows], passages.rows(rows).iter_rows(named=True), strict=True):
        found.append(
            FoundPassage(
                document=names[place],
                claim_id=_claim_at(here, int(place), row["start"], row["end"]),
                **{name: row[name] for name in ("document_id", "number", "kind", "language", "text", "start", "end")},
            )
        )
    return found, by


def _claim_at(here: Here, document: int, start: int, end: int) -> str | None:
    """The surest claim of the selection whose evidence touches these characters."""
    claims = here.frames.claims
    rows = claims.rows_of(document)
    rows = rows[here.claims.mask[rows]]
    first, last = (claims.given[name].gather(rows).to_numpy() for name in ("start", "end"))
    near = rows[(first < end) & (last > start)]
    return claims.given["claim_id"][int(near[np.argmax(claims.things.confidence[near])])] if len(near) else None


def _actors(here: Here, seeker: Seeker, asked: Question, limit: int) -> list[FoundActor]:
    meant = [term.actor for term in asked.terms if term.actor is not None]
    found = [_actor(here, seeker, here.frames.actors.place(one)) for one in meant if here.frames.actors.place(one) >= 0]
    words = " ".join(term.asked for term in asked.terms)
    for one in _named(here, seeker, fold(words), limit):
        if one.actor not in meant:
            found.append(one)
    return found[:limit]


def _named(here: Here, seeker: Seeker, sought: str, limit: int) -> list[FoundActor]:
    """Actors of whose names a word begins with what is sought."""
    actors = here.frames.actors
    fitting: list[tuple[bool, int, int]] = []
    for at, names in enumerate(actors.called if WORD.search(sought) else []):
        if sought in names:
            own = f"\n{actors.folded[at]}"
            begins = f"\n{sought}" in own
            # Of what else they are called only the beginning counts.
            if begins or f" {sought}" in own or f"\n{sought}" in f"\n{names}":
                fitting.append((not begins, -seeker.counts[at], at))
    return [_actor(here, seeker, at) for _, _, at in sorted(fitting)[:limit]]


def _actor(here: Here, seeker: Seeker, at: int) -> FoundActor:
    actors, counts = here.frames.actors, here.claims.actors
    return FoundActor(
        actor=actors.ids[at],
        name=here.telling.name(actors.ids[at]),
        type=actors.frame["type"][at] or "",
        claims=int(counts[at]) if at < len(counts) else 0,
    )


def _documents(here: Here, sought: str, limit: int) -> list[FoundDocument]:
    if not WORD.search(sought):
        return []
    documents = here.frames.documents
    beginnings = [f" {word}" for word in WORD.findall(sought)]
    titles = (" ".join(["", *WORD.findall(" ".join(names))]) for names in documents.folded)
    places = [at for at, title in enumerate(titles) if all(one in title for one in beginnings)][:limit]
    rows = documents.frame.select("document_id", "name", "title")[places]
    return [FoundDocument(**row) for row in rows.iter_rows(named=True)]
