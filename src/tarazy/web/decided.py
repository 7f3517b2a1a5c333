"""What people have ruled since records were last made: how many rulings wait for that, and which findings they decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from tarazy.observatory import Observatory
from tarazy.store.deciding import decision_rows

_STANDING = ("stands", "in part")
_ON_CLAIMS = ("reject", "correct", "split-actors")


@dataclass(frozen=True, slots=True)
class Decided:
    """How a finding was decided: the action, and who took it."""

    action: str
    who: str


def waiting(observatory: Observatory) -> pl.DataFrame:
    """The decisions that stand and that the records do not have yet, oldest first; rows as of ``Observatory.decisions``."""
    commits = observatory.snapshot.commits
    last = commits.filter(pl.col("action") == "resolve")["version"].max()
    later = commits.filter((pl.col("action") == "decide") & (pl.col("version") > (last or 0)))
    if later.is_empty():
        return observatory.decisions().clear()
    rows = decision_rows(observatory.snapshot).filter(pl.col("batch").is_in(later["entry"].implode()))
    serials = rows.select("serial").collect()["serial"]
    stands = pl.col("state").is_in(_STANDING) & (pl.col("action") != "undo")
    return observatory.decisions().filter(pl.col("serial").is_in(serials.implode()) & stands)


def decided(decisions: pl.DataFrame, waiting: pl.DataFrame, findings: pl.DataFrame) -> dict[str, Decided]:
    """The findings that the waiting decisions are about, by id, each with the newest of these; and the faults of whose claims all are accepted."""
    standing = decisions.filter(pl.col("state").is_in(_STANDING), action="accept")
    accepted = dict(standing.select("left", "who").iter_rows())
    newest: dict[tuple[str, ...], tuple[int, Decided]] = {}
    for row in waiting.iter_rows(named=True):
        for thing in _things(row):
            newest[thing] = row["serial"], Decided(row["action"], row["who"])
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


def _things(decision: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    action, value = decision["action"], json.loads(decision["value"] or "null")
    if action == "prefer":
        yield "slot", decision["left"], value["slot"]
    elif action == "different" and decision["right"]:
        one, other = sorted((decision["left"], decision["right"]))
        yield "pair", one, other
    elif action == "split-actors" and value:
        yield from (("claim", claim) for claim in value.get("claims", ()))
    elif action in _ON_CLAIMS:
        yield "claim", decision["left"]
