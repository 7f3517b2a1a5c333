"""The titles of what a result holds, in one language: fields, actors, names of the scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tarazy.actors.registry import registry
from tarazy.scenarios.fields import Field
from tarazy.scenarios.table import ModelRow

TINY = 1e-9
"""Rounding of sums: what is no further from 0 is 0."""
MANY = 4
"""Defaults of a kind that are shown as one where they are alike."""


class Titles:
    """Titles of inputs and outputs in one language, with actors and other names under their words."""

    def __init__(self, row: ModelRow, facts: Mapping[str, Any], language: str, names: Mapping[str, str]) -> None:
        keys = {key: tuple(facts["scope"][of]) for key, of in row.keys.items()}
        said = {**row.words, **facts["words"]}
        self.language, self.row, self._keys = language, row, keys
        self.names = {**names, **{name: by[language] for name, by in said.items()}}
        self._registry = registry().actors
        self.found: dict[tuple[str, str], str] = {}
        self._units: dict[tuple[str, str], str] = {}
        self.minor = {name for field in row.outputs.values() if field.minor for name, _ in field.names(keys)}
        for part in ("scope", "change", "settings", "inputs", "outputs"):
            for field in getattr(row, part).values():
                for name, chosen in field.names(keys):
                    self.found[part, name] = self._titled(field, chosen)
                    self._units[part, name] = field.unit

    def _titled(self, field: Field, chosen: Mapping[str, str]) -> str:
        return field.titled(self.language, {key: self.name(value) for key, value in chosen.items()})

    def name(self, value: str) -> str:
        """An actor's name, or the words for a name of the scope or for a choice; of a chain such as ``a > b`` each link's."""
        if value in self.names:
            return str(self.names[value])
        if " > " in value:
            return " → ".join(self.name(one) for one in value.split(" > "))
        known = self._registry.get(value)
        if known is not None:
            return str(known.names.get(self.language) or known.names.get("en") or value)
        return value.replace("-", " ").replace("_", " ")

    def of(self, part: str, name: str) -> str:
        """The title of a field of a part (scope, change, settings, inputs, outputs) by its full name."""
        return self.found.get((part, name), name)

    def unit(self, part: str, name: str) -> str:
        """The unit of a field of a part; empty for none."""
        return self._units.get((part, name), "")

    def gathered(self, inputs: pl.DataFrame) -> list[tuple[str, dict[str, Any]]]:
        """The rows of a result's inputs, each with its title; defaults of a kind that are all alike, such as links not given, are one row."""
        alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for row in inputs.iter_rows(named=True):
            kind = (row["input"].partition(".")[0], *(row[name] for name in ("value", "low", "high", "reason")))
            alike.setdefault(kind if row["basis"] == "default" else (row["input"],), []).append(row)
        found = []
        for rows in alike.values():
            titled = [(self.of("inputs", row["input"]), row) for row in rows]
            more = f" … ({len(rows)})"
            found += [(titled[0][0] + more, titled[0][1])] if len(rows) >= MANY else titled
        return found

    def explained(self, sensitivity: pl.DataFrame, summary: pl.DataFrame) -> pl.DataFrame:
        """The rows of a sensitivity analysis that pages show: those of outputs that are not minor, and not told in a line as 0."""
        left_out = self.minor | still(summary) | seldom(summary)
        return sensitivity.filter(~pl.col("output").is_in(sorted(left_out)))

    def zeros(self, summary: pl.DataFrame) -> dict[str, str]:
        """The outputs that pages tell in a line: under ``unchanged`` those that are 0 in every run, under ``seldom`` those of ``seldom``.

        Those of a kind are one title with all their names, such as «Change of transit: A, B». Empty where there are none.
        """
        return {
            word: "; ".join(self._together(names))
            for word, names in (("unchanged", still(summary)), ("seldom", seldom(summary)))
            if names
        }

    def _together(self, outputs: frozenset[str]) -> Iterator[str]:
        for field in self.row.outputs.values():
            found = [(name, chosen) for name, chosen in field.names(self._keys) if name in outputs]
            if found and len(field.keys) == 1:
                said = [self.name(value) for _, chosen in found for value in chosen.values()]
                listed = ", ".join(f"«{one}»" if "," in one and len(said) > 1 else one for one in said)
                yield field.titled(self.language, {field.keys[0]: listed})
            else:
                yield from (self.of("outputs", name) for name, _ in found)


def still(summary: pl.DataFrame) -> frozenset[str]:
    """Names of the outputs of a summary that are 0 as given and in every run."""
    return _at_zero(summary, "given", "mean", "deviation")


def seldom(summary: pl.DataFrame) -> frozenset[str]:
    """Names of the other outputs whose rows would hold nothing but 0: so they are as given and in the middle 90 % of the runs."""
    return _at_zero(summary, "given", "low", "high") - still(summary)


def _at_zero(summary: pl.DataFrame, *columns: str) -> frozenset[str]:
    zero = pl.all_horizontal(pl.col(columns).abs() <= TINY) & (pl.col("defined") == 1)
    return frozenset(summary.filter(pl.col("label").is_null() & zero)["output"])
