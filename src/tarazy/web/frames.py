"""An observatory's tables at one version in memory, laid out so that a selection of a million claims is a matter of milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.observatory import Observatory
from tarazy.records.mending import mended
from tarazy.records.rulings import Rulings
from tarazy.store.actors import with_names, with_rows
from tarazy.store.deciding import decision_rows
from tarazy.store.rows import WORD, lemma
from tarazy.web.chosen import Chosen, Recent
from tarazy.web.people import Actors, Documents
from tarazy.web.selection import RULED, Selection
from tarazy.web.things import Coded, Mask, Things
from tarazy.web.tied import Ties

_CLAIM_WORDS = ("kind", "domain", "stage", "modality", "language")
_RECORD_WORDS = ("kind", "domain", "stage", "modality")
UNRULED, ACCEPTED, CORRECTED, REJECTED = range(1, 5)
_RULED = Coded(np.zeros(0, np.uint8), ("", *RULED))


class Claims:
    """The claims as they were read, and their columns as they are ruled."""

    def __init__(
        self, given: pl.DataFrame, heard: pl.Series, document: NDArray[np.uint32], things: Things, rulings: Rulings
    ) -> None:
        self.given, self.heard, self.document, self.things, self.rulings = given, heard, document, things, rulings
        self._said: dict[str, Mask] = {}

    @classmethod
    def of(cls, frame: pl.DataFrame, documents: Documents, places: dict[str, int], rulings: Rulings) -> Claims:
        """The claims of a frame as from ``Observatory.claims()``, with ``lemmas``, in the order of documents and places."""
        heard = frame.select(
            pl.concat_str(
                pl.col("quote"), pl.col("object").fill_null(""), pl.col("lemmas"), separator=" \n"
            ).str.to_lowercase()
        ).to_series()
        given = frame.drop("lemmas")
        place = given["document"].replace_strict(documents.names, range(len(documents.names)), return_dtype=pl.UInt32)
        things = Things.of(given, places, _CLAIM_WORDS)
        ruled = Coded(np.full(given.height, UNRULED, np.uint8), _RULED.words)
        things = Things({**things.coded, "ruled": ruled}, things.first, things.last, things.confidence, things.actors)
        return cls(given, heard, place.to_numpy(), things, Rulings()).under(rulings, places)

    def under(self, rulings: Rulings, places: dict[str, int]) -> Claims:
        """The claims as read, their columns as ``rulings`` have them."""
        merged = pl.Series(list(rulings.actors), dtype=pl.String)
        touched = list(rulings.accepted | rulings.rejected | rulings.corrected.keys() | rulings.moved.keys())
        concerned = pl.col("claim_id").is_in(touched)
        if merged.len():
            concerned |= pl.col("actors").list.eval(pl.element().is_in(merged.implode())).list.any()
        if not touched and not merged.len():
            return self
        rows = np.flatnonzero(self.given.select(concerned).to_series().to_numpy())
        frame = self.given[rows]
        lasting = Rulings(rulings.accepted, frozenset(), rulings.corrected, actors=rulings.actors, moved=rulings.moved)
        ruled = mended(frame, lasting)
        ids = frame["claim_id"].to_list()
        codes = [
            REJECTED
            if one in rulings.rejected
            else CORRECTED
            if one in rulings.corrected or one in rulings.moved
            else ACCEPTED
            if one in rulings.accepted
            else UNRULED
            for one in ids
        ]
        new = Things.of(ruled, places, _CLAIM_WORDS)
        coded = {**new.coded, "ruled": Coded(np.array(codes, np.uint8), _RULED.words)}
        new = Things(coded, new.first, new.last, new.confidence, new.actors)
        return Claims(self.given, self.heard, self.document, self.things.with_rows(rows, new), rulings)

    def rows(self, rows: Sequence[int] | NDArray[np.int64]) -> pl.DataFrame:
        """Some of the claims as people have ruled them, rejected ones as they were read, in the order of ``rows``."""
        kept = self.rulings
        lasting = Rulings(kept.accepted, frozenset(), kept.corrected, actors=kept.actors, moved=kept.moved)
        return mended(self.given[np.asarray(rows)], lasting)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Places by id."""
        return {one: place for place, one in enumerate(self.given["claim_id"].to_list())}

    def saying(self, words: str) -> Mask:
        """Which claims have all of the words, in any form or as part of another word, in their quote or object."""
        found = np.ones(self.given.height, dtype=bool)
        for word in WORD.findall(words):
            found &= self._with(word.lower())
        return found

    def _with(self, word: str) -> Mask:
        if word not in self._said:
            if len(self._said) >= 64:
                self._said.pop(next(iter(self._said)), None)
            said = self.heard.str.contains(word, literal=True)
            for code in self.things.coded["language"].words[1:]:
                # A language's models are not loaded for words of the other script.
                if word.isascii() == (code == "en") and code != "und" and (form := lemma(code, word)) != word:
                    said |= self.heard.str.contains(f" {form} ", literal=True)
            self._said[word] = said.to_numpy()
        return self._said[word]


class Records:
    """The records with their columns."""

    def __init__(self, frame: pl.DataFrame, places: dict[str, int]) -> None:
        self.frame = frame
        self.things = Things.of(frame, places, _RECORD_WORDS)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Places by id."""
        return {one: place for place, one in enumerate(self.frame["record_id"].to_list())}


class Frames:
    """All tables of an observatory at one version."""

    def __init__(self, observatory: Observatory, earlier: Frames | None = None) -> None:
        self.observatory, self.version = observatory, observatory.version
        self._lock, self._recent = Lock(), Recent()
        commits = observatory.snapshot.commits
        self.changed: datetime | None = commits["recorded"].to_list()[-1] if commits.height else None
        # Decisions change how claims are ruled, not which there are.
        self.base = int(commits.filter(pl.col("action") != "decide")["version"].max() or 0)  # type: ignore[arg-type]
        rulings = observatory.rulings()
        self.records: Records
        self.record_of_claim: NDArray[np.int32]
        lasting = earlier if earlier is not None and earlier.base == self.base else None
        records = observatory._records() if lasting is None else lasting.records.frame
        members = observatory._members() if lasting is None else lasting.members
        self.members: pl.DataFrame = members
        self.actors = Actors(_actors(observatory, records, rulings, lasting), rulings.actors)
        self.documents = Documents(observatory.documents())
        places = self.actors.by_id
        if lasting is not None:
            self._untouched: Claims = lasting._untouched
            self.claims = self._untouched.under(rulings, places)
            self.records, self.record_of_claim = lasting.records, lasting.record_of_claim
        else:
            frame = observatory._claims().collect().sort("document", "start", "end", "claim_id")
            self._untouched = Claims.of(frame, self.documents, places, Rulings())
            self.claims = self._untouched.under(rulings, places)
            self.records = Records(records, places)
            self.record_of_claim = _homes(self.claims.given["claim_id"], members, self.records.frame["record_id"])

    def chosen(self, what: str, selection: Selection) -> Chosen:
        """The ``claims`` or ``records`` of a selection."""
        return self._recent.get(what, self, selection)

    @cached_property
    def _ties(self) -> Ties:
        return Ties.of(self.observatory.ties(), self.actors.by_id, self.records.by_id)

    @property
    def ties(self) -> Ties:
        """The ties of the records, made when they are first asked for."""
        with self._lock:
            return self._ties

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The conflicts and faults, the weightiest first; none before the first resolve."""
        from tarazy.store import resolved

        if not (self.observatory.snapshot.commits["action"] == resolved.RESOLVE).any():
            return resolved.findings(self.observatory.snapshot).collect()
        return self.observatory.findings()

    @cached_property
    def coverage(self) -> pl.DataFrame:
        """The windows that imported data sets cover."""
        return self.observatory.coverage()

    @cached_property
    def decisions(self) -> int:
        """How many decisions there are."""
        return int(decision_rows(self.observatory.snapshot).select(pl.len()).collect().item())

    @cached_property
    def unresolved(self) -> int:
        """How many claims no resolve has looked at yet."""
        return self.observatory.unresolved()

    @cached_property
    def findings_of(self) -> dict[str, int]:
        """How many findings each record has."""
        return dict(self.findings.drop_nulls("record_id").group_by("record_id").len().iter_rows())


def _actors(observatory: Observatory, records: pl.DataFrame, rulings: Rulings, earlier: Frames | None) -> pl.DataFrame:
    """``actor``, ``type``, ``known``, ``name_en``, ``name_ru``, ``name_kk`` of all actors of claims, records and rulings.

    Those of an ``earlier`` version keep their places; new ones come after them.
    """
    rows = observatory.snapshot.scan("actors").drop("batch").unique("actor", keep="any").collect()
    kept = {} if earlier is None else earlier.actors.by_id
    named = set(records.select(pl.col("actors").explode().unique()).to_series().drop_nulls()) | kept.keys()
    named |= {*rulings.actors.values(), *(actor for moved in rulings.moved.values() for actor in moved.values())}
    named |= {one["actor"] for slots in rulings.corrected.values() for one in slots.get("participants", ())}
    frame = with_names(with_rows(rows, named), rulings.names)
    place = pl.col("actor").replace_strict(kept, default=len(kept), return_dtype=pl.Int64)
    return frame.sort(place, "actor")


def _homes(claims: pl.Series, members: pl.DataFrame, records: pl.Series) -> NDArray[np.int32]:
    """The record of each claim as its place, -1 for none."""
    places = pl.DataFrame({"record_id": records, "place": np.arange(len(records), dtype=np.int32)})
    placed = members.select("claim_id", "record_id").join(places, on="record_id")
    found = pl.DataFrame({"claim_id": claims}).join(placed, on="claim_id", how="left", maintain_order="left")
    return found["place"].fill_null(-1).to_numpy()
