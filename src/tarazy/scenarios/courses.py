"""Tables that tell how something goes on, from turn to turn or month to month, as lines of a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A figure: its ``title`` (empty where a table gives one alone), what lies ``across`` and what goes ``up``, and its lines with their names."""

    title: str
    across: str
    up: str
    lines: tuple[tuple[str, Points], ...]


def courses(
    about: Mapping[str, Any], frame: pl.DataFrame, name: Callable[[str], str], language: str
) -> Iterator[Course]:
    """The figures of a table whose row in the model's file has ``figure``: columns ``across`` and ``up``, a line for each of ``lines``, a figure for ``each``."""
    asked = about.get("figure")
    if not asked or frame.is_empty():
        return
    heads = about.get("columns", {})
    across, up = (heads.get(asked[side], {}).get(language, asked[side]) for side in ("across", "up"))
    each = asked.get("each")
    parts = frame.partition_by(each, maintain_order=True) if each else [frame]
    for part in parts:
        lines = tuple(
            (
                name(str(rows[asked["lines"]][0])),
                tuple(rows.select(asked["across"], asked["up"]).drop_nulls().iter_rows()),
            )
            for rows in part.partition_by(asked["lines"], maintain_order=True)
        )
        if any(len(points) > 1 for _, points in lines):
            yield Course(name(str(part[each][0])) if each else "", across, up, lines)
