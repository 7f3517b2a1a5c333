"""Findings in words, with the claims on each side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from pydantic import BaseModel, Field

from tarazy.records.findings import sentence
from tarazy.web.here import Here


class Side(BaseModel):
    """One of the values that contradict each other, with the claims that give it."""

    value: Any
    claims: list[str]


class FindingRuled(BaseModel):
    """How a finding was decided: the action, and who took it."""

    action: str
    who: str


class FindingRow(BaseModel):
    """A conflict (sources disagree) or a fault (arithmetic, logic)."""

    finding_id: str
    type: str
    rule: str
    slot: str
    record_id: str | None
    actors: list[str]
    claims: list[str]
    weight: float
    sentence: str = Field(description="The finding in the language asked for.")
    kind: str | None
    sides: list[Side]
    settled: Any = Field(None, description="What a person has ruled on it; none: it is open.")
    decided: FindingRuled | None = Field(None, description="What was ruled on it since records were last made.")


def finding_rows(here: Here, findings: pl.DataFrame) -> list[FindingRow]:
    """The findings of a frame, in its order."""
    return [finding_row(here, row) for row in findings.iter_rows(named=True)]


def finding_row(here: Here, row: Mapping[str, Any]) -> FindingRow:
    """One finding."""
    values = json.loads(row["values"])
    sides = [Side(value=one.get("value"), claims=one.get("claims", [])) for one in _sides(values)]
    names = here.frames.actors.names[here.language]
    ruled = here.frames.decided.get(row["finding_id"])
    return FindingRow(
        **{
            name: row[name]
            for name in ("finding_id", "type", "rule", "slot", "record_id", "actors", "claims", "weight")
        },
        sentence=sentence(row, here.language, names),
        kind=values.get("kind"),
        sides=sides,
        settled=values.get("settled"),
        decided=FindingRuled(action=ruled.action, who=ruled.who) if ruled else None,
    )


def _sides(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = values.get("values", [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
