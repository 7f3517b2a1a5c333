"""What an observatory does with decisions: takes them, shows them, brings those of several people together."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.errors import UsageError
from tarazy.records.checking import checked, person, reason
from tarazy.records.decisions import Decision, Draft
from tarazy.records.disputes import describe, disputes
from tarazy.records.exchange import lines, read_lines
from tarazy.records.rulings import Rulings
from tarazy.store.deciding import Newest, append_decisions, moments, read_decisions
from tarazy.store.ruled import Present, outcome_at, rulings_at, waiting
from tarazy.store.schema import DECISIONS, MOMENT, Columns
from tarazy.store.tables import storage_errors

if TYPE_CHECKING:
    from tarazy.store.folder import Folder
    from tarazy.store.snapshot import Snapshot

_STATED: Columns = {"state": pl.String, "by": pl.List(pl.Int64), "waits": pl.Boolean, "text": pl.String}
_DISPUTES: Columns = {
    "about": pl.String,
    "thing": pl.List(pl.String),
    "decisions": pl.List(pl.Int64),
    "who": pl.List(pl.String),
    "holds": pl.List(pl.Int64),
    "sentence": pl.String,
    "latest": MOMENT,
}


class Deciding:
    """The part of an observatory that people rule with; all of it is append-only, an undo is a decision too."""

    folder: Folder
    _asked: int | None
    if TYPE_CHECKING:

        @property
        def snapshot(self) -> Snapshot:
            """The tables at this version."""

        def refresh(self) -> None:
            """See what others have written since."""

    def decide(
        self,
        action: str,
        left: str | int,
        right: str | None = None,
        value: Any = None,
        who: str | None = None,
        why: str = "",
    ) -> Decision:
        """Rule on a claim, a record or an actor; returns the decision with its serial, which is kept once this returns.

        ``action`` is one of ``records.decisions.ACTIONS``: ``accept``, ``reject`` a claim (``left``); ``correct`` its slots (``value``:
        ``{"stage": "signed", "time": "2018-05"}``); ``add-claim`` to a document (``left``, its name or id; ``value``: the slots, and
        ``quote`` or ``evidence``: the words that carry it; the decision's ``right`` is the new claim's id); two claims or records are the ``same`` or ``different``; ``prefer`` a value of a
        record (``value``: ``{"slot": "time", "value": "2018-05"}``, ``why`` is needed); ``merge-actors`` ``left`` into ``right``
        (``value={"new": True}`` where nobody knows ``right`` yet); ``split-actors`` (``value``: ``{"claims": […]}`` in which
        ``left`` is ``right``); ``name-actor`` (``value``: ``{"kk": …, "wikidata": …}``); ``undo`` a decision by its serial.
        Beginnings of ids do where they are unique. ``who`` is the login name unless told otherwise. Raises UsageError, one
        sentence, for what cannot be ruled.
        """
        return self.decide_all([Draft(action, str(left), right, value)], who, why)[0]

    def decide_all(self, drafts: Iterable[Draft], who: str | None = None, why: str = "") -> list[Decision]:
        """Rule on several things in one commit: all of it is kept, or, where one cannot be ruled, none."""
        return self._decide_all(drafts, who, why)

    def _decide_all(
        self, drafts: Iterable[Draft], who: str | None, why: str, known: pl.DataFrame | None = None
    ) -> list[Decision]:
        """``known``: rows of claims at hand, as they were read; the table is walked through for others."""
        self._writable()
        name, told = person(login() if who is None else who), reason(why)
        self.refresh()
        asked = list(drafts)
        present = Present(self.snapshot, _claim_names(asked), known)
        ready = [checked(draft, told, present) for draft in asked]

        def made(newest: Newest) -> list[Decision]:
            times = moments(newest, len(ready))
            return [
                Decision(one.action, one.left, one.right, one.value, name, told, at)
                for one, at in zip(ready, times, strict=True)
            ]

        try:
            return append_decisions(self.folder, made, self.snapshot) if ready else []
        finally:
            self.refresh()

    def decisions(self) -> pl.DataFrame:
        """All decisions by serial, with their ``state`` (``records.outcome.STATES``) and the serials ``by`` which they lost it.

        Columns as in ``store.schema.DECISIONS`` without the inner one; ``waits``: it rules on claims that are not here (yet);
        ``text``: the decision in the words of the command.
        """
        outcome = outcome_at(self.snapshot)
        waits = waiting(self.snapshot, outcome.standing)
        serials = {one.id: one.serial for one in outcome.log}
        rows = [
            one.to_row("")
            | {
                "state": outcome.fates[one.id].state,
                "by": sorted(serials[other] for other in outcome.fates[one.id].by),
                "waits": one.id in waits,
                "text": describe(one, serials),
            }
            for one in outcome.log
        ]
        return pl.DataFrame(rows, schema=DECISIONS | _STATED).drop("batch").sort("serial")

    def rulings(self) -> Rulings:
        """What holds of all decisions, as resolution sees it."""
        return rulings_at(self.snapshot)

    def disputes(self) -> pl.DataFrame:
        """Decisions of different people that contradict each other, with those that hold, and a sentence about each dispute.

        Undoing one side, or ruling like the other, settles it.
        """
        rows = [
            {
                "about": one.thing[0],
                "thing": list(one.thing[1:]),
                "decisions": [each.serial for each in one.decisions],
                "who": list(dict.fromkeys(each.who for each in one.decisions)),
                "holds": [each.serial for each in one.holds],
                "sentence": one.sentence,
                "latest": one.decisions[-1].recorded,
            }
            for one in disputes(outcome_at(self.snapshot))
        ]
        return pl.DataFrame(rows, schema=_DISPUTES)

    def export_decisions(self, output: str | PathLike[str] | None = None) -> str | None:
        """All decisions as JSON Lines, into the file ``output``, or returned where none is named."""
        text = "".join(f"{line}\n" for line in lines(read_decisions(self.snapshot)))
        if output is None:
            return text
        target = Path(output)
        with storage_errors(target):
            target.write_text(text, encoding="utf-8")
        return None

    def import_decisions(self, path: str | PathLike[str]) -> int:
        """Bring in the decisions of a file that another observatory exported; returns how many were new.

        Each keeps who, why and when, so that it does not matter who imports whose file first. Decisions on things that are
        not here are kept too, and hold once the things come. Raises UsageError for a file that is none or was changed.
        """
        self._writable()
        source = Path(path)
        with storage_errors(source):
            if not source.is_file():
                raise UsageError(f"{source} is not there: name a file that `tarazy decide OBS export` wrote.")
            data = source.read_bytes()
        try:
            given = read_lines(data.decode("utf-8"), source.name)
        except UnicodeDecodeError:
            raise UsageError(
                f"{source.name} is no text in UTF-8: give a file that `tarazy decide OBS export` wrote."
            ) from None
        try:
            return len(append_decisions(self.folder, lambda _: sorted(given, key=lambda one: one.order)))
        finally:
            self.refresh()

    def registry_patch(self, form: str = "diff") -> tuple[str, tuple[str, ...]]:
        """Names and codes that people gave to actors as additions to the registry's data files, and what could not be written so.

        ``diff``: a unified diff for ``git apply``; ``tsv``: the new and changed rows, each behind its file's name.
        """
        from tarazy.records.actors import registry_patch, written

        patch = registry_patch(self.rulings())
        return written(patch, form), patch.left_out

    def _writable(self) -> None:
        if self._asked is not None:
            raise UsageError(
                f"{self.folder.path} is open at version {self._asked}: open it without a version to decide."
            )


def login() -> str:
    """The name under which the system knows who is at work."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError("Nobody knows who decides here: give a name (--who).") from None


def _claim_names(drafts: Iterable[Draft]) -> set[str]:
    found: set[str] = set()
    for draft in drafts:
        if draft.action == "undo":
            continue
        found |= {draft.left, *([draft.right] if draft.right else [])}
        if draft.action == "split-actors" and isinstance(draft.value, dict):
            named = draft.value.get("claims")
            found |= {one for one in named if isinstance(one, str)} if isinstance(named, list) else set()
    return found
