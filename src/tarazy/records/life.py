"""The life line of records: the stages that claims tell of, in the order of their times, and the latest that is asserted."""

from __future__ import annotations

import polars as pl

from tarazy.codebook.vocabulary import KINDS
from tarazy.records.propositions import EARLIEST, LATEST, first_day
from tarazy.store.schema import LIFE

_MODALITIES = ("asserted", "denied", "planned", "forecast", "proposed", "recommended", "hypothetical")


def stage_order() -> pl.DataFrame:
    """``kind``, ``stage``, ``rung``: the place of each stage in the codebook's order."""
    rows = [(kind.name, stage, at) for kind in KINDS.values() for at, stage in enumerate(kind.stages)]
    return pl.DataFrame(rows, schema={"kind": pl.String, "stage": pl.String, "rung": pl.Int64}, orient="row")


def life_lines(claims: pl.DataFrame) -> pl.DataFrame:
    """``record_id``, ``life``, ``stage``, ``modality`` of the records of ``claims`` (columns of schema.CLAIMS and ``record_id``).

    A life line has one entry for each stage, modality and time that is told of, with its claims and when it was first said. ``stage``
    is the latest that is asserted, by its time and, undated, by the order of the codebook; ``modality`` is asserted where any claim is.
    """
    claims = claims.join(stage_order(), on=["kind", "stage"], how="left", maintain_order="left")
    entries = (
        claims.sort("claim_id")
        .group_by("record_id", "stage", "modality", "time_start", "time_end", maintain_order=True)
        .agg(said=pl.col("said").min(), claims=pl.col("claim_id"), rung=pl.col("rung").first().fill_null(-1))
        .with_columns(
            day=first_day("time_start").fill_null(LATEST),
            sort=pl.col("modality").replace_strict({name: at for at, name in enumerate(_MODALITIES)}, default=9),
        )
    )
    # An entry without a date stands after the dated ones of earlier stages and before those of later ones.
    dated = pl.col("day") < LATEST
    known = pl.when(dated).then("day").otherwise(EARLIEST).cum_max().over("record_id")
    entries = entries.sort("record_id", "rung", "day").with_columns(at=pl.when(dated).then("day").otherwise(known))
    order = ["record_id", "at", "rung", "sort", "stage", "time_start", "time_end"]
    entries = entries.sort(order, nulls_last=True)
    lines = entries.group_by("record_id", maintain_order=True).agg(life=pl.struct(list(_fields())))
    return lines.join(_latest(entries), on="record_id")


def _fields() -> list[str]:
    return [field.name for field in LIFE.fields]


def _latest(entries: pl.DataFrame) -> pl.DataFrame:
    asserted = pl.col("modality") == "asserted"
    stages = entries.filter(pl.col("stage").is_not_null())
    said = stages.filter(asserted).group_by("record_id", maintain_order=True).agg(stage=pl.col("stage").last())
    other = stages.group_by("record_id", maintain_order=True).agg(stage=pl.col("stage").last())
    modality = entries.sort("record_id", "sort").group_by("record_id").agg(pl.col("modality").first())
    return (
        modality.join(said, on="record_id", how="left")
        .join(other.rename({"stage": "told"}), on="record_id", how="left")
        .select("record_id", "modality", stage=pl.coalesce("stage", "told"))
    )
