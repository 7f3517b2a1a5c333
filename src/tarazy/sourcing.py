"""Which sources count: those that are asked for, and one data set of several that tell the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tarazy.datasets.catalogue import datasets, one_of_each_family
from tarazy.errors import UsageError
from tarazy.records.single import single_records
from tarazy.records.values import records
from tarazy.store import resolved
from tarazy.store.selection import Several, several

if TYPE_CHECKING:
    from tarazy.records.rulings import Rulings
    from tarazy.store.snapshot import Snapshot

_IMPORTED = r"^import ([\w-]+)/"
TEXTS = "texts"
"""The source that stands for all documents that were read, beside the data sets that were imported."""


class Sourcing:
    """The part of an observatory that tells its sources apart; nothing is written."""

    if TYPE_CHECKING:

        @property
        def snapshot(self) -> Snapshot:
            """The tables at this version."""

        def rulings(self) -> Rulings:
            """What people have ruled."""

        def _ruled(self) -> pl.DataFrame: ...

        def coverage(self) -> pl.DataFrame:
            """What the imported files cover."""

        def _members(self) -> pl.DataFrame: ...

        def _records(self) -> pl.DataFrame: ...

    def sources(self) -> pl.DataFrame:
        """``document_id``, ``document`` and ``dataset`` (null for a text) of what was read and imported."""
        documents = self.snapshot.documents
        dataset = pl.col("extractor").str.extract(_IMPORTED)
        return documents.select("document_id", document="name", dataset=dataset).sort("document", "document_id")

    def told_twice(self) -> dict[str, str]:
        """Data sets whose things another one here tells too, each with that other one; a sum over both would count them twice."""
        return one_of_each_family(self.sources()["dataset"].drop_nulls().unique().to_list())

    def _records_of(self, source: Several, once: bool = False, unit: Several = None) -> pl.DataFrame:
        """The records that these sources tell of, with the values on which they agree; all records where none is named.

        ``source``: names of documents, of data sets, or ``texts``. ``once``: what two data sets of a family tell counts once, where the
        windows of the first reach. ``unit``: beside data sets only those texts count that give a figure in one of these units, so that
        who is told of elsewhere, and when, does not shift the figures. Raises UsageError for a source that is not there.
        """
        wanted, units = several(source), several(unit)
        if self._all_count(source, once, unit):
            return self._records()
        twins = self.told_twice() if once and not wanted else {}
        mixed = bool(units) and self._is_mixed()
        claims = self._ruled()
        if mixed:
            measured = pl.col("quantities").list.eval(pl.element().struct.field("unit").is_in(units)).list.any()
            claims = claims.filter(measured.fill_null(False))
        if wanted:
            claims = claims.filter(pl.col("document_id").is_in(self._named(wanted).implode()))
        for out, kept in twins.items():
            ids = self.sources().filter(dataset=out)["document_id"].implode()
            twice = _within(claims.filter(pl.col("document_id").is_in(ids)), self.coverage().filter(dataset=kept))
            claims = claims.join(twice, on="claim_id", how="anti")
        if not resolved.is_resolved(self.snapshot):
            return single_records(claims)
        claims = claims.drop("record_id", strict=False).join(self._members(), on="claim_id")
        return records(claims, self.rulings())

    def _all_count(self, source: Several, once: bool = False, unit: Several = None) -> bool:
        """Whether ``_records_of`` with the same arguments leaves nothing out."""
        return not (several(source) or (once and self.told_twice()) or (several(unit) and self._is_mixed()))

    def _is_mixed(self) -> bool:
        """Whether there are both texts and data sets."""
        known = self.sources()["dataset"]
        return 0 < known.null_count() < len(known)

    def _named(self, wanted: list[str]) -> pl.Series:
        """The ids of the documents that are meant."""
        known = self.sources()
        there = {TEXTS, *known["document"], *known["dataset"].drop_nulls()}
        for one in wanted:
            if one not in there:
                also = "import it first" if one in datasets() else "name a document, an imported data set, or texts"
                raise UsageError(f"There is no source {one!r} in this observatory: {also}.")
        named = pl.col("document").is_in(wanted) | pl.col("dataset").is_in(wanted).fill_null(False)
        texts = pl.lit(TEXTS in wanted) & pl.col("dataset").is_null()
        return known.filter(named | texts)["document_id"]


def _within(claims: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """``claim_id`` of the claims that lie in one of the windows: of its kind, with its actor in its role, at a time that touches it."""
    people = claims.explode("participants").select(
        "claim_id", "kind", pl.col("participants").struct.unnest(), year="time_start", until="time_end"
    )
    found = people.join(windows.select("kind", "time_start", "time_end", of="actor", part="role"), on="kind")
    met = pl.col("of").is_null() | (
        (pl.col("of") == pl.col("actor")) & (pl.col("part").is_null() | (pl.col("part") == pl.col("role")))
    )
    first, last = pl.coalesce("year", "until").str.head(4), pl.coalesce("until", "year").str.head(4)
    touches = (first <= pl.col("time_end").str.head(4)).fill_null(True) & (
        last >= pl.col("time_start").str.head(4)
    ).fill_null(True)
    return found.filter(met & touches).select("claim_id").unique()
