"""The data sets that can be imported, read from ``data/datasets.toml``: one row and one module each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

import polars as pl

from tarazy.data_files import toml
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Piece
from tarazy.datasets.given import Given
from tarazy.datasets.names import Names
from tarazy.errors import UsageError


class Layout(Protocol):
    """How a file becomes rows: ``pieces`` gives its text and rows in order, and tells ``seen`` what stands above them."""

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """The pieces of the file; together their texts are the document's text."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set as the docs show it. ``names`` is its column in the tables of names, ``version`` counts changes of its rules.

    ``start`` and ``end`` are the years that the publisher covers (empty: until the latest release).
    """

    name: str
    title: str
    layout: str
    claims: str
    names: str
    terms: str
    url: str
    start: str
    end: str
    version: int
    module: str


class Importer(Protocol):
    """What a module of ``datasets/sources`` has."""

    def layout(self, context: Context) -> Layout:
        """The layout of the file; a module with a plain LAYOUT needs none."""

    def claims(self, rows: pl.DataFrame, context: Context) -> Iterable[pl.DataFrame]:
        """Frames of ``claims.claims`` for a piece of rows."""

    def finish(self, context: Context) -> None:
        """After the last row: say what the file covers."""


@cache
def datasets() -> Mapping[str, Dataset]:
    """All data sets by name, in the order of the table."""
    made = {}
    for name, row in toml("tarazy.datasets", "datasets.toml").items():
        module = row.pop("module", name.replace("-", "_"))
        made[name] = Dataset(name=name, module=module, **row)
    return made


@cache
def _families() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row["members"]) for row in toml("tarazy.datasets", "families.toml")["family"])


def one_of_each_family(names: Iterable[str]) -> dict[str, str]:
    """Of data sets that tell the same things (``data/families.toml``) those to leave out of a sum, each with the one that is kept."""
    present = set(names)
    out: dict[str, str] = {}
    for family in _families():
        there = [name for name in family if name in present]
        out |= dict.fromkeys(there[1:], there[0]) if there else {}
    return out


def dataset(name: str) -> Dataset:
    """The data set of this name; UsageError that lists all of them otherwise."""
    known = datasets()
    if name not in known:
        raise UsageError(f"Data set {name!r} is unknown: choose from {', '.join(known)}.")
    return known[name]


def context_of(chosen: Dataset, mapping: Path | None = None) -> Context:
    """What an import of a data set begins with; ``mapping`` is the user's own for the data set ``table``. UsageError for a wrong one."""
    context = Context(chosen.name, Names(chosen.names), chosen.start, chosen.end)
    if mapping is not None or chosen.name == "table":
        from tarazy.datasets.mapping import load_mapping

        context.mapping = load_mapping(mapping)
        context.names.source = context.mapping.names
    return context


def layout(module: Importer, context: Context) -> Layout:
    """The layout of a module's file: its LAYOUT, or what its function makes of the mapping."""
    found: Layout | None = getattr(module, "LAYOUT", None)
    return module.layout(context) if found is None else found


def importer(chosen: Dataset) -> Importer:
    """The module of a data set."""
    module: Importer = import_module(f"tarazy.datasets.sources.{chosen.module}")
    return module
