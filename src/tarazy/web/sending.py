"""The same answer as a file: rows as CSV, JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

import polars as pl
from fastapi import Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

Form = Literal["csv", "json", "jsonl"]
FormDep = Annotated[
    Form | None, Query(alias="format", description="All rows of the selection as a file instead of one page.")
]
_AT_ONCE = 10_000
_MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "jsonl": "application/x-ndjson"}
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with format, a file.",
        "content": {"text/csv": {"schema": {"type": "string"}}, "application/x-ndjson": {"schema": {"type": "string"}}},
    }
}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def file_of(rows: pl.DataFrame | Iterable[BaseModel], name: str, form: Form) -> Response:
    """A download of rows: a frame, or models, whose lists are joined with semicolons in CSV."""
    frame = (
        rows
        if isinstance(rows, pl.DataFrame)
        else pl.DataFrame([row.model_dump(mode="json") for row in rows], infer_schema_length=None)
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return StreamingResponse(_chunks(frame, form), media_type=_MEDIA[form], headers=headers)


def _chunks(frame: pl.DataFrame, form: Form) -> Iterator[bytes]:
    if form == "csv":
        # Spreadsheets take a file without the mark for one in the system's own encoding.
        yield "\ufeff".encode()
        for number, part in enumerate(_parts(frame)):
            yield flat(part).write_csv(include_header=number == 0).encode()
        return
    if form == "jsonl":
        for part in _parts(frame):
            yield "".join(f"{_line(row)}\n" for row in part.iter_rows(named=True)).encode("utf-8", "replace")
        return
    yield b"["
    for number, part in enumerate(_parts(frame)):
        lines = ",\n".join(_line(row) for row in part.iter_rows(named=True))
        yield (("\n" if number == 0 else ",\n") + lines if lines else "").encode("utf-8", "replace")
    yield b"\n]\n"


def _parts(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for start in range(0, max(frame.height, 1), _AT_ONCE):
        yield frame[start : start + _AT_ONCE]


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with lists and structs as text; what a spreadsheet would take for a formula stands behind an apostrophe."""
    columns = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind == pl.List(pl.String):
            column = column.list.join("; ")
        elif isinstance(kind, pl.List | pl.Struct):
            column = column.map_elements(_text, return_dtype=pl.String)
        if kind == pl.String or isinstance(kind, pl.List | pl.Struct):
            risky = pl.any_horizontal(column.str.starts_with(sign) for sign in _FORMULAS)
            column = pl.when(risky).then(pl.lit("'") + column).otherwise(column)
        columns.append(column.alias(name))
    return frame.select(columns)


def _text(value: Any) -> str:
    if isinstance(value, pl.Series):
        return "; ".join(_text(one) for one in value)
    if isinstance(value, dict):
        if {"actor", "role"} <= value.keys():
            return f"{value['actor']}:{value['role']}"
        if {"value", "unit"} <= value.keys():
            relation = value.get("relation", "=")
            return f"{'' if relation == '=' else relation}{value['value']:.15g} {value['unit']}"
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
