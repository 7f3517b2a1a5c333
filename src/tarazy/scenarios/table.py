"""The table of models: one file of ``scenarios/data/models`` a model, with its fields, outputs and words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.errors import UsageError
from tarazy.scenarios.fields import Field, field_of

if TYPE_CHECKING:
    from tarazy.scenarios.model import Model


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model's file. ``implementation`` is ``module:class`` of a ``Model``; ``version`` goes up when its results change.

    ``scope``, ``change``, ``settings``, ``inputs`` and ``outputs`` are fields by name; ``keys`` says of which list in the scope each key of
    their names takes its values; ``tables``, ``notes`` and ``words`` (of choices and labels) hold what is said in en, ru and kk.
    """

    name: str
    implementation: str
    version: int
    source: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    keys: Mapping[str, str]
    scope: Mapping[str, Field]
    change: Mapping[str, Field]
    settings: Mapping[str, Field]
    inputs: Mapping[str, Field]
    outputs: Mapping[str, Field]
    tables: Mapping[str, Mapping[str, Any]]
    notes: Mapping[str, Mapping[str, str]]
    words: Mapping[str, Mapping[str, str]]

    def model(self) -> Model:
        """The model itself, imported when it is needed."""
        module, _, name = self.implementation.partition(":")
        found: Model = getattr(import_module(module), name)()
        return found


def data() -> Traversable:
    """Where the files of models and cases are."""
    return files("tarazy.scenarios") / "data"


@cache
def models() -> dict[str, ModelRow]:
    """All models by name."""
    names = sorted(entry.name for entry in (data() / "models").iterdir() if entry.name.endswith(".toml"))
    return {name.removesuffix(".toml"): _row(name.removesuffix(".toml")) for name in names}


def _row(name: str) -> ModelRow:
    given = tomllib.loads((data() / "models" / f"{name}.toml").read_text(encoding="utf-8"))
    parts = {part: given.pop(part, {}) for part in ("scope", "change", "settings", "inputs", "outputs")}
    fields: dict[str, Any] = {
        part: {one: field_of(one, row) for one, row in rows.items()} for part, rows in parts.items()
    }
    given = {"keys": {}, "tables": {}, "notes": {}, "words": {}, "version": 1, **given}
    return ModelRow(name=name, **fields, **given)


def model_row(name: str) -> ModelRow:
    """The model of this name; UsageError where there is none."""
    if name not in models():
        raise UsageError(f"model {name!r} is unknown: choose from {', '.join(models())}.")
    return models()[name]


def model_table() -> pl.DataFrame:
    """``model``, ``title``, ``about``, ``source``: a row for each model."""
    rows = [(row.name, row.title["en"], row.about["en"], row.source) for row in models().values()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("model", "title", "about", "source"), pl.String), orient="row")
