"""An observatory's tables at one version in memory, laid out so that a selection of a million claims is a matter of milliseconds."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.observatory import Observatory
from tarazy.records.adding import PERSON
from tarazy.records.decisions import Decision
from tarazy.records.rulings import Rulings
from tarazy.store import resolved
from tarazy.store.actors import with_names, with_rows
from tarazy.store.deciding import decision_rows
from tarazy.web.chosen import Chosen, Recent
from tarazy.web.decided import Decided, decided, standing, waiting
from tarazy.web.people import Actors, Documents
from tarazy.web.selection import Selection
from tarazy.web.tables import Claims, Given, Records
from tarazy.web.tied import Ties

_KEPT = 4
_LASTING = (
    "_ties",
    "coverage",
    "findings",
    "findings_of",
    "settled",
    "open_weight",
    "claims_of_findings",
    "unresolved",
)
"""What depends on the records and on which claims there are, not on how people have ruled."""


class Frames:
    """All tables of an observatory at one version."""

    def __init__(self, observatory: Observatory, earlier: Frames | None = None) -> None:
        self.observatory, self.version = observatory, observatory.version
        self._lock, self._recent = Lock(), Recent()
        self._counted = OrderedDict[tuple[tuple[str, ...], bool, str | None, tuple[str, ...]], Ties]()
        self.is_warm = False
        commits = observatory.snapshot.commits
        self.changed: datetime | None = commits["recorded"].to_list()[-1] if commits.height else None
        # Decisions change how claims are ruled, and add few.
        self.base = int(commits.filter(pl.col("action") != "decide")["version"].max() or 0)  # type: ignore[arg-type]
        rulings = observatory.rulings()
        self.records: Records
        self.record_of_claim: NDArray[np.int32]
        added = observatory._added_claims()
        lasting = earlier if earlier is not None and earlier.base == self.base else None
        if lasting is not None and any(one in lasting._read.by_id for one in added["claim_id"]):
            lasting = None
        records = observatory._records() if lasting is None else lasting.records.frame
        members = observatory._members() if lasting is None else lasting.members
        self.members: pl.DataFrame = members
        self.shown: dict[tuple[str, str], Any] = {} if lasting is None else lasting.shown
        """Texts that the reader showed last, laid out."""
        self.actors = Actors(_actors(observatory, records, rulings, lasting), rulings.actors)
        self.documents = Documents(observatory.documents())
        places = self.actors.by_id
        if lasting is not None:
            self._read: Claims = lasting._read
            self.records = lasting.records
        else:
            frame = observatory._claims().filter(pl.col("extractor") != PERSON).collect()
            self._read = Claims.of(Given(frame.sort("document", "start", "end", "claim_id"), self.documents), places)
            self.records = Records(records, places)
        if lasting is not None and lasting._added.equals(added):
            self._added: pl.DataFrame = lasting._added
            self._untouched: Claims = lasting._untouched
            self.record_of_claim = lasting.record_of_claim
            self.__dict__ |= {name: lasting.__dict__[name] for name in _LASTING if name in lasting.__dict__}
        else:
            self._added, self._untouched = added, self._read.with_added(added, self.documents, places)
            known = lasting.record_of_claim[: self._read.things.length] if lasting is not None else None
            self.record_of_claim = self._homes(known)
        self.claims = self._untouched.under(rulings, places)

    @property
    def read(self) -> int:
        """How many claims were read; those that people added stand below them."""
        return self._read.things.length

    def chosen(self, what: str, selection: Selection) -> Chosen:
        """The ``claims`` or ``records`` of a selection."""
        return self._recent.get(what, self, selection)

    def _homes(self, known: NDArray[np.int32] | None) -> NDArray[np.int32]:
        """The record of each claim as its place, -1 for none; ``known``: those of the claims that were read."""
        claims = self._untouched.given["claim_id"]
        if known is None:
            return _homes(claims, self.members, self.records.frame["record_id"])
        rest = _homes(claims[len(known) :], self.members, self.records.frame["record_id"])
        return np.concatenate([known, rest])

    @cached_property
    def _ties(self) -> Ties:
        return Ties.of(self.observatory.ties(), self.actors.by_id, self.records.by_id)

    @property
    def ties(self) -> Ties:
        """The ties of the records, made when they are first asked for."""
        with self._lock:
            return self._ties

    def ties_of(
        self,
        source: tuple[str, ...] = (),
        once: bool = False,
        unit: str | None = None,
        modality: tuple[str, ...] = ("asserted",),
    ) -> Ties:
        """The ties that count: all that are facts, or as ``Observatory.ties`` leaves some out, or those of other modalities.

        Those asked for last are kept.
        """
        if modality == ("asserted",) and self.observatory._all_count(source, once, unit):
            return self.ties
        key = source, once, unit, modality
        with self._lock:
            if key not in self._counted:
                found = pl.concat(
                    self.observatory.ties(source=source, once=once, unit=unit, modality=one) for one in modality
                )
                self._counted[key] = Ties.of(found, self.actors.by_id, self.records.by_id)
            self._counted.move_to_end(key)
            while len(self._counted) > _KEPT:
                self._counted.popitem(last=False)
            return self._counted[key]

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The conflicts and faults, the weightiest first; none before the first resolve."""
        if not resolved.is_resolved(self.observatory.snapshot):
            return resolved.findings(self.observatory.snapshot).collect()
        return self.observatory.findings()

    def warm(self) -> None:
        """Make beforehand what views would make when they are first asked for it."""
        for things in (self.claims.things, self.records.things):
            things.counts(things.dated, list(things.coded))
            things.histogram(things.dated)
            _ = things.tenths
        _ = self.actors.names, self.decisions, self.unresolved, self.findings_of, self.documents.by_name
        _ = self.settled, self.open_weight, self.claims_of_findings, self.documents.words, self.documents.latest
        _ = self.ties, self.actors.folded, self.records.by_id, self.claims.by_id, self.coverage

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
    def standing(self) -> list[Decision]:
        """The decisions that hold."""
        return standing(self.observatory.snapshot)

    @cached_property
    def waiting(self) -> list[Decision]:
        """Those of them that the records do not have yet."""
        return waiting(self.observatory.snapshot, self.standing)

    @cached_property
    def decided(self) -> dict[str, Decided]:
        """The findings that people have ruled on since, or found to be right."""
        return decided(self.standing, self.waiting, self.findings)

    @cached_property
    def settled(self) -> pl.Series:
        """Those of the findings on which a person has ruled."""
        return self.findings.filter(pl.col("values").str.contains('"settled"', literal=True))["finding_id"]

    @cached_property
    def open_weight(self) -> NDArray[np.float64]:
        """The summed weight of the open findings of each record, by its place."""
        found = np.zeros(self.records.things.length)
        is_open = pl.col("finding_id").is_in(self.settled.implode()).not_()
        sums = self.findings.filter(is_open).drop_nulls("record_id").group_by("record_id").agg(pl.col("weight").sum())
        for record, weight in sums.iter_rows():
            if record in self.records.by_id:
                found[self.records.by_id[record]] = weight
        return found

    @cached_property
    def claims_of_findings(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pairs of a finding and one of its claims, by their places; claims that are not there are left out."""
        pairs = self.findings.select("claims").with_row_index("finding").explode("claims").drop_nulls()
        places = self.claims.by_id
        claims = np.array([places.get(claim, -1) for claim in pairs["claims"].to_list()], dtype=np.intp)
        return pairs["finding"].to_numpy().astype(np.intp)[claims >= 0], claims[claims >= 0]

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
    slots = (*rulings.corrected.values(), *rulings.added.values())
    named |= {one["actor"] for several in slots for one in several.get("participants", ())}
    frame = with_names(with_rows(rows, named), rulings.names)
    place = pl.col("actor").replace_strict(kept, default=len(kept), return_dtype=pl.Int64)
    return frame.sort(place, "actor")


def _homes(claims: pl.Series, members: pl.DataFrame, records: pl.Series) -> NDArray[np.int32]:
    """The record of each claim as its place, -1 for none."""
    places = pl.DataFrame({"record_id": records, "place": np.arange(len(records), dtype=np.int32)})
    placed = members.select("claim_id", "record_id").join(places, on="record_id")
    found = pl.DataFrame({"claim_id": claims}).join(placed, on="claim_id", how="left", maintain_order="left")
    return found["place"].fill_null(-1).to_numpy()
