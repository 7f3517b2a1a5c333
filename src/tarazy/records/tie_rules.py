"""The rules by which records become ties, read from ``records/data/ties.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import polars as pl

from tarazy.codebook.vocabulary import UNITS

StageClass = Literal["opening", "holding", "closing", "pending", "never"]
LISTED: tuple[StageClass, ...] = ("opening", "closing", "pending", "never")


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """What a weight is (``rule``, a sentence), how several pairs share it, how several records are put together."""

    name: str
    rule: str
    multilateral: Literal["full", "split"]
    gather: Literal["sum", "max", "mean", "latest"]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PairRule:
    """Who is tied to whom: ``source`` roles to ``target`` roles, or every two of them where it is not directed."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    directed: bool
    unless: str | None


@dataclass(frozen=True, slots=True)
class KindRule:
    """How a kind's stages make a tie hold, and between whom. ``stages`` maps those listed to their class.

    Figures said of the stages in ``unsized`` are no size of the tie: nothing has been handed over yet.
    """

    name: str
    state: bool
    stages: Mapping[str, StageClass]
    concluded: tuple[str, ...]
    pairs: tuple[PairRule, ...]
    unsized: tuple[str, ...] = ()

    def stage_class(self, stage: str | None) -> StageClass:
        """The class of a stage; a stage that is not listed, and none, holds at the time given."""
        return self.stages.get(stage or "", "holding")


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs of institutional depth, lowest first; the first has the weight 1."""

    rungs: tuple[str, ...]
    by_stage: Mapping[str, str]
    by_object: Mapping[str, str]
    top: str | None
    top_organisations: tuple[str, ...]

    def weight(self, rung: str) -> float:
        """The place of a rung, from 1."""
        return float(self.rungs.index(rung) + 1)


@dataclass(frozen=True, slots=True)
class TieRules:
    """All rules of the file."""

    measures: Mapping[str, MeasureRule]
    ladders: Mapping[str, Ladder]
    kinds: Mapping[str, KindRule]

    def stage_table(self) -> pl.DataFrame:
        """``kind``, ``stage``, ``class`` of the stages that the file lists."""
        rows = [(kind.name, stage, name) for kind in self.kinds.values() for stage, name in kind.stages.items()]
        return pl.DataFrame(rows, schema={"kind": pl.String, "stage": pl.String, "class": pl.String}, orient="row")

    def unsized_stages(self) -> pl.DataFrame:
        """``kind``, ``stage`` of which figures are no size of a tie."""
        rows = [(kind.name, stage) for kind in self.kinds.values() for stage in kind.unsized]
        return pl.DataFrame(rows, schema={"kind": pl.String, "stage": pl.String}, orient="row")

    def unsized_units(self) -> list[str]:
        """Units that are no size of a tie: ranks, ratios, points, years."""
        left_out = self.measures["quantity"].options["not_of"]
        return [unit.name for unit in UNITS.values() if unit.measures in left_out]


def read_rules(text: str) -> TieRules:
    """The rules of a file like ``data/ties.toml``."""
    table = tomllib.loads(text)
    measures = {
        name: MeasureRule(name, row["rule"], row["multilateral"], row["gather"], row)
        for name, row in table["measure"].items()
    }
    ladders = {
        kind: Ladder(
            tuple(row["rungs"]),
            row.get("by_stage", {}),
            row.get("by_object", {}),
            row.get("top"),
            tuple(row.get("top_organisations", ())),
        )
        for kind, row in table["ladder"].items()
    }
    return TieRules(measures, ladders, {name: _kind(name, row) for name, row in table["kind"].items()})


def _kind(name: str, row: dict[str, Any]) -> KindRule:
    stages = {stage: listed for listed in LISTED for stage in row.get(listed, ())}
    return KindRule(
        name,
        row["timing"] == "state",
        stages,
        tuple(row.get("concluded", ())),
        tuple(_pair(pair) for pair in row["pairs"]),
        tuple(row.get("unsized", ())),
    )


def _pair(row: dict[str, Any]) -> PairRule:
    if "among" in row:
        return PairRule(tuple(row["among"]), tuple(row["among"]), False, row.get("unless"))
    return PairRule((row["from"],), (row["to"],), True, row.get("unless"))


@cache
def tie_rules() -> TieRules:
    """The package's own rules."""
    return read_rules((files("tarazy.records") / "data" / "ties.toml").read_text(encoding="utf-8"))
