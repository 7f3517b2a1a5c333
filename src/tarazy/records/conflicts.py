"""Where the claims of one record cannot all be true: dates, amounts, parties, direction, stages at one date, denials."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from tarazy.records import amounts, participation, staging
from tarazy.records.periods import first_day, last_day
from tarazy.records.rulebook import Finding, frame
from tarazy.records.rulings import NONE, Rulings

_COLUMNS = (
    "record_id",
    "claim_id",
    "document_id",
    "kind",
    "participants",
    "actors",
    "time_start",
    "time_end",
    "quantities",
    "object",
    "stage",
    "modality",
    "start",
    "end",
    "quote",
    "language",
    "rule",
    "confidence",
    "said",
)
Row = dict[str, Any]
Check = tuple[Callable[[pl.LazyFrame], pl.LazyFrame], Callable[[Sequence[Row]], Iterable[Finding]]]
_CHECKS: tuple[Check, ...] = (
    (staging.doubtful_dates, staging.dates),
    (staging.doubtful_stages, staging.stages),
    (staging.doubtful_denials, staging.denials),
    (amounts.doubtful, amounts.amounts),
    (participation.doubtful, participation.parties),
)


def conflicts(members: pl.DataFrame, records: pl.DataFrame, rulings: Rulings = NONE) -> pl.DataFrame:
    """The conflicts of every record, as FINDINGS without ``batch``, the weightiest first.

    ``members`` are the claims (columns of ``Observatory.claims()``) with their ``record_id``; ``records`` (RECORDS) are those
    that are looked at. Each check first picks records that could hold a conflict, in Polars, and then looks at
    their claims one by one. A conflict whose slot a person has ruled on is kept, with the ruling under ``settled``.
    """
    rows = members.join(records.filter(pl.col("claims") > 1).select("record_id"), on="record_id", how="semi")
    rows = rows.select(name for name in _COLUMNS if name in members.columns)
    rows = rows.with_columns(
        first=first_day("time_start"), last=last_day("time_end"), start_last=last_day("time_start")
    )
    found: list[Finding] = []
    if rows.height:
        for doubtful, check in _CHECKS:
            for group in _groups(rows, doubtful):
                found += check(group)
    return with_rulings(frame(found), rulings)


def _groups(rows: pl.DataFrame, doubtful: Callable[[pl.LazyFrame], pl.LazyFrame]) -> Iterator[list[Row]]:
    """The claims of each doubtful record."""
    ids = doubtful(rows.lazy()).select("record_id").unique().collect()
    chosen = rows.join(ids, on="record_id", how="semi").sort("record_id", "said", "claim_id", nulls_last=True)
    group: list[Row] = []
    for row in chosen.iter_rows(named=True):
        if group and group[0]["record_id"] != row["record_id"]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def with_rulings(found: pl.DataFrame, rulings: Rulings) -> pl.DataFrame:
    """Adds to conflicts what a person has ruled on their slot, as ``settled``; their ids stay."""
    if found.is_empty() or not rulings.preferred:
        return found
    rows = found.select("values", "record_id", "slot").iter_rows()
    settled = [_settled(values, record, slot, rulings) for values, record, slot in rows]
    return found.with_columns(pl.Series("values", settled, dtype=pl.String))


def _settled(values: str, record: str | None, slot: str, rulings: Rulings) -> str:
    for preferred in rulings.preferred.get(record or "", ()):
        if preferred.slot == slot:
            ruling = {"value": preferred.value, "why": preferred.why, "who": preferred.who}
            return json.dumps(json.loads(values) | {"settled": ruling}, ensure_ascii=False, sort_keys=True)
    return values
