"""Frames of claims, each with its record, as measures that read claims are given them."""

from typing import Any

import polars as pl

from tarazy.store.schema import CLAIMS

COLUMNS = {name: kind for name, kind in CLAIMS.items() if name not in ("batch", "recorded", "extractor")}


def claim(kind: str, people: list[tuple[str, str]], time: str | None = "2020", **given: Any) -> dict[str, Any]:
    """A claim: ``people`` are (actor, role); certain, asserted, English, of the document ``a.txt``, unless told."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {
        "document": "a.txt",
        "kind": kind,
        "domain": "diplomacy",
        "participants": [{"actor": one, "role": role, "via": None, "surface": None} for one, role in people],
        "actors": list(dict.fromkeys(one for one, _ in people)),
        "time_start": time,
        "time_end": time,
        "quantities": [],
        "cited": [],
        "modality": "asserted",
        "quote": "",
        "language": "en",
        "rule": "r",
        "confidence": 1.0,
        "lemmas": None,
    }
    return row | given


def figure(
    actor: str, series: str, value: float, year: int, rule: str = "world-bank", unit: str = "USD"
) -> dict[str, Any]:
    """An indicator of a data set."""
    quantity = {"value": float(value), "unit": unit, "relation": "="}
    return claim("indicator", [(actor, "subject")], str(year), object=series, quantities=[quantity], rule=rule)


def claim_frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Claims c-0, c-1 … in records r-0, r-1 …, unless they have their own."""
    numbered = [
        row | {"claim_id": row["claim_id"] or f"c-{number}", "record_id": row.get("record_id") or f"r-{number}"}
        for number, row in enumerate(rows)
    ]
    return pl.DataFrame(numbered, schema={**COLUMNS, "document": pl.String, "record_id": pl.String})
