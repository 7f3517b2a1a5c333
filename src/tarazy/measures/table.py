"""The table of measures, read from ``measures/data/measures.toml``: what each is, who it is by, what it does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from inspect import signature
from typing import Any

import polars as pl

from tarazy.data_files import toml
from tarazy.errors import UsageError
from tarazy.measures.question import Question

SHARED = tuple(one.name for one in fields(Question))
"""Settings that measures share: those of ``Question``."""

TIMED = ("start", "end", "every", "periods", "level", "draws", "seed")
"""Those that measures of claims and records have."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table. ``function`` is ``module:name``, called with a frame of ties, the actors, a Question, and settings of its own.

    ``reads``: ties, or instead claims or records (of these ``kinds``, and of the data sets whose ``rules`` made them, where any are named).
    A claim has the columns of ``store.schema.CLAIMS`` and its ``record_id``.
    """

    name: str
    function: str
    description: str
    source: str
    coverage: str
    uncertainty: str
    needs: int
    shows: tuple[str, ...]
    reads: str = "ties"
    kinds: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def call(self) -> Callable[..., pl.DataFrame]:
        """The function."""
        module, _, name = self.function.partition(":")
        found: Callable[..., pl.DataFrame] = getattr(import_module(module), name)
        return found

    def settings(self) -> tuple[str, ...]:
        """Settings that it has beside those of ``Question``."""
        return tuple(
            name
            for name in signature(self.call()).parameters
            if name not in ("ties", "claims", "records", "actors", "question")
        )

    def of(self, ties: pl.DataFrame, actors: Sequence[str], settings: Mapping[str, Any]) -> pl.DataFrame:
        """The measure of these ties. Raises UsageError for too few actors, or a setting that it does not have."""
        self.check(actors, settings)
        question, own = self.asked(settings)
        return self.call()(ties, list(actors), question, **own)

    def asked(self, settings: Mapping[str, Any]) -> tuple[Question, dict[str, Any]]:
        """The settings as a question, and those of its own."""
        names = self.settings()
        question = Question(**{name: value for name, value in settings.items() if name in SHARED and name not in names})
        return question, {name: value for name, value in settings.items() if name not in SHARED or name in names}

    def check(self, actors: Sequence[str], settings: Mapping[str, Any]) -> None:
        """Raises UsageError for too few actors, or a setting that it does not have."""
        if len(actors) < self.needs:
            raise UsageError(f"The measure {self.name} needs {self.needs} actor(s): name them after it, such as KAZ.")
        own = self.settings()
        for name in settings:
            if name in SHARED and self.reads != "ties" and name not in (*TIMED, *own):
                raise UsageError(f"The measure {self.name} is not one of ties and has no setting {name!r}.")
            if name not in SHARED and name not in own:
                has = f"of its own it has {', '.join(own)}" if own else "it has none of its own"
                raise UsageError(f"The measure {self.name} has no setting {name!r}: {has}.")
            if name in own and settings[name] is not None:
                self._check_kind(name, settings[name])

    def _check_kind(self, name: str, value: Any) -> None:
        """UsageError for words where a setting is a number, and for a number where it is words."""
        kind = str(signature(self.call()).parameters[name].annotation).removesuffix(" | None")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if kind in ("int", "float") and not (number and (kind == "float" or int(value) == value)):
            what = "a whole number" if kind == "int" else "a number"
            raise UsageError(f"The setting {name} of {self.name} is {what}, not {value!r}.")
        listed = value if isinstance(value, list | tuple) and "Sequence" in kind else [value]
        if kind.startswith("str") and not all(isinstance(one, str) for one in listed):
            raise UsageError(f"The setting {name} of {self.name} is words, not {value!r}.")


@cache
def measures() -> dict[str, Measure]:
    """All measures by name, in the order of the file."""
    return {name: _row(name, row) for name, row in toml("tarazy.measures", "measures.toml").items()}


def _row(name: str, given: dict[str, Any]) -> Measure:
    row: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    return Measure(name, **row)


def measure(name: str) -> Measure:
    """The measure of this name; UsageError where there is none."""
    if name not in measures():
        raise UsageError(f"measure {name!r} is unknown: choose from {', '.join(measures())}.")
    return measures()[name]


def measure_table() -> pl.DataFrame:
    """``name``, ``description``, ``source``, ``coverage``, ``uncertainty``: a row for each measure."""
    columns = ("name", "description", "source", "coverage", "uncertainty")
    rows = [tuple(getattr(row, column) for column in columns) for row in measures().values()]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
