"""What people have ruled since records were last made: which rulings wait for that, and which findings they decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tarazy.records.decisions import Decision
from tarazy.store.deciding import decision_rows
from tarazy.store.ruled import outcome_at
from tarazy.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Decided:
    """How a finding was decided: the action, and who took it."""

    action: str
    who: str


def standing(snapshot: Snapshot) -> list[Decision]:
    """The decisions that hold, in whole or in part, in the order in which they were taken."""
    outcome = outcome_at(snapshot)
    return [one for one in outcome.standing if one.action != "undo" and outcome.fates[one.id].state != "overruled"]


def waiting(snapshot: Snapshot, standing: Sequence[Decision]) -> list[Decision]:
    """Those of the standing decisions that the records do not have yet."""
    commits = snapshot.commits
    last = commits.filter(pl.col("action") == "resolve")["version"].max()
    later = commits.filter((pl.col("action") == "decide") & (pl.col("version") > (last or 0)))
    if later.is_empty():
        return []
    rows = decision_rows(snapshot).filter(pl.col("batch").is_in(later["entry"].implode()))
    serials = set(rows.select("serial").collect()["serial"])
    return [one for one in standing if one.serial in serials]


def decided(standing: Sequence[Decision], waiting: Sequence[Decision], findings: pl.DataFrame) -> dict[str, Decided]:
    """The findings on which people have ruled, by id, each with the newest ruling.

    Those that the waiting decisions are about; and the faults of whose claims all are accepted, however often records are made anew.
    """
    accepted = {one.left: one.who for one in standing if one.action == "accept"}
    newest = {
        thing: (number, Decided(one.action, one.who)) for number, one in enumerate(waiting) for thing in _things(one)
    }
    if not newest and not accepted:
        return {}
    found: dict[str, Decided] = {}
    for row in findings.select("finding_id", "type", "record_id", "slot", "claims").iter_rows(named=True):
        if row["type"] == "fault" and row["claims"] and all(claim in accepted for claim in row["claims"]):
            found[row["finding_id"]] = Decided("accept", accepted[row["claims"][-1]])
        about = [("slot", row["record_id"], row["slot"]), *(("claim", claim) for claim in row["claims"])]
        about += [("pair", one, other) for one in row["claims"] for other in row["claims"] if one < other]
        if rulings := [newest[thing] for thing in about if thing in newest]:
            found[row["finding_id"]] = max(rulings, key=lambda one: one[0])[1]
    return found


def _things(decision: Decision) -> Iterator[tuple[str, ...]]:
    """What a decision is about, as far as it decides findings."""
    if decision.action in ("reject", "correct"):
        yield "claim", decision.left
    elif decision.action == "split-actors" and decision.value:
        yield from (("claim", claim) for claim in decision.value.get("claims", ()))
    elif decision.action == "prefer":
        yield "slot", decision.left, decision.value["slot"]
    elif decision.action == "different" and decision.right:
        one, other = sorted((decision.left, decision.right))
        yield "pair", one, other
