"""Claims as records of one claim each: what ties, chronologies and answers are made of before anything is resolved."""

from __future__ import annotations

import polars as pl

from tarazy.store.schema import LIFE, MEMBERS, RECORDS


def single_records(claims: pl.DataFrame) -> pl.DataFrame:
    """A record (``store.schema.RECORDS`` without ``batch``) for each claim of ``Observatory.claims()``, in the same order.

    Its id is ``c-`` and the claim's, so that no record of the observatory ever has it.
    """
    own = pl.concat_list("claim_id")
    life = pl.struct("stage", "modality", "time_start", "time_end", "said", own.alias("claims")).cast(LIFE)
    made = claims.with_columns(
        record_id="c-" + pl.col("claim_id"),
        life=pl.concat_list(life),
        claims=pl.lit(1),
        documents=pl.lit(1),
        languages=pl.concat_list("language"),
        first_said="said",
        last_said="said",
    )
    return made.select(pl.col(name).cast(kind) for name, kind in RECORDS.items() if name != "batch")


def single_members(claims: pl.DataFrame) -> pl.DataFrame:
    """``claim_id``, ``record_id``: each claim's own record."""
    made = claims.select("claim_id", record_id="c-" + pl.col("claim_id"))
    return made.select(pl.col(name).cast(kind) for name, kind in MEMBERS.items() if name != "batch")
