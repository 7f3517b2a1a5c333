"""What people have ruled in an observatory at one version, and the things there that they can rule on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from tarazy.errors import UsageError
from tarazy.records.checking import Text
from tarazy.records.decisions import Decision
from tarazy.records.mending import mended_row
from tarazy.records.opinions import claims_needed
from tarazy.records.outcome import Outcome, fold
from tarazy.records.rulings import Preferred, Rulings
from tarazy.store import resolved
from tarazy.store.actors import check_actor
from tarazy.store.deciding import read_decisions
from tarazy.store.snapshot import Snapshot, texts

_SHORTEST = 4
_CLAIM = (
    *("claim_id", "kind", "domain", "participants", "actors", "stage", "time_start", "time_end"),
    *("quantities", "object", "modality", "speaker"),
)


_OUTCOMES: WeakKeyDictionary[Snapshot, Outcome] = WeakKeyDictionary()


def outcome_at(snapshot: Snapshot) -> Outcome:
    """What holds of all decisions at this version, with the state of each; folded once for each snapshot."""
    if snapshot not in _OUTCOMES:
        _OUTCOMES[snapshot] = fold(read_decisions(snapshot))
    return _OUTCOMES[snapshot]


def waiting(snapshot: Snapshot, decisions: Iterable[Decision]) -> set[str]:
    """Ids of the decisions that cannot take effect because claims that they rule on are not among those of the observatory."""
    needed = {one.id: claims_needed(one) for one in decisions}
    asked = {claim for several in needed.values() for group in several for claim in group}
    if not asked:
        return set()
    rows = snapshot.rows("claims").select("claim_id").filter(pl.col("claim_id").is_in(list(asked))).collect()
    there = set(rows["claim_id"])
    return {key for key, several in needed.items() if any(not there.intersection(group) for group in several)}


def rulings_at(snapshot: Snapshot, outcome: Outcome | None = None) -> Rulings:
    """The rulings that hold at this version; preferred values under the record that now has most of the claims they were made for."""
    outcome = outcome or outcome_at(snapshot)
    if not outcome.rulings.preferred:
        return outcome.rulings
    return replace(outcome.rulings, preferred=_anchored(snapshot, outcome))


def _anchored(snapshot: Snapshot, outcome: Outcome) -> dict[str, tuple[Preferred, ...]]:
    words = [(thing, one) for thing, (one, _) in outcome.words.items() if thing[0] == "preferred"]
    claims = {claim for _, one in words for claim in one.value["claims"]}
    rows = resolved.members(snapshot).filter(pl.col("claim_id").is_in(list(claims))).collect()
    homes = dict(rows.select("claim_id", "record_id").iter_rows())
    found: defaultdict[str, dict[str, tuple[Decision, Preferred]]] = defaultdict(dict)
    for (_, record, slot), one in sorted(words, key=lambda word: word[1].order):
        counts = Counter(homes[claim] for claim in one.value["claims"] if claim in homes)
        # The same record, unless it is gone or others have got more of its claims.
        home = max(counts, key=lambda key: (counts[key], key == record, key)) if counts else record
        found[home][slot] = (one, Preferred(slot, one.value["value"], one.why, one.who))
    return {record: tuple(value for _, value in slots.values()) for record, slots in found.items()}


def actors_at(snapshot: Snapshot, rulings: Rulings) -> set[str]:
    """Ids of the actors of claims and of rulings."""
    named = {*rulings.names, *rulings.actors, *rulings.actors.values()}
    named |= {actor for moved in rulings.moved.values() for actor in moved.values()}
    slots = (*rulings.corrected.values(), *rulings.added.values())
    named |= {one["actor"] for several in slots for one in several.get("participants", ())}
    return named | set(snapshot.scan("actors").select("actor").collect()["actor"])


class Present:
    """The claims, records, actors and decisions of an observatory at one version, as they are ruled: see ``records.checking.Things``.

    ``names`` are all ids, or beginnings of ids, of claims that will be asked for: one walk through the table finds them, and none
    is needed where ``known`` has their rows, as they were read.
    """

    def __init__(self, snapshot: Snapshot, names: Iterable[str] = (), known: pl.DataFrame | None = None) -> None:
        self.snapshot, self._names = snapshot, {name for name in names if _is_start(name)}
        self._known = known

    @cached_property
    def outcome(self) -> Outcome:
        """What holds of the decisions so far."""
        return outcome_at(self.snapshot)

    @cached_property
    def _claims(self) -> dict[str, dict[str, Any]]:
        if not self._names:
            return {}
        if self._known is not None and self._names <= set(self._known["claim_id"]):
            return {row["claim_id"]: row for row in self._known.select(_CLAIM).iter_rows(named=True)}
        starts = pl.any_horizontal(pl.col("claim_id").str.starts_with(name) for name in sorted(self._names))
        lengths = {len(name) for name in self._names}
        if len(self._names) > 20:
            # A condition for each name would take long; a few lengths can be looked up in one go.
            starts = pl.any_horizontal(
                pl.col("claim_id").str.head(length).is_in([name for name in self._names if len(name) == length])
                for length in lengths
            )
        rows = self.snapshot.rows("claims").filter(starts).select(_CLAIM)
        return {row["claim_id"]: row for row in rows.collect().iter_rows(named=True)}

    def claim_id(self, name: str) -> str:
        """The id of a claim, by the beginning of it."""
        return str(self._claim(name)["claim_id"])

    def _claim(self, name: str) -> dict[str, Any]:
        mend = f"`tarazy claims {self._path} --explain` shows their ids"
        return self._claims.get(name) or _only(name, self._claims.values(), "claim_id", "claim", mend)

    def claim(self, name: str) -> Mapping[str, Any]:
        """The row of a claim, as ruled so far, by its id or the beginning of it."""
        row = self._claim(name)
        rulings = self.outcome.rulings
        row = mended_row(row, rulings.corrected.get(row["claim_id"], {}), rulings.moved.get(row["claim_id"], {}))
        row["actors"] = [rulings.actors.get(actor, actor) for actor in row["actors"]]
        return row

    def has_claim(self, claim_id: str) -> bool:
        """Whether there is a claim of this id."""
        found = self.snapshot.rows("claims").filter(pl.col("claim_id") == claim_id).select("claim_id").head(1)
        return found.collect().height > 0

    def document(self, name: str) -> Text:
        """The text of a document, by its name or id."""
        found = self.snapshot.documents.filter((pl.col("name") == name) | (pl.col("document_id") == name))
        if found.is_empty():
            raise UsageError(f"document {name!r} is not there: `tarazy info {self._path}` lists those there are.")
        identity = str(found["document_id"][0])
        rows = self.snapshot.rows("passages").filter(pl.col("document_id") == identity)
        passages = rows.select("start", "language", "part").collect().sort("start")
        return Text(identity, texts(self.snapshot, [identity])[identity], list(passages.iter_rows()))

    def record(self, name: str) -> Mapping[str, Any]:
        """``record_id``, ``kind`` and ``claims`` of a record, by its id or the beginning of it."""
        mend = f"`tarazy export {self._path} records` lists those there are, `tarazy resolve {self._path}` makes them"
        rows = resolved.records(self.snapshot).filter(pl.col("record_id").str.starts_with(name))
        row = _only(
            name, list(rows.select("record_id", "kind").collect().iter_rows(named=True)), "record_id", "record", mend
        )
        members = resolved.members(self.snapshot).filter(pl.col("record_id") == row["record_id"])
        return {**row, "claims": members.select("claim_id").collect()["claim_id"].to_list()}

    @cached_property
    def _actors(self) -> set[str]:
        return actors_at(self.snapshot, self.outcome.rulings)

    def actor(self, name: str) -> None:
        """UsageError for an actor that neither registry, claims nor decisions know."""
        check_actor(name, self._actors)

    def is_registered(self, actor: str) -> bool:
        """Whether the registry knows the actor."""
        from tarazy.actors.registry import registry

        return actor in registry().actors

    def same_as(self, actor: str) -> str:
        """The actor that it is, after all merges so far."""
        return self.outcome.rulings.actors.get(actor, actor)

    def decision(self, name: str) -> Decision:
        """A decision by its serial, its id or the beginning of it."""
        for one in self.outcome.log:
            if str(one.serial) == name:
                return one
        rows = [{"id": one.id, "decision": one} for one in self.outcome.log]
        found = _only(name, rows, "id", "decision", f"`tarazy decide {self._path} list` lists those there are")
        decision: Decision = found["decision"]
        return decision

    @property
    def _path(self) -> str:
        return str(self.snapshot.folder.path)


def _is_start(name: str) -> bool:
    return len(name) >= _SHORTEST and name.isalnum()


def _only(name: str, rows: Collection[dict[str, Any]], key: str, what: str, mend: str) -> dict[str, Any]:
    if what != "decision" and len(name.removeprefix("r-")) < _SHORTEST:
        raise UsageError(f"{what} {name!r} is too short a beginning: give at least {_SHORTEST} characters of the id.")
    found = [row for row in rows if row[key].startswith(name)]
    whole = [row for row in found if row[key] == name]
    if len(whole or found) == 1:
        return (whole or found)[0]
    if found:
        several = ", ".join(sorted(row[key] for row in found)[:3])
        raise UsageError(f"{what} {name!r} is the beginning of {len(found):,} ids: write more of {several}.")
    raise UsageError(f"{what} {name!r} is not there: {mend}.")
