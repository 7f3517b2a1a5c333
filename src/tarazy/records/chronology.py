"""Records → a chronology: what happened, in the order of its times, each with how precisely it is dated; what has no date apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.records.settling import settled
from tarazy.store.schema import PARTICIPANT, QUANTITY, Columns
from tarazy.store.selection import Several, checked, several, within

SOURCE = pl.Struct(
    {
        "claim_id": pl.String,
        "document": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "quote": pl.String,
        "language": pl.String,
        "said": pl.String,
        "speaker": pl.String,
    }
)
ENTRIES: Columns = {
    "time_start": pl.String,
    "time_end": pl.String,
    "precision": pl.String,  # day, month, year; span, since, until; none: there is no date
    "kind": pl.String,
    "domain": pl.String,
    "stage": pl.String,
    "modality": pl.String,
    "participants": pl.List(PARTICIPANT),
    "object": pl.String,
    "quantities": pl.List(QUANTITY),
    "differs": pl.List(pl.String),  # dates that other sources give for the same
    "said": pl.String,  # when it was first said
    "record_id": pl.String,
    "claims": pl.List(pl.String),
    "sources": pl.List(SOURCE),  # the claims' places and sentences
}
_OWN = ("time_start", "time_end", "stage", "modality", "said", "claims", "differs")
_PRECISION = {4: "year", 7: "month", 10: "day"}


def chronology(
    records: pl.DataFrame,
    claims: pl.DataFrame,
    actor: Several = None,
    start: str | None = None,
    end: str | None = None,
    kind: Several = None,
    domain: Several = None,
    modality: Several = "asserted",
) -> pl.DataFrame:
    """The stages of the records' life lines in the order of their times, columns ``ENTRIES``; those without a date come last.

    ``records`` as in ``store.schema.RECORDS``, ``claims`` as from ``Observatory.claims()``. ``actor``: ids that must all take part; ``kind``,
    ``domain``, ``modality``: any of those given (no modality: all). ``start``/``end``: the time touches the span, undated entries
    drop out. One stage of a record is one entry where the dates that sources give fit together, or where the record has agreed on one
    of them; ``differs`` has the others (``records.settling``). Quantities stand with the stage that the record has reached.
    Raises UsageError for a word that the codebook does not have.
    """
    conditions = [pl.col("actors").list.contains(pl.lit(one)) for one in several(actor)]
    if kinds := checked(kind, KINDS, "kind"):
        conditions.append(pl.col("kind").is_in(kinds))
    if domains := checked(domain, DOMAINS, "domain"):
        conditions.append(pl.col("domain").is_in(domains))
    wanted = checked(modality, MODALITIES, "modality")
    spans = within(start, end)
    told = records.filter(pl.col("claims") > 0, *conditions)
    rows = [
        entry
        for row in told.iter_rows(named=True)
        for entry in _entries(row)
        if not wanted or entry["modality"] in wanted
    ]
    columns = {name: kind for name, kind in ENTRIES.items() if name != "sources"}
    found = pl.DataFrame(rows, schema=columns, orient="row").filter(*spans)
    dated = found.sort(
        (pl.col("precision") == "none"),
        pl.coalesce("time_start", "time_end"),
        pl.col("time_end"),
        "said",
        "record_id",
        nulls_last=True,
        maintain_order=True,
    )
    return with_sources(dated, claims).select(list(ENTRIES))


def with_sources(found: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The frame with ``sources``: place and sentence of each of its ``claims`` (ids), in the order of the documents' dates."""
    numbered = found.with_row_index("place")
    fields = [field.name for field in SOURCE.fields]
    cited = (
        numbered.select("place", claim_id="claims")
        .explode("claim_id")
        .join(claims.select(fields), on="claim_id")
        .sort("place", "said", "document", "start", nulls_last=True)
        .group_by("place", maintain_order=True)
        .agg(sources=pl.struct(fields))
        .cast({"sources": pl.List(SOURCE)})
    )
    joined = numbered.join(cited, on="place", how="left", maintain_order="left").drop("place")
    return joined.with_columns(pl.col("sources").fill_null(pl.lit([], pl.List(SOURCE))))


def precision(start: str | None, end: str | None) -> str:
    """How precisely a time is known: day, month, year; span, since, until; none."""
    if start is None and end is None:
        return "none"
    if start is None or end is None:
        return "until" if start is None else "since"
    return _PRECISION.get(len(start), "year") if start == end else "span"


def _entries(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The entries of one record; its quantities stand with the stage that it has reached."""
    life = settled(record)
    reached = [one for one in life if (one["stage"], one["modality"]) == (record["stage"], record["modality"])] or life
    for entry in life:
        yield {
            **{name: entry[name] for name in _OWN},
            **{name: record[name] for name in ("kind", "domain", "participants", "object", "record_id")},
            "precision": precision(entry["time_start"], entry["time_end"]),
            "quantities": record["quantities"] if entry is reached[-1] else [],
        }
