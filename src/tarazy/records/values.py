"""The agreed values of records: what most documents say, the most precise that they allow; a ruling's value where there is one."""

from __future__ import annotations

from typing import Any

import polars as pl

from tarazy.records.life import life_lines
from tarazy.records.propositions import EARLIEST, LATEST, first_day, last_day
from tarazy.records.rulings import NONE, Rulings
from tarazy.store.schema import PARTICIPANT, QUANTITY, RECORDS

RECORD: dict[str, Any] = {name: kind for name, kind in RECORDS.items() if name != "batch"}
_MAJORITY = 0.5
_SAME_VALUE = 1.02
# Among the times of one record: when the thing came about, before what was said of it earlier or later.
_MAIN_STAGES = ("signed", "held", "joined", "member", "delivered", "opened", "made", "sent", "active", "created")


def records(claims: pl.DataFrame, rulings: Rulings = NONE) -> pl.DataFrame:
    """Rows of schema.RECORDS, without ``batch``, for ``claims``: columns of schema.CLAIMS and ``record_id``."""
    if claims.is_empty():
        return pl.DataFrame(schema=RECORD)
    claims = claims.sort("record_id", "claim_id")
    doubt = claims.group_by("record_id", "document_id").agg(doubt=1 - pl.col("confidence").max())
    counts = claims.group_by("record_id").agg(
        kind=_most("kind"),
        claims=pl.len().cast(pl.Int64),
        documents=pl.col("document_id").n_unique().cast(pl.Int64),
        languages=pl.col("language").unique().sort(),
        first_said=pl.col("said").min(),
        last_said=pl.col("said").max(),
    )
    domains = (
        claims.join(counts.select("record_id", "kind"), on=["record_id", "kind"])
        .group_by("record_id")
        .agg(domain=_most("domain"))
    )
    made = (
        counts.join(domains, on="record_id", how="left")
        .join(_participants(claims), on="record_id", how="left")
        .join(_times(claims), on="record_id", how="left")
        .join(_quantities(claims), on="record_id", how="left")
        .join(_objects(claims), on="record_id", how="left")
        .join(life_lines(claims), on="record_id", how="left")
        .join(doubt.group_by("record_id").agg(confidence=(1 - pl.col("doubt").product()).round(6)), on="record_id")
        .with_columns(pl.col("participants").fill_null([]), pl.col("quantities").fill_null([]))
        .with_columns(
            actors=pl.col("participants").list.eval(pl.element().struct.field("actor")).list.unique(maintain_order=True)
        )
    )
    made = made.select([pl.col(name).cast(kind) for name, kind in RECORD.items()]).sort("record_id")
    return _preferred(made, rulings)


def _most(column: str) -> pl.Expr:
    """The value that occurs most often; of several the first in the alphabet."""
    return pl.col(column).drop_nulls().mode().min()


def _participants(claims: pl.DataFrame) -> pl.DataFrame:
    """Actors named by at least half of the documents, each in the role that most give it; where there is none, by most of them."""
    people = (
        claims.select("record_id", "document_id", "participants")
        .explode("participants")
        .drop_nulls("participants")
        .unnest("participants")
    )
    named = people.select("record_id", "document_id", "actor", "role").unique()
    roles = named.group_by("record_id", "actor", "role").agg(documents=pl.len())
    total = named.group_by("record_id").agg(total=pl.col("document_id").n_unique())
    actors = named.group_by("record_id", "actor").agg(named=pl.col("document_id").n_unique())
    actors = actors.join(total, on="record_id").with_columns(most=pl.col("named").max().over("record_id"))
    actors = actors.filter((pl.col("named") >= _MAJORITY * pl.col("total")) | (pl.col("named") == pl.col("most")))
    best = roles.sort(["record_id", "actor", "documents", "role"], descending=[False, False, True, False]).unique(
        ["record_id", "actor"], keep="first", maintain_order=True
    )
    return (
        best.join(actors, on=["record_id", "actor"])
        .sort(["record_id", "named", "role", "actor"], descending=[False, True, False, False])
        .with_columns(via=pl.lit(None, pl.String), surface=pl.lit(None, pl.String))
        .group_by("record_id", maintain_order=True)
        .agg(participants=pl.struct("actor", "role", "via", "surface").cast(PARTICIPANT))
    )


def _times(claims: pl.DataFrame) -> pl.DataFrame:
    """The time that most documents allow; of several the one of the main stage, then the most precise, then the earliest."""
    told = (
        claims.filter(pl.col("time_start").is_not_null() | pl.col("time_end").is_not_null())
        .group_by("record_id", "time_start", "time_end")
        .agg(
            pl.col("document_id").unique().alias("given"),
            main=pl.col("stage").is_in(_MAIN_STAGES).any() & (pl.col("modality") == "asserted").any(),
        )
        .with_columns(first=first_day("time_start").fill_null(EARLIEST), last=last_day("time_end").fill_null(LATEST))
    )
    single = pl.len().over("record_id") == 1
    plain = told.filter(single).select("record_id", "time_start", "time_end")
    several = told.filter(~single)
    votes = (
        several.join(several.select("record_id", "first", "last", "given"), on="record_id", suffix="_other")
        .filter((pl.col("first") <= pl.col("last_other")) & (pl.col("first_other") <= pl.col("last")))
        .group_by("record_id", "time_start", "time_end", "first", "last", "main")
        .agg(votes=pl.col("given_other").explode().n_unique())
        .with_columns(length=pl.col("last") - pl.col("first"))
        .sort(
            ["record_id", "main", "votes", "length", "first", "time_start", "time_end"],
            descending=[False, True, True, False, False, False, False],
        )
        .unique("record_id", keep="first", maintain_order=True)
    )
    return pl.concat([plain, votes.select(plain.columns)])


def _quantities(claims: pl.DataFrame) -> pl.DataFrame:
    """For each unit the figures that most documents give, alike after rounding; of those the one with most digits.

    What was handed over, signed or held goes before what was ordered or planned.
    """
    main = pl.col("stage").is_in(_MAIN_STAGES).fill_null(False) & (pl.col("modality") == "asserted")
    amounts = (
        claims.select("record_id", "document_id", "claim_id", "quantities", main=main)
        .explode("quantities")
        .drop_nulls("quantities")
        .unnest("quantities")
    )
    amounts = amounts.with_columns(
        digits=pl.col("value")
        .abs()
        .cast(pl.String)
        .str.replace(r"e[+-]?\d+$", "")
        .str.replace(r"\.", "")
        .str.strip_chars("0")
        .str.len_chars()
    )
    sets = (
        amounts.sort("record_id", "claim_id", "unit", "value")
        .group_by("record_id", "document_id", "claim_id", "unit", "main", maintain_order=True)
        .agg(
            figures=pl.struct("value", "unit", "relation").cast(QUANTITY),
            low=pl.col("value").min(),
            high=pl.col("value").max(),
            count=pl.len(),
            digits=pl.col("digits").sum(),
        )
    )
    distinct = sets.group_by("record_id", "unit", "low", "high", "count").agg(
        pl.col("figures").sort_by("claim_id").first(),
        pl.col("document_id").unique().alias("given"),
        pl.col("digits").max(),
        pl.col("main").any(),
    )
    single = pl.len().over("record_id", "unit") == 1
    several = distinct.filter(~single)
    other = several.select("record_id", "unit", "low", "high", "given", "count")
    near = [_alike(name) for name in ("low", "high")]
    votes = (
        several.join(other, on=["record_id", "unit", "count"], suffix="_other")
        .filter(*near)
        .group_by("record_id", "unit", "low", "high", "count")
        .agg(pl.col("figures", "digits", "main").first(), votes=pl.col("given_other").explode().n_unique())
        .sort(
            ["record_id", "unit", "main", "votes", "digits", "count", "low", "high"],
            descending=[False, False, True, True, True, True, False, False],
        )
        .unique(["record_id", "unit"], keep="first", maintain_order=True)
    )
    columns = ["record_id", "unit", "figures"]
    return (
        pl.concat([distinct.filter(single).select(columns), votes.select(columns)])
        .sort("record_id", "unit")
        .group_by("record_id", maintain_order=True)
        .agg(quantities=pl.col("figures").explode())
    )


def _alike(name: str) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"{name}_other")
    return pl.max_horizontal(one, other) <= pl.min_horizontal(one, other) + (_SAME_VALUE - 1) * pl.max_horizontal(
        one.abs(), other.abs()
    )


def _objects(claims: pl.DataFrame) -> pl.DataFrame:
    """The label that most documents lead to; of several the longest."""
    return (
        claims.drop_nulls("object")
        .group_by("record_id", "object")
        .agg(documents=pl.col("document_id").n_unique())
        .with_columns(length=pl.col("object").str.len_chars())
        .sort(["record_id", "documents", "length", "object"], descending=[False, True, True, False])
        .unique("record_id", keep="first", maintain_order=True)
        .select("record_id", "object")
    )


def _preferred(made: pl.DataFrame, rulings: Rulings) -> pl.DataFrame:
    wanted = dict(rulings.preferred)
    if not wanted or not made["record_id"].is_in(sorted(wanted)).any():
        return made
    rows = []
    for row in made.filter(pl.col("record_id").is_in(sorted(wanted))).iter_rows(named=True):
        for ruled in wanted[row["record_id"]]:
            if ruled.slot == "time":
                row["time_start"], row["time_end"] = ruled.value.get("start"), ruled.value.get("end")
            elif ruled.slot == "quantities":
                row["quantities"] = [{"relation": "=", **amount} for amount in ruled.value]
            elif ruled.slot == "participants":
                row["participants"] = [{"via": None, "surface": None, **who} for who in ruled.value]
                row["actors"] = list(dict.fromkeys(who["actor"] for who in ruled.value))
            elif ruled.slot in ("stage", "object", "modality", "domain"):
                row[ruled.slot] = ruled.value
        rows.append(row)
    rest = made.filter(~pl.col("record_id").is_in(sorted(wanted)))
    return pl.concat([rest, pl.DataFrame(rows, schema=made.schema)]).sort("record_id")
