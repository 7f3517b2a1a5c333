"""Conflicts and faults of an observatory's records in one table."""

from __future__ import annotations

import polars as pl

from tarazy.records.conflicts import conflicts
from tarazy.records.faults import faults
from tarazy.records.rulings import NONE, Rulings
from tarazy.records.saying import sentence

__all__ = ["find", "sentence"]


def find(claims: pl.DataFrame, members: pl.DataFrame, records: pl.DataFrame, rulings: Rulings = NONE) -> pl.DataFrame:
    """All findings as FINDINGS without ``batch``: conflicts and faults, the weightiest of each first.

    ``claims`` has the columns of ``Observatory.claims()``, rulings applied; ``members`` those of MEMBERS; ``records`` those of
    RECORDS. Claims that a person has rejected are left out; a conflict whose slot is ruled on stays, with the ruling among its
    ``values`` as ``settled``.
    """
    kept = claims.filter(~pl.col("claim_id").is_in(list(rulings.rejected))) if rulings.rejected else claims
    kept = kept.drop("record_id", strict=False)
    joined = kept.join(members.select("claim_id", "record_id"), on="claim_id")
    return pl.concat([conflicts(joined, records, rulings), faults(kept, members)])
