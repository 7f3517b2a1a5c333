"""Which findings a question is about."""

from __future__ import annotations

import polars as pl

from tarazy.codebook.vocabulary import KINDS
from tarazy.errors import StoreError
from tarazy.records.rulebook import rules
from tarazy.store import resolved
from tarazy.store.selection import Several, checked, several
from tarazy.store.snapshot import Snapshot

TYPES = ("conflict", "fault")


def chosen(
    snapshot: Snapshot, type_: str | None = None, actor: Several = None, kind: Several = None, rule: Several = None
) -> pl.DataFrame:
    """The findings that meet all conditions, the weightiest first; see ``Observatory.findings``."""
    conditions = [pl.col("actors").list.contains(pl.lit(one)) for one in several(actor)]
    for value in checked(type_, TYPES, "type"):
        conditions.append(pl.col("type") == value)
    if chosen_rules := checked(rule, rules(), "rule"):
        conditions.append(pl.col("rule").is_in(chosen_rules))
    if kinds := checked(kind, KINDS, "kind"):
        conditions.append(pl.col("values").str.json_path_match("$.kind").is_in(kinds))
    if not resolved.is_resolved(snapshot):
        path = snapshot.folder.path
        raise StoreError(f"{path} is not resolved yet: run `tarazy resolve {path}` first.")
    found = resolved.findings(snapshot).filter(*conditions).collect()
    return found.sort("weight", "finding_id", descending=[True, False])
