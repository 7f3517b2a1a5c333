"""The titles of what a result holds, in one language: fields, actors, names of the scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from tarazy.actors.registry import registry
from tarazy.scenarios.fields import Field
from tarazy.scenarios.table import ModelRow

MANY = 4
"""Defaults of a kind that are shown as one where they are alike."""


class Titles:
    """Titles of inputs and outputs in one language, with actors and other names under their words."""

    def __init__(self, row: ModelRow, facts: Mapping[str, Any], language: str, names: Mapping[str, str]) -> None:
        keys = {key: tuple(facts["scope"][of]) for key, of in row.keys.items()}
        said = {**row.words, **facts["words"]}
        self.language = language
        self.names = {**names, **{name: by[language] for name, by in said.items()}}
        self._registry = registry().actors
        self.found: dict[tuple[str, str], str] = {}
        self.minor = {name for field in row.outputs.values() if field.minor for name, _ in field.names(keys)}
        for part in ("scope", "change", "settings", "inputs", "outputs"):
            for field in getattr(row, part).values():
                for name, chosen in field.names(keys):
                    self.found[part, name] = self._titled(field, chosen)

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

    def explained(self, sensitivity: pl.DataFrame) -> pl.DataFrame:
        """The rows of a sensitivity analysis that pages show: those of outputs that are not minor."""
        return sensitivity.filter(~pl.col("output").is_in(list(self.minor)))
