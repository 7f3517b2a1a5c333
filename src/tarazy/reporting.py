"""What an observatory tells in full: reports and comparisons, each sentence and number with its sources."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.store import resolved
from tarazy.store.selection import Several, several

if TYPE_CHECKING:
    from tarazy.reports.asking import Asked
    from tarazy.reports.document import Report
    from tarazy.store.snapshot import Snapshot


class Reporting:
    """The part of an observatory that writes reports; nothing in the observatory changes."""

    if TYPE_CHECKING:

        def _actors(self, actors: Several) -> list[str]: ...

        @property
        def snapshot(self) -> Snapshot:
            """The tables at this version."""

        def _records(self) -> pl.DataFrame: ...

        def _ruled(self) -> pl.DataFrame: ...

        def _members(self) -> pl.DataFrame: ...

    def report(
        self,
        name: str,
        actor: Several = None,
        language: str = "en",
        output: str | PathLike[str] | None = None,
        **settings: Any,
    ) -> Report:
        """A report such as ``obs.report("dossier", "KAZ", language="kk", output="kaz.pdf", start="1992")``.

        ``name``: dossier, dyad, initiative, chronology, comparison, conflicts or brief; ``actor``: one or several ids; ``language`` of the
        report: kk, ru or en; ``output``: a file whose suffix says the format (.html, .pdf, .docx, .md); ``settings``: those of
        ``tarazy.reports.asking.Asked``. Returns the document model, from which ``tarazy.reports.writers.rendered`` makes any
        format. Raises UsageError for an unknown kind, actor, setting or suffix, and StoreError where the file cannot be written.
        """
        from tarazy.reports.kinds import built, kind_of
        from tarazy.reports.writers import check_output, write

        kind_of(name)
        if output is not None:
            check_output(output)
        found = built(self, name, self._asked_of(actor, settings), language)  # type: ignore[arg-type]
        if output is not None:
            write(found, output)
        return found

    def comparison(self, actor: Several = None, language: str = "en", **settings: Any) -> pl.DataFrame:
        """Actors, initiatives or periods side by side, such as ``obs.comparison(["EU", "CHN"], rows=["goals", "amounts"])``.

        A row for each item of each cell with the records, claims and sentences behind it, and one without an item where nothing is
        known; columns as in ``tarazy.reports.comparison.COMPARISON``. ``periods``: pairs of years, which are then the subjects, of all
        actors named; ``rows``: those of ``reports/data/comparison.toml``, all unless told. Raises UsageError for what does not fit.
        """
        from tarazy.reports.comparison import frame
        from tarazy.reports.material import Material

        return frame(Material(self, self._asked_of(actor, settings), language))  # type: ignore[arg-type]

    def is_resolved(self) -> bool:
        """Whether claims have been brought together to records."""
        return resolved.is_resolved(self.snapshot)

    def report_tables(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Records, claims as people have ruled them, and which claim belongs to which record."""
        return self._records(), self._ruled(), self._members()

    def _asked_of(self, actor: Several, settings: dict[str, Any]) -> Asked:
        from tarazy.errors import UsageError
        from tarazy.reports.asking import Asked

        asked = {name: value for name, value in settings.items() if value}
        # No passage, no event is a limit too.
        asked |= {
            name: settings[name] for name in ("limit", "most", "every", "carry") if settings.get(name) is not None
        }
        known = [name for name in Asked.__dataclass_fields__ if name != "actors"]
        for name, value in asked.items():
            if name not in known:
                raise UsageError(f"A report has no setting {name!r}: choose from {', '.join(known)}.")
            if name in ("domain", "kind", "rows"):
                asked[name] = tuple(several(value))
            elif name == "periods":
                asked[name] = tuple(value)
            elif name in ("start", "end", "on"):
                asked[name] = str(value)
        return Asked(actors=tuple(self._actors(actor)), **asked)
