"""Evidence of a middle power by conduct and place: for each criterion the claims that speak of it; a list, no score.

Criteria of conduct after Cooper, Higgott and Nossal (1993, Relocating Middle Powers), of place after Holbraad (1984, Middle Powers in
International Politics) and Carr (2014, Australian Journal of International Affairs 68: 70-84): ``measures/data/evidence.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl

from tarazy.data_files import toml
from tarazy.errors import UsageError
from tarazy.language import CODES
from tarazy.measures.given import given_toml
from tarazy.measures.question import Question
from tarazy.measures.words import Topic, matching, pattern, said
from tarazy.store.schema import Columns

_NONE = Question()
COLUMNS: Columns = {
    "actor": pl.String,
    "group": pl.String,
    "criterion": pl.String,
    "status": pl.String,
    "claims": pl.Int64,
    "expected": pl.Float64,
    "documents": pl.Int64,
    "first": pl.String,
    "last": pl.String,
    "records": pl.List(pl.String),
}


@cache
def criteria() -> dict[str, dict[str, Any]]:
    """The package's criteria by name."""
    return _read(toml("tarazy.measures", "evidence.toml"), "evidence.toml")


def evidence(
    claims: pl.DataFrame, actors: Sequence[str], question: Question = _NONE, criteria_file: str | None = None
) -> pl.DataFrame:
    """What is said of each criterion and actor: columns ``COLUMNS``, a row also where nothing is (``status`` nothing said, and so unknown).

    ``claims``, ``expected`` (the sum of their confidences), ``documents``; ``first`` and ``last``: years of what is dated. ``criteria_file``: criteria of your
    own, a file as ``measures/data/evidence.toml``. Where years are asked for, claims without a date drop out.
    """
    table = criteria() if criteria_file is None else _read(given_toml(criteria_file), criteria_file)
    text = claims.with_columns(text=said())
    first, last = (pl.col(name).str.head(4) for name in ("time_start", "time_end"))
    text = text.with_columns(first=pl.coalesce(first, last), last=pl.coalesce(last, first))
    if question.start is not None:
        text = text.filter(pl.col("last").cast(pl.Int64, strict=False) >= question.start)
    if question.end is not None:
        text = text.filter(pl.col("first").cast(pl.Int64, strict=False) <= question.end)
    parts = [_row(text, actor, name, row) for actor in actors for name, row in table.items()]
    return pl.DataFrame(parts, schema=COLUMNS, orient="row")


def _row(claims: pl.DataFrame, actor: str, name: str, row: dict[str, Any]) -> dict[str, Any]:
    person = pl.element().struct
    plays = (person.field("actor") == actor) & person.field("role").is_in(row["roles"])
    conditions = [pl.col("kind").is_in(row["kinds"]), pl.col("participants").list.eval(plays).list.any()]
    if row.get("stages"):
        conditions.append(pl.col("stage").is_in(row["stages"]))
    if others := [one for one in row.get("actors", ()) if one != actor]:
        conditions.append(pl.any_horizontal(pl.col("actors").list.contains(pl.lit(one)) for one in others))
    if patterns := {code: pattern(row[code]) for code in CODES if row.get(code)}:
        topic = {name: Topic(name, {}, patterns)}
        conditions.append(matching(topic, "text", "language").list.len() > 0)
    found = claims.filter(*conditions).unique("claim_id", maintain_order=True)
    return {
        "actor": actor,
        "group": row.get("group", ""),
        "criterion": name,
        "status": "evidence" if found.height else "nothing said",
        "claims": found.height,
        "expected": float(found["confidence"].sum()),
        "documents": found["document"].n_unique(),
        "first": found["first"].min(),
        "last": found["last"].max(),
        "records": sorted(set(found["record_id"].drop_nulls())),
    }


def _read(table: dict[str, Any], origin: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = table.get("criterion", {})
    for name, row in found.items():
        if not isinstance(row.get("kinds"), list) or not isinstance(row.get("roles"), list):
            raise UsageError(f"{origin}: criterion.{name} lacks kinds or roles: give a list of each.")
    if not found:
        raise UsageError(f"{origin} has no criterion: write one as [criterion.name].")
    return found
