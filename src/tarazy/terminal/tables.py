"""Frames as lines of JSON, one object a row."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl


def json_lines(frame: pl.DataFrame) -> Iterator[str]:
    """The rows as a JSON array, one row a line."""
    yield "["
    last = frame.height - 1
    for number, row in enumerate(frame.iter_rows(named=True)):
        yield json.dumps(row, ensure_ascii=False, default=str) + ("," if number < last else "")
    yield "]"
