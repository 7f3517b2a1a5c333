"""The tables of claims and records: their frames for showing, and compact columns for selecting and counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.language import CODES
from tarazy.records.mending import mended
from tarazy.records.rulings import NONE, Rulings
from tarazy.store.rows import WORD, lemma
from tarazy.web.people import Documents
from tarazy.web.selection import RULED
from tarazy.web.things import Coded, Mask, Things
from tarazy.web.wording import Words, looked_through

_CLAIM_WORDS = ("kind", "domain", "stage", "modality", "language")
_RECORD_WORDS = ("kind", "domain", "stage", "modality")
UNRULED, ACCEPTED, CORRECTED, REJECTED = range(1, 5)
_RULED_WORDS = ("", *RULED)
_KEPT = 64
_SMALL = 20_000
"""Claims whose words are put into an index at once."""


class Given:
    """The claims as they were read, which no ruling changes."""

    def __init__(self, frame: pl.DataFrame, documents: Documents, before: Given | None = None) -> None:
        """``frame``: rows as from ``Observatory.claims()``, with ``lemmas``, in the order of documents and places; ``before``: what stands above them."""
        names, rows = documents.names, frame.drop("lemmas")
        document: NDArray[np.uint32] = (
            frame["document"]
            .replace_strict(names, range(len(names)), return_dtype=pl.UInt32)
            .cast(pl.UInt32)
            .to_numpy()
        )
        self._before = before
        self.frame: pl.DataFrame = rows if before is None else pl.concat([before.frame, rows])
        self.document: NDArray[np.uint32] = document if before is None else np.concatenate([before.document, document])
        self._texts: pl.DataFrame | None = frame.select("quote", "object", "lemmas")
        self._index: Words | None = None
        self._lock = Lock()
        self._said: dict[str, Mask] = {}

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Places by id."""
        return {one: place for place, one in enumerate(self.frame["claim_id"].to_list())}

    @cached_property
    def _by_document(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Places of the claims, one document below the other, and where each document begins in them."""
        order = np.argsort(self.document, kind="stable")
        return order, np.searchsorted(self.document[order], np.arange(int(self.document.max(initial=0)) + 2))

    def rows_of(self, document: int) -> NDArray[np.intp]:
        """The places of the claims of the document at this place."""
        order, starts = self._by_document
        return order[starts[document] : starts[document + 1]] if document + 1 < len(starts) else order[:0]

    def index(self) -> Words:
        """The index of the words; making it takes seconds for a million claims."""
        if self._before is not None:
            self._before.index()
        with self._lock:
            if self._index is None:
                assert self._texts is not None
                self._index = Words(self._texts)
                self._texts = None
            return self._index

    def indexes(self) -> list[Words] | None:
        """The indexes of the words of these rows, one below the other; None while they are being made."""
        if self._index is None and self._texts is not None and self._texts.height > _SMALL:
            return None
        above = [] if self._before is None else self._before.indexes()
        return None if above is None else [*above, self.index()]

    def _having(self, part: str, whole: set[str]) -> Mask:
        own = self._own_having(part, whole)
        return own if self._before is None else np.concatenate([self._before._having(part, whole), own])

    def _own_having(self, part: str, whole: set[str]) -> Mask:
        texts = self._texts
        if self._index is None and texts is not None and texts.height > _SMALL:
            # Nobody waits for the index: until it is there the texts are read through.
            return looked_through(texts, part, whole)
        return self.index().having(part, whole)

    def saying(self, words: str, languages: Sequence[str]) -> Mask:
        """Which claims have all of the words, in any form or as part of another word, in their quote or object."""
        found = np.ones(self.frame.height, dtype=bool)
        for word in WORD.findall(words.lower()):
            if word not in self._said:
                # A language's models are not loaded for words of the other script.
                fitting = [code for code in languages if code in CODES and word.isascii() == (code == "en")]
                mask = self._having(word, {lemma(code, word) for code in fitting})
                while len(self._said) >= _KEPT:
                    self._said.pop(next(iter(self._said)), None)
                self._said[word] = mask
                found &= mask
            else:
                found &= self._said[word]
        return found


class Claims:
    """The claims with their columns as people have ruled them."""

    def __init__(self, source: Given, things: Things, rulings: Rulings = NONE) -> None:
        self.source, self.things, self.rulings = source, things, rulings

    @classmethod
    def of(cls, source: Given, places: Mapping[str, int]) -> Claims:
        """The claims before any ruling."""
        things = Things.of(source.frame, places, _CLAIM_WORDS)
        ruled = Coded(np.full(source.frame.height, UNRULED, np.uint8), _RULED_WORDS)
        coded = {**things.coded, "ruled": ruled}
        return cls(source, Things(coded, things.first, things.last, things.confidence, things.actors))

    def with_added(self, frame: pl.DataFrame, documents: Documents, places: Mapping[str, int]) -> Claims:
        """These claims, before any ruling, and below them those of ``frame``, which people added."""
        if frame.is_empty():
            return self
        frame = frame.select(*self.given.columns, "lemmas")
        added = Claims.of(Given(frame, documents), places)
        return Claims(Given(frame, documents, self.source), self.things.followed_by(added.things, len(places)))

    @property
    def given(self) -> pl.DataFrame:
        """The rows as they were read."""
        return self.source.frame

    @property
    def document(self) -> NDArray[np.uint32]:
        """The place of each claim's document."""
        return self.source.document

    @property
    def by_id(self) -> dict[str, int]:
        """Places by id."""
        return self.source.by_id

    def under(self, rulings: Rulings, places: Mapping[str, int]) -> Claims:
        """These claims, before any ruling, as ``rulings`` have them."""
        merged = pl.Series(list(rulings.actors), dtype=pl.String)
        touched = rulings.accepted | rulings.rejected | rulings.corrected.keys() | rulings.moved.keys()
        touched |= rulings.added.keys()
        if not touched and not merged.len():
            return self
        rows = np.array(sorted(self.by_id[one] for one in touched if one in self.by_id), dtype=np.int64)
        if merged.len():
            concerned = pl.col("actors").list.eval(pl.element().is_in(merged.implode())).list.any()
            rows = np.union1d(rows, np.flatnonzero(self.given.select(concerned).to_series().to_numpy()))
        frame = self.given[rows]
        new = Things.of(mended(frame, _lasting(rulings)), places, _CLAIM_WORDS)
        codes = np.array([_ruled(one, rulings) for one in frame["claim_id"].to_list()], np.uint8)
        coded = {**new.coded, "ruled": Coded(codes, _RULED_WORDS)}
        new = Things(coded, new.first, new.last, new.confidence, new.actors)
        return Claims(self.source, self.things.with_rows(rows, new), rulings)

    def ruled(self, place: int) -> str:
        """How people have ruled the claim at a place: unruled, accepted, corrected or rejected."""
        column = self.things.coded["ruled"]
        word: str = column.words[column.codes[place]]
        return word

    def rows(self, rows: Sequence[int] | NDArray[np.int64]) -> pl.DataFrame:
        """Some of the claims as people have ruled them, rejected ones as they were read, in the order of ``rows``."""
        return mended(self.given[np.asarray(rows, dtype=np.int64)], _lasting(self.rulings))

    def rows_of(self, document: int) -> NDArray[np.intp]:
        """The places of the claims of the document at this place."""
        return self.source.rows_of(document)

    def saying(self, words: str) -> Mask:
        """Which claims have all of the words, in any form or as part of another word, in their quote or object."""
        return self.source.saying(words, self.things.coded["language"].words[1:])


def _lasting(rulings: Rulings) -> Rulings:
    """The rulings without the rejections, so that what was rejected can still be seen."""
    return Rulings(rulings.accepted, frozenset(), rulings.corrected, actors=rulings.actors, moved=rulings.moved)


def _ruled(claim: str, rulings: Rulings) -> int:
    if claim in rulings.rejected:
        return REJECTED
    if claim in rulings.corrected or claim in rulings.moved:
        return CORRECTED
    return ACCEPTED if claim in rulings.accepted or claim in rulings.added else UNRULED


class Records:
    """The records with their columns."""

    def __init__(self, frame: pl.DataFrame, places: Mapping[str, int]) -> None:
        self.frame = frame
        self.things = Things.of(frame, places, _RECORD_WORDS)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Places by id."""
        return {one: place for place, one in enumerate(self.frame["record_id"].to_list())}
