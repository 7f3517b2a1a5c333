"""What an observatory measures: the functions of ``tarazy.measures`` on its ties, and the claims behind each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.codebook.vocabulary import PARTIAL_DATE, is_currency
from tarazy.errors import UsageError
from tarazy.records.mending import mended
from tarazy.records.single import single_records
from tarazy.store import resolved
from tarazy.store.selection import Several, several

if TYPE_CHECKING:
    from tarazy.measures.table import Measure
    from tarazy.records.rulings import Rulings
    from tarazy.store.snapshot import Snapshot


_SORTED = pl.col("records").list.sort()


class Measuring:
    """The part of an observatory that measures; all of it is derived, nothing is written."""

    if TYPE_CHECKING:

        def ties(
            self,
            measure: Several = None,
            modality: str = "asserted",
            *,
            source: Several = None,
            once: bool = False,
            unit: Several = None,
        ) -> pl.DataFrame:
            """Who is tied to whom."""

        def coverage(self) -> pl.DataFrame:
            """What the imported files cover."""

        def _actors(self, actors: Several) -> list[str]: ...

        def _members(self) -> pl.DataFrame: ...

        def _ruled(self) -> pl.DataFrame: ...

        def _claims(self) -> pl.LazyFrame: ...

        def _named(self, wanted: list[str]) -> pl.Series: ...

        def rulings(self) -> Rulings:
            """What people have ruled."""

        @property
        def snapshot(self) -> Snapshot:
            """The tables at this version."""

    def measure(
        self, name: str, actor: Several = None, modality: str = "asserted", source: Several = None, **settings: Any
    ) -> pl.DataFrame:
        """A measure of the observatory's ties, such as ``obs.measure("balance", "KAZ", domain="defence", start=1992, every=5)``.

        ``name``: a row of ``tarazy.measures.measure_table()``; ``actor``: one or several, as many as it needs; ``settings``: those of
        ``tarazy.measures.question.Question`` and its own. ``source``: documents, data sets or ``texts``, so that only these count; unless
        told, in a sum of amounts or quantities what several data sets of a family tell counts once (``told_twice``). Each row has the column ``records``, which ``behind`` explains. For amounts and
        quantities of kinds that are named, the windows of imported data sets say where nothing recorded is none, and where it
        is unknown. Raises UsageError for an unknown measure, actor or setting.
        """
        from tarazy.measures.table import measure as row_of

        row, named = row_of(name), several(actor)
        for key in ("start", "end"):
            if settings.get(key) is not None:
                settings[key] = _year(settings[key], key)
        row.check(named, settings)
        actors = self._actors(named)
        if row.reads != "ties":
            return row.of(self.read_by(row, modality, source), actors, settings).with_columns(_SORTED)
        ties = partial(self.ties, modality=modality, source=source)
        found, settings = counted(name, settings, ties, self.coverage)
        # Groups come in any order; the same question has the same answer.
        return row.of(found, actors, settings).with_columns(_SORTED)

    def read_by(self, row: Measure, modality: str = "asserted", source: Several = None) -> pl.DataFrame:
        """The claims or records that a measure reads which is none of ties."""
        return self._told(row, modality, source) if row.reads == "claims" else self._kept(row, source)

    def _told(self, row: Measure, modality: str | None, source: Several) -> pl.DataFrame:
        """The claims that a measure reads, as people have ruled them, each with its ``record_id``."""
        rulings = self.rulings()
        touched = [*rulings.corrected, *rulings.moved]
        wanted = pl.col("kind").is_in(list(row.kinds))
        if row.rules:
            wanted = wanted & pl.col("rule").is_in(list(row.rules))
        left_out = ["lemmas", "quote"] if row.rules else []
        found = mended(
            self._claims().filter(wanted | pl.col("claim_id").is_in(touched)).drop(left_out).collect(), rulings
        )
        asserted = [pl.col("modality") == modality] if modality else []
        found = found.filter(pl.col("kind").is_in(list(row.kinds)), *asserted)
        if several(source):
            found = found.filter(pl.col("document_id").is_in(self._named(several(source)).implode()))
        if not resolved.is_resolved(self.snapshot):
            return found.with_columns(record_id="c-" + pl.col("claim_id"))
        members = self._members()
        return found.join(members, on="claim_id", how="left", maintain_order="left")

    def _kept(self, row: Measure, source: Several) -> pl.DataFrame:
        """The records that a measure reads."""
        if not resolved.is_resolved(self.snapshot) or several(source):
            return single_records(self._told(row, None, source).drop("record_id"))
        return resolved.chosen(self.snapshot, kind=list(row.kinds))

    def behind(self, records: Sequence[str]) -> pl.DataFrame:
        """The claims behind a row's ``records``: ``record_id`` and the columns of ``claims()``, as people have ruled them."""
        members = self._members().filter(pl.col("record_id").is_in(list(records)))
        claims = self._ruled().drop("record_id", strict=False)
        return members.join(claims, on="claim_id").sort("record_id", "document", "start", "claim_id")


def counted(
    name: str,
    settings: Mapping[str, Any],
    ties: Callable[..., pl.DataFrame],
    coverage: Callable[[], pl.DataFrame],
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The ties that a measure counts, and its settings: the one place that says which these are.

    ``ties(measure, once=..., unit=...)`` gives them as ``Observatory.ties`` does, ``coverage()`` the windows of what was imported. Raises
    UsageError for a unit that does not go with what is weighed.
    """
    found, given = dict(settings), settings.get("measure") or "count"
    sized, unit = given != "count", settings.get("unit")
    for one in several(unit):
        _check_unit(one, given)
    if sized and found.get("kind") and "coverage" not in found:
        found["coverage"] = windows(coverage(), several(found["kind"]))
    wanted = ["depth", "position"] if name == "similarity" else given
    return ties(wanted, once=sized, unit=unit if sized else None), found


def _year(value: Any, name: str) -> int:
    text = str(value)
    if not PARTIAL_DATE.fullmatch(text):
        raise UsageError(f"{name} {text!r} is no year: write one such as 1992.")
    return int(text[:4])


def _check_unit(unit: str, measure: str | None) -> None:
    """UsageError for money that is asked for as a quantity, and for what is no money as an amount."""
    fitting = "amount" if is_currency(unit) else "quantity"
    if measure in ("amount", "quantity") and measure != fitting:
        what = "money" if fitting == "amount" else "no money"
        raise UsageError(f"The unit {unit} is {what}: ask for measure {fitting!r} (--by {fitting}).")


def windows(coverage: pl.DataFrame, kinds: list[str]) -> pl.DataFrame | None:
    """Windows of these kinds for ``Question.coverage``; None where there are none."""
    mine = coverage.filter(pl.col("kind").is_in(kinds))
    years = (pl.col(name).str.head(4).cast(pl.Int64, strict=False) for name in ("time_start", "time_end"))
    start, end = years
    found = mine.select("actor", "known", start=start.fill_null(0), end=end.fill_null(9999)).unique(maintain_order=True)
    return None if found.is_empty() else found
