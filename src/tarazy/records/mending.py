"""Claims as people have ruled them: rejected ones out, slots mended, actors under the id that they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import KINDS
from tarazy.records.rulings import Rulings
from tarazy.store.schema import PARTICIPANT, QUANTITY


def mended(claims: pl.DataFrame, rulings: Rulings) -> pl.DataFrame:
    """The claims after the rulings, in their order, under the ids they had; other columns stay as they are.

    Takes the columns of ``store.schema.CLAIMS`` that a ruling can touch, whatever others there are. Rejected claims are left
    out, mended slots replaced, then merged actors renamed; two participants that become one are one. A claim that was
    accepted or mended has the confidence 1: a person vouches for it.
    """
    if rulings.rejected:
        claims = claims.filter(~pl.col("claim_id").is_in(list(rulings.rejected)))
    touched = {*rulings.corrected, *rulings.moved}
    if touched:
        claims = _mend(claims, rulings, touched)
    if rulings.actors:
        claims = _rename(claims, rulings.actors)
    vouched = list(rulings.accepted | rulings.corrected.keys())
    if vouched and "confidence" in claims.columns:
        sure = pl.when(pl.col("claim_id").is_in(vouched)).then(1.0).otherwise(pl.col("confidence"))
        claims = claims.with_columns(confidence=sure)
    return claims


def _mend(claims: pl.DataFrame, rulings: Rulings, touched: set[str]) -> pl.DataFrame:
    numbered = claims.with_row_index("_place")
    concerned = pl.col("claim_id").is_in(list(touched))
    rows = [
        mended_row(row, rulings.corrected.get(row["claim_id"], {}), rulings.moved.get(row["claim_id"], {}))
        for row in numbered.filter(concerned).iter_rows(named=True)
    ]
    if not rows:
        return claims
    renewed = pl.DataFrame(rows, schema=numbered.schema)
    return pl.concat([numbered.filter(~concerned), renewed]).sort("_place").drop("_place")


def mended_row(row: Mapping[str, Any], slots: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, Any]:
    """One row of claims with its slots (in the exchange format) and the actors that are others in it."""
    new = dict(row)
    for slot, value in slots.items():
        if slot == "time":
            new["time_start"], new["time_end"] = (value or {}).get("start"), (value or {}).get("end")
        elif slot == "quantities":
            new[slot] = [_filled(one, QUANTITY) | {"relation": one.get("relation", "=")} for one in value or ()]
        elif slot == "participants":
            new[slot] = [_filled(one, PARTICIPANT) for one in value]
        elif slot in row:
            new[slot] = value
    if "kind" in slots and "domain" not in slots and row.get("domain") == KINDS[row["kind"]].domain:
        new["domain"] = KINDS[new["kind"]].domain
    if moved:
        new["participants"] = [one | {"actor": moved.get(one["actor"], one["actor"])} for one in new["participants"]]
    if moved or "participants" in slots:
        once = {(one["actor"], one["role"]): one for one in reversed(new["participants"])}
        new["participants"] = list(reversed(once.values()))
        new["actors"] = list(dict.fromkeys(one["actor"] for one in new["participants"]))
    return new


def _filled(part: Mapping[str, Any], kind: pl.Struct) -> dict[str, Any]:
    return {field.name: part.get(field.name) for field in kind.fields}


def _rename(claims: pl.DataFrame, actors: Mapping[str, str]) -> pl.DataFrame:
    numbered = claims.with_row_index("_place")
    merged = pl.Series(list(actors), dtype=pl.String)
    concerned = pl.col("actors").list.eval(pl.element().is_in(merged.implode())).list.any()
    affected = numbered.filter(concerned)
    if affected.is_empty():
        return claims
    columns = list(PARTICIPANT.to_schema())
    parts = (
        affected.select("_place", "participants")
        .explode("participants")
        .unnest("participants")
        .with_columns(pl.col("actor").replace(actors))
        .unique(["_place", "actor", "role"], keep="first", maintain_order=True)
    )
    renewed = parts.group_by("_place", maintain_order=True).agg(
        participants=pl.struct(columns), actors=pl.col("actor").unique(maintain_order=True)
    )
    renamed = affected.drop("participants", "actors").join(renewed, on="_place").select(numbered.columns)
    return pl.concat([numbered.filter(~concerned), renamed]).sort("_place").drop("_place")
