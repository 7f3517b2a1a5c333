"""What an observatory answers from its records: ties, chronologies, who belonged to what, what was in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tarazy.exports import Tables
from tarazy.records import chronology, standing, ties
from tarazy.records.mending import mended
from tarazy.records.single import single_members, single_records
from tarazy.store import resolved
from tarazy.store.actors import check_actor
from tarazy.store.ruled import actors_at
from tarazy.store.selection import Several, several

if TYPE_CHECKING:
    from tarazy.records.rulings import Rulings
    from tarazy.store.snapshot import Snapshot


class Relating:
    """The part of an observatory that relates actors to each other; all of it is derived, nothing is written.

    Before anything is resolved each claim is taken for a record of its own.
    """

    if TYPE_CHECKING:

        @property
        def snapshot(self) -> Snapshot:
            """The tables at this version."""

        def _claims(self) -> pl.LazyFrame: ...

        def rulings(self) -> Rulings:
            """What people have ruled."""

        def actors(self, ruled: bool = False) -> pl.DataFrame:
            """The actors of the claims."""

        def documents(self) -> pl.DataFrame:
            """The documents."""

        def _records_of(self, source: Several, once: bool = False, unit: Several = None) -> pl.DataFrame: ...

    def unresolved(self) -> int:
        """How many claims no resolve has looked at yet; they are in no record."""
        seen = resolved.standing(self.snapshot, "members").select("claim_id")
        claims = self.snapshot.rows("claims").select("claim_id")
        return int(claims.join(seen, on="claim_id", how="anti").select(pl.len()).collect().item())

    def ties(
        self,
        measure: Several = None,
        modality: str = "asserted",
        kind: Several = None,
        domain: Several = None,
        actor: Several = None,
        start: str | None = None,
        end: str | None = None,
        pending: bool = False,
        source: Several = None,
        once: bool = False,
        unit: Several = None,
    ) -> pl.DataFrame:
        """Who is tied to whom, in what, from when to when, how strongly, by which rule: a row for each record, pair and measure.

        ``measure``: count, amount, quantity, share, depth, position, or several; ``kind``, ``domain``: any of those given; ``actor``:
        ids that must all be ends of the tie; ``start``/``end``: ISO dates, the tie's time touches the span. ``modality`` is one, asserted
        unless told; ``pending``: stages that are not yet a tie, such as pledges, and these alone.
        ``source``: documents, data sets or ``texts``, so that only these count; ``once``: what several data sets of a family tell
        counts once (``told_twice``); ``unit``: beside data sets only texts with a figure in one of these units count. Columns as in ``records.ties.TIES``.
        ``records.ties.gathered`` puts the ties of each pair together.
        """
        chosen = self._actors(actor)
        return ties.ties(
            self._records_of(source, once, unit), measure, modality, kind, domain, chosen, start, end, pending
        )

    def chronology(
        self,
        actor: Several = None,
        start: str | None = None,
        end: str | None = None,
        kind: Several = None,
        domain: Several = None,
        modality: Several = "asserted",
    ) -> pl.DataFrame:
        """What happened, in the order of its times, with the precision of each and the sentences that say so; what has no date comes last.

        ``actor``: ids that must all take part; ``kind``, ``domain``, ``modality``: any of those given (``modality=None``: all); ``start``/``end``:
        ISO dates, the time touches the span and undated entries drop out. Columns as in ``records.chronology.ENTRIES``.
        """
        chosen = self._actors(actor)
        return chronology.chronology(self._records(), self._ruled(), chosen, start, end, kind, domain, modality)

    def members_on(
        self, on: str, organisation: Several = None, actor: Several = None, carry: float | None = None
    ) -> pl.DataFrame:
        """Who belonged to what on a day (of a month or year: on some day of it): yes, no or unknown, with the last thing known.

        ``organisation``, ``actor``: any of those given. ``carry``: years for which the last thing known may be carried on; none unless told.
        Columns as in ``records.standing.MEMBERS_ON``, and ``sources``, the sentences on which each answer rests.
        """
        bodies, members = self._actors(organisation), self._actors(actor)
        found = standing.members_on(self._records(), on, bodies, members, carry)
        return chronology.with_sources(found, self._ruled())

    def in_force(self, on: str | int, actors: Several = None, carry: float | None = None) -> pl.DataFrame:
        """Which agreements among all of ``actors`` were in force on a day (of a month or year: on some day of it).

        Yes, no or unknown as in ``members_on``: a signature alone brings nothing into force. Columns as in
        ``records.standing.IN_FORCE``, and ``sources``.
        """
        found = standing.in_force(self._records(), on, self._actors(actors), carry)
        return chronology.with_sources(found, self._ruled())

    def _actors(self, actors: Several) -> list[str]:
        """The ids as they count now: an actor that was merged is the one that it is. UsageError for an unknown one."""
        wanted = several(actors)
        if not wanted:
            return []
        rulings = self.rulings()
        present = actors_at(self.snapshot, rulings)
        for one in wanted:
            check_actor(one, present)
        return list(dict.fromkeys(rulings.actors.get(one, one) for one in wanted))

    def _export_tables(self, rows: pl.DataFrame) -> Tables:
        """What an export of the rows needs besides them."""
        return Tables(rows, self.actors(ruled=True), self._ruled(), self._members(), self.documents())

    def _ruled(self) -> pl.DataFrame:
        """The claims as people have ruled them."""
        return mended(self._claims().drop("lemmas").collect(), self.rulings())

    def _records(self) -> pl.DataFrame:
        if resolved.is_resolved(self.snapshot):
            return resolved.chosen(self.snapshot)
        return single_records(self._ruled())

    def _members(self) -> pl.DataFrame:
        if resolved.is_resolved(self.snapshot):
            return resolved.members(self.snapshot).collect()
        return single_members(self._ruled())
