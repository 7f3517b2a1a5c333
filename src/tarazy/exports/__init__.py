"""Records, ties, actors and claims in the formats of other programs: which format fits which table, and who writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tarazy.errors import UsageError

FLAT = ("jsonl", "csv", "parquet")
FORMATS: dict[str, tuple[str, ...]] = {
    "claims": (*FLAT, "jsonld"),
    "documents": FLAT,
    "passages": FLAT,
    "actors": (*FLAT, "geojson", "jsonld", "ftm"),
    "records": (*FLAT, "geojson", "jsonld", "ftm"),
    "ties": (*FLAT, "graphml", "geojson", "jsonld"),
}
ALL_FORMATS = tuple(dict.fromkeys(form for forms in FORMATS.values() for form in forms))


@dataclass(frozen=True, slots=True)
class Tables:
    """What an export is written from. ``claims``, ``members`` and ``documents`` are there where the format tells of evidence.

    ``rows`` is the table exported; ``actors`` the actors with their names, types and counts of claims.
    """

    rows: pl.DataFrame
    actors: pl.DataFrame
    claims: pl.DataFrame
    members: pl.DataFrame
    documents: pl.DataFrame


def check_format(what: str, form: str) -> None:
    """UsageError for an unknown format, and for one that does not fit the table, naming those that do."""
    if form not in ALL_FORMATS:
        raise UsageError(f"format {form!r} is unknown: choose from {', '.join(ALL_FORMATS)}.")
    if form not in FORMATS[what]:
        fitting = ", ".join(table for table, forms in FORMATS.items() if form in forms)
        raise UsageError(
            f"{what} cannot be written as {form}, which fits {fitting}: choose from {', '.join(FORMATS[what])}."
        )


def written(what: str, form: str, tables: Tables) -> Iterator[bytes]:
    """A table in one of the formats that are no flat tables, in chunks of bytes."""
    from tarazy.exports import ftm, geojson, graphml, jsonld

    check_format(what, form)
    writers = {"graphml": graphml.lines, "geojson": geojson.lines, "jsonld": jsonld.lines, "ftm": ftm.lines}
    for line in writers[form](what, tables):
        yield (line + "\n").encode("utf-8", "replace")
