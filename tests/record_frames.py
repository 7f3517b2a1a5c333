"""Frames of records for tests: what is left out is unknown."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import KINDS
from tarazy.store.schema import RECORDS


def stage(
    name: str | None, start: str | None = None, end: str | None = "=", modality: str = "asserted", **more: Any
) -> dict[str, Any]:
    """An entry of a life line; ``end`` equals ``start`` unless told."""
    return {
        "stage": name,
        "modality": modality,
        "time_start": start,
        "time_end": start if end == "=" else end,
        "said": more.get("said"),
        "claims": more.get("claims", []),
    }


def record(kind: str, participants: Iterable[tuple[str, str]], **given: Any) -> dict[str, Any]:
    """A row of RECORDS; ``participants`` are (actor, role), ``quantities`` (value, unit), ``time`` one date or (start, end)."""
    people = [{"actor": actor, "role": role, "via": None, "surface": None} for actor, role in participants]
    time = given.pop("time", None)
    start, end = time if isinstance(time, tuple) else (time, time)
    quantities = [{"value": float(value), "unit": unit, "relation": "="} for value, unit in given.pop("quantities", ())]
    row: dict[str, Any] = dict.fromkeys(RECORDS)
    row |= {
        "kind": kind,
        "domain": KINDS[kind].domain,
        "participants": people,
        "actors": list(dict.fromkeys(p["actor"] for p in people)),
        "time_start": start,
        "time_end": end,
        "quantities": quantities,
        "modality": "asserted",
        "life": [],
        "claims": 1,
        "documents": 1,
        "languages": ["en"],
        "confidence": 0.5,
    }
    return row | given


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of RECORDS, numbered r-0, r-1 … where they have no id."""
    numbered = [row | {"record_id": row["record_id"] or f"r-{number}"} for number, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=RECORDS)
