"""Codes of event data (CAMEO, PLOVER, ACLED) → kinds, roles and stages, by ``data/events.tsv``."""

from __future__ import annotations

from functools import cache

import polars as pl

from tarazy.datasets.names import table

_COLUMNS = ("kind", "first", "second", "stage", "modality", "domain", "label")


@cache
def _rows(system: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("events") if row["system"] == system}


def coded(rows: pl.DataFrame, column: str, system: str, label: str = "") -> pl.DataFrame:
    """The rows with the columns kind, first and second (roles), stage, modality, domain and label; without those of an unknown code.

    A CAMEO code that is not in the table is read as the longest code above it that is (0312 as 031, else 03).
    """
    known = _rows(system)
    found = []
    for code in rows[column].drop_nulls().unique().to_list():
        key = code.strip()
        if system == "cameo":
            while key and key not in known:
                key = key[:-1]
        row = known.get(key)
        if row is not None:
            found.append({"_code": code, **{name: row[name] or None for name in _COLUMNS}})
    frame = pl.DataFrame(found, schema=dict.fromkeys(("_code", *_COLUMNS), pl.String))
    return rows.join(frame, left_on=column, right_on="_code", how="inner", maintain_order="left")
