"""Tables to files: JSON Lines, CSV and Parquet; claims as JSON Lines are the codebook's exchange format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import polars as pl

from tarazy.errors import UsageError
from tarazy.store.rows import to_claim

FORMATS = ("jsonl", "csv", "parquet")
"""Formats of flat tables; others are in ``tarazy.exports``."""


def exported(frame: pl.DataFrame, what: str, form: str) -> Iterator[bytes]:
    """The frame in the format, in chunks of bytes. UsageError for an unknown format."""
    if form not in FORMATS:
        raise UsageError(f"format {form!r} is unknown: choose from {', '.join(FORMATS)}.")
    if form == "jsonl":
        for row in frame.iter_rows(named=True):
            shown = exchange(row) if what == "claims" else row
            yield (json.dumps(shown, ensure_ascii=False, default=_plain) + "\n").encode()
        return
    buffer = BytesIO()
    if form == "csv":
        # Spreadsheets take UTF-8 for a local encoding unless a byte order mark stands first.
        _flat(frame, what).write_csv(buffer, include_bom=True)
    else:
        frame.write_parquet(buffer)
    yield buffer.getvalue()


def exchange(row: dict[str, Any]) -> dict[str, Any]:
    """A row of claims as an object of the exchange format, with what the store adds: who read it, when, by which rules."""
    added = {"document_id": row["document_id"], "recorded": _plain(row["recorded"]), "extractor": row["extractor"]}
    if row["said"]:
        added["said"] = row["said"]
    return to_claim(row).to_exchange() | {"id": row["claim_id"]} | added


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if hasattr(value, "isoformat") else str(value)


def _flat(frame: pl.DataFrame, what: str) -> pl.DataFrame:
    """Lists and structures as text: ``KAZ:party; TUR:party``, ``2500000000 USD``."""
    person = pl.element().struct
    if what in ("claims", "records"):
        amount = pl.element().struct
        sign = pl.when(amount.field("relation") == "=").then(pl.lit("")).otherwise(amount.field("relation"))
        number = amount.field("value").map_elements(lambda value: f"{value:.15g}", return_dtype=pl.String)
        frame = frame.with_columns(
            pl.col("participants").list.eval(person.field("actor") + ":" + person.field("role")),
            pl.col("quantities").list.eval(sign + number + " " + amount.field("unit")),
        )
    if what == "claims":
        cited = pl.concat_str(person.field("author"), person.field("year"), separator=" ", ignore_nulls=True)
        frame = frame.with_columns(pl.col("cited").list.eval(cited))
    if what == "records":
        # A stage with its modality, unless asserted, and its time: ``signed 2013-01-30; in-force 2014/``.
        stage = pl.element().struct
        when = pl.when(stage.field("time_start") == stage.field("time_end")).then(stage.field("time_start"))
        span = when.otherwise(stage.field("time_start").fill_null("") + "/" + stage.field("time_end").fill_null(""))
        told = pl.when(stage.field("modality") != "asserted").then(stage.field("modality"))
        words = pl.concat_str(told, stage.field("stage"), span.replace("/", None), separator=" ", ignore_nulls=True)
        frame = frame.with_columns(pl.col("life").list.eval(words))
    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    return frame.with_columns(pl.col(lists).list.join("; "))
